"""What the 3D shows beyond the model: orders, requests and notes as pins, and how fresh the data is, as JSON."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse

from assets.models import Asset, Station
from assets.permissions import Verb
from maintenance import freshness
from twin import pins
from twin.views.access import of_station, require


@of_station
def pin_list(request: HttpRequest, station: Station) -> HttpResponse:
    require(request, Verb.SEE_ORDERS, station)
    return _private(JsonResponse({"pins": pins.of(station, request.user)}))


@of_station
def freshness_states(request: HttpRequest, station: Station) -> HttpResponse:
    """`{state: [codes]}` of the station's equipment."""
    require(request, Verb.SEE_ORDERS, station)
    known = freshness.of_station(station)
    states: dict[str, list[str]] = {}
    for pk, code in Asset.objects.live().filter(station=station).order_by("code").values_list("pk", "code"):
        found = known.get(pk)
        states.setdefault(str(found.state) if found else "never", []).append(code)
    return _private(JsonResponse(states))


def _private(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "private, no-cache"
    return response
