-- Finding services. The operators that full text, arrays and letters need are not leakproof, so under
-- row-level security their indexes would go unused; the directory is public, so these functions look as the
-- owner. They answer ids and distances only, and only to a genuine act.

-- The condition that `wanted` puts on directory_service AS s. Every value is quoted as a literal.
CREATE OR REPLACE FUNCTION moothall.directory_condition(wanted jsonb) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    parts text[] := ARRAY['true'];
    list text;
BEGIN
    IF wanted ? 'words' THEN
        parts := parts || format('(s.search @@ websearch_to_tsquery(''english'', %L) OR s.name ILIKE %L)',
            wanted->>'words', '%' || regexp_replace(wanted->>'words', '([\\%_])', '\\\1', 'g') || '%');
    END IF;
    FOREACH list IN ARRAY ARRAY['ways', 'needs', 'days'] LOOP
        IF wanted ? list THEN
            parts := parts || format('s.%I && %L::varchar[]', list,
                ARRAY(SELECT jsonb_array_elements_text(wanted->list)));
        END IF;
    END LOOP;
    IF wanted ? 'features' THEN
        parts := parts || format('s.features @> %L::varchar[]',
            ARRAY(SELECT jsonb_array_elements_text(wanted->'features')));
    END IF;
    IF wanted ? 'statuses' THEN
        parts := parts || format('s.status = ANY (%L::varchar[])',
            ARRAY(SELECT jsonb_array_elements_text(wanted->'statuses')));
    END IF;
    IF wanted ? 'areas' THEN
        parts := parts || format('(s.areas = ''{}'' OR s.areas && %L::varchar[])',
            ARRAY(SELECT jsonb_array_elements_text(wanted->'areas')));
    END IF;
    IF wanted ? 'terms' THEN
        parts := parts || format('s.term_ids && %L::uuid[]', ARRAY(SELECT jsonb_array_elements_text(wanted->'terms')));
    END IF;
    IF wanted ? 'taxonomy' THEN
        parts := parts || format(
            's.term_ids && ARRAY(SELECT t.id FROM directory_term AS t WHERE t.taxonomy_id = %L::uuid)',
            wanted->>'taxonomy');
    END IF;
    IF wanted ? 'organisation' THEN
        parts := parts || format('s.organisation_id = %L::uuid', wanted->>'organisation');
    END IF;
    IF wanted ? 'most_pence' THEN
        parts := parts || format('s.cost_pence <= %L::integer', wanted->>'most_pence');
    END IF;
    IF wanted ? 'minimum_age' THEN
        parts := parts || format('s.minimum_age >= %L::double precision', wanted->>'minimum_age');
    END IF;
    IF wanted ? 'maximum_age' THEN
        parts := parts || format('s.maximum_age <= %L::double precision', wanted->>'maximum_age');
    END IF;
    IF wanted ? 'age' THEN
        parts := parts || format(
            'coalesce(s.minimum_age, 0) <= %1$L::double precision AND coalesce(s.maximum_age, 999) >= %1$L::double precision',
            wanted->>'age');
    END IF;
    IF wanted ? 'modified_after' THEN
        parts := parts || format('s.modified_at >= %L::timestamptz', wanted->>'modified_after');
    END IF;
    IF wanted ? 'starts' OR wanted ? 'ends' OR wanted ? 'day' THEN
        parts := parts || format(
            'EXISTS (SELECT 1 FROM directory_schedule AS h WHERE h.service_id = s.id AND %s AND %s AND %s)',
            CASE WHEN wanted ? 'starts' THEN format('h.opens_at >= %L::time', wanted->>'starts') ELSE 'true' END,
            CASE WHEN wanted ? 'ends' THEN format('h.closes_at <= %L::time', wanted->>'ends') ELSE 'true' END,
            CASE WHEN wanted ? 'day' THEN format('%L = ANY (h.days)', wanted->>'day') ELSE 'true' END);
    END IF;
    IF wanted ? 'within_metres' AND wanted ? 'longitude' THEN
        parts := parts || format(
            '(s.id IN (SELECT a.service_id FROM %1$s directory_location AS l'
            ' JOIN directory_serviceatlocation AS a ON a.location_id = l.id'
            ' WHERE %2$s AND moothall.metres(l.longitude, l.latitude, %3$L, %4$L) <= %5$L)%6$s)',
            CASE WHEN wanted ? 'cells' THEN format(
                '(SELECT (c->>0)::bigint AS low, (c->>1)::bigint AS high FROM jsonb_array_elements(%L::jsonb) AS c)'
                ' AS r,', wanted->'cells') ELSE '' END,
            CASE WHEN wanted ? 'cells' THEN 'l.cell9 BETWEEN r.low AND r.high' ELSE 'true' END,
            wanted->>'longitude', wanted->>'latitude', wanted->>'within_metres',
            CASE WHEN wanted->>'or_anywhere' = 'true'
                THEN ' OR s.ways && ''{online,phone,at-home}''::varchar[]' ELSE '' END);
    END IF;
    RETURN array_to_string(parts, ' AND ');
END $$;

-- The services that are wanted, in order `sorting` (name, near, rank), a page of them.
CREATE OR REPLACE FUNCTION moothall.directory_find(wanted jsonb, sorting text, most integer, skip integer)
RETURNS TABLE (id uuid, metres double precision)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    distance text := 'NULL::double precision';
    sorted text := 's.name, s.id';
BEGIN
    PERFORM moothall.act();
    IF wanted ? 'longitude' THEN
        distance := format(
            '(SELECT min(moothall.metres(l.longitude, l.latitude, %L, %L)) FROM directory_serviceatlocation AS a'
            ' JOIN directory_location AS l ON l.id = a.location_id WHERE a.service_id = s.id)',
            wanted->>'longitude', wanted->>'latitude');
    END IF;
    IF sorting = 'near' THEN
        sorted := '2 NULLS LAST, s.name, s.id';
    ELSIF sorting = 'rank' AND wanted ? 'words' THEN
        sorted := format('ts_rank(s.search, websearch_to_tsquery(''english'', %1$L)) + similarity(s.name, %1$L) DESC, s.id',
            wanted->>'words');
    END IF;
    RETURN QUERY EXECUTE format('SELECT s.id, %s FROM directory_service AS s WHERE %s ORDER BY %s LIMIT %s OFFSET %s',
        distance, moothall.directory_condition(wanted), sorted, most, skip);
END $$;

-- How many services are wanted.
CREATE OR REPLACE FUNCTION moothall.directory_count(wanted jsonb) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    found bigint;
BEGIN
    PERFORM moothall.act();
    EXECUTE 'SELECT count(*) FROM directory_service AS s WHERE ' || moothall.directory_condition(wanted) INTO found;
    RETURN found;
END $$;

-- What is wanted of where services are given: the condition on the service, and on that very place.
CREATE OR REPLACE FUNCTION moothall.directory_place_condition(wanted jsonb) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT moothall.directory_condition(wanted) || CASE
        WHEN wanted ? 'within_metres' AND wanted ? 'longitude' THEN
            format(' AND moothall.metres(l.longitude, l.latitude, %L, %L) <= %L::double precision',
                wanted->>'longitude', wanted->>'latitude', wanted->>'within_metres')
        ELSE '' END
$$;

-- From which tables: a place's position matters only near a point, the service only when something is wanted of it.
CREATE OR REPLACE FUNCTION moothall.directory_places_from(wanted jsonb) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT 'directory_serviceatlocation AS a'
        || CASE WHEN wanted = '{}' THEN '' ELSE ' JOIN directory_service AS s ON s.id = a.service_id' END
        || CASE WHEN wanted ? 'longitude' THEN ' JOIN directory_location AS l ON l.id = a.location_id' ELSE '' END
$$;

-- The links between services and places that are wanted, in order of id, a page of them.
CREATE OR REPLACE FUNCTION moothall.directory_places_find(wanted jsonb, most integer, skip integer)
RETURNS TABLE (id uuid) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM moothall.act();
    RETURN QUERY EXECUTE format('SELECT a.id FROM %s WHERE %s ORDER BY a.id LIMIT %s OFFSET %s',
        moothall.directory_places_from(wanted), moothall.directory_place_condition(wanted), most, skip);
END $$;

-- How many such links are wanted.
CREATE OR REPLACE FUNCTION moothall.directory_places_count(wanted jsonb) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    found bigint;
BEGIN
    PERFORM moothall.act();
    EXECUTE format('SELECT count(*) FROM %s WHERE %s',
        moothall.directory_places_from(wanted), moothall.directory_place_condition(wanted)) INTO found;
    RETURN found;
END $$;
