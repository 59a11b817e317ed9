"""The addresses of a journey's pages."""

from uuid import UUID

from django.urls import reverse


def start(service: str) -> str:
    """Where a service begins."""
    return reverse("journeys:start", kwargs={"service": service})


def first(service: str) -> str:
    """The first question, for somebody who has not answered anything yet."""
    return reverse("journeys:first", kwargs={"service": service})


def journey(service: str, id: UUID) -> str:
    """Where a journey goes on."""
    return reverse("journeys:journey", kwargs={"service": service, "journey": id})


def page(service: str, id: UUID, name: str) -> str:
    """A page of a journey: a page, or one that every journey has (``check``, ``save``, ``done`` …)."""
    return reverse("journeys:page", kwargs={"service": service, "journey": id, "name": name})
