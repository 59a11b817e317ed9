-- What policies of comments cannot say of one row alone. Definer functions, because tables that ask each other would go
-- round in a circle.

-- Whether the act's person may not comment for the organisation of a matter: a moderator suspended them, and nobody
-- has lifted it on appeal.
CREATE OR REPLACE FUNCTION moothall.comments_is_suspended(wanted uuid) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN EXISTS (
        SELECT 1 FROM public.comments_author AS a
          JOIN public.comments_decision AS d ON d.comment_id = a.id
          JOIN public.kernel_matter AS m ON m.id = wanted AND m.organisation_id = d.organisation_id
         WHERE a.person_id = moothall.person() AND a.speaks_for_id IS NULL AND d.suspended_until > now()
           AND NOT EXISTS (SELECT 1 FROM public.comments_appeal AS p JOIN public.comments_decision AS r ON r.appeal_id = p.id
                            WHERE p.decision_id = d.id));
END $$;

-- Whether a decision is about what the act's person wrote, or about a matter that they brought.
CREATE OR REPLACE FUNCTION moothall.comments_is_whose(wanted uuid) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN moothall.person() IS NOT NULL AND EXISTS (
        SELECT 1 FROM public.comments_decision AS d
         WHERE d.id = wanted AND (
            EXISTS (SELECT 1 FROM public.comments_author AS a
                     WHERE a.id = d.comment_id AND a.person_id = moothall.person())
            OR (d.comment_id IS NULL AND EXISTS (
                SELECT 1 FROM public.kernel_participant AS s
                 WHERE s.matter_id = d.matter_id AND s.person_id = moothall.person() AND s.role = 'reporter'
                   AND s.until_at IS NULL))));
END $$;

-- Whether the act's person may appeal against a decision: it is about theirs and against them, and no answer to an
-- appeal itself.
CREATE OR REPLACE FUNCTION moothall.comments_may_appeal(wanted uuid, on_matter uuid) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN moothall.comments_is_whose(wanted) AND EXISTS (
        SELECT 1 FROM public.comments_decision AS d
         WHERE d.id = wanted AND d.matter_id = on_matter AND d.outcome <> 'keep' AND d.appeal_id IS NULL);
END $$;

-- Whether the act's person may decide about an appeal: somebody else decided first, about the same.
CREATE OR REPLACE FUNCTION moothall.comments_may_review(wanted uuid, about uuid, on_matter uuid) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN moothall.person() IS NOT NULL AND EXISTS (
        SELECT 1 FROM public.comments_appeal AS p JOIN public.comments_decision AS d ON d.id = p.decision_id
         WHERE p.id = wanted AND p.matter_id = on_matter AND d.comment_id IS NOT DISTINCT FROM about
           AND d.decided_by_id IS DISTINCT FROM moothall.person() AND p.person_id <> moothall.person());
END $$;

-- Authors change and take back what they wrote; moderators hide, show and pin it; neither does the other's.
CREATE OR REPLACE FUNCTION moothall.comments_keep_apart() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    moderates boolean := moothall.is_system() OR moothall.may('comments.moderate', NEW.matter_id);
    wrote boolean := EXISTS (SELECT 1 FROM public.comments_author AS a
                              WHERE a.id = NEW.author_id AND a.person_id = moothall.person());
BEGIN
    IF (NEW.hidden_at, NEW.hidden_for, NEW.pinned_at) IS DISTINCT FROM (OLD.hidden_at, OLD.hidden_for, OLD.pinned_at)
       AND NOT moderates OR NEW.is_waiting < OLD.is_waiting AND NOT moderates
       OR (NEW.edited_at, NEW.withdrawn_at) IS DISTINCT FROM (OLD.edited_at, OLD.withdrawn_at) AND NOT wrote
       OR OLD.withdrawn_at IS NOT NULL AND NEW.withdrawn_at IS NULL THEN
        RAISE EXCEPTION 'That is for somebody else to change.' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER comments_keep_apart BEFORE UPDATE ON public.comments_comment
    FOR EACH ROW EXECUTE FUNCTION moothall.comments_keep_apart();

-- An answer is given to a comment on the same matter that is no answer itself.
CREATE OR REPLACE FUNCTION moothall.comments_answers_one_level() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM public.comments_comment AS c WHERE c.author_id = NEW.parent_id
                    AND c.matter_id = NEW.matter_id AND c.parent_id IS NULL AND NOT c.is_waiting) THEN
        RAISE EXCEPTION 'There is no such comment.' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER comments_answers_one_level BEFORE INSERT ON public.comments_comment
    FOR EACH ROW WHEN (NEW.parent_id IS NOT NULL) EXECUTE FUNCTION moothall.comments_answers_one_level();

-- How an organisation looked after comments since a moment: numbers for everybody, none about fewer than eight.
CREATE OR REPLACE FUNCTION moothall.comments_figures(whose uuid, since timestamptz)
RETURNS TABLE (flags bigint, decisions bigint, hidden bigint, appeals bigint, reversed bigint, median_hours float)
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED ROWS 1 SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    fewest constant integer := 8;
BEGIN
    PERFORM moothall.act();
    RETURN QUERY
    WITH decided AS (
        SELECT d.* FROM public.comments_decision AS d WHERE d.organisation_id = whose AND d.decided_at >= since
    ), reported AS (
        SELECT f.*, d.decided_at FROM public.comments_flag AS f
          JOIN public.kernel_matter AS m ON m.id = f.matter_id LEFT JOIN public.comments_decision AS d ON d.id = f.decision_id
         WHERE m.organisation_id = whose AND f.flagged_at >= since
    ), counted AS (
        SELECT (SELECT count(*) FROM reported) AS flags, (SELECT count(*) FROM decided) AS decisions,
               (SELECT count(*) FROM decided WHERE outcome = 'hide') AS hidden,
               (SELECT count(*) FROM decided WHERE appeal_id IS NOT NULL) AS appeals,
               (SELECT count(*) FROM decided WHERE appeal_id IS NOT NULL AND outcome = 'keep') AS reversed,
               (SELECT count(*) FROM reported WHERE decided_at IS NOT NULL) AS timed,
               (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM decided_at - flagged_at) / 3600)
                  FROM reported WHERE decided_at IS NOT NULL) AS median
    )
    SELECT CASE WHEN c.flags >= fewest THEN c.flags END, CASE WHEN c.decisions >= fewest THEN c.decisions END,
           CASE WHEN c.hidden >= fewest THEN c.hidden END, CASE WHEN c.appeals >= fewest THEN c.appeals END,
           CASE WHEN c.reversed >= fewest THEN c.reversed END, CASE WHEN c.timed >= fewest THEN c.median END
      FROM counted AS c;
END $$;
