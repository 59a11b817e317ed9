-- What a door asks before it makes an act, in one statement that is its own transaction: the statement brings the signed
-- act under which it asks. With the caller's rights, so the policies of the tables decide as ever; the act that was
-- told before, if any, is told again at the end.

-- What the act's own person is let do in an organisation: a row for each role, with the permissions it gives and over
-- what; one without permissions for a member without a role, none for somebody who is no member.
CREATE OR REPLACE FUNCTION moothall.roles_held(act text, wanted uuid)
RETURNS TABLE (permissions text[], team uuid, service text, matter uuid)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    before text := coalesce(current_setting('moothall.act', true), '');
BEGIN
    PERFORM set_config('moothall.act', act, true);
    RETURN QUERY SELECT r.permissions::text[], a.team_id, coalesce(a.service, '')::text, a.matter_id
      FROM public.kernel_membership AS m
      LEFT JOIN public.kernel_assignment AS a ON a.membership_id = m.id AND a.until_at IS NULL
      LEFT JOIN public.kernel_role AS r ON r.id = a.role_id AND r.ended_at IS NULL
     WHERE m.person_id = moothall.person() AND m.organisation_id = wanted AND m.until_at IS NULL;
    PERFORM set_config('moothall.act', before, true);
END $$;

-- Which program shows the key or token with this digest, its scopes, and how often it has called this minute, with this
-- call; nothing for one that was never made or opens nothing any more.
CREATE OR REPLACE FUNCTION moothall.program_shown(act text, shown bytea)
RETURNS TABLE (program uuid, organisation uuid, scopes text[], calls integer, most integer)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    before text := coalesce(current_setting('moothall.act', true), '');
    whose uuid;
    within text[];
BEGIN
    PERFORM set_config('moothall.act', act, true);
    SELECT p.id INTO whose FROM public.kernel_program AS p WHERE p.digest = shown;
    IF whose IS NULL THEN
        SELECT p.id, t.scopes INTO whose, within
          FROM public.kernel_programtoken AS t JOIN public.kernel_program AS p ON p.id = t.program_id
         WHERE t.digest = shown AND t.until_at > now() AND (p.rotated_at IS NULL OR p.rotated_at <= t.made_at);
    END IF;
    RETURN QUERY UPDATE public.kernel_program AS p
           SET calls = CASE WHEN p.minute_at = date_trunc('minute', now()) THEN p.calls + 1 ELSE 1 END,
               minute_at = date_trunc('minute', now()), last_used_at = now()
         WHERE p.id = whose AND p.revoked_at IS NULL AND (p.ends_at IS NULL OR p.ends_at > now())
     RETURNING p.id, p.organisation_id, coalesce(within, p.scopes)::text[], p.calls, p.calls_a_minute;
    PERFORM set_config('moothall.act', before, true);
END $$;

-- Which programs read or did something about the act's subject: the person may know what each is called, nothing else.
CREATE OR REPLACE FUNCTION moothall.programs_of(entries uuid[])
RETURNS TABLE (entry_id uuid, title text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN QUERY
        SELECT a.id, p.title::text
          FROM public.kernel_auditentry AS a JOIN public.kernel_program AS p ON p.id = a.program_id
         WHERE a.id = ANY (entries) AND a.subject_id = moothall.subject();
END $$;
