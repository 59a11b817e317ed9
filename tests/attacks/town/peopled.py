"""A town in which somebody has used a service to the end, staff have worked it, and others look on."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.test import Client
from PIL import Image

from moothall.civic.matching import understanding
from moothall.civic.matching.loading import load_crisis
from moothall.foundations.bookings import operations as bookings
from moothall.foundations.bookings.models import Slot
from moothall.foundations.cases.operations import letters
from moothall.foundations.documents import operations as documents
from moothall.foundations.documents.intake import accept
from moothall.foundations.messages import operations as messages
from moothall.kernel import act as acts
from moothall.kernel import clock, context, policies
from moothall.kernel.act import Act
from moothall.kernel.doors.presence import GUEST, ORGANISATION, SUBJECT
from moothall.kernel.models import Matter
from moothall.kernel.operations import matters, organisations, people, programs
from moothall.kernel.roles import permissions_of, titles
from moothall.kernel.signin.models import Account
from tests.journeys import town
from tests.journeys.test_large_items import checks_and_pays, chooses_a_day, chooses_a_home, lists_two_sofas
from tests.journeys.walking import Walker

MARK = "Quillfeather"
"""Stands in everything that was written about Ada, and nowhere else."""
PAYLOAD = (
    f"{MARK} <script>alert(1)</script> {{{{7*7}}}} [go](javascript:alert(1)) <img src=x onerror=alert(1)>"
)
EVERY_ROLE = sorted(set(titles()) - {"operator", "steward"})


@dataclass(frozen=True)
class Viewer:
    """Somebody at a browser, and the act they are in."""

    browser: Client
    act: Act

    def afresh(self) -> Act:
        """Another act of theirs."""
        return replace(self.act, id=clock.uuid7(), at=clock.now())


@dataclass(frozen=True)
class Peopled:
    """The town, whose things there are, and everybody who might look at them."""

    council: UUID
    charity: UUID
    ada: UUID
    ids: dict[str, UUID]
    """A row of each table, Ada's or the council's where it says whose it is, and none that all may see."""
    rightful: dict[str, Viewer]
    strangers: dict[str, Viewer]


def build() -> Peopled:
    """Make it, through the pages and operations that people use."""
    made = town.build()
    walker, search = _ada(), _searched()
    with context.acting(acts.system()):
        [matter] = Matter.objects.all()
    ada = matter.person_id
    assert ada is not None
    officer = staff_of(made.council, EVERY_ROLE)
    _work(officer.act, matter.id, ada)
    _leave_more(walker, made.council, ada)
    with context.acting(acts.system()):
        ids = dict(_ids(made.council, ada))
    with context.acting(acts.public()):
        ids = {table: identity for table, identity in ids.items() if not _is_public(table, identity)}
    strangers = dict(_strangers(made, ada))
    rightful = {
        "Ada": Viewer(walker.client, acts.resident(ada)), "an officer": officer, "who searched": search,
    }  # fmt: skip
    return Peopled(made.council, made.charity, ada, ids, rightful, strangers)


def _ada() -> Walker:
    walker = Walker().opens("/do/bulky-waste/")
    chooses_a_home(walker)
    lists_two_sofas(walker)
    chooses_a_day(walker)
    checks_and_pays(walker)
    return walker


def _searched() -> Viewer:
    load_crisis()
    understanding.query_of("help")  # what a first search loads, before a transaction waits for it
    browser = Client()
    browser.post("/find/", {"words": f"my sofa {MARK}"})
    return Viewer(browser, acts.public())


def _work(officer: Act, matter: UUID, ada: UUID) -> None:
    for write in (letters.add_note, letters.write_message):
        write(replace(officer, id=clock.uuid7()), case=matter, text=PAYLOAD)
    photo = accept(f"{MARK}.png", _picture())
    documents.add_document(replace(officer, id=clock.uuid7()), matter=matter, file=photo)
    clinic = organisations.add_organisation(acts.system(), slug="clinic", name="Clinic", kind="practice")
    matters.share_matter(
        replace(officer, id=clock.uuid7()), matter=matter, organisation=clinic, basis="referral",
        purposes=["service"], until_at=officer.at + timedelta(days=9),
    )  # fmt: skip
    messages.write(
        acts.system(),
        person=ada,
        cause=clock.uuid7(),
        template="x",
        subject=PAYLOAD,
        body=PAYLOAD,
        matter=matter,
    )


def _picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, "PNG")
    return out.getvalue()


def _leave_more(walker: Walker, council: UUID, ada: UUID) -> None:
    """What is not sent yet: a journey with a file, a hold, a place on a waiting list, a link, a calendar
    address."""
    walker.opens("/do/bulky-waste/new").answers(fill="no")
    me = acts.resident(ada)
    documents.hold_documents(
        me, held_for=clock.uuid7(), files=[accept(f"{MARK}.txt", f"{MARK} again".encode())]
    )
    with context.acting(acts.system()):
        slot = Slot.objects.filter(organisation_id=council, closes_at__gt=me.at).order_by("-starts_at")[0]
    bookings.hold(acts.resident(ada), slot=slot.id)
    people.make_link(acts.resident(ada), person=ada, leads_to="/my/")
    programs.make_program(acts.system(), organisation=council, title="Intake", scopes=[])
    bookings.make_feed(acts.system(organisation=council), resource=slot.resource_id)


def _ids(council: UUID, ada: UUID) -> Iterator[tuple[str, UUID]]:
    for model, _ in policies.declared():
        meta = model._meta
        rows: Any = model._base_manager.order_by(f"-{meta.pk.name}")
        if "organisation_id" in {field.attname for field in meta.concrete_fields}:
            rows = rows.filter(organisation_id=council)
        if "person_id" in {field.attname for field in meta.concrete_fields}:
            rows = rows.filter(person_id=ada)
        newest = (
            ada if meta.db_table == "kernel_person" else rows.values_list(meta.pk.name, flat=True).first()
        )
        if isinstance(newest, UUID):
            yield meta.db_table, newest


def _is_public(table: str, identity: UUID) -> bool:
    model = next(model for model, _ in policies.declared() if model._meta.db_table == table)
    return table != "matching_search" and model._base_manager.filter(pk=identity).exists()


def _strangers(made: town.Town, ada: UUID) -> Iterator[tuple[str, Viewer]]:
    yield "a visitor", Viewer(Client(), acts.public())
    neighbour = _somebody()
    yield "a neighbour", Viewer(_guest(neighbour), acts.resident(neighbour))
    yield "staff elsewhere", staff_of(made.charity, EVERY_ROLE)
    yield "a program elsewhere", _as_program(staff_of(made.charity, EVERY_ROLE))
    yield "staff without a permission", staff_of(made.council, ["steward"])
    yield "an agent for something else", _agent(ada, ["council-tax"], ended=False)
    yield "an agent whose mandate ended", _agent(ada, ["everything"], ended=True)


def _as_program(viewer: Viewer) -> Viewer:
    """The same without a person, as a program acts."""
    return replace(viewer, act=replace(viewer.act, person=None))


def _somebody() -> UUID:
    return people.register_person(acts.public(), personal={"name": "Sam"})


def _guest(person: UUID) -> Client:
    browser = Client()
    session = browser.session
    session[GUEST] = str(person)
    session.save()
    return browser


def _signed_in(person: UUID, **session: Any) -> Client:
    account = Account.objects.create_user(
        f"{person}@wexcombe.example", person_id=person, joined_at=clock.now()
    )
    browser = Client()
    browser.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    kept = browser.session
    kept.update({"account_authentication_methods": [{"method": "mfa"}], **session})
    kept.save()
    return browser


def staff_of(organisation: UUID, roles: list[str]) -> Viewer:
    """Somebody who works there in these roles, signed in with a second factor."""
    person = _somebody()
    organisations.add_member(acts.system(), organisation=organisation, person=person, roles=roles)
    browser = _signed_in(person, **{ORGANISATION: str(organisation)})
    role = next((acts.Role(one) for one in ("operator", "steward") if one in roles), acts.Role.STAFF)
    permissions = permissions_of(roles)
    return Viewer(browser, acts.staff(person, organisation=organisation, permissions=permissions, role=role))


def _agent(principal: UUID, services: list[str], *, ended: bool) -> Viewer:
    agent = _somebody()
    with clock.set_to(clock.now() - timedelta(days=1)):
        mandate = people.give_mandate(
            acts.resident(principal), principal=principal, agent=agent, services=services, basis="consent"
        )
    if ended:
        people.revoke_mandate(acts.resident(agent), mandate=mandate)
    browser = _signed_in(agent, **{SUBJECT: str(principal)})
    act = acts.resident(agent)
    browser.get("/")
    return Viewer(browser, act if ended else act.on_behalf_of(principal))
