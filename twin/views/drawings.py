"""A plan or a photo in the frame of its station, with what is marked on it a tap away."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from assets import permissions
from assets.models import Station
from assets.permissions import Verb
from twin import drawings
from twin.views.access import of_station, station_context


@of_station
def drawing(request: HttpRequest, station: Station, pk: int) -> HttpResponse:
    """`?code=`: the equipment to look for on it."""
    found = get_object_or_404(drawings.of_station(station), pk=pk)
    context = {
        "drawing": found,
        "title": drawings.title(found),
        "marked": drawings.marked(found),
        "may_pin": permissions.may(request.user, Verb.PROPOSE_PINS, station),
        "sought": request.GET.get("code", ""),
    }
    return render(request, "twin/drawing.html", station_context(request, station, "model") | context)
