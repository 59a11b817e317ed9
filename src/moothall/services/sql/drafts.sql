-- Two people for whatever a service becomes: no program, no page and no forgotten check goes round it.

-- Who approves a draft may publish, and has not written it. One person does both only for a service that decides about
-- nobody, where the organisation allows it. What was approved stays as it was.
CREATE OR REPLACE FUNCTION moothall.is_approved_by_another() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NEW.approved_at IS NULL THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'INSERT' OR OLD.approved_at IS NULL THEN
        IF TG_OP = 'INSERT' OR NEW.approved_by_id IS DISTINCT FROM moothall.person()
           OR NOT moothall.holds('packs.publish') THEN
            RAISE EXCEPTION 'Somebody who publishes services approves it.' USING ERRCODE = 'insufficient_privilege';
        END IF;
        IF NEW.is_alone AND NOT coalesce(
               (moothall.settings_of('services', NEW.organisation_id) ->> 'one_person_may_publish')::boolean, false) THEN
            RAISE EXCEPTION 'Two people publish a service.' USING ERRCODE = 'insufficient_privilege';
        END IF;
        IF NOT NEW.is_alone AND EXISTS (
               SELECT 1 FROM public.services_draftentry AS e
                WHERE e.draft_id = NEW.id AND e.what = 'written' AND e.by_id = NEW.approved_by_id) THEN
            RAISE EXCEPTION 'Two people publish a service.' USING ERRCODE = 'insufficient_privilege';
        END IF;
    ELSIF (NEW.texts, NEW.slots, NEW.content, NEW.approved_by_id, NEW.base_id, NEW.is_alone, NEW.decides) IS DISTINCT FROM
          (OLD.texts, OLD.slots, OLD.content, OLD.approved_by_id, OLD.base_id, OLD.is_alone, OLD.decides) THEN
        RAISE EXCEPTION 'What was approved stays as it is.' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER services_approved_by_another BEFORE INSERT OR UPDATE ON public.services_draft
    FOR EACH ROW EXECUTE FUNCTION moothall.is_approved_by_another();

-- A version goes live from a draft that was approved, as it was approved; or is installed by Moothall itself, as long as the
-- organisation has published nothing of this service on its own.
CREATE OR REPLACE FUNCTION moothall.was_approved() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NEW.draft IS NULL THEN
        IF moothall.role() <> 'system' OR EXISTS (
               SELECT 1 FROM public.kernel_packversion AS v
                WHERE v.organisation_id = NEW.organisation_id AND v.name = NEW.name AND v.draft IS NOT NULL) THEN
            RAISE EXCEPTION 'Two people publish a service.' USING ERRCODE = 'insufficient_privilege';
        END IF;
    ELSIF NOT EXISTS (
            SELECT 1 FROM public.services_draft AS d
             WHERE d.id = NEW.draft AND d.organisation_id = NEW.organisation_id AND d.pack = NEW.name
               AND d.approved_at IS NOT NULL AND d.content = NEW.content AND d.slots = NEW.slots) THEN
        RAISE EXCEPTION 'Two people publish a service.' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER services_was_approved BEFORE INSERT ON public.kernel_packversion
    FOR EACH ROW EXECUTE FUNCTION moothall.was_approved();
