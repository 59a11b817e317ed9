-- What a door asks before it makes an act, in one statement that is its own transaction: the statement brings the signed
-- act under which it asks. With the caller's rights, so the policies of the tables decide as ever; the act that was
-- told before, if any, is told again at the end.

-- The roles that the act's own person holds in an organisation; null for somebody who is no member.
CREATE OR REPLACE FUNCTION moothall.roles_held(act text, wanted uuid) RETURNS text[]
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    before text := coalesce(current_setting('moothall.act', true), '');
    held text[];
BEGIN
    PERFORM set_config('moothall.act', act, true);
    SELECT m.roles INTO held FROM public.kernel_membership AS m
     WHERE m.person_id = moothall.person() AND m.organisation_id = wanted AND m.until_at IS NULL;
    PERFORM set_config('moothall.act', before, true);
    RETURN held;
END $$;

-- Whose key has this digest, and what it lets a program do; nothing for one that was never made or has ended.
CREATE OR REPLACE FUNCTION moothall.key_shown(act text, shown bytea)
RETURNS TABLE (organisation uuid, permissions text[], until_at timestamptz)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    before text := coalesce(current_setting('moothall.act', true), '');
BEGIN
    PERFORM set_config('moothall.act', act, true);
    UPDATE public.kernel_apikey SET last_used_at = now()
     WHERE digest = shown AND revoked_at IS NULL
       AND (last_used_at IS NULL OR last_used_at < now() - interval '1 hour');
    RETURN QUERY SELECT k.organisation_id, k.permissions::text[], k.until_at
      FROM public.kernel_apikey AS k WHERE k.digest = shown AND k.revoked_at IS NULL;
    PERFORM set_config('moothall.act', before, true);
END $$;
