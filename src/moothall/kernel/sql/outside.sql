-- Which connection serves a kind for an organisation: its own, else the place's. Whose pages these are may know which,
-- and nothing of what is kept for it.
CREATE OR REPLACE FUNCTION moothall.connection_for(wanted text, whose uuid)
RETURNS TABLE (kind text, adapter text, id uuid, organisation uuid)
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM moothall.act();
    RETURN QUERY
        SELECT c.kind::text, c.adapter::text, c.id, c.organisation_id FROM public.kernel_connection AS c
         WHERE c.kind = wanted AND c.ended_at IS NULL AND (c.is_for_place OR c.organisation_id = whose)
         ORDER BY c.is_for_place LIMIT 1;
END $$;
