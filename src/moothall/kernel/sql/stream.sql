-- The order in which events are read: by the transaction that wrote them, then as they came. All that is written by
-- transactions older than the oldest still open is settled: nothing can come before it any more.

-- What is added to the server's transaction numbers, which begin anew on another server: `moot restore` raises it above all
-- that the backup has, so that what comes afterwards still comes afterwards.
CREATE TABLE IF NOT EXISTS moothall.stream (
    singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    base bigint NOT NULL DEFAULT 0
);
INSERT INTO moothall.stream DEFAULT VALUES ON CONFLICT DO NOTHING;

-- The number of this transaction.
CREATE OR REPLACE FUNCTION moothall.xid() RETURNS bigint
LANGUAGE sql VOLATILE PARALLEL UNSAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT base + pg_current_xact_id()::text::bigint FROM moothall.stream
$$;

-- The number of this transaction, if it has written anything.
CREATE OR REPLACE FUNCTION moothall.xid_if_any() RETURNS bigint
LANGUAGE sql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT base + pg_current_xact_id_if_assigned()::text::bigint FROM moothall.stream
$$;

-- Below this number everything is settled.
CREATE OR REPLACE FUNCTION moothall.settled() RETURNS bigint
LANGUAGE sql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT base + pg_snapshot_xmin(pg_current_snapshot())::text::bigint FROM moothall.stream
$$;
