-- What has ended stays ended: a policy sees the old row or the new one, a trigger both.

-- For rows with a moment after which they are over (named in the trigger's argument).
CREATE OR REPLACE FUNCTION moothall.stays_ended() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    ended text := to_jsonb(OLD) ->> TG_ARGV[0];
BEGIN
    IF ended IS NOT NULL AND ended IS DISTINCT FROM to_jsonb(NEW) ->> TG_ARGV[0] THEN
        RAISE EXCEPTION 'What has ended stays ended.' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER kernel_stays_ended BEFORE UPDATE OF revoked_at ON public.kernel_mandate
    FOR EACH ROW EXECUTE FUNCTION moothall.stays_ended('revoked_at');
CREATE OR REPLACE TRIGGER kernel_stays_ended BEFORE UPDATE OF revoked_at ON public.kernel_grant
    FOR EACH ROW EXECUTE FUNCTION moothall.stays_ended('revoked_at');
CREATE OR REPLACE TRIGGER kernel_stays_ended BEFORE UPDATE OF revoked_at ON public.kernel_program
    FOR EACH ROW EXECUTE FUNCTION moothall.stays_ended('revoked_at');
CREATE OR REPLACE TRIGGER kernel_stays_ended BEFORE UPDATE OF until_at ON public.kernel_membership
    FOR EACH ROW EXECUTE FUNCTION moothall.stays_ended('until_at');
CREATE OR REPLACE TRIGGER kernel_stays_ended BEFORE UPDATE OF until_at ON public.kernel_assignment
    FOR EACH ROW EXECUTE FUNCTION moothall.stays_ended('until_at');
CREATE OR REPLACE TRIGGER kernel_stays_ended BEFORE UPDATE OF ended_at ON public.kernel_role
    FOR EACH ROW EXECUTE FUNCTION moothall.stays_ended('ended_at');
CREATE OR REPLACE TRIGGER kernel_stays_ended BEFORE UPDATE OF until_at ON public.kernel_participant
    FOR EACH ROW EXECUTE FUNCTION moothall.stays_ended('until_at');
CREATE OR REPLACE TRIGGER kernel_stays_ended BEFORE UPDATE OF encrypted ON public.kernel_reason
    FOR EACH ROW EXECUTE FUNCTION moothall.stays_ended('encrypted');
CREATE OR REPLACE TRIGGER kernel_stays_ended BEFORE UPDATE OF erased_at ON public.kernel_person
    FOR EACH ROW EXECUTE FUNCTION moothall.stays_ended('erased_at');

-- A grant is only ever narrowed: for fewer purposes, of fewer attributes, for a shorter time.
CREATE OR REPLACE FUNCTION moothall.is_only_narrowed() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT (NEW.purposes <@ OLD.purposes AND NEW.attributes <@ OLD.attributes AND NEW.until_at <= OLD.until_at) THEN
        RAISE EXCEPTION 'A grant is only ever narrowed.' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER kernel_is_only_narrowed BEFORE UPDATE OF purposes, attributes, until_at ON public.kernel_grant
    FOR EACH ROW EXECUTE FUNCTION moothall.is_only_narrowed();

-- Nothing is hung on a matter that its act does not see. It runs as the act, before the foreign key is looked at, and
-- refuses alike what is hidden and what is not there. On every table that points at a matter (kernel/access.py).
CREATE OR REPLACE FUNCTION moothall.hangs_on_what_is_seen() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM 1 FROM public.kernel_matter WHERE id = NEW.matter_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'There is no such matter.' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;

-- What a matter belongs to is seen by the act that says so.
CREATE OR REPLACE FUNCTION moothall.belongs_to_what_is_seen() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM 1 FROM public.kernel_matter WHERE id = NEW.parent_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'There is no such matter.' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER kernel_belongs_to_what_is_seen BEFORE INSERT ON public.kernel_matter
    FOR EACH ROW WHEN (NEW.parent_id IS NOT NULL) EXECUTE FUNCTION moothall.belongs_to_what_is_seen();

-- Nothing is written about a person whom its act has nothing to do with. Refused alike for a stranger and for nobody, before the
-- foreign key is looked at. On every table with a person_id.
CREATE OR REPLACE FUNCTION moothall.is_about_somebody_known() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF moothall.has_to_do_with(NEW.person_id) IS NOT TRUE THEN
        RAISE EXCEPTION 'There is no such person.' USING ERRCODE = 'MH005';
    END IF;
    RETURN NEW;
END $$;

-- A key that was destroyed does not come back.
CREATE OR REPLACE FUNCTION moothall.stays_erased() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'A key that was destroyed does not come back.' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE OR REPLACE TRIGGER kernel_stays_erased BEFORE UPDATE ON public.kernel_datakey
    FOR EACH ROW WHEN (OLD.wrapped IS NULL AND NEW.wrapped IS NOT NULL)
    EXECUTE FUNCTION moothall.stays_erased();

-- How sure the place is who somebody is, it says itself.
CREATE OR REPLACE FUNCTION moothall.only_system_vouches() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF moothall.role() <> 'system' THEN
        RAISE EXCEPTION 'Nobody vouches for themselves.' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER kernel_only_system_vouches BEFORE UPDATE OF assurance ON public.kernel_person
    FOR EACH ROW WHEN (OLD.assurance IS DISTINCT FROM NEW.assurance)
    EXECUTE FUNCTION moothall.only_system_vouches();
