-- What of its organisation's work an act does: by the roles its person has there, each over what it was given for.

-- Whether the act is a program of an organisation, or Moothall itself within one: what it may do there the gate decides.
CREATE OR REPLACE FUNCTION moothall.is_program(parts text[]) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT parts[6] <> '' AND (parts[5] = '' OR parts[4] = 'system') $$;

-- What the act reaches by its roles with the permission `wanted`: for reading by default. What no team does in particular
-- is the work of whoever works for a team or for the organisation.
CREATE OR REPLACE FUNCTION moothall.reach(wanted text DEFAULT 'matters.reach') RETURNS moothall.reached
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    parts text[] := moothall.act();
    found moothall.reached;
BEGIN
    SELECT array_agg(a.team_id) FILTER (WHERE a.scope = 'team' AND wanted = ANY (r.permissions)),
           array_agg(a.service::text) FILTER (WHERE a.scope = 'service' AND wanted = ANY (r.permissions)),
           array_agg(a.matter_id) FILTER (WHERE a.scope = 'matter' AND wanted = ANY (r.permissions)),
           bool_or(a.scope IN ('organisation', 'team') AND wanted = ANY (r.permissions)),
           bool_or(a.scope = 'organisation' AND r.permissions @> ARRAY[wanted, 'matters.oversee']::varchar[]),
           bool_or(a.scope IN ('organisation', 'team') AND 'matters.advise' = ANY (r.permissions))
      INTO found FROM public.kernel_membership AS m
      JOIN public.kernel_assignment AS a ON a.membership_id = m.id
      JOIN public.kernel_role AS r ON r.id = a.role_id
     WHERE m.person_id = nullif(parts[5], '')::uuid AND m.organisation_id = nullif(parts[6], '')::uuid
       AND m.until_at IS NULL AND a.until_at IS NULL AND r.ended_at IS NULL;
    found.is_all := coalesce(found.is_all, false) OR moothall.is_program(parts);
    found.has_common := coalesce(found.has_common, false) OR found.is_all;
    found.advises := coalesce(found.advises, false);
    RETURN found;
END $$;

-- The same one by one, for policies, which ask for the next only when the one before did not say yes.
CREATE OR REPLACE FUNCTION moothall.teams() RETURNS uuid[]
LANGUAGE sql STABLE PARALLEL RESTRICTED AS $$ SELECT teams FROM moothall.reach() $$;
CREATE OR REPLACE FUNCTION moothall.services() RETURNS text[]
LANGUAGE sql STABLE PARALLEL RESTRICTED AS $$ SELECT services FROM moothall.reach() $$;
CREATE OR REPLACE FUNCTION moothall.matters() RETURNS uuid[]
LANGUAGE sql STABLE PARALLEL RESTRICTED AS $$ SELECT matters FROM moothall.reach() $$;
CREATE OR REPLACE FUNCTION moothall.reaches_common() RETURNS boolean
LANGUAGE sql STABLE PARALLEL RESTRICTED AS $$ SELECT has_common FROM moothall.reach() $$;
CREATE OR REPLACE FUNCTION moothall.reaches_all() RETURNS boolean
LANGUAGE sql STABLE PARALLEL RESTRICTED AS $$ SELECT is_all FROM moothall.reach() $$;

-- Whether some role of the act's person is given for a team or the organisation, so that they may know that there is work
-- of others; roles for one service or one matter tell of nothing else.
CREATE OR REPLACE FUNCTION moothall.is_unconfined() RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    parts text[] := moothall.act();
BEGIN
    RETURN moothall.is_program(parts) OR EXISTS (
        SELECT 1 FROM public.kernel_membership AS m JOIN public.kernel_assignment AS a ON a.membership_id = m.id
          JOIN public.kernel_role AS r ON r.id = a.role_id
         WHERE m.person_id = nullif(parts[5], '')::uuid AND m.organisation_id = nullif(parts[6], '')::uuid
           AND m.until_at IS NULL AND a.until_at IS NULL AND r.ended_at IS NULL
           AND a.scope IN ('organisation', 'team'));
END $$;

-- Whether the act has the permission `wanted` for its whole organisation.
CREATE OR REPLACE FUNCTION moothall.holds(wanted text) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    parts text[] := moothall.act();
BEGIN
    RETURN moothall.is_program(parts) OR EXISTS (
        SELECT 1 FROM public.kernel_membership AS m JOIN public.kernel_assignment AS a ON a.membership_id = m.id
          JOIN public.kernel_role AS r ON r.id = a.role_id
         WHERE m.person_id = nullif(parts[5], '')::uuid AND m.organisation_id = nullif(parts[6], '')::uuid
           AND m.until_at IS NULL AND a.until_at IS NULL AND r.ended_at IS NULL
           AND a.scope = 'organisation' AND wanted = ANY (r.permissions));
END $$;

-- Whether what is reached covers a matter.
CREATE OR REPLACE FUNCTION moothall.covers(reach moothall.reached, matter public.kernel_matter) RETURNS boolean
LANGUAGE sql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(reach.is_all OR (matter.team_id IS NULL AND reach.has_common) OR matter.team_id = ANY (reach.teams)
                    OR matter.kind = ANY (reach.services) OR matter.id = ANY (reach.matters), false)
$$;

-- Whether a matter of the act's organisation is the act's to read: it reaches it, or gave a reason that holds.
CREATE OR REPLACE FUNCTION moothall.is_theirs(matter public.kernel_matter, reach moothall.reached) RETURNS boolean
LANGUAGE sql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT moothall.covers(reach, matter) OR coalesce(matter.moved_in = moothall.act_id(), false)
        OR EXISTS (SELECT 1 FROM public.kernel_reason AS r
                    WHERE r.matter_id = matter.id AND r.reader_id = moothall.person()
                      AND r.organisation_id = moothall.organisation() AND r.until_at > now())
$$;

-- Whether the act may do what `permission` names with a matter of its organisation.
CREATE OR REPLACE FUNCTION moothall.may(permission text, wanted uuid) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    reach moothall.reached := moothall.reach(permission);
BEGIN
    RETURN EXISTS (
        SELECT 1 FROM public.kernel_matter AS m
         WHERE m.id = wanted AND m.organisation_id = moothall.organisation() AND moothall.covers(reach, m));
END $$;

-- Whether the act works a matter of its organisation: moves it on, shares it, restricts it.
CREATE OR REPLACE FUNCTION moothall.works_on(wanted uuid) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    reach moothall.reached := moothall.reach('matters.work');
BEGIN
    RETURN EXISTS (
        SELECT 1 FROM public.kernel_matter AS m
         WHERE m.id = wanted AND m.organisation_id = moothall.organisation()
           AND (moothall.covers(reach, m) OR m.moved_in = moothall.act_id()
                OR EXISTS (SELECT 1 FROM public.kernel_participant AS s
                            WHERE s.matter_id = m.id AND s.person_id = moothall.person() AND s.until_at IS NULL
                              AND s.role IN ('member', 'moderator'))));
END $$;

-- Whether the act may give a reason for reading a matter, which is about `whom`: it is the organisation's and not
-- restricted to named people, and a role for a team or the organisation lets the act's person.
CREATE OR REPLACE FUNCTION moothall.may_give_reason(wanted uuid, whom uuid) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN (moothall.reach('matters.reason')).has_common AND EXISTS (
        SELECT 1 FROM public.kernel_matter AS m
         WHERE m.id = wanted AND m.person_id IS NOT DISTINCT FROM whom
           AND m.organisation_id = moothall.organisation()
           AND m.visibility <> 'people');
END $$;

-- Why the act's staff read a matter of their own organisation; null for one that was shared with it.
CREATE OR REPLACE FUNCTION moothall.why_read(wanted uuid) RETURNS text
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    reach moothall.reached := moothall.reach();
    own moothall.reached := reach;
BEGIN
    own.is_all := false;
    RETURN (
        SELECT CASE WHEN moothall.covers(own, m) OR m.moved_in = moothall.act_id() THEN 'service'
                    WHEN reach.is_all THEN 'oversight'
                    WHEN moothall.is_theirs(m, reach) THEN 'reason'
                    WHEN reach.advises THEN 'advice' END
          FROM public.kernel_matter AS m
         WHERE m.id = wanted AND m.organisation_id = moothall.organisation());
END $$;

-- Whether the act may give a role in an organisation, over this. Whoever runs the place gives what reaches over it, and
-- an organisation its first to give roles; whoever gives roles there all others; anybody else only what they hold as
-- widely themselves. What is given belongs to the organisation: its team, its matter, a role of its own or the place's.
CREATE OR REPLACE FUNCTION moothall.may_give(
    organisation uuid, wanted uuid, scope text, team uuid, service text, matter uuid
) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    parts text[] := moothall.act();
    given public.kernel_role;
    is_local boolean;
BEGIN
    SELECT * INTO given FROM public.kernel_role AS r
     WHERE r.id = wanted AND r.ended_at IS NULL AND (r.organisation_id IS NULL OR r.organisation_id = organisation);
    IF NOT FOUND
       OR (scope = 'team' AND NOT EXISTS (
               SELECT 1 FROM public.kernel_team AS t WHERE t.id = team AND t.organisation_id = organisation))
       OR (scope = 'matter' AND NOT EXISTS (
               SELECT 1 FROM public.kernel_matter AS m WHERE m.id = matter AND m.organisation_id = organisation)) THEN
        RETURN false;
    END IF;
    is_local := moothall.is_local(given.permissions);
    IF moothall.is_system() OR (parts[4] = 'system' AND parts[6] = organisation::text) THEN
        RETURN true;
    ELSIF nullif(parts[6], '')::uuid IS DISTINCT FROM organisation THEN
        RETURN false;
    ELSIF NOT is_local THEN
        RETURN parts[4] = 'operator' AND moothall.holds('place.operate');
    ELSIF moothall.holds('roles.give') THEN
        RETURN true;
    ELSIF moothall.holds('place.operate') AND 'roles.give' = ANY (given.permissions) AND NOT EXISTS (
        SELECT 1 FROM public.kernel_membership AS m JOIN public.kernel_assignment AS a ON a.membership_id = m.id
          JOIN public.kernel_role AS r ON r.id = a.role_id
         WHERE m.organisation_id = organisation AND m.until_at IS NULL AND a.until_at IS NULL AND r.ended_at IS NULL
           AND a.scope = 'organisation' AND 'roles.give' = ANY (r.permissions)) THEN
        RETURN true;
    END IF;
    RETURN moothall.holds('people.manage') AND NOT EXISTS (
        SELECT 1 FROM unnest(given.permissions) AS one(code)
         WHERE NOT EXISTS (
            SELECT 1 FROM public.kernel_membership AS m JOIN public.kernel_assignment AS a ON a.membership_id = m.id
              JOIN public.kernel_role AS r ON r.id = a.role_id
             WHERE m.person_id = nullif(parts[5], '')::uuid AND m.organisation_id = organisation
               AND m.until_at IS NULL AND a.until_at IS NULL AND r.ended_at IS NULL
               AND one.code = ANY (r.permissions)
               AND (a.scope = 'organisation' OR (a.scope = may_give.scope AND a.team_id IS NOT DISTINCT FROM team
                    AND a.service = may_give.service AND a.matter_id IS NOT DISTINCT FROM matter))));
END $$;

-- Whether the act may end that somebody in its organisation has a role.
CREATE OR REPLACE FUNCTION moothall.may_take(wanted uuid) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN moothall.holds('people.manage') AND (
        (moothall.act())[4] IN ('operator', 'system')
        OR EXISTS (SELECT 1 FROM public.kernel_role AS r WHERE r.id = wanted AND moothall.is_local(r.permissions)));
END $$;

-- Whether the act may invite somebody in these roles: whoever runs the place alone in those that reach over it.
CREATE OR REPLACE FUNCTION moothall.may_invite(organisation uuid, codes varchar[]) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN (moothall.act())[4] IN ('operator', 'system') OR NOT EXISTS (
        SELECT 1 FROM public.kernel_role AS r
         WHERE r.code = ANY (codes) AND (r.organisation_id IS NULL OR r.organisation_id = may_invite.organisation)
           AND NOT moothall.is_local(r.permissions));
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
