"""One station: its 3D where there is a model, its plans or its list where there is none."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from assets import permissions
from assets.ifc import classes, families
from assets.models import Location, Station
from assets.permissions import Verb
from twin import preloads, wording
from twin.models import Scene
from twin.views import overview
from twin.views.access import of_station, station_context

PLACEHOLDER = "__CODE__"


@of_station
def station(request: HttpRequest, station: Station) -> HttpResponse:
    """The page people come for. A station whose model is not published yet shows what it has."""
    if station.twin_mode == Station.TwinMode.MODEL_3D and _scenes(station).exists():
        config = viewer_config(station) | _what_people_know(request, station) | beside(station)
        if permissions.may(request.user, Verb.RELEASE, station):
            config["proposals"] = reverse("connections_drawn", args=[station.code])
        config["known"] = preloads.scenes_of(station)
        context = station_context(request, station, "model") | {
            "viewer_config": config,
            "preloads": preloads.addresses(config["known"], config["storeys"]),
        }
        return render(request, "twin/station.html", context)
    if station.is_trial and not _scenes(station).exists():
        return redirect("try_progress", code=station.code)
    return overview.home_page(request, station, "model")


def viewer_config(station: Station) -> dict[str, Any]:
    """What the island needs to start; all names in the reader's language."""
    sheet = reverse("sheet_fragment", args=[station.code])
    return {
        "station": station.code,
        "name": station.name,
        "scenes": f"{reverse('api:scene-list')}?station={station.code}",
        "sheet": f"{sheet}?code={PLACEHOLDER}",
        "search": reverse("search", args=[station.code]),
        "coverage": reverse("coverage_states", args=[station.code]),
        "coverage_page": reverse("coverage", args=[station.code]),
        "traces": f"{reverse('traces_json', args=[station.code])}?code={PLACEHOLDER}&ask=__ASK__",
        "storeys": [storey_line(each) for each in storeys(station)],
    } | ways_of_looking()


def beside(station: Station) -> dict[str, Any]:
    """Where the island finds the drawings that it shows beside the 3D."""
    of_one = {
        "contents": reverse("synoptic_contents", args=[station.code, 0]),
        "schematic": reverse("schematic_contents", args=[station.code, 0]),
        "equipment": reverse("synoptic_equipment", args=[station.code, 0]),
    }
    return {
        "beside": {
            "lines": reverse("synoptic_lines", args=[station.code]),
            "page": reverse("synoptics", args=[station.code]),
            "hotspots": reverse("api:hotspot-list"),
            "answer": f"{reverse('trace_diagram_contents', args=[station.code])}?code={PLACEHOLDER}&ask=__ASK__",
            **{name: address.replace("/0/", f"/{PLACEHOLDER}/") for name, address in of_one.items()},
        }
    }


def ways_of_looking() -> dict[str, Any]:
    """What is the same for every scene: the lenses and the families of networks, in the reader's language."""
    language = wording.language()
    return {
        "language": language,
        "lenses": classes.lens_table(),
        "families": [
            {"key": each.key, "name": each.label(language), "colour": each.colour}
            for each in families.FAMILIES.values()
        ],
    }


def _what_people_know(request: HttpRequest, station: Station) -> dict[str, str]:
    """Where the 3D finds orders, notes and the age of the data; nothing for who sees none of them."""
    if not permissions.may(request.user, Verb.SEE_ORDERS, station):
        return {}
    names = {"pins": "pins", "cards": "order_cards", "freshness": "freshness_states", "note": "note_new"}
    return {key: reverse(name, args=[station.code]) for key, name in names.items()}


def storeys(station: Station):
    """From the highest down, as on the side of the 3D."""
    places = Location.objects.in_use()
    return places.filter(station=station, kind=Location.Kind.STOREY).order_by("-elevation", "name")


def storey_line(storey: Location) -> dict[str, Any]:
    return {
        "id": str(storey.pk),
        "name": storey.label,
        "elevation": storey.elevation,
        "short": wording.storey_short(storey),
    }


def _scenes(station: Station):
    return Scene.objects.filter(revision__station=station, revision__state="PUBLISHED")
