"""The front page and the pages of results, as a browser without scripts sees them."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from moothall.civic.matching.models import Search
from moothall.civic.matching.tests import directory
from moothall.kernel import act as acts
from moothall.kernel import context

pytestmark = [pytest.mark.django_db(databases=["default", "signin"]), pytest.mark.usefixtures("filled")]

HITS_ME = "my husband hits me and I am afraid"


@pytest.fixture
def browser() -> Client:
    """A browser of somebody nobody knows."""
    return Client()


def ask(browser: Client, words: str, postcode: str = "") -> str:
    """Ask, and return the address of the results."""
    answer = browser.post("/find/", {"words": words, "postcode": postcode})
    assert answer.status_code == 302, answer.content.decode()[:500]
    return str(answer["Location"])


def text_of(browser: Client, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def test_the_front_page_asks_one_question_and_shows_real_figures(browser: Client) -> None:
    page = text_of(browser, "/")
    assert page.count("<h1") == 1
    assert "What do you need, or what’s going on?" in page
    assert '<form method="post" action="/find/"' in page
    assert re.search(r"Services</dt>\s*<dd[^>]*>5<", page)


def test_every_door_of_the_front_page_opens(browser: Client) -> None:
    for href in re.findall(r'moot-doors__link" href="([^"]+)"', text_of(browser, "/")):
        assert href.startswith("#") or browser.get(href).status_code in {200, 302}, href


def test_the_front_page_takes_few_queries(
    browser: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    browser.get("/")
    with django_assert_max_num_queries(6):
        browser.get("/")


def test_results_take_few_queries_however_many_there_are(
    browser: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    address = ask(browser, "I cannot pay my debts", directory.POSTCODE)
    browser.get(address)
    with django_assert_max_num_queries(22):
        browser.get(address)


def test_the_words_are_in_no_address_and_no_cookie(browser: Client) -> None:
    address = ask(browser, HITS_ME, directory.POSTCODE)
    assert re.fullmatch(r"/find/[0-9a-f-]{36}/", address)
    assert "hits" not in str(browser.cookies) and "WX1" not in str(browser.cookies)
    assert "hits" not in str(dict(browser.session))
    assert browser.get(address)["Cache-Control"].count("no-store") == 1


def test_another_browser_cannot_open_the_results(browser: Client) -> None:
    address = ask(browser, HITS_ME)
    assert Client().get(address).status_code == 404
    assert browser.get(address).status_code == 200


def test_urgent_help_stands_first_and_blocks_nothing(browser: Client) -> None:
    page = text_of(browser, ask(browser, HITS_ME))
    assert page.index("moot-urgent") < page.index('name="words"')
    assert "0808 200 0247" in page
    assert "Leave this page" in page
    assert 'id="results"' in page


def test_under_urgent_help_stand_only_the_services_tagged_for_it(browser: Client) -> None:
    directory.take_in(directory.service(7, "Safe Shore", "Advocates and a refuge.", needs=["domestic-abuse"]))
    page = text_of(browser, ask(browser, HITS_ME))
    assert re.findall(r'<h3 class="moot-card__title"><a[^>]*>([^<]+)', page) == ["Safe Shore"]
    assert page.index("Safe Shore") < page.index("Something else too? Say it") < page.index('name="words"')
    assert "Because you said" not in page and "Show only some" not in page


def test_several_kinds_of_urgent_help_each_have_a_heading(browser: Client) -> None:
    directory.take_in(directory.service(7, "Safe Shore", "A refuge.", needs=["domestic-abuse"]))
    directory.take_in(directory.service(8, "Full Cupboard", "Food parcels.", needs=["food"]))
    page = text_of(browser, ask(browser, f"{HITS_ME}. We have nothing to eat."))
    assert re.findall(r'<h3(?: class="moot-card__title")?>(?:<a[^>]*>)?([^<]+)', page)[-4:] == [
        "Domestic abuse",
        "Safe Shore",
        "Food when money is short",
        "Full Cupboard",
    ]


@pytest.mark.parametrize(
    ("words", "opening", "said"),
    [
        ("maz mnie bije", '<span lang="pl" dir="ltr">', "Jeśli boisz się kogoś bliskiego"),
        ("mae fy ngŵr yn fy nharo", '<span lang="cy" dir="ltr">', "Os oes arnoch ofn rhywun agos"),
        ("زوجي يضربني", '<span lang="ar" dir="rtl">', "إذا كنت تخاف من شخص قريب منك"),
        ("ਮੇਰਾ ਪਤੀ ਮੈਨੂੰ ਰੋਜ਼ ਕੁੱਟਦਾ ਹੈ", '<span lang="pa" dir="ltr">', "ਜੇ ਤੁਹਾਨੂੰ ਕਿਸੇ ਨੇੜਲੇ"),
    ],
)
def test_urgent_help_speaks_first_in_the_language_that_was_written(
    browser: Client, words: str, opening: str, said: str
) -> None:
    page = text_of(browser, ask(browser, words))
    assert f'id="moot-urgent">{opening}{said}' in page
    assert page.index(said) < page.index("If you are afraid of someone close to you")


def test_urgent_help_speaks_welsh_on_welsh_pages(browser: Client) -> None:
    browser.cookies["django_language"] = "cy"
    assert "Os oes arnoch ofn rhywun agos" in text_of(browser, ask(browser, HITS_ME))


def test_another_language_is_answered_in_it_with_topics_and_a_phone_number(browser: Client) -> None:
    page = text_of(browser, ask(browser, "potrzebuję pomocy z mieszkaniem"))
    assert '<div lang="pl"' in page and "Nie zrozumieliśmy" in page and "01632 960100" in page
    assert "moot-card" not in page
    (topic, *_) = re.findall(r'name="words" value="([^"]+)"', page)
    assert 'id="results"' in text_of(browser, ask(browser, topic))


def test_an_ordinary_need_has_no_alarm(browser: Client) -> None:
    page = text_of(browser, ask(browser, "I want rid of a sofa"))
    assert "moot-urgent" not in page and "Leave this page" not in page


def test_a_result_says_why_and_what(browser: Client) -> None:
    page = text_of(browser, ask(browser, "where do I get debt advice", directory.POSTCODE))
    assert "<q>" in page and "moot-reason" in page
    assert "Opens Tuesday at 9am" in page or "Open until 5pm" in page or "Opens at 9am today" in page
    assert "1 service is left out because it is only for another part of Wexcombe Bay." in page


def test_without_the_model_the_page_says_so(browser: Client) -> None:
    page = text_of(browser, ask(browser, "I want rid of a sofa"))
    assert "we can compare words only" in page


def test_a_postcode_we_do_not_know_stops_nobody(browser: Client) -> None:
    page = text_of(browser, ask(browser, "I want rid of a sofa", "WX9 9ZZ"))
    assert "We do not know the postcode WX9 9ZZ" in page
    assert 'name="miles"' not in page


def test_saying_nothing_gets_a_kind_word_and_keeps_the_postcode(browser: Client) -> None:
    answer = browser.post("/find/", {"words": " ", "postcode": "WX1 1AL"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Enter what you need, or what is going on" in page and "WX1 1AL" in page


def test_filters_travel_by_post_and_back_shows_what_was_before(browser: Client) -> None:
    address = ask(browser, "debt advice and a sofa", directory.POSTCODE)
    answer = browser.post(f"{address}only/", {"cost": "0", "miles": "", "day": ""})
    narrowed = str(answer["Location"])
    assert narrowed != address
    assert "1 chosen" in text_of(browser, narrowed)
    assert "1 chosen" not in text_of(browser, address)


def test_saying_that_it_is_wrong_is_counted_and_answered(browser: Client) -> None:
    address = ask(browser, "I want rid of a sofa")
    for way, event in (("not-meant/", "matching.NeedMisread"), ("no-help/", "matching.NeedUnmet")):
        assert browser.post(address + way)["Location"] == address
        assert "Thank you. We have noted" in text_of(browser, address)
        assert directory.events()[-1].name == event
        assert directory.events()[-1].payload["needs"]


def test_the_one_question_is_answered_with_a_button(browser: Client) -> None:
    address = ask(browser, "lost my job, what money can i get")
    assert 'value="find-work"' in text_of(browser, address)
    chosen = str(browser.post(f"{address}which/", {"need": "find-work"})["Location"])
    page = text_of(browser, chosen)
    assert "You chose:" in page and 'value="find-work"' not in page


def test_what_somebody_typed_cannot_act_on_the_page(browser: Client) -> None:
    page = text_of(browser, ask(browser, "<script>alert(1)</script> debts <img src=x onerror=y>"))
    assert "<script>alert" not in page and "<img src=x" not in page


def test_words_of_any_kind_and_length_are_answered(browser: Client) -> None:
    for words in ("💔", "\x00debts", "a" * 1000, "dyled a phryder", "🏠 " * 100, "'; DROP TABLE x; --"):
        assert text_of(browser, ask(browser, words))
    assert browser.post("/find/", {"words": "a" * 5000}).status_code == 422
    with context.acting(acts.system()):
        assert Search.objects.count() == 6


def test_welsh_pages_speak_welsh(browser: Client) -> None:
    browser.cookies["django_language"] = "cy"
    page = text_of(browser, "/")
    assert 'lang="cy"' in page and "What do you need" not in page
    assert "thing that could help" not in text_of(browser, ask(browser, "dyled"))
