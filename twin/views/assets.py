"""The list of a station's equipment: filters are chips in the address, pages follow one another by key."""

from __future__ import annotations

import csv
from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from assets.models import Asset, Location, Station, System
from assets.search import normalise
from maintenance import freshness
from maintenance.freshness import Freshness
from twin import lookup, wording
from twin.pagination import BadCursor, page
from twin.sheets.places import within
from twin.spreadsheets import Echo, harmless
from twin.templatetags.orders import freshness_words
from twin.views.access import of_station, station_context

PAGE = 40


@dataclass(frozen=True)
class Chip:
    """One filter that is on: its words, and its name in the address so that a tap takes it off."""

    name: str
    words: str


@of_station
def asset_list(request: HttpRequest, station: Station) -> HttpResponse:
    rows, chips = filtered(station, request)
    try:
        shown = page(rows, ("code", "pk"), request.GET.get("cursor"), PAGE)
    except BadCursor as error:
        raise Http404 from error
    known = freshness.of_assets(shown.rows)
    context = {
        "page": shown,
        "lines": [(asset, _shown_state(asset, known[asset.pk])) for asset in shown.rows],
        "states": list(freshness.State),
        "chips": chips,
        "total": rows.count(),
        "search": request.GET.get("search", ""),
        "kinds": _kinds(station),
        "storeys": Location.objects.in_use()
        .filter(station=station, kind="storey")
        .order_by("-elevation", "name"),
        "systems": System.objects.in_use().filter(station=station),
        "chosen": request.GET,
    }
    return render(request, "twin/asset_list.html", station_context(request, station, "assets") | context)


@of_station
def asset_export(request: HttpRequest, station: Station) -> HttpResponse:
    """What is shown, all pages of it, as a table that a spreadsheet opens."""
    rows, _chips = filtered(station, request)
    response = StreamingHttpResponse(
        _lines(rows.order_by("code", "pk")), content_type="text/csv; charset=utf-8"
    )
    response.headers["Content-Disposition"] = f'attachment; filename="{station.code}-assets.csv"'
    return response


def filtered(station: Station, request: HttpRequest) -> tuple[QuerySet[Asset], list[Chip]]:
    """The live assets that the address asks for, and the chips that say so. What does not exist filters nothing."""
    rows = Asset.objects.live().filter(station=station).select_related("location__parent", "type")
    chips: list[Chip] = []
    if search := request.GET.get("search", "").strip():
        rows = rows.filter(lookup.matching(station, search))
        chips.append(Chip("search", f"« {search} »"))
    if kind := request.GET.get("kind"):
        rows = rows.filter(kind__in=wording.kinds_of_same_word(kind))
        chips.append(Chip("kind", wording.kind(kind)))
    if place := _place(station, request.GET.get("place")):
        rows = rows.filter(within(place))
        chips.append(Chip("place", place.label))
    if system := _system(station, request.GET.get("system")):
        rows = rows.filter(matches__element__memberships__system=system).distinct()
        chips.append(Chip("system", system.long_name or system.name))
    if request.GET.get("presence") == Asset.Presence.TO_CONFIRM:
        rows = rows.filter(presence=Asset.Presence.TO_CONFIRM)
        chips.append(Chip("presence", gettext("to confirm on site")))
    if (access := request.GET.get("access")) in ACCESS:
        rows = rows.filter(location__publicly_accessible=ACCESS[access])
        chips.append(Chip("access", _access_words(access)))
    if (state := request.GET.get("fresh")) in set(freshness.State):
        rows = rows.filter(pk__in=_in_state(station, state))
        chips.append(Chip("fresh", freshness_words(state)))
    return rows, chips


def _in_state(station: Station, state: str) -> list[int]:
    """How long ago somebody looked is known asset by asset, not to the database."""
    return [pk for pk, found in freshness.of_station(station).items() if found.state == state]


def _shown_state(asset: Asset, found: Freshness) -> Freshness | None:
    """None for what nobody goes to verify and nobody verified."""
    followed = freshness.is_followed(asset.kind) or found.state != freshness.State.NEVER
    return found if followed else None


# Public or technical as the model says; what it does not say is neither.
ACCESS = {"public": True, "technical": False, "unknown": None}


def _access_words(access: str) -> str:
    return {
        "public": gettext("public areas"),
        "technical": gettext("technical areas"),
        "unknown": gettext("access not provided"),
    }[access]


def _place(station: Station, code: str | None) -> Location | None:
    return Location.objects.in_use().filter(station=station, code=code).first() if code else None


def _system(station: Station, pk: str | None) -> System | None:
    known = System.objects.in_use().filter(station=station)
    return known.filter(pk=pk).first() if pk and pk.isdecimal() and len(pk) < 19 else None


def _kinds(station: Station) -> list[tuple[str, str, int]]:
    """(key, plain word, how many), by word; kinds that people call by one word are one."""
    live = Asset.objects.live().filter(station=station)
    counted = live.order_by("kind").values_list("kind").annotate(n=Count("pk"))
    by_word: dict[str, tuple[str, int]] = {}
    for key, n in counted:
        first, total = by_word.get(wording.kind(key), (key, 0))
        by_word[wording.kind(key)] = (first, total + n)
    rows = ((key, word, n) for word, (key, n) in by_word.items())
    return sorted(rows, key=lambda row: normalise(row[1]))


def _lines(rows: QuerySet[Asset]):
    writer = csv.writer(Echo(), delimiter=";")
    yield "\ufeff" + writer.writerow(
        [gettext("Code"), gettext("Kind"), gettext("Name"), gettext("Place"), gettext("Type")]
    )
    for asset in rows.iterator(chunk_size=1000):
        cells = [
            asset.code,
            wording.kind(asset.kind),
            asset.name,
            lookup.place_words(asset.location),
            asset.type or "",
        ]
        yield writer.writerow([harmless(str(cell)) for cell in cells])
