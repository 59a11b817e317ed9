-- What is set for an organisation of a capability: the place's, and over it its own. Everybody may know what is in
-- force (it shows in how pages behave); who set it, and what was before, is the organisation's.
CREATE OR REPLACE FUNCTION moothall.settings_of(wanted text, whose uuid) RETURNS jsonb
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM moothall.act();
    RETURN coalesce((SELECT s.content FROM public.kernel_setting AS s
                      WHERE s.capability = wanted AND s.organisation_id IS NULL
                      ORDER BY s.version DESC LIMIT 1), '{}')
        || coalesce((SELECT s.content FROM public.kernel_setting AS s
                      WHERE s.capability = wanted AND s.organisation_id = whose
                      ORDER BY s.version DESC LIMIT 1), '{}');
END $$;
