-- Whether the act's organisation may see somebody, or with `only_open` reach them: a member of its own, a guest it wrote down, or somebody with a matter
-- that the act may see (an adviser: with any of the organisation's). One function for kernel_person and kernel_datakey, because it keeps its plan: as nested policies
-- the same rules took 13 ms to plan for every query.
CREATE OR REPLACE FUNCTION moothall.in_sight(wanted uuid, only_open boolean) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    ours uuid := moothall.organisation();
    reach moothall.reached;
BEGIN
    reach := moothall.reach();
    RETURN ours IS NOT NULL AND (
        EXISTS (SELECT 1 FROM public.kernel_membership AS c
                 WHERE c.person_id = wanted AND c.organisation_id = ours)
        OR EXISTS (SELECT 1 FROM public.kernel_matter AS m
                    WHERE m.person_id = wanted AND m.organisation_id = ours AND m.visibility <> 'people'
                      AND (m.closed_at IS NULL OR NOT only_open)
                      AND (reach.advises OR moothall.is_theirs(m, reach)))
        OR EXISTS (SELECT 1 FROM public.kernel_matter AS m JOIN public.kernel_grant AS g ON g.matter_id = m.id
                    WHERE m.person_id = wanted AND g.organisation_id = ours AND m.visibility <> 'people'
                      AND (m.closed_at IS NULL OR NOT only_open)
                      AND g.revoked_at IS NULL AND g.until_at > now() AND g.purposes && moothall.serves()::varchar[])
        OR EXISTS (SELECT 1 FROM public.kernel_matter AS m
                    WHERE m.person_id = wanted AND m.visibility <> 'people'
                      AND (m.closed_at IS NULL OR NOT only_open)
                      AND m.organisation_id::text || ' ' || m.kind = ANY (moothall.granted_services()))
        OR EXISTS (SELECT 1 FROM public.kernel_participant AS s JOIN public.kernel_matter AS m ON m.id = s.matter_id
                    WHERE s.person_id = moothall.person() AND s.until_at IS NULL AND m.person_id = wanted
                      AND (m.closed_at IS NULL OR NOT only_open))
        OR EXISTS (SELECT 1 FROM public.kernel_person AS p
                    WHERE p.id = wanted AND p.registered_by_id = ours AND p.assurance = 'guest'));
END $$;

CREATE OR REPLACE FUNCTION moothall.sees_person(wanted uuid) RETURNS boolean
LANGUAGE sql STABLE PARALLEL RESTRICTED AS $$ SELECT moothall.in_sight(wanted, false) $$;

-- How to reach somebody an organisation needs while something of theirs is open.
CREATE OR REPLACE FUNCTION moothall.reaches_person(wanted uuid) RETURNS boolean
LANGUAGE sql STABLE PARALLEL RESTRICTED AS $$ SELECT moothall.in_sight(wanted, true) $$;

-- Whether this very act wrote somebody down.
CREATE OR REPLACE FUNCTION moothall.is_new_person(wanted uuid) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN EXISTS (SELECT 1 FROM public.kernel_person AS p
                    WHERE p.id = wanted AND p.registered_in = moothall.act_id());
END $$;
