"""Hundreds of statements at a time, each in a savepoint of its own, on the application's connection.

The loop runs inside the database (an anonymous block, which anybody may send), so that a probe costs what its
statement costs.
"""

import json
from collections.abc import Sequence

from django.db import connection

from moothall.kernel.act import Act
from moothall.kernel.context import acting

LOOP = """
DO $probe$
DECLARE
    statement text;
    verdicts text[] := '{}';
    verdict text;
BEGIN
    FOR statement IN SELECT jsonb_array_elements_text(current_setting('probe.statements')::jsonb) LOOP
        BEGIN
            EXECUTE statement INTO verdict;
            RAISE EXCEPTION 'undo' USING ERRCODE = 'XX999';
        EXCEPTION WHEN OTHERS THEN
            IF SQLSTATE <> 'XX999' THEN
                verdict := SQLSTATE;
            END IF;
        END;
        verdicts := verdicts || coalesce(verdict, '');
    END LOOP;
    PERFORM set_config('probe.verdicts', to_jsonb(verdicts)::text, true);
END $probe$
"""


def verdicts(act: Act, statements: Sequence[str]) -> list[str]:
    """What each statement answers (one text), or the SQLSTATE of its refusal. Nothing of them lasts."""
    with acting(act), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('probe.statements', %s, true)", [json.dumps(list(statements))])
        cursor.execute(LOOP)
        cursor.execute("SELECT current_setting('probe.verdicts')")
        found: list[str] = json.loads(cursor.fetchone()[0])
        return found
