"""Service types come from the lists that are published."""

from pathlib import Path

import pytest

from moothall.foundations.directory import commands, queries
from moothall.foundations.directory.tests.shared import DIRECTORY, needs_shared
from moothall.kernel import act as acts

pytestmark = pytest.mark.django_db(databases=["default", "signin"])
LGSL = DIRECTORY / "lgsl"


def named(code: str) -> object:
    types = queries.service_types(acts.public(), limit=5000).items
    return next(each for each in types if each.code == code)


@needs_shared
def test_both_lists_together_say_more_and_repeat_without_change(capsys: pytest.CaptureFixture[str]) -> None:
    official, plain = str(LGSL / "lgsl_v4_services.csv"), str(LGSL / "govuk_local_services.csv")
    assert commands.import_service_list([official]) == 0
    assert "1,519 added" in capsys.readouterr().out
    assert commands.import_service_list([plain]) == 0
    school = named("1")
    assert school.plain_words == "Find out about educating your child at home"  # type: ignore[attr-defined]
    assert school.name and school.name != school.plain_words  # type: ignore[attr-defined]
    capsys.readouterr()

    assert commands.import_service_list([official]) == 0
    assert "0 added, 0 changed, 1,519 unchanged" in capsys.readouterr().out
    assert commands.import_service_list([plain]) == 0
    assert "0 added, 0 changed, 125 unchanged" in capsys.readouterr().out


@needs_shared
def test_every_table_of_the_folder_ends_with_an_exit_code() -> None:
    codes = {path.name: commands.import_service_list([str(path)]) for path in sorted(LGSL.glob("*.csv"))}

    assert codes["govuk_local_services_2015.csv"] in {0, 1}
    assert codes["lgsl_lgil_fallback_links.csv"] == 2


def test_rows_without_a_number_or_a_name_are_skipped(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Identifier,Label,Description\n12,Bins,\n,No number,\n13,,\n12.0,Bins again,\n")

    assert commands.import_service_list([str(path)]) == 1
    assert [each.name for each in queries.service_types(acts.public()).items] == ["Bins"]
