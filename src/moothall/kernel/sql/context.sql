-- Who acts, as the database believes it: only after verifying the signature of the setting `moothall.act`.
-- Written again after every migration; owned by the owner role; the application may only execute it.

CREATE SCHEMA IF NOT EXISTS moothall;

CREATE TABLE IF NOT EXISTS moothall.signing_key (
    singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    inner_pad bytea NOT NULL CHECK (length(inner_pad) = 64),
    outer_pad bytea NOT NULL CHECK (length(outer_pad) = 64)
);

CREATE TABLE IF NOT EXISTS moothall.installed (
    singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    digest text NOT NULL
);

-- What of its organisation's work an act reaches (roles.sql).
DO $$ BEGIN
    IF to_regtype('moothall.reached') IS NULL THEN
        -- Teams, services and matters by name; what is no team's in particular; everything of the organisation; and whether
        -- it advises at a desk, which needs to know who asked for what, and not what they answered.
        CREATE TYPE moothall.reached AS (
            teams uuid[], services text[], matters uuid[], has_common boolean, is_all boolean, advises boolean);
    END IF;
END $$;

-- The verified parts: expiry, backend, act, role, person, organisation, subject, purpose, program, scopes.
-- Raises rather than returning nothing, so that a forgotten context is seen at once.
CREATE OR REPLACE FUNCTION moothall.act() RETURNS text[]
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    raw text := current_setting('moothall.act', true);
    body text;
    parts text[];
    pad moothall.signing_key;
BEGIN
    IF coalesce(raw, '') = '' THEN
        RAISE EXCEPTION 'No act is under way.' USING ERRCODE = 'MH001';
    END IF;
    SELECT * INTO STRICT pad FROM moothall.signing_key;
    body := left(raw, -65);
    IF right(raw, 65) IS DISTINCT FROM
       '|' || encode(sha256(pad.outer_pad || sha256(pad.inner_pad || convert_to(body, 'UTF8'))), 'hex') THEN
        RAISE EXCEPTION 'The act is not genuine.' USING ERRCODE = 'MH002';
    END IF;
    parts := string_to_array(body, '|');
    IF parts[1]::bigint < extract(epoch FROM now()) THEN
        RAISE EXCEPTION 'The act has expired.' USING ERRCODE = 'MH003';
    END IF;
    IF parts[2] NOT IN ('0', pg_backend_pid()::text) THEN
        RAISE EXCEPTION 'The act belongs to another connection.' USING ERRCODE = 'MH002';
    END IF;
    RETURN parts;
END $$;

-- Whether a program still acts for an organisation: it was neither revoked nor has it ended.
CREATE OR REPLACE FUNCTION moothall.program_lasts(wanted uuid, whose text) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN EXISTS (SELECT 1 FROM public.kernel_program
                    WHERE id = wanted AND organisation_id::text = whose
                      AND revoked_at IS NULL AND (ends_at IS NULL OR ends_at > now()));
END $$;

-- The floor of every table: true, or an exception; false for a program that acts no more.
CREATE OR REPLACE FUNCTION moothall.floor() RETURNS boolean
LANGUAGE sql STABLE PARALLEL RESTRICTED AS $$
    SELECT CASE WHEN a[9] = '' THEN true ELSE moothall.program_lasts(a[9]::uuid, a[6]) END
      FROM (SELECT moothall.act() AS a) AS verified
$$;

-- The floor of a table about people: besides, a program needs one of these scopes.
CREATE OR REPLACE FUNCTION moothall.floor_within(scopes text[]) RETURNS boolean
LANGUAGE sql STABLE PARALLEL RESTRICTED AS $$
    SELECT CASE WHEN a[9] = '' THEN true
                ELSE string_to_array(a[10], ' ') && scopes AND moothall.program_lasts(a[9]::uuid, a[6]) END
      FROM (SELECT moothall.act() AS a) AS verified
$$;

CREATE OR REPLACE FUNCTION moothall.act_id() RETURNS uuid
LANGUAGE sql STABLE PARALLEL RESTRICTED AS $$ SELECT ((moothall.act())[3])::uuid $$;

CREATE OR REPLACE FUNCTION moothall.role() RETURNS text
LANGUAGE sql STABLE PARALLEL RESTRICTED AS $$ SELECT (moothall.act())[4] $$;

CREATE OR REPLACE FUNCTION moothall.person() RETURNS uuid
LANGUAGE sql STABLE PARALLEL RESTRICTED AS $$ SELECT nullif((moothall.act())[5], '')::uuid $$;

CREATE OR REPLACE FUNCTION moothall.program() RETURNS uuid
LANGUAGE sql STABLE PARALLEL RESTRICTED AS $$ SELECT nullif((moothall.act())[9], '')::uuid $$;

CREATE OR REPLACE FUNCTION moothall.organisation() RETURNS uuid
LANGUAGE sql STABLE PARALLEL RESTRICTED AS $$ SELECT nullif((moothall.act())[6], '')::uuid $$;

-- What the act is done for: what was shared for another purpose is not seen by it. Moothall itself carries on what others
-- began, whatever for.
CREATE OR REPLACE FUNCTION moothall.serves() RETURNS text[]
LANGUAGE sql STABLE PARALLEL RESTRICTED AS $$
    SELECT CASE WHEN a[4] = 'system' THEN ARRAY['service', 'care', 'safeguarding', 'statistics'] ELSE ARRAY[a[8]] END
      FROM (SELECT moothall.act() AS a) AS verified
$$;

-- Moothall itself, for the whole place (a system act within one organisation counts as that organisation).
CREATE OR REPLACE FUNCTION moothall.is_system() RETURNS boolean
LANGUAGE sql STABLE PARALLEL RESTRICTED AS $$
    SELECT coalesce(a[4] = 'system' AND a[6] = '', false) FROM (SELECT moothall.act() AS a) AS verified
$$;

-- For whom: the actor, or somebody whose live mandate the actor holds (Moothall itself needs none, when it
-- reacts to an event about somebody); otherwise an exception.
CREATE OR REPLACE FUNCTION moothall.subject() RETURNS uuid
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    parts text[] := moothall.act();
    wanted uuid := nullif(parts[7], '')::uuid;
BEGIN
    IF wanted IS NULL OR parts[7] = parts[5] OR parts[4] = 'system' THEN
        RETURN wanted;
    END IF;
    PERFORM 1 FROM public.kernel_mandate AS m
     WHERE principal_id = wanted AND agent_id = nullif(parts[5], '')::uuid
       AND revoked_at IS NULL AND since_at <= now() AND (until_at IS NULL OR until_at > now())
       AND (m.organisation_id IS NULL OR EXISTS (
            SELECT 1 FROM public.kernel_membership AS c
             WHERE c.person_id = m.agent_id AND c.organisation_id = m.organisation_id AND c.until_at IS NULL));
    IF NOT FOUND THEN
        RAISE EXCEPTION 'No mandate allows acting for this person.' USING ERRCODE = 'MH004';
    END IF;
    RETURN wanted;
END $$;

-- For which services the act may do something for whom it is for: everything for oneself, else what its live mandates
-- name. One made at a desk holds while its maker works there.
CREATE OR REPLACE FUNCTION moothall.mandated() RETURNS text[]
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    parts text[] := moothall.act();
BEGIN
    IF parts[7] = '' OR parts[7] = parts[5] OR parts[4] = 'system' THEN
        RETURN '{everything}';
    END IF;
    RETURN ARRAY(
        SELECT unnest(services) FROM public.kernel_mandate AS m
         WHERE principal_id = parts[7]::uuid AND agent_id = nullif(parts[5], '')::uuid
           AND revoked_at IS NULL AND since_at <= now() AND (until_at IS NULL OR until_at > now())
           AND (m.organisation_id IS NULL OR EXISTS (
                SELECT 1 FROM public.kernel_membership AS c
                 WHERE c.person_id = m.agent_id AND c.organisation_id = m.organisation_id AND c.until_at IS NULL)));
END $$;
