-- With whom an act has to do, and what is its to share or to seal. Definer functions, because a policy that reads a
-- table whose own policy reads the first one would go round in a circle.

-- Whether the matter is sealed against the act.
CREATE OR REPLACE FUNCTION moothall.is_closed(matter public.kernel_matter) RETURNS boolean
LANGUAGE sql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT matter.sealed_at IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM public.kernel_sealmember AS s
         WHERE s.matter_id = matter.id AND s.person_id = moothall.person())
$$;

-- Whether the act may share a matter, which is about `whom`: it is its organisation's work, or about the act's
-- subject.
CREATE OR REPLACE FUNCTION moothall.may_share(wanted uuid, whom uuid) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN EXISTS (
        SELECT 1 FROM public.kernel_matter AS m
         WHERE m.id = wanted AND m.person_id IS NOT DISTINCT FROM whom
           AND (moothall.works_on(m.id) OR moothall.is_system()
                OR (m.person_id = moothall.subject()
                    AND moothall.purposes() && ARRAY['everything', m.kind::text]))
           AND NOT moothall.is_closed(m));
END $$;

-- Whether the act may say who is named on a matter's seal: only its organisation, and once it is sealed only who is
-- named already.
CREATE OR REPLACE FUNCTION moothall.may_seal(wanted uuid) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN EXISTS (
        SELECT 1 FROM public.kernel_matter AS m
         WHERE m.id = wanted AND (moothall.works_on(m.id) OR moothall.is_system())
           AND NOT moothall.is_closed(m));
END $$;

-- Whether the act has to do with a person already: is that person, acts for them, works with them, wrote them down, or
-- may see a matter of theirs. Moothall itself knows everybody there is.
CREATE OR REPLACE FUNCTION moothall.knows(wanted uuid) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    ours uuid := moothall.organisation();
    reach record;
BEGIN
    IF moothall.role() = 'system' THEN
        RETURN wanted IS NULL OR EXISTS (SELECT 1 FROM public.kernel_person AS p WHERE p.id = wanted);
    END IF;
    SELECT * INTO reach FROM moothall.reach();
    RETURN wanted IS NULL
        OR wanted = moothall.person() OR wanted = moothall.subject()
        OR EXISTS (SELECT 1 FROM public.kernel_person AS p
                    WHERE p.id = wanted AND p.registered_by_id = ours AND p.assurance = 'guest')
        OR EXISTS (SELECT 1 FROM public.kernel_membership AS c
                    WHERE c.person_id = wanted AND c.organisation_id = ours)
        OR EXISTS (SELECT 1 FROM public.kernel_matter AS m
                    WHERE m.person_id = wanted AND m.organisation_id = ours AND NOT moothall.is_closed(m)
                      AND (reach.advises OR moothall.is_theirs(m, reach.team, reach.is_all)))
        OR EXISTS (SELECT 1 FROM public.kernel_matter AS m JOIN public.kernel_grant AS g ON g.matter_id = m.id
                    WHERE m.person_id = wanted AND g.organisation_id = ours AND m.sealed_at IS NULL
                      AND g.revoked_at IS NULL AND g.until_at > now() AND g.purpose = ANY (moothall.serves()))
        OR EXISTS (SELECT 1 FROM public.kernel_sealmember AS s JOIN public.kernel_matter AS m ON m.id = s.matter_id
                    WHERE s.person_id = moothall.person() AND m.person_id = wanted);
END $$;

-- Nobody stays named on a seal that was opened.
CREATE OR REPLACE FUNCTION moothall.forget_seal() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    DELETE FROM public.kernel_sealmember WHERE matter_id = NEW.id;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER kernel_forget_seal AFTER UPDATE OF sealed_at ON public.kernel_matter
    FOR EACH ROW WHEN (OLD.sealed_at IS NOT NULL AND NEW.sealed_at IS NULL)
    EXECUTE FUNCTION moothall.forget_seal();

DROP FUNCTION IF EXISTS moothall.may_share(uuid) CASCADE;
