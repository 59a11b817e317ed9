-- Nobody's place is given away twice: counting happens here, in the statement that takes or gives back a place.
-- Written again after every migration; owned by the owner role, which sees every row.

-- A moment as a booking claims it, but never later than now: nobody can end other people's holds by post-dating.
CREATE OR REPLACE FUNCTION moothall.bookings_moment(claimed timestamptz) RETURNS timestamptz
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$ SELECT least(claimed, clock_timestamp()) $$;

-- The functions below work for the triggers alone; called by anybody else they do nothing but refuse.
CREATE OR REPLACE FUNCTION moothall.bookings_only_inside() RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF pg_trigger_depth() = 0 THEN
        RAISE EXCEPTION 'Places are counted by bookings alone.' USING ERRCODE = 'insufficient_privilege';
    END IF;
END $$;

-- Give back the places of holds that had run out: of one slot, or of one exclusive resource within a span.
-- Rows are taken in id order and those another transaction is at work on are left to it.
CREATE OR REPLACE FUNCTION moothall.bookings_reclaim(
    wanted_slot uuid, wanted_resource uuid, wanted_span tstzrange, moment timestamptz
) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM moothall.bookings_only_inside();
    UPDATE public.bookings_booking SET state = 'expired', ended_at = moment
     WHERE id IN (
        SELECT id FROM public.bookings_booking
         WHERE state = 'held' AND held_until < moment
           AND (slot_id = wanted_slot
                OR (is_exclusive AND resource_id = wanted_resource AND span && wanted_span))
         ORDER BY id FOR UPDATE SKIP LOCKED);
END $$;

-- Take places in a slot; when it is full, from holds that had run out.
CREATE OR REPLACE FUNCTION moothall.bookings_take(
    wanted uuid, wanted_places integer, resource uuid, span tstzrange, exclusive boolean, moment timestamptz
) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM moothall.bookings_only_inside();
    IF exclusive THEN
        PERFORM moothall.bookings_reclaim(wanted, resource, span, moment);
    END IF;
    UPDATE public.bookings_slot SET taken = taken + wanted_places
     WHERE id = wanted AND closed_at IS NULL AND taken + wanted_places <= capacity;
    IF FOUND THEN
        RETURN;
    END IF;
    PERFORM moothall.bookings_reclaim(wanted, NULL, NULL, moment);
    UPDATE public.bookings_slot SET taken = taken + wanted_places
     WHERE id = wanted AND closed_at IS NULL AND taken + wanted_places <= capacity;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'The slot is full.' USING ERRCODE = 'check_violation', CONSTRAINT = 'bookings_slot_has_room';
    END IF;
END $$;

CREATE OR REPLACE FUNCTION moothall.bookings_give_back(wanted uuid, given_places integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM moothall.bookings_only_inside();
    UPDATE public.bookings_slot SET taken = taken - given_places WHERE id = wanted;
END $$;

-- What a booking says of its slot is the slot's, whatever the statement said. A slot that the act may not see is refused
-- like one that is not there: the same alternatives as the read policy of bookings_resource.
CREATE OR REPLACE FUNCTION moothall.bookings_describe(booking public.bookings_booking)
RETURNS public.bookings_booking
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    slot public.bookings_slot;
    resource public.bookings_resource;
BEGIN
    PERFORM moothall.bookings_only_inside();
    SELECT * INTO slot FROM public.bookings_slot WHERE id = booking.slot_id;
    SELECT * INTO resource FROM public.bookings_resource WHERE id = slot.resource_id;
    IF (resource.is_public OR resource.organisation_id = moothall.organisation() OR moothall.is_system())
       IS NOT TRUE THEN
        RAISE EXCEPTION 'There is no such time.' USING ERRCODE = 'insufficient_privilege';
    END IF;
    booking.resource_id := resource.id;
    booking.organisation_id := slot.organisation_id;
    booking.is_exclusive := resource.is_exclusive;
    booking.span := tstzrange(slot.starts_at, slot.ends_at + make_interval(mins => resource.buffer_minutes), '[)');
    RETURN booking;
END $$;

CREATE OR REPLACE FUNCTION moothall.bookings_on_insert() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    NEW := moothall.bookings_describe(NEW);
    IF NEW.state NOT IN ('held', 'booked') THEN
        RAISE EXCEPTION 'A booking begins held or booked.' USING ERRCODE = 'check_violation';
    END IF;
    IF moothall.role() = 'resident' AND NEW.held_until > NEW.made_at + interval '1 hour' THEN
        RAISE EXCEPTION 'A hold lasts an hour at most.' USING ERRCODE = 'check_violation';
    END IF;
    PERFORM moothall.bookings_take(NEW.slot_id, NEW.places, NEW.resource_id, NEW.span, NEW.is_exclusive,
                                   moothall.bookings_moment(NEW.made_at));
    RETURN NEW;
END $$;

-- Allowed: book a hold, move a live booking, end it, hang it on a matter. Nothing else about it ever changes.
CREATE OR REPLACE FUNCTION moothall.bookings_on_update() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    was_live boolean := OLD.state IN ('held', 'booked');
    is_live boolean := NEW.state IN ('held', 'booked');
    moves boolean := NEW.slot_id <> OLD.slot_id;
BEGIN
    IF NOT was_live OR (OLD.state = 'booked' AND NEW.state NOT IN ('booked', 'cancelled'))
       OR NEW.person_id <> OLD.person_id OR NEW.places <> OLD.places OR NEW.made_at <> OLD.made_at
       OR (OLD.matter_id IS NOT NULL AND NEW.matter_id IS DISTINCT FROM OLD.matter_id)
       OR (NEW.state = 'held' AND NEW.held_until > OLD.held_until AND moothall.role() = 'resident') THEN
        RAISE EXCEPTION 'A booking cannot change like this.' USING ERRCODE = 'check_violation';
    END IF;
    IF moves AND is_live THEN
        NEW := moothall.bookings_describe(NEW);
        NEW.sequence := OLD.sequence + 1;
        IF NEW.organisation_id <> OLD.organisation_id THEN
            RAISE EXCEPTION 'A booking stays with its organisation.' USING ERRCODE = 'check_violation';
        END IF;
        -- In id order, so that two people who swap slots never wait for each other.
        IF NEW.slot_id < OLD.slot_id THEN
            PERFORM moothall.bookings_take(NEW.slot_id, NEW.places, NEW.resource_id, NEW.span,
                                           NEW.is_exclusive, clock_timestamp());
            PERFORM moothall.bookings_give_back(OLD.slot_id, OLD.places);
        ELSE
            PERFORM moothall.bookings_give_back(OLD.slot_id, OLD.places);
            PERFORM moothall.bookings_take(NEW.slot_id, NEW.places, NEW.resource_id, NEW.span,
                                           NEW.is_exclusive, clock_timestamp());
        END IF;
    ELSIF was_live AND NOT is_live THEN
        PERFORM moothall.bookings_give_back(OLD.slot_id, OLD.places);
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER bookings_places_on_insert BEFORE INSERT ON public.bookings_booking
    FOR EACH ROW EXECUTE FUNCTION moothall.bookings_on_insert();
CREATE OR REPLACE TRIGGER bookings_places_on_update BEFORE UPDATE ON public.bookings_booking
    FOR EACH ROW EXECUTE FUNCTION moothall.bookings_on_update();

-- Nobody but these triggers counts, and nobody moves a slot in which somebody has a place.
CREATE OR REPLACE FUNCTION moothall.bookings_guard_slot() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF pg_trigger_depth() = 1 AND (NEW.taken <> OLD.taken OR NEW.starts_at <> OLD.starts_at
            OR NEW.ends_at <> OLD.ends_at OR NEW.resource_id <> OLD.resource_id) THEN
        RAISE EXCEPTION 'Places are counted by bookings alone.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER bookings_guard_slot BEFORE UPDATE ON public.bookings_slot
    FOR EACH ROW EXECUTE FUNCTION moothall.bookings_guard_slot();
