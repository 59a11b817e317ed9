"""Setting up codes from an app: whoever has just typed one has shown their second factor."""

from typing import Any

from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView
from django.http import HttpResponse
from django.urls import reverse

from moothall.kernel.doors import presence


class SetUpCodes(ActivateTOTPView):  # type: ignore[misc]
    """Goes on to the work of whoever has chosen an organisation, without asking for another code."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Keep the app, and note in the session that it was used."""
        answer: HttpResponse = super().form_valid(form)
        app = Authenticator.objects.get(user=self.request.user, type=Authenticator.Type.TOTP)
        post_authentication(self.request, app)
        return answer

    def get_success_url(self) -> str:
        """Where to go from here."""
        return (
            reverse("kernel:today")
            if self.request.session.get(presence.ORGANISATION)
            else str(super().get_success_url())
        )
