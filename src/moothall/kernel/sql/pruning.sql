-- Idempotency keys are read by their holders alone, so whoever clears them away cannot ask for them either: this does it.
CREATE OR REPLACE FUNCTION moothall.forget_keys(before timestamptz) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    forgotten bigint;
BEGIN
    IF NOT moothall.is_system() THEN
        RAISE EXCEPTION 'Only Moothall itself clears away.' USING ERRCODE = 'insufficient_privilege';
    END IF;
    DELETE FROM public.kernel_idempotencykey WHERE at < before;
    GET DIAGNOSTICS forgotten = ROW_COUNT;
    RETURN forgotten;
END $$;
