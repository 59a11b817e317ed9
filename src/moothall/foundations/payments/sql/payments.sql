-- Money: who may say what about a payment, how refunds are counted, and a ledger that always balances.
-- Written again after every migration; owned by the owner role, which sees every row.

-- What a payment is for never changes. Its state goes only forwards, and only Moothall itself writes it. Anybody
-- else may say that what it was for was sent, if the money is promised, or that it was given up.
CREATE OR REPLACE FUNCTION moothall.payments_on_update() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF (NEW.id, NEW.organisation_id, NEW.person_id, NEW.held_for, NEW.provider, NEW.amount_pence, NEW.currency,
        NEW.lines, NEW.created_at, NEW.reference)
       IS DISTINCT FROM
       (OLD.id, OLD.organisation_id, OLD.person_id, OLD.held_for, OLD.provider, OLD.amount_pence, OLD.currency,
        OLD.lines, OLD.created_at, OLD.reference)
       OR (OLD.matter_id IS NOT NULL AND NEW.matter_id IS DISTINCT FROM OLD.matter_id)
       OR (OLD.provider_reference <> '' AND NEW.provider_reference <> OLD.provider_reference)
       OR (OLD.settled_at IS NOT NULL AND NEW.settled_at IS DISTINCT FROM OLD.settled_at)
       OR (OLD.released_at IS NOT NULL AND NEW.released_at IS DISTINCT FROM OLD.released_at) THEN
        RAISE EXCEPTION 'A payment cannot change like this.' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.state <> OLD.state AND NOT (
        (OLD.state = 'created' AND NEW.state IN ('authorised', 'captured', 'failed', 'cancelled'))
        OR (OLD.state = 'authorised' AND NEW.state IN ('captured', 'failed', 'cancelled'))) THEN
        RAISE EXCEPTION 'A payment goes from created to authorised to captured.' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.settled_at IS DISTINCT FROM OLD.settled_at AND OLD.state NOT IN ('authorised', 'captured') THEN
        RAISE EXCEPTION 'Nothing was authorised.' USING
            ERRCODE = 'check_violation', CONSTRAINT = 'payments_settled_when_authorised';
    END IF;
    IF NEW.refunded_pence <> OLD.refunded_pence AND pg_trigger_depth() = 1 THEN
        RAISE EXCEPTION 'Refunds are counted by refunds alone.' USING ERRCODE = 'check_violation';
    END IF;
    IF moothall.role() <> 'system' AND pg_trigger_depth() = 1 AND
       (NEW.state, NEW.reason, NEW.authorised_at, NEW.captured_at, NEW.ended_at, NEW.provider_reference, NEW.pay_at)
       IS DISTINCT FROM
       (OLD.state, OLD.reason, OLD.authorised_at, OLD.captured_at, OLD.ended_at, OLD.provider_reference, OLD.pay_at)
    THEN
        RAISE EXCEPTION 'Only the provider says how a payment stands.' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER payments_on_update BEFORE UPDATE ON public.payments_payment
    FOR EACH ROW EXECUTE FUNCTION moothall.payments_on_update();

-- A payment begins with nothing paid.
CREATE OR REPLACE FUNCTION moothall.payments_on_insert() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NEW.state <> 'created' OR NEW.refunded_pence <> 0 OR NEW.settled_at IS NOT NULL
       OR NEW.released_at IS NOT NULL OR NEW.provider_reference <> '' THEN
        RAISE EXCEPTION 'A payment begins with nothing paid.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER payments_on_insert BEFORE INSERT ON public.payments_payment
    FOR EACH ROW EXECUTE FUNCTION moothall.payments_on_insert();

-- Asking for a refund counts it at once, so that two officers can never give back more than was paid; a refund
-- the provider refuses is counted back.
CREATE OR REPLACE FUNCTION moothall.payments_count_refund() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        UPDATE public.payments_payment SET refunded_pence = refunded_pence + NEW.amount_pence
         WHERE id = NEW.payment_id AND organisation_id = NEW.organisation_id AND state = 'captured';
        IF NOT FOUND OR NEW.state <> 'asked' THEN
            RAISE EXCEPTION 'Only what was taken can be given back.' USING
                ERRCODE = 'check_violation', CONSTRAINT = 'payments_refund_of_captured';
        END IF;
        RETURN NEW;
    END IF;
    IF (NEW.payment_id, NEW.organisation_id, NEW.amount_pence, NEW.asked_at)
       IS DISTINCT FROM (OLD.payment_id, OLD.organisation_id, OLD.amount_pence, OLD.asked_at)
       OR (OLD.state <> 'asked' AND NEW.state <> OLD.state) THEN
        RAISE EXCEPTION 'A refund cannot change like this.' USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.state = 'asked' AND NEW.state = 'failed' THEN
        UPDATE public.payments_payment SET refunded_pence = refunded_pence - NEW.amount_pence
         WHERE id = NEW.payment_id;
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER payments_count_refund BEFORE INSERT OR UPDATE ON public.payments_refund
    FOR EACH ROW EXECUTE FUNCTION moothall.payments_count_refund();

-- At commit each transaction of the ledger has two sides or more, of its own organisation, that add up to nothing
-- in each currency.
CREATE OR REPLACE FUNCTION moothall.payments_balance() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    wanted uuid := coalesce(to_jsonb(NEW) ->> 'transaction_id', to_jsonb(NEW) ->> 'id');
BEGIN
    IF (SELECT count(*) FROM public.payments_ledgerentry AS e
          JOIN public.payments_ledgertransaction AS t ON t.id = e.transaction_id
          JOIN public.payments_ledgeraccount AS a ON a.id = e.account_id
         WHERE e.transaction_id = wanted AND e.organisation_id = t.organisation_id
           AND a.organisation_id = t.organisation_id) < 2
       OR EXISTS (SELECT 1 FROM public.payments_ledgerentry AS e
                   WHERE e.transaction_id = wanted GROUP BY e.currency HAVING sum(e.amount_pence) <> 0) THEN
        RAISE EXCEPTION 'The ledger does not balance.' USING
            ERRCODE = 'check_violation', CONSTRAINT = 'payments_ledger_balances';
    END IF;
    RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS payments_balance ON public.payments_ledgerentry;
CREATE CONSTRAINT TRIGGER payments_balance AFTER INSERT ON public.payments_ledgerentry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION moothall.payments_balance();
DROP TRIGGER IF EXISTS payments_balance ON public.payments_ledgertransaction;
CREATE CONSTRAINT TRIGGER payments_balance AFTER INSERT ON public.payments_ledgertransaction
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION moothall.payments_balance();

-- The ledger is written once: a mistake is put right by another transaction.
CREATE OR REPLACE FUNCTION moothall.payments_append_only() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'The ledger is only added to.' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE OR REPLACE TRIGGER payments_append_only BEFORE UPDATE OR DELETE ON public.payments_ledgerentry
    FOR EACH ROW EXECUTE FUNCTION moothall.payments_append_only();
CREATE OR REPLACE TRIGGER payments_append_only BEFORE UPDATE OR DELETE ON public.payments_ledgertransaction
    FOR EACH ROW EXECUTE FUNCTION moothall.payments_append_only();
