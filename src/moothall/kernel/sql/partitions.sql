-- Tables laid out in partitions by time, as moothall.partitioned() says (kernel/partitions.py writes that function).

-- Only the owner, who migrates, and Moothall itself lay out tables.
CREATE OR REPLACE FUNCTION moothall.may_lay_out() RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF session_user <> current_user AND NOT moothall.is_system() THEN
        RAISE EXCEPTION 'Only Moothall itself lays out its tables.' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN true;
END $$;

CREATE OR REPLACE FUNCTION moothall.partition_name(name text, span text, starts timestamp) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT format('public.%s_%s', name, to_char(starts, CASE span WHEN 'day' THEN 'YYYYMMDD' ELSE 'YYYYMM' END)) $$;

-- The partitions of the present and the coming days and months; harmless to repeat. A span whose rows have begun to go to
-- the partition of all others stays there. Nobody waits long for a lock: what does not come about now is made tomorrow.
CREATE OR REPLACE FUNCTION moothall.make_partitions(moment timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '3s' AS $$
DECLARE
    one record;
    part text;
    starts timestamp;
    is_begun boolean;
BEGIN
    PERFORM moothall.may_lay_out();
    FOR one IN SELECT * FROM moothall.partitioned() LOOP
        FOR step IN 0 .. one.ahead - 1 LOOP
            starts := date_trunc(one.span, moment AT TIME ZONE 'UTC') + step * ('1 ' || one.span)::interval;
            part := moothall.partition_name(one.name, one.span, starts);
            CONTINUE WHEN to_regclass(part) IS NOT NULL;
            EXECUTE format('SELECT EXISTS (SELECT FROM public.%I WHERE %I >= $1 AND %2$I < $2)', one.name, one.by_column)
               INTO is_begun
              USING starts AT TIME ZONE 'UTC', (starts + ('1 ' || one.span)::interval) AT TIME ZONE 'UTC';
            CONTINUE WHEN is_begun;
            EXECUTE format('CREATE TABLE %s PARTITION OF public.%I FOR VALUES FROM (%L) TO (%L)', part, one.name,
                starts AT TIME ZONE 'UTC', (starts + ('1 ' || one.span)::interval) AT TIME ZONE 'UTC');
        END LOOP;
        -- Partitions inherit no policy: nobody but the owner reaches one otherwise than through the whole.
        FOR part IN SELECT p.inhrelid::regclass::text FROM pg_inherits AS p
                     WHERE p.inhparent = format('public.%I', one.name)::regclass
                       AND NOT EXISTS (SELECT FROM pg_policy WHERE polrelid = p.inhrelid) LOOP
            EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', part);
            EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', part);
            EXECUTE format('CREATE POLICY owner_all ON %s TO CURRENT_USER USING (true) WITH CHECK (true)', part);
        END LOOP;
    END LOOP;
END $$;

-- Drop the partitions of a table whose rows are all from before a moment; rows of them that are still needed stay alone, as
-- do all that are younger than the least time, whoever asks. Returns how many partitions are gone.
CREATE OR REPLACE FUNCTION moothall.prune(named text, before timestamptz) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '3s' AS $$
DECLARE
    one record;
    part record;
    ends timestamptz;
    is_needed boolean;
    dropped integer := 0;
BEGIN
    PERFORM moothall.may_lay_out();
    SELECT * INTO STRICT one FROM moothall.partitioned() AS p WHERE p.name = named;
    before := least(before, now() - one.at_least);
    FOR part IN SELECT c.oid, c.relname FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid
                 WHERE i.inhparent = format('public.%I', named)::regclass ORDER BY c.relname LOOP
        IF part.relname = named || '_other' THEN
            ends := before;
        ELSE
            ends := (to_date(right(part.relname, CASE one.span WHEN 'day' THEN 8 ELSE 6 END),
                             CASE one.span WHEN 'day' THEN 'YYYYMMDD' ELSE 'YYYYMM' END)
                     + ('1 ' || one.span)::interval) AT TIME ZONE 'UTC';
            CONTINUE WHEN ends > before;
        END IF;
        EXECUTE format('SELECT EXISTS (SELECT FROM public.%I AS t WHERE %s)', part.relname, one.needed) INTO is_needed;
        IF is_needed OR part.relname = named || '_other' THEN
            EXECUTE format('DELETE FROM public.%I AS t WHERE t.%I < $1 AND NOT (%s)', part.relname, one.by_column, one.needed)
              USING ends;
        ELSE
            EXECUTE format('DROP TABLE public.%I', part.relname);
            dropped := dropped + 1;
        END IF;
    END LOOP;
    RETURN dropped;
END $$;
