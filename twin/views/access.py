"""The doors of the pages: signed in, and the station hers to see. The rules are in `assets.permissions`."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from assets import permissions
from assets.models import Station
from assets.permissions import Verb
from twin import desk

View = Callable[..., HttpResponse]


def signed_in(view: View) -> View:
    """Strangers are led to the sign-in page; a fragment asked by htmx leads the whole page there."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if getattr(request, "htmx", False):
            return HttpResponse(status=401, headers={"HX-Redirect": reverse("login")})
        return redirect_to_login(request.get_full_path(), reverse("entry") if settings.DEBUG else None)

    return guarded


def of_station(view: View) -> View:
    """view(request, station, …) for the station whose code is in the address; 404 when it is not hers to see."""

    @wraps(view)
    def guarded(request: HttpRequest, code: str, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, permissions.station_or_404(request.user, code), *args, **kwargs)

    return signed_in(guarded)


def require(request: HttpRequest, verb: Verb, station: Station) -> None:
    """404 unless she may: whoever may not do it need not know that it exists."""
    if not permissions.may(request.user, verb, station):
        raise Http404


def station_context(request: HttpRequest, station: Station, tab: str) -> dict[str, Any]:
    """What the header of every page of a station needs."""
    return {
        "station": station,
        "tab": tab,
        "sees_orders": permissions.may(request.user, Verb.SEE_ORDERS, station),
        "may_record_precautions": permissions.may(request.user, Verb.RECORD_PRECAUTIONS, station),
        "desk": desk.of(request.user, station),
    }
