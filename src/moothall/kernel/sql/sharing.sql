-- With whom an act has to do, and what is its to share or to restrict. Definer functions, because a policy that reads a
-- table whose own policy reads the first one would go round in a circle.

-- Whether the matter is visible to people among whom the act's is not.
CREATE OR REPLACE FUNCTION moothall.is_withheld(matter public.kernel_matter) RETURNS boolean
LANGUAGE sql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT matter.visibility = 'people' AND NOT EXISTS (
        SELECT 1 FROM public.kernel_participant AS s
         WHERE s.matter_id = matter.id AND s.person_id = moothall.person() AND s.until_at IS NULL)
$$;

-- The services whose matters were opened to the act's organisation as a whole, each after the organisation that opened
-- them; asked once a statement.
CREATE OR REPLACE FUNCTION moothall.granted_services() RETURNS text[]
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    ours uuid := moothall.organisation();
BEGIN
    IF ours IS NULL THEN
        RETURN '{}';
    END IF;
    RETURN ARRAY(
        SELECT g.granted_by_id::text || ' ' || g.service FROM public.kernel_grant AS g
         WHERE g.organisation_id = ours AND g.service <> '' AND g.revoked_at IS NULL AND g.until_at > now()
           AND g.purposes && moothall.serves()::varchar[]);
END $$;

-- Whether anything that somebody told was opened to the act's organisation, for what the act is done for.
CREATE OR REPLACE FUNCTION moothall.was_granted_any(wanted uuid) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN EXISTS (
        SELECT 1 FROM public.kernel_grant AS g
         WHERE g.person_id = wanted AND g.matter_id IS NULL AND g.organisation_id = moothall.organisation()
           AND g.revoked_at IS NULL AND g.until_at > now() AND g.purposes && moothall.serves()::varchar[]);
END $$;

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
                    AND moothall.mandated() && ARRAY['everything', m.kind::text]))
           AND NOT moothall.is_withheld(m));
END $$;

-- Whether the act may say who is on a matter: only its organisation, and of one that is visible to people only who is
-- named already.
CREATE OR REPLACE FUNCTION moothall.may_name(wanted uuid) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN EXISTS (
        SELECT 1 FROM public.kernel_matter AS m
         WHERE m.id = wanted AND (moothall.works_on(m.id) OR moothall.is_system())
           AND NOT moothall.is_withheld(m));
END $$;

-- Whether this very act brought the matter to its organisation.
CREATE OR REPLACE FUNCTION moothall.was_brought(wanted uuid) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN EXISTS (
        SELECT 1 FROM public.kernel_matter AS m
         WHERE m.id = wanted AND m.person_id IS NULL AND m.moved_in = moothall.act_id());
END $$;

-- Whether the act sees who is on a matter in a role: staff whose work it is do; people on it see each other, but not
-- who reported.
CREATE OR REPLACE FUNCTION moothall.sees_who(wanted uuid, wanted_role text) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN (wanted_role <> 'reporter' AND EXISTS (
                SELECT 1 FROM public.kernel_participant AS s
                 WHERE s.matter_id = wanted AND s.person_id = moothall.person() AND s.until_at IS NULL
                   AND s.role <> 'reporter'))
        OR (moothall.organisation() IS NOT NULL AND moothall.may_name(wanted));
END $$;

-- Whether the act is on a public matter, and does not only see its public face: Moothall itself, staff whose work it is,
-- an organisation it was shared with, people on it (to have reported it is not to be on it), and the act that
-- brought it.
CREATE OR REPLACE FUNCTION moothall.is_on(wanted uuid) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN moothall.is_system() OR moothall.may('matters.reach', wanted) OR moothall.was_brought(wanted)
        OR EXISTS (SELECT 1 FROM public.kernel_participant AS s
                    WHERE s.matter_id = wanted AND s.person_id = moothall.person() AND s.until_at IS NULL
                      AND s.role <> 'reporter')
        OR EXISTS (SELECT 1 FROM public.kernel_reason AS r JOIN public.kernel_matter AS m ON m.id = r.matter_id
                    WHERE m.id = wanted AND m.organisation_id = r.organisation_id AND r.reader_id = moothall.person()
                      AND r.organisation_id = moothall.organisation() AND r.until_at > now())
        OR EXISTS (SELECT 1 FROM public.kernel_grant AS g
                    WHERE g.matter_id = wanted AND g.organisation_id = moothall.organisation()
                      AND g.revoked_at IS NULL AND g.until_at > now() AND g.purposes && moothall.serves()::varchar[])
        OR EXISTS (SELECT 1 FROM public.kernel_matter AS m
                    WHERE m.id = wanted AND m.visibility <> 'people'
                      AND m.organisation_id::text || ' ' || m.kind = ANY (moothall.granted_services()));
END $$;

-- Whether the act has to do with a person already: is that person, acts for them, works with them, wrote them down, or
-- may see a matter of theirs. Moothall itself knows everybody there is.
CREATE OR REPLACE FUNCTION moothall.knows(wanted uuid) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    ours uuid := moothall.organisation();
    reach moothall.reached;
BEGIN
    IF moothall.role() = 'system' THEN
        RETURN wanted IS NULL OR EXISTS (SELECT 1 FROM public.kernel_person AS p WHERE p.id = wanted);
    END IF;
    reach := moothall.reach();
    RETURN wanted IS NULL
        OR wanted = moothall.person() OR wanted = moothall.subject()
        OR moothall.is_new_person(wanted)
        OR EXISTS (SELECT 1 FROM public.kernel_person AS p
                    WHERE p.id = wanted AND p.registered_by_id = ours AND p.assurance = 'guest')
        OR EXISTS (SELECT 1 FROM public.kernel_membership AS c
                    WHERE c.person_id = wanted AND c.organisation_id = ours)
        OR EXISTS (SELECT 1 FROM public.kernel_matter AS m
                    WHERE m.person_id = wanted AND m.organisation_id = ours AND NOT moothall.is_withheld(m)
                      AND (reach.advises OR moothall.is_theirs(m, reach)))
        OR EXISTS (SELECT 1 FROM public.kernel_matter AS m JOIN public.kernel_grant AS g ON g.matter_id = m.id
                    WHERE m.person_id = wanted AND g.organisation_id = ours AND m.visibility <> 'people'
                      AND g.revoked_at IS NULL AND g.until_at > now() AND g.purposes && moothall.serves()::varchar[])
        OR EXISTS (SELECT 1 FROM public.kernel_matter AS m
                    WHERE m.person_id = wanted AND m.visibility <> 'people'
                      AND m.organisation_id::text || ' ' || m.kind = ANY (moothall.granted_services()))
        OR EXISTS (SELECT 1 FROM public.kernel_participant AS s JOIN public.kernel_matter AS m ON m.id = s.matter_id
                    WHERE s.person_id = moothall.person() AND s.until_at IS NULL AND m.person_id = wanted);
END $$;

-- When and why something public was hidden: all that everybody may still know of it.
CREATE OR REPLACE FUNCTION moothall.hidden_thread(wanted text, OUT hidden_at timestamptz, OUT hidden_for text)
RETURNS SETOF record
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED ROWS 1 SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM moothall.act();
    RETURN QUERY SELECT m.hidden_at, m.hidden_for::text FROM public.kernel_matter AS m
     WHERE m.reference = wanted AND m.visibility = 'public' AND m.published_at IS NOT NULL
       AND m.hidden_at IS NOT NULL;
END $$;
