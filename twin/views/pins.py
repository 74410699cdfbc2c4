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
    """`{state: [codes]}` of the station's equipment, without what nobody goes to verify."""
    require(request, Verb.SEE_ORDERS, station)
    known = freshness.of_station(station)
    states: dict[str, list[str]] = {}
    for pk, code in Asset.objects.live().filter(station=station).order_by("code").values_list("pk", "code"):
        if (found := known.get(pk)) is not None:
            states.setdefault(str(found.state), []).append(code)
    return _private(JsonResponse(states))


def _private(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "private, no-cache"
    return response
