"""Pages for those who look after a service: read, try, compare, change, publish, what if."""

import html
import io
import re
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook

from moothall.engines.dmn import read_yaml, write_csv, write_dmn
from moothall.foundations.rules import queries
from moothall.foundations.rules.operations import drafting
from moothall.foundations.rules.queries import books
from moothall.foundations.rules.tests.scheme import NEXT_YEAR, SCHEME, Owner, owner, settle
from moothall.kernel import act as acts
from moothall.kernel import clock
from moothall.kernel.context import acting
from moothall.kernel.models import PackVersion
from moothall.kernel.refusal import Conflict, Refused

pytestmark = pytest.mark.django_db(databases=["default", "signin"])

BOOK = "/staff/rules/help/help/"
AUTUMN = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def autumn():
    with clock.set_to(AUTUMN):
        yield


@pytest.fixture
def place() -> Owner:
    return owner()


@pytest.fixture
def browser(place: Owner) -> Client:
    return place.browser()


def text_of(response) -> str:
    plain = re.sub(r"<svg.*?</svg>", " ", response.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", plain)))


def base_of(place: Owner) -> str:
    return str(books.live_version(place.act(), pack="help"))


def change(browser: Client, place: Owner, text: str, **more: object):
    typed = {
        "base": base_of(place),
        "instead_of": "rules/help.2027.yaml",
        "text": text,
        "key": str(clock.uuid7()),
    }
    return browser.post(f"{BOOK}change", typed | more)


def test_the_list_says_what_is_in_force_and_what_comes(browser: Client, django_assert_max_num_queries):
    with django_assert_max_num_queries(20):
        shown = text_of(browser.get("/staff/rules/"))
    assert "Version 2026 is in force, from 1 April 2026." in shown
    assert "Next: version 2027, from 1 April 2027." in shown


def test_a_rule_is_drawn_in_words_with_tests_and_proof(browser: Client, django_assert_max_num_queries):
    with django_assert_max_num_queries(20):
        shown = text_of(browser.get(BOOK))
    assert "In force" in shown and "Scheme of 2026, section 4" in shown
    assert "The first rule that fits decides." in shown
    assert "single under 100 20 You live alone and less than £100 counts." in shown
    assert "1 test passes" in shown
    assert "Yes, by “otherwise”" in shown


def test_who_may_read_and_who_may_change(place: Owner):
    worker = place.colleague("case_worker")
    assert worker.get(BOOK).status_code == 200
    assert worker.get(f"{BOOK}change").status_code == 403
    assert "Change" not in text_of(worker.get(BOOK)).split("How it decides")[0]
    assert place.colleague("volunteer").get(BOOK).status_code == 403
    assert owner_elsewhere().get(BOOK).status_code == 404
    assert Client().get(BOOK).status_code == 302


def owner_elsewhere() -> Client:
    from moothall.foundations.cases.tests.support import person
    from moothall.kernel import act as acts
    from moothall.kernel.operations import organisations

    charity = organisations.add_organisation(acts.system(), slug="charity", name="Kettles", kind="charity")
    return Owner(person("Kit Lane"), charity).colleague("service_owner")


def test_answers_are_tried_and_the_rules_that_decided_are_marked(browser: Client, caplog):
    answered = browser.post(f"{BOOK}try", {"in-0": "130", "in-1": "single", "in-2": "yes"})
    shown = text_of(answered)
    assert "Weekly reduction 20 Why" in shown
    assert "You live alone and less than £100 counts." in shown
    assert "What would change it" in shown
    assert answered.content.decode().count("moot-table__chosen") == 2
    assert "130" not in caplog.text


def test_with_answers_left_open_it_says_what_to_ask_next(browser: Client):
    shown = text_of(browser.post(f"{BOOK}try", {"in-1": "single"}))
    assert "Not settled yet. It could be:" in shown
    assert "What to ask next How much comes in each week?" in shown


def test_a_value_that_cannot_be_is_refused_beside_its_question(browser: Client):
    answered = browser.post(f"{BOOK}try", {"in-0": "many"})
    assert answered.status_code == 422
    assert "Enter a number in figures" in text_of(answered)


def test_two_versions_are_compared_rule_by_rule(browser: Client):
    shown = text_of(browser.get(f"{BOOK}compare"))
    assert "From Version 2026 to Version 2027" in shown
    assert "changed Counted under 100 under 120" in shown
    assert "Applies from 1 April 2026 1 April 2027" in shown


@pytest.mark.parametrize("notation", ["yaml", "dmn", "csv"])
def test_a_version_is_downloaded(browser: Client, place: Owner, notation: str):
    key = books.book(place.act(), pack="help", name="help").editions[1].key
    answered = browser.get(f"{BOOK}{key}.{notation}", {"table": "Reduction"})
    assert answered.status_code == 200 and notation in answered["Content-Disposition"]
    assert "Household" in answered.content.decode()
    assert browser.get(f"{BOOK}{key}.exe").status_code == 404
    assert browser.get(f"{BOOK}{key}.csv", {"table": "Nothing"}).status_code == 404


def test_a_mistake_is_shown_beside_its_line_and_nothing_typed_is_lost(browser: Client, place: Owner):
    text = NEXT_YEAR.replace("Household: couple", "Household: cuople")
    line = text[: text.index("cuople")].count("\n") + 1
    answered = change(browser, place, text)
    shown = text_of(answered)
    assert answered.status_code == 422
    assert f"Line {line}, column 27" in shown and "Did you mean “couple”?" in shown
    assert "cuople" in shown.split("Or write it here")[1]


def test_a_failing_test_and_a_gap_are_told(browser: Client, place: Owner):
    shown = text_of(change(browser, place, NEXT_YEAR.replace("Reduction: 20", "Reduction: 21")))
    assert "expects Reduction to be 21, but it is 20" in shown
    shown = text_of(change(browser, place, NEXT_YEAR.replace("    otherwise: 0\n", "")))
    assert "says nothing for this case" in shown


def test_publishing_on_top_of_what_is_no_longer_live_is_refused(browser: Client, place: Owner):
    before = base_of(place)
    place.publish({"rules/help.2026.yaml": SCHEME})
    text = NEXT_YEAR.replace("then: 25", "then: 27")
    answered = change(
        browser, place, text, base=before, propose="yes", reason="Agreed", instead_of="", label="2027"
    )
    assert answered.status_code == 409
    shown = text_of(answered)
    assert "Somebody published this service while you were working on it." in shown
    assert "then: 27" in shown
    with pytest.raises(Conflict):
        drafting.propose_rules(
            place.act(), pack="help", path="rules/help.2027.yaml", text=text, base=clock.uuid7(), reason="No"
        )


def test_a_spreadsheet_becomes_a_version(browser: Client, place: Owner):
    answered = change(
        browser, place, "", instead_of="", label="2028",
        file=SimpleUploadedFile("help.xlsx", workbook("2028-04-01")),
    )  # fmt: skip
    shown = text_of(answered)
    assert "Everything that is checked is in order." in shown
    broken = change(
        browser, place, "", instead_of="", label="2028",
        file=SimpleUploadedFile("help.xlsx", workbook("2028-04-01", heading="iff Income (whole number)")),
    )  # fmt: skip
    assert broken.status_code == 422
    assert "iff Income" in text_of(broken).split("Or write it here")[1]
    unread = change(browser, place, "", file=SimpleUploadedFile("help.xlsx", b"not a workbook"))
    assert "no readable workbook" in text_of(unread)


def workbook(begins: str, heading: str = "if Income (whole number)") -> bytes:
    book = Workbook()
    for line in (
        ["rules", "Help"],
        ["valid_from", begins],
        ["choose", "first"],
        [heading, "then Reduction (number)"],
        ["< 100", 20],
        ["otherwise", 0],
    ):
        book.active.append(line)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


@pytest.mark.parametrize("write", [lambda model: write_csv(model, "Reduction"), write_dmn])
def test_a_version_may_change_its_notation(browser: Client, place: Owner, write):
    text = write(read_yaml(NEXT_YEAR).model)
    answered = change(browser, place, text, propose="yes", reason="Agreed")
    assert answered.status_code == 302, text_of(answered)
    colleague = place.colleague("service_owner")
    for what in ("review", "publish"):
        typed = {"approve": "yes", "edition": "1", "key": str(clock.uuid7())}
        assert colleague.post(f"{answered['Location']}{what}", typed).status_code == 302
    live = books.book(place.act(), pack="help", name="help").live
    assert sorted(one.path for one in live)[0] == "rules/help.2026.yaml"
    assert len(live) == 2 and not live[0].path.endswith("yaml")


def _let_through_once(files: dict[str, str]) -> None:
    """A version that an earlier release published, which the present one would not."""
    with acting(act := acts.system()):
        live = PackVersion.objects.get(name="help", retired_at=None)
        PackVersion.objects.filter(pk=live.pk).update(retired_at=act.at)
        live.pk, live.version, live.content = clock.uuid7(), live.version + 1, live.content | {"files": files}
        PackVersion.objects.bulk_create([live])


def test_rules_that_cannot_be_read_any_more_are_named(browser: Client, place: Owner):
    place.publish({"rules/other.yaml": SCHEME})
    _let_through_once({"rules/help.2026.yaml": "rules: [", "rules/other.yaml": SCHEME})
    shown = text_of(browser.get("/staff/rules/"))
    assert "Cannot be read any more" in shown and "Version 2026 is in force" in shown
    assert browser.get("/staff/rules/help/other/").status_code == 200
    assert "2026" in text_of(browser.get(BOOK)), "an earlier version is still there to read"


def test_files_that_cannot_be_rules_of_this_name_are_refused(browser: Client, place: Owner):
    assert "Give the version that is added a short name" in text_of(
        change(browser, place, SCHEME, instead_of="")
    )
    strange = change(browser, place, SCHEME, instead_of="", label="../x")
    assert "small letters, digits and hyphens" in text_of(strange)
    again = change(browser, place, SCHEME, instead_of="", label="2026")
    assert "There is a version of that name already" in text_of(again)
    assert "Choose a file, or write the rules" in text_of(change(browser, place, ""))
    assert (
        change(browser, place, NEXT_YEAR, propose="yes", reason="Agreed", base="nothing").status_code == 409
    )
    with pytest.raises(Refused):
        queries.problems_of_change(place.act(), pack="help", path="words.en.yaml", text="x")


def what_if(browser: Client, place: Owner, **more: str):
    editions = books.book(place.act(), pack="help", name="help").editions
    typed = {
        "old": editions[1].key,
        "new": editions[0].key,
        "decision": "Reduction",
        "sense": "better",
        "group": "Ward",
    }
    return browser.post(f"{BOOK}what-if", typed | more)


def test_what_if_says_who_gains_and_who_loses(browser: Client, place: Owner, django_assert_max_num_queries):
    settle()
    assert "Nobody in here exists." in text_of(browser.get(f"{BOOK}what-if"))
    with django_assert_max_num_queries(25):
        answered = what_if(browser, place)
    shown = text_of(answered)
    assert re.search(r"Of 600 households, \d+ gain and \d+ lose\.", shown)
    assert "Quay" not in shown and "Others (small groups together)" in shown, "four people live on the quay"
    assert 'role="img"' in answered.content.decode()
    worse = text_of(what_if(browser, place, sense="worse"))
    gain, lose = re.search(r"Of 600 households, (\d+) gain and (\d+) lose", shown).groups()
    assert f"Of 600 households, {lose} gain and {gain} lose" in worse


def test_a_threshold_is_typed_into_a_cell_and_put_forward_as_a_change(browser: Client, place: Owner):
    settle()
    page = browser.get(f"{BOOK}what-if", {"table": "Reduction"})
    assert 'name="cell-0-1"' in page.content.decode()
    shown = what_if(browser, place, **{"table": "Reduction", "cell-0-1": "< 130", "in-2": "no"})
    assert shown.status_code == 200 and "gain" in text_of(shown)
    draft = re.search(r'<textarea name="text"[^>]*>(.*?)</textarea>', shown.content.decode(), re.DOTALL)
    assert draft is not None and "< 130" in html.unescape(draft[1])
    wrong = what_if(browser, place, **{"table": "Reduction", "cell-0-0": "singel"})
    assert wrong.status_code == 422 and "Did you mean “single”?" in text_of(wrong)
    broken = what_if(browser, place, **{"table": "Reduction", "cell-0-1": "< ("})
    assert broken.status_code == 422 and "could not be worked out" in text_of(broken)


def test_without_a_population_the_page_says_how_to_get_one(browser: Client):
    assert "There is nobody to try it on yet" in text_of(browser.get(f"{BOOK}what-if"))
