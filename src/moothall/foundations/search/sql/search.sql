-- Search. Neither @@ nor what PostgreSQL does with words is leakproof, so under row-level security the index would go
-- unused: this looks as the owner, and says itself who sees what. It answers ids and counts, and only to a genuine act.

-- In lower case without accents and apostrophes, as rules.folded does.
CREATE OR REPLACE FUNCTION moothall.search_folded(text text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
    SELECT regexp_replace(normalize(lower(text), NFKD), U&'[\0300-\036F\2019''`]', '', 'g')
$$;

-- How PostgreSQL takes apart words of a language; those it has nothing for, such as Welsh, stay as they are.
CREATE OR REPLACE FUNCTION moothall.search_configuration(language text) RETURNS regconfig
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce((SELECT c::regconfig FROM (VALUES
        ('ar', 'arabic'), ('da', 'danish'), ('de', 'german'), ('en', 'english'), ('es', 'spanish'), ('fr', 'french'),
        ('hi', 'hindi'), ('hu', 'hungarian'), ('it', 'italian'), ('nl', 'dutch'), ('pt', 'portuguese'),
        ('ro', 'romanian'), ('ru', 'russian'), ('sv', 'swedish'), ('ta', 'tamil'), ('tr', 'turkish'),
        ('yi', 'yiddish')) AS known (code, c) WHERE code = split_part(language, '-', 1)), 'simple')
$$;

-- Each word as it stands, so that its beginning finds it, and as its language takes it apart. Texts over half a
-- megabyte are cut: their words would not fit.
CREATE OR REPLACE FUNCTION moothall.search_fill() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    title text := moothall.search_folded(NEW.title);
    body text := moothall.search_folded(left(NEW.text, 100000));
    configuration regconfig := moothall.search_configuration(NEW.language);
BEGIN
    NEW.vector := setweight(to_tsvector('simple', title) || to_tsvector(configuration, title), 'A')
        || setweight(to_tsvector('simple', body) || to_tsvector(configuration, body), 'B');
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER search_fill BEFORE INSERT OR UPDATE ON public.search_item
    FOR EACH ROW EXECUTE FUNCTION moothall.search_fill();

-- All of `words` (letters and digits alone; see rules.asked), each as the beginning of a word or in another form of it.
-- Words that its language passes over, such as "the", need not be there, unless there are no others.
CREATE OR REPLACE FUNCTION moothall.search_query(words text[], language text) RETURNS tsquery
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    word text;
    form tsquery;
    telling tsquery;
    every tsquery;
    configuration regconfig := moothall.search_configuration(language);
BEGIN
    FOREACH word IN ARRAY words LOOP
        word := regexp_replace(word, '[^[:alnum:]]', '', 'g');
        CONTINUE WHEN word = '';
        form := to_tsquery('simple', quote_literal(word) || ':*');
        every := coalesce(every && form, form);
        CONTINUE WHEN numnode(plainto_tsquery(configuration, word)) = 0;
        form := form || plainto_tsquery(configuration, word);
        telling := coalesce(telling && form, form);
    END LOOP;
    RETURN coalesce(telling, every);
END $$;

-- Whether everybody sees a matter. (A definer function: it is asked also by programs that may know of no matter.)
CREATE OR REPLACE FUNCTION moothall.is_shown(wanted uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN EXISTS (SELECT FROM public.kernel_matter AS m WHERE m.id = wanted AND m.visibility = 'public'
        AND m.published_at IS NOT NULL AND m.hidden_at IS NULL AND m.erased_at IS NULL);
END $$;

-- What `wanted` finds: {"counts": {type: number}, "found": [[id, metres], …]}. It has words, a language, and maybe a
-- type, a spot (longitude, latitude, within_metres, cells), how many at most and how many are gone past.
--
-- Of very many only the first thousands are looked at, and counted: what fits so much is narrowed down by more words.
CREATE OR REPLACE FUNCTION moothall.search(wanted jsonb) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    bound constant integer := 5000;
    spoken text := coalesce(wanted->>'language', 'en');
    query tsquery := moothall.search_query(ARRAY(SELECT jsonb_array_elements_text(wanted->'words')), spoken);
    east double precision := wanted->>'longitude';
    north double precision := wanted->>'latitude';
    most integer := least(greatest((wanted->>'most')::integer, 0), 100);
    skip integer := least(greatest((wanted->>'skip')::integer, 0), bound);
    answer jsonb;
BEGIN
    PERFORM moothall.act();
    IF query IS NULL THEN
        RETURN '{"counts": {}, "found": []}';
    END IF;
    -- OFFSET 0 has PostgreSQL look up one matter, or the same in another language, for each row: of EXISTS it makes a
    -- table of all of them first.
    WITH fitting AS MATERIALIZED (
        SELECT i.id, i.type, i.key, i.language, i.vector, i.title, i.longitude, i.latitude
          FROM public.search_item AS i
          LEFT JOIN LATERAL (SELECT true AS is_shown FROM public.kernel_matter AS m -- as moothall.is_shown says
               WHERE m.id = i.matter_id AND m.visibility = 'public' AND m.published_at IS NOT NULL
                 AND m.hidden_at IS NULL AND m.erased_at IS NULL OFFSET 0) AS m ON i.matter_id IS NOT NULL
         WHERE i.vector @@ query AND (i.matter_id IS NULL OR m.is_shown)
           AND (NOT wanted ? 'cells' OR EXISTS (SELECT FROM jsonb_array_elements(wanted->'cells') AS c
                WHERE i.cell9 BETWEEN (c->>0)::bigint AND (c->>1)::bigint))
         LIMIT bound
    ), seen AS (
        SELECT f.*, moothall.metres(f.longitude, f.latitude, east, north) AS metres
          FROM fitting AS f
          LEFT JOIN LATERAL (SELECT true AS is_there FROM public.search_item AS o
               WHERE o.type = f.type AND o.key = f.key AND o.language = spoken OFFSET 0) AS o ON f.language <> spoken
         WHERE o.is_there IS NULL
    ), near AS MATERIALIZED (
        SELECT * FROM seen WHERE NOT wanted ? 'within_metres' OR metres <= (wanted->>'within_metres')::double precision
    ), page AS (
        SELECT id, metres, row_number() OVER (ORDER BY metres NULLS LAST, ts_rank(vector, query, 1) DESC, title, id) AS at
          FROM near WHERE NOT wanted ? 'type' OR type = wanted->>'type'
    )
    SELECT jsonb_build_object(
        'counts', coalesce((SELECT jsonb_object_agg(type, number)
                    FROM (SELECT type, count(*) AS number FROM near GROUP BY type) AS c), '{}'),
        'found', coalesce((SELECT jsonb_agg(jsonb_build_array(id, metres) ORDER BY at)
                    FROM page WHERE at > skip AND at <= skip + most), '[]'))
      INTO answer;
    RETURN answer;
END $$;
