-- What of its organisation's work an act does.

-- The team of the act's person there, as the membership has it now; whether it does the work of all teams: Moothall
-- itself, a program with the organisation's key, a manager without a team; and
-- whether it advises people at a desk, which needs to know who asked for what, and not what they answered.
CREATE OR REPLACE FUNCTION moothall.reach(OUT team uuid, OUT is_all boolean, OUT advises boolean)
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    parts text[] := moothall.act();
BEGIN
    SELECT m.team_id, m.team_id IS NULL AND 'manager' = ANY (m.roles), 'adviser' = ANY (m.roles)
      INTO team, is_all, advises FROM public.kernel_membership AS m
     WHERE m.person_id = nullif(parts[5], '')::uuid AND m.organisation_id = nullif(parts[6], '')::uuid
       AND m.until_at IS NULL;
    is_all := coalesce(is_all, false) OR (parts[6] <> '' AND (parts[5] = '' OR parts[4] = 'system'));
    advises := coalesce(advises, false);
END $$;

CREATE OR REPLACE FUNCTION moothall.team() RETURNS uuid
LANGUAGE sql STABLE PARALLEL RESTRICTED AS $$ SELECT team FROM moothall.reach() $$;

CREATE OR REPLACE FUNCTION moothall.works_for_all() RETURNS boolean
LANGUAGE sql STABLE PARALLEL RESTRICTED AS $$ SELECT is_all FROM moothall.reach() $$;

-- Whether a matter of the act's organisation is the act's to read: its team's work, or with a reason that holds.
CREATE OR REPLACE FUNCTION moothall.is_theirs(matter public.kernel_matter, team uuid, is_all boolean) RETURNS boolean
LANGUAGE sql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT is_all OR matter.team_id IS NULL OR matter.team_id = team OR matter.moved_in = moothall.act_id()
        OR EXISTS (SELECT 1 FROM public.kernel_reason AS r
                    WHERE r.matter_id = matter.id AND r.reader_id = moothall.person()
                      AND r.organisation_id = moothall.organisation() AND r.until_at > now())
$$;

-- Whether the act works a matter of its organisation: moves it on, shares it, restricts it.
CREATE OR REPLACE FUNCTION moothall.works_on(wanted uuid) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN EXISTS (
        SELECT 1 FROM moothall.reach() AS reach, public.kernel_matter AS m
         WHERE m.id = wanted AND m.organisation_id = moothall.organisation()
           AND (reach.is_all OR m.team_id IS NULL OR m.team_id = reach.team OR m.moved_in = moothall.act_id()
                OR EXISTS (SELECT 1 FROM public.kernel_participant AS s
                            WHERE s.matter_id = m.id AND s.person_id = moothall.person() AND s.until_at IS NULL
                              AND s.role IN ('member', 'moderator'))));
END $$;

-- Whether the act may give a reason for reading a matter, which is about `whom`: it is the organisation's and not
-- restricted to named people, and the act's person works cases there.
CREATE OR REPLACE FUNCTION moothall.may_give_reason(wanted uuid, whom uuid) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN EXISTS (
        SELECT 1 FROM public.kernel_matter AS m JOIN public.kernel_membership AS c
            ON c.organisation_id = m.organisation_id AND c.until_at IS NULL
         WHERE m.id = wanted AND m.person_id IS NOT DISTINCT FROM whom AND m.organisation_id = moothall.organisation()
           AND m.visibility <> 'people' AND c.person_id = moothall.person()
           AND c.roles && ARRAY['case_worker', 'manager']::varchar[]);
END $$;

-- Why the act's staff read a matter of their own organisation; null for one that was shared with it.
CREATE OR REPLACE FUNCTION moothall.why_read(wanted uuid) RETURNS text
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN (
        SELECT CASE WHEN m.team_id IS NULL OR m.team_id = reach.team OR m.moved_in = moothall.act_id() THEN 'service'
                    WHEN reach.is_all THEN 'oversight'
                    WHEN moothall.is_theirs(m, reach.team, reach.is_all) THEN 'reason'
                    WHEN reach.advises THEN 'advice' END
          FROM moothall.reach() AS reach, public.kernel_matter AS m
         WHERE m.id = wanted AND m.organisation_id = moothall.organisation());
END $$;

-- How many matters of a kind the act's organisation has had since a moment, whoseever work they are, but for those that
-- are restricted to named people: a number for whoever weighs what a change would mean.
CREATE OR REPLACE FUNCTION moothall.opened_since(wanted text, since timestamptz) RETURNS bigint
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN (SELECT count(*) FROM public.kernel_matter AS m
             WHERE m.organisation_id = moothall.organisation() AND m.kind = wanted AND m.opened_at >= since
               AND m.visibility <> 'people');
END $$;
