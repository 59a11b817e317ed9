"""The design as a Django app: templates, static files, words. It has no models and no rooms."""

from django.apps import AppConfig


class Design(AppConfig):
    """How Moothall looks and speaks."""

    name = "moothall.design"
    label = "design"
    verbose_name = "Design"
