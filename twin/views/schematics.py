"""A system drawn from its connections: the page without 3D, and what the viewer asks."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from assets import kept_from_firms, permissions
from assets.models import Station, System
from twin import schematics
from twin.views.access import of_station, station_context
from twin.views.station import beside, viewer_config
from twin.views.synoptics import private


@of_station
def schematic(request: HttpRequest, station: Station, pk: int) -> HttpResponse:
    """With the sheet beside it, without 3D, and the same as a list. `?select=`: the equipment to show on it."""
    told = schematics.opened(_system(request, station, pk))
    context = {
        "title": told["title"],
        "viewer_config": viewer_config(station) | beside(station) | {"alone": told["id"]},
        "contents": told,
        "rows": schematics.summary(told),
    }
    return render(request, "twin/synoptic.html", station_context(request, station, "model") | context)


@of_station
def contents(request: HttpRequest, station: Station, pk: int) -> HttpResponse:
    return private(schematics.opened(_system(request, station, pk)))


def _system(request: HttpRequest, station: Station, pk: int) -> System:
    """Http404 also for what is told to no firm, for somebody of one."""
    system = get_object_or_404(System.objects.in_use().select_related("station"), pk=pk, station=station)
    if permissions.withheld_from(request.user) and kept_from_firms.is_system(system):
        raise Http404
    return system
