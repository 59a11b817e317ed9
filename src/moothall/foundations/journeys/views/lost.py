"""The page for somebody whose journey is not theirs to see: mostly, they were away for too long."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from moothall.foundations.journeys.queries import paths

NOT_TYPED = {"csrfmiddlewaretoken", "key"}


def lost_page(request: HttpRequest, service: str) -> HttpResponse:
    """Say how to get back in, and give back what was just typed so that it can be copied."""
    typed = [
        value for name, values in request.POST.lists() if name not in NOT_TYPED for value in values if value
    ]
    shown = {
        "typed": typed,
        "start_href": paths.start(service),
        "sign_in_href": f"{reverse('account_login')}?next={request.path}",
    }
    return render(request, "journeys/lost.html", shown, status=404)
