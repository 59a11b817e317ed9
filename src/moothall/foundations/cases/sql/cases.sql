-- Cases: what no single act may write by itself, and finding cases without collapsing under the policies.

-- A case is restricted when its matter is visible to people only.
CREATE OR REPLACE FUNCTION moothall.cases_follow_visibility() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE public.cases_case SET is_restricted = NEW.visibility = 'people' WHERE matter_id = NEW.id;
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER cases_follow_visibility AFTER UPDATE OF visibility ON public.kernel_matter
    FOR EACH ROW WHEN (OLD.visibility <> NEW.visibility)
    EXECUTE FUNCTION moothall.cases_follow_visibility();

-- A matter is the work of its case's team. Which act gave it to them is written down, because that act sees it to its
-- end and tells what happened.
CREATE OR REPLACE FUNCTION moothall.cases_tell_team() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE public.kernel_matter SET team_id = NEW.team_id, moved_in = moothall.act_id() WHERE id = NEW.matter_id;
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER cases_tell_new_team AFTER INSERT ON public.cases_case
    FOR EACH ROW WHEN (NEW.team_id IS NOT NULL) EXECUTE FUNCTION moothall.cases_tell_team();
CREATE OR REPLACE TRIGGER cases_tell_team AFTER UPDATE OF team_id ON public.cases_case
    FOR EACH ROW WHEN (OLD.team_id IS DISTINCT FROM NEW.team_id) EXECUTE FUNCTION moothall.cases_tell_team();

-- A restricted case whose day has come is over: from here on Moothall itself sees it, to destroy what it says.
CREATE OR REPLACE FUNCTION moothall.cases_end_restricted(wanted uuid, today date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT moothall.is_system() THEN
        RAISE EXCEPTION 'Only Moothall itself lets go of cases.' USING ERRCODE = 'insufficient_privilege';
    END IF;
    UPDATE public.kernel_matter AS m SET erased_at = now() FROM public.cases_case AS c
     WHERE m.id = wanted AND c.matter_id = m.id AND c.is_restricted AND c.erased_at IS NULL AND c.retention_date <= today
       AND m.erased_at IS NULL;
END $$;

-- A new case is what its matter says, whatever the statement said: its person, organisation, reference and restriction. It does
-- not complain, because it runs before the policies: a complaint would tell whose a matter is.
CREATE OR REPLACE FUNCTION moothall.cases_follow_matter() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    SELECT m.person_id, m.organisation_id, m.reference, m.visibility = 'people'
      INTO NEW.person_id, NEW.organisation_id, NEW.reference, NEW.is_restricted
      FROM public.kernel_matter AS m WHERE m.id = NEW.matter_id;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER cases_follow_matter BEFORE INSERT OR UPDATE OF person_id, organisation_id, reference
    ON public.cases_case FOR EACH ROW EXECUTE FUNCTION moothall.cases_follow_matter();

-- What is written in a case is encrypted for the case's own person; a resident's message waits for an answer
-- until staff write one.
CREATE OR REPLACE FUNCTION moothall.cases_follow_message() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE public.cases_case
       SET resident_wrote_at = CASE WHEN NEW.side = 'resident' THEN NEW.written_at END
     WHERE matter_id = NEW.case_id AND person_id = NEW.person_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'A message is about the person of its case.' USING ERRCODE = 'MH010';
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER cases_follow_message AFTER INSERT ON public.cases_casemessage
    FOR EACH ROW EXECUTE FUNCTION moothall.cases_follow_message();

-- The cases that hold all of `wanted` (digests of words) or, when there are none, whose reference begins with
-- `beginning`: newest first, at most `most` from each way of seeing, which are owned, shared by a live grant, or restricted
-- with the reader named. By words it finds what the reader may read, and for an adviser all that is owned: that somebody
-- asked for something is itself told to those alone. The same alternatives as the read policy of cases_case, written as joins so that each uses
-- its index: neither @> nor LIKE is leakproof, so under a policy they would run last, over everything. Residents
-- search nothing here.
CREATE OR REPLACE FUNCTION moothall.find_cases(wanted bigint[], beginning text, most integer)
RETURNS TABLE (matter_id uuid)
LANGUAGE plpgsql STABLE ROWS 50 SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    organisation uuid := moothall.organisation();
    reach moothall.reached;
    reader uuid := moothall.person();
    bound integer := least(greatest(most, 0), 500);
    pattern text := replace(replace(beginning, '\', ''), '%', '') || '%';
BEGIN
    IF organisation IS NULL OR (cardinality(wanted) = 0 AND length(pattern) < 3) THEN
        RETURN;
    END IF;
    reach := moothall.reach();
    RETURN QUERY EXECUTE format($query$
        (SELECT c.matter_id FROM public.cases_case AS c
          WHERE %1$s AND c.organisation_id = $1 AND NOT c.is_restricted AND %2$s
          ORDER BY c.opened_at DESC LIMIT $4)
        UNION
        (SELECT c.matter_id FROM public.kernel_grant AS g JOIN public.cases_case AS c ON c.matter_id = g.matter_id
          WHERE g.organisation_id = $1 AND g.revoked_at IS NULL AND g.until_at > now()
            AND g.purposes && moothall.serves()::varchar[] AND %1$s AND NOT c.is_restricted LIMIT $4)
        UNION
        (SELECT c.matter_id FROM public.kernel_grant AS g
           JOIN public.cases_case AS c ON c.organisation_id = g.granted_by_id AND c.type = g.service
          WHERE g.organisation_id = $1 AND g.service <> '' AND g.revoked_at IS NULL AND g.until_at > now()
            AND g.purposes && moothall.serves()::varchar[] AND %1$s AND NOT c.is_restricted LIMIT $4)
        UNION
        (SELECT c.matter_id FROM public.kernel_participant AS s JOIN public.cases_case AS c ON c.matter_id = s.matter_id
          WHERE s.person_id = $2 AND s.until_at IS NULL AND %1$s AND c.is_restricted LIMIT $4)
        $query$,
        CASE WHEN cardinality(wanted) > 0 THEN 'c.words @> $3' ELSE 'c.reference LIKE $5' END,
        CASE WHEN (cardinality(wanted) = 0 AND moothall.is_unconfined()) OR reach.is_all OR reach.advises THEN 'true' ELSE
             $own$((c.team_id IS NULL AND $7) OR c.team_id = ANY ($6) OR c.type = ANY ($8) OR c.matter_id = ANY ($9) OR EXISTS (
                 SELECT 1 FROM public.kernel_reason AS r WHERE r.matter_id = c.matter_id AND r.reader_id = $2
                    AND r.organisation_id = $1 AND r.until_at > now()))$own$ END)
        USING organisation, reader, wanted, bound, pattern, reach.teams, reach.has_common, reach.services, reach.matters;
END $$;

-- The cases whose person can be reached where all of `wanted` says, newest first, for Moothall itself: to send somebody
-- the link again, and to offer them what they asked for before they had an account.
DROP FUNCTION IF EXISTS moothall.cases_of_guests(bigint[]);
CREATE OR REPLACE FUNCTION moothall.cases_reached_at(wanted bigint[])
RETURNS TABLE (matter uuid, person uuid, pack uuid, is_guest boolean)
LANGUAGE plpgsql STABLE ROWS 10 SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT moothall.is_system() THEN
        RAISE EXCEPTION 'Only Moothall itself looks for people by their address.' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN QUERY
        SELECT c.matter_id, c.person_id, c.pack_id, p.assurance = 'guest'
          FROM public.cases_case AS c JOIN public.kernel_person AS p ON p.id = c.person_id
         WHERE cardinality(wanted) > 0 AND c.words @> wanted AND NOT c.is_restricted AND p.erased_at IS NULL
         ORDER BY c.opened_at DESC LIMIT 100;
END $$;

-- In which teams and roles staff read the cases of the act's subject: the person may know that, not the name.
CREATE OR REPLACE FUNCTION moothall.readers_of(entries uuid[])
RETURNS TABLE (entry_id uuid, team text, roles text[])
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN QUERY
        SELECT a.id, string_agg(DISTINCT t.name::text, ', '), array_agg(DISTINCT r.code::text)
          FROM public.kernel_auditentry AS a
          JOIN public.kernel_assignment AS s
            ON s.person_id = a.actor_id AND s.organisation_id = a.organisation_id
           AND s.since_at <= a.at AND (s.until_at IS NULL OR s.until_at > a.at)
          JOIN public.kernel_role AS r ON r.id = s.role_id
          LEFT JOIN public.kernel_team AS t ON t.id = s.team_id
         WHERE a.id = ANY (entries) AND a.is_reading AND a.subject_id = moothall.subject()
         GROUP BY a.id;
END $$;
