"""Cells of a workbook that are merged downwards hold for each of their rows."""

import io
from decimal import Decimal

from openpyxl import Workbook

from .. import compile_rules, read_xlsx


def test_a_merged_cell_holds_for_each_of_its_rows() -> None:
    """Read as blank, the second row would have given every owner of 70 the tenant's fee."""
    book = Workbook()
    for line in (
        ["rules", "Waste fee"],
        ["choose", "first"],
        ["if Household (owner | tenant)", "if Age (whole number)", "then Fee (number)"],
        ["tenant", "< 18", 0],
        [None, ">= 67", 9],
        ["otherwise", None, 18],
    ):
        book.active.append(line)
    book.active.merge_cells("A4:A5")
    content = io.BytesIO()
    book.save(content)

    rules = compile_rules(read_xlsx(content.getvalue(), source="fees.xlsx"))

    fees = {who: rules.decide("Fee", {"Household": who, "Age": 70}).value for who in ("owner", "tenant")}
    assert fees == {"owner": Decimal(18), "tenant": Decimal(9)}
