"""The gallery: every part on one page, to look at and to check for accessibility."""

from dataclasses import dataclass
from types import ModuleType

from django.http import HttpRequest, HttpResponse, JsonResponse

from moothall.design import gallery as samples
from moothall.design.gallery import Everything
from moothall.kernel.doors.rendering import render


@dataclass(frozen=True, slots=True)
class GalleryPage:
    """What ``design/gallery.html`` shows."""

    form: Everything
    samples: ModuleType


@dataclass(frozen=True, slots=True)
class StaffGalleryPage:
    """What ``design/staff_gallery.html`` shows."""

    samples: ModuleType


def gallery(request: HttpRequest) -> HttpResponse:
    """Every part a resident's page is made of; posted, it shows the fields with their errors."""
    form = (
        samples.Everything(request.POST, request.FILES) if request.method == "POST" else samples.Everything()
    )
    form.is_valid()
    return render(
        request,
        "design/gallery.html",
        GalleryPage(
            form=form,
            samples=samples,
        ),
    )


def staff_gallery(request: HttpRequest) -> HttpResponse:
    """The parts of staff pages."""
    return render(
        request,
        "design/staff_gallery.html",
        StaffGalleryPage(
            samples=samples,
        ),
    )


def areas(request: HttpRequest) -> JsonResponse:
    """The boundaries the gallery's maps draw."""
    return JsonResponse(samples.AREAS)
