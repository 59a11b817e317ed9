"""Who may see what of cases: for the attacks, never written from the policies."""

from tests.attacks.values import Maker, Row

COUNTS = {"cases_case": 60}
RULES = {
    "cases_case": lambda t, r: (
        t.card(r) or t.everything or t.matter(r) or r["matter_id"] in t.roles_on
        if not r["is_restricted"]
        else r["matter_id"] in t.roles_on or (t.everything and t.matter(r))
    ),
    "cases_answers": lambda t, r: t.matter(r, "case_id"),
    "cases_note": lambda t, r: (t.own(r) or t.everything) and t.matter(r, "case_id"),
    "cases_casemessage": lambda t, r: t.matter(r, "case_id"),
    "cases_pause": lambda t, r: t.matter(r, "case_id"),
}


def case(maker: Maker, row: Row, number: int) -> Row | None:
    """A case says what its matter says, and is about somebody."""
    said = maker.rows["kernel_matter"][number]
    row |= {name: said[name] for name in ("reference", "organisation_id", "person_id")}
    row |= {"matter_id": said["id"], "closed_at": None, "type": said["kind"]}
    row["is_restricted"] = said["visibility"] == "people"
    return row if row["person_id"] else None


SHAPES = {"cases_case": case}
