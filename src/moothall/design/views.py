"""The gallery: every part on one page, to look at and to check for accessibility."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from moothall.design import gallery as samples


def gallery(request: HttpRequest) -> HttpResponse:
    """Every part a resident's page is made of; posted, it shows the fields with their errors."""
    form = (
        samples.Everything(request.POST, request.FILES) if request.method == "POST" else samples.Everything()
    )
    form.is_valid()
    return render(request, "design/gallery.html", {"form": form, "samples": samples})


def staff_gallery(request: HttpRequest) -> HttpResponse:
    """The parts of staff pages."""
    return render(request, "design/staff_gallery.html", {"samples": samples})


def areas(request: HttpRequest) -> JsonResponse:
    """The boundaries the gallery's maps draw."""
    return JsonResponse(samples.AREAS)
