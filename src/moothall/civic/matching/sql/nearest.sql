-- The services worth comparing with somebody's words, when there are too many to keep in memory: those nearest
-- in meaning by name and by text (HNSW), those that share a word, those whose name is spelt alike. As the owner,
-- because the operators of these indexes are not leakproof and would go unused under row-level security; the
-- directory is public, and only a genuine act is answered. At most `most` rows from each of the four ways.
CREATE OR REPLACE FUNCTION moothall.matching_nearest(asked text, meaning public.halfvec, most integer)
RETURNS TABLE (
    id uuid, name text, body text, by_name double precision, by_text double precision,
    by_words double precision, by_letters double precision, name_vector bytea, text_vector bytea
)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    wanted tsquery := replace(plainto_tsquery('english', asked)::text, '&', '|')::tsquery;
BEGIN
    PERFORM moothall.act();
    PERFORM set_config('hnsw.ef_search', least(greatest(most, 40), 1000)::text, true);
    RETURN QUERY
    WITH likely AS (
        (SELECT s.id FROM directory_service AS s WHERE meaning IS NOT NULL AND s.status = 'active'
          ORDER BY s.name_vector <=> meaning LIMIT most)
        UNION
        (SELECT s.id FROM directory_service AS s WHERE meaning IS NOT NULL AND s.status = 'active'
          ORDER BY s.text_vector <=> meaning LIMIT most)
        UNION
        -- Word by word, so that a common word cannot crowd out a rare one.
        SELECT sharing.id FROM unnest(to_tsvector('english', asked)) AS word
          CROSS JOIN LATERAL (SELECT s.id FROM directory_service AS s
                WHERE s.search @@ quote_literal(word.lexeme)::tsquery AND s.status = 'active' LIMIT most) AS sharing
        UNION
        (SELECT s.id FROM directory_service AS s WHERE s.name % asked AND s.status = 'active'
          ORDER BY similarity(s.name, asked) DESC LIMIT most)
    )
    SELECT s.id, s.name::text, s.text,
           coalesce(1 - (s.name_vector <=> meaning), 0), coalesce(1 - (s.text_vector <=> meaning), 0),
           ts_rank(s.search, wanted, 1)::double precision, similarity(s.name, asked)::double precision,
           halfvec_send(s.name_vector), halfvec_send(s.text_vector)
      FROM directory_service AS s
     WHERE s.id IN (SELECT likely.id FROM likely)
     ORDER BY s.id;
END $$;
