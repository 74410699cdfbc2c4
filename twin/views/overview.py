"""The home of a station, its networks, and where it is on the map."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assets import kept_from_firms, permissions, positions
from assets.models import Station, System
from assets.permissions import Verb
from twin import overview, systems, wording
from twin.views.access import of_station, require, station_context
from twin.views.home import freshness_counts


@of_station
def station_home(request: HttpRequest, station: Station) -> HttpResponse:
    return home_page(request, station, "overview")


def home_page(request: HttpRequest, station: Station, tab: str) -> HttpResponse:
    """`tab` is "model" where a station has nothing in 3D and this is its first page."""
    context = station_context(request, station, tab)
    parts = overview.of(request.user, station, sees_orders=context["sees_orders"])
    parts |= {
        "fresh": freshness_counts(parts.pop("known")),
        "may_place": permissions.may(request.user, Verb.PLACE, station),
        "may_import": permissions.may(request.user, Verb.IMPORT, station),
        "may_add_plans": station.twin_mode != Station.TwinMode.MODEL_3D
        and permissions.may(request.user, Verb.PROPOSE_PINS, station),
    }
    return render(request, "twin/overview.html", context | parts)


@of_station
def system_list(request: HttpRequest, station: Station) -> HttpResponse:
    found = systems.lines(station)
    context = {
        "families": [
            (words, list(lines)) for words, lines in groupby(found, key=lambda each: each.family_words)
        ],
        "total": len(found),
    }
    return render(request, "twin/systems.html", station_context(request, station, "assets") | context)


@of_station
def system(request: HttpRequest, station: Station, pk: int) -> HttpResponse:
    found = get_object_or_404(System.objects.in_use(), pk=pk, station=station)
    context: dict[str, Any] = {
        "system": found,
        "name": wording.system(found),
        "family": wording.family(found.family),
        "colour": wording.colour(found.family),
        "contents": systems.contents(found, request.user),
        "graph": "" if _is_withheld(found, request.user) else reverse("api:system-graph", args=[found.pk]),
    }
    return render(request, "twin/system.html", station_context(request, station, "assets") | context)


def _is_withheld(found: System, user: Any) -> bool:
    """Is the course of this network told to no firm, and is she of one?"""
    return bool(permissions.withheld_from(user)) and kept_from_firms.is_system(found)


@dataclass(frozen=True)
class Degrees:
    """A box on the earth, degrees."""

    south: float
    west: float
    north: float
    east: float

    def holds(self, latitude: float, longitude: float) -> bool:
        return self.south <= latitude <= self.north and self.west <= longitude <= self.east


IN_FRANCE = Degrees(41.0, -5.5, 51.5, 10.0)


class PositionForm(forms.Form):
    """Degrees, as maps on a phone say them; a comma is a point."""

    latitude = forms.FloatField(label=_("Latitude"), min_value=-90, max_value=90)
    longitude = forms.FloatField(label=_("Longitude"), min_value=-180, max_value=180)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        latitude, longitude = said.get("latitude"), said.get("longitude")
        if latitude is None or longitude is None:
            return said
        if latitude == longitude == 0:
            self.add_error(
                "latitude", gettext("0, 0 is in the ocean off Africa: leave it as it is until you know.")
            )
        elif IN_FRANCE.holds(longitude, latitude) and not IN_FRANCE.holds(latitude, longitude):
            self.add_error("latitude", gettext("Latitude and longitude seem to have changed places."))
        return said


@of_station
def position(request: HttpRequest, station: Station) -> HttpResponse:
    """A steward says where the station is."""
    require(request, Verb.PLACE, station)
    known = {"latitude": station.latitude, "longitude": station.longitude}
    form = PositionForm(_pasted(request.POST) if request.method == "POST" else None, initial=known)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        positions.give(station, round(said["latitude"], 6), round(said["longitude"], 6), by=request.user)
        messages.success(request, gettext("The station is on the map."))
        return redirect("overview", code=station.code)
    context = station_context(request, station, "overview") | {"form": form}
    return render(request, "twin/position.html", context, status=422 if form.errors else 200)


def _pasted(said) -> dict[str, str]:
    """Maps hand over both at once: "48.2572, 1.3333" in the first field fills the two."""
    first, second = said.get("latitude", ""), said.get("longitude", "")
    parts = [part.strip() for part in first.replace(";", ", ").split(", ") if part.strip()]
    if len(parts) == 2:  # whatever stood in the second field before
        first, second = parts
    return {"latitude": first.replace(",", "."), "longitude": second.replace(",", ".")}
