"""One key, one effect, one answer: however many ask at the same moment."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from moothall.kernel import act as acts
from moothall.kernel.context import acting
from moothall.kernel.models import Person
from moothall.kernel.operations import people
from moothall.kernel.refusal import Conflict

CLIENTS = 32


def test_thirty_two_who_ask_at_once_get_one_effect_and_the_same_answer(committed):
    barrier = threading.Barrier(CLIENTS)

    def ask(_: int) -> object:
        try:
            barrier.wait()
            return people.register_person(acts.public().with_key("double-click"), personal={"name": "Ann"})
        finally:
            connection.close()

    with ThreadPoolExecutor(CLIENTS) as pool:
        answers = set(pool.map(ask, range(CLIENTS)))
    assert len(answers) == 1
    with acting(acts.system()):
        assert list(Person.objects.values_list("id", flat=True)) == list(answers)


@pytest.mark.django_db(databases=["default", "signin"])
def test_a_key_used_again_for_something_else_is_a_conflict():
    people.register_person(acts.public().with_key("k"), personal={"name": "Ann"})
    with pytest.raises(Conflict, match="different content"):
        people.register_person(acts.public().with_key("k"), personal={"name": "Bob"})
