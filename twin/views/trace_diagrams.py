"""The diagram of an answer of the network: the page without 3D, and what the viewer asks."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from assets.models import Station
from twin import schematics
from twin.traces import diagram
from twin.views.access import of_station, station_context
from twin.views.station import beside, viewer_config
from twin.views.synoptics import private
from twin.views.traces import wish_of


@of_station
def trace_diagram(request: HttpRequest, station: Station) -> HttpResponse:
    """`?code=`, `&ask=fed|feeds|stops|close`, `&medium=`: with the sheet beside it, and the same as a list."""
    told = diagram.opened(station, wish_of(request, station), by=request.user)
    context = {
        "title": told["title"],
        "viewer_config": viewer_config(station) | beside(station) | {"alone": told["id"]},
        "contents": told,
        "rows": schematics.summary(told),
    }
    return render(request, "twin/synoptic.html", station_context(request, station, "model") | context)


@of_station
def contents(request: HttpRequest, station: Station) -> HttpResponse:
    return private(diagram.opened(station, wish_of(request, station), by=request.user))
