"""Schematics: systems drawn flat from the connections of the published models, as they are shown beside the 3D.

The browser lays them out (`twin/viewer/src/schematic`); here is what they hold, in the reader's words.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext, ngettext, pgettext

from assets import kept_from_firms, permissions, station_graph
from assets.models import Element, Port, Station, System
from assets.network_names import Names, names_of
from assets.networks.flat import END, MORE, OUTLET, RUN, SOURCE, Line, Schematic, Symbol
from assets.networks.schematic import schematic
from twin import lookup, wording

MEDIA_TYPE = "application/vnd.station-twin.schematic+json"
MOST_SYMBOLS = 400  # laid out in about 4 s by a worker of the browser, on two busy cores; 800 take 30 s


@dataclass(frozen=True)
class Entry:
    """A system in the list of drawings. `drawable`: something of it has a port."""

    system: System
    title: str
    drawable: bool

    @property
    def family(self) -> str:
        return wording.family(self.system.family)

    @property
    def key(self) -> str:
        return key_of(self.system)


def key_of(system: System) -> str:
    """As the address names it beside the ids of drawings."""
    return f"s{system.pk}"


def listed(station: Station, *, by: Any) -> list[Entry]:
    """By family and name, as the networks of the station are listed; for somebody of a firm those it is told."""
    joined = Port.objects.filter(element__memberships__system=OuterRef("pk"), revision__state="PUBLISHED")
    found = list(System.objects.in_use().filter(station=station).annotate(drawable=Exists(joined)))
    if permissions.withheld_from(by):
        found = [each for each in found if not kept_from_firms.is_system(each)]
    entries = [Entry(each, wording.system(each), each.drawable) for each in found]
    return sorted(entries, key=lambda each: (each.family, each.title))


def about(system: System) -> str:
    return f"{wording.family(system.family)} · {gettext('Drawn from the connections')}"


def opened(system: System) -> dict[str, Any]:
    """What a drawing's `opened` tells, and the schematic itself in place of a file."""
    found = station_graph.of(system.station)
    names = names_of(system.station, found.revision_set)
    members = list(
        system.members.filter(element__revision__state="PUBLISHED").values_list("element", flat=True)
    )
    drawn = schematic(
        found.supposed or found.proven,
        members,
        medium=station_graph.medium_of(system),
        place=_places(system).get,
    )
    why_empty = _why_empty(drawn)
    shown = Schematic([], [], drawn.loose) if why_empty else drawn
    return {
        "id": key_of(system),
        "title": wording.system(system),
        "about": about(system),
        "media_type": MEDIA_TYPE,
        "url": f"{reverse('schematic_contents', args=[system.station.code, system.pk])}?v={found.revision_set}",
        "hotspots": [],
        "may_draw": False,
        "may_propose": False,
        "unsettled": [],
        "proposals": [],
        "schematic": told(shown, Words(shown, names), wording.colour(system.family)) | {"empty": why_empty},
        "links": links(system),
    }


def links(system: System) -> list[dict[str, str]]:
    """Where more is told of it."""
    address = f"{reverse('weak_points', args=[system.station.code])}?system={system.pk}"
    return [{"words": gettext("Weak points"), "url": address}]


def _places(system: System) -> dict[int, int | None]:
    """Where each of its pieces is: where its asset is registered, or else where the model draws it."""
    live = Q(match__asset__removed_at=None)
    rows = Element.objects.filter(live, revision__state="PUBLISHED", memberships__system=system)
    told = rows.values_list("pk", "match__asset__location", "location", "storey")
    return {pk: of_asset or room or storey for pk, of_asset, room, storey in told}


def _why_empty(drawn: Schematic) -> str:
    if not drawn.symbols:
        return gettext(
            "Nothing can be drawn: the published models join nothing in this network, its parts have no connected port."
        )
    if len(drawn.symbols) > MOST_SYMBOLS:
        return gettext("This network is too large to be drawn as one picture: %(count)d symbols.") % {
            "count": len(drawn.symbols)
        }
    return ""


def told(drawn: Schematic, words: Words, colour: str) -> dict[str, Any]:
    """As the browser draws it."""
    names = words.names
    return {
        "colour": colour,
        "symbols": [words.symbol(each) for each in drawn.symbols],
        "lines": [words.line(each) for each in drawn.lines],
        "loose": len({names.codes[piece] for piece in drawn.loose if piece in names.assets}),
    }


class Words:
    """Codes, kinds and places of what is drawn, read once. `goes_on`: what is said where it does, past the drawing."""

    def __init__(self, drawn: Schematic, names: Names, *, goes_on: str = "") -> None:
        self.names = names
        self.goes_on = goes_on or gettext("Goes on in another network")
        pieces = {piece for each in drawn.symbols for piece in each.pieces}
        rows = Element.objects.filter(pk__in=pieces).select_related("location__parent", "storey")
        self.elements = {each.pk: each for each in rows.defer("properties")}

    def codes(self, pieces: Iterable[int]) -> list[str]:
        known = (self.names.codes.get(piece, "") for piece in pieces)
        return list(dict.fromkeys(code for code in known if code))

    def symbol(self, symbol: Symbol) -> dict[str, Any]:
        first = self.elements.get(symbol.pieces[0])
        place = (first.location or first.storey) if first else None
        return {
            "shape": symbol.shape,
            "codes": self.codes(symbol.pieces),
            "within": self.codes(symbol.within),
            "count": 1 if symbol.shape in (RUN, END, SOURCE, OUTLET) else len(symbol.pieces),
            "words": self._kind(symbol, first),
            "place": lookup.place_words(place),
            "room": place.label if place else "",
            "outside": symbol.outside,
        }

    def _kind(self, symbol: Symbol, first: Element | None) -> str:
        if symbol.shape == MORE:
            return self._more(symbol)
        said = {
            RUN: gettext("Branching"),
            END: self.goes_on if symbol.outside else gettext("Open end"),
            SOURCE: pgettext("schematic", "Supply"),
            OUTLET: pgettext("schematic", "Outlet"),
        }
        if symbol.shape in said:
            return said[symbol.shape]
        kind = wording.kind(first.kind) if first else ""
        count = len(symbol.pieces)
        return f"{count} × {kind}" if count > 1 else kind

    def _more(self, symbol: Symbol) -> str:
        count = len({self.names.codes[piece] for piece in symbol.pieces if piece in self.names.assets})
        return ngettext("%(count)d more behind", "%(count)d more behind", count) % {"count": count}

    def line(self, line: Line) -> dict[str, Any]:
        return {
            "tail": line.tail,
            "head": line.head,
            "directed": line.directed,
            "evidence": line.evidence.name,
            "supposed": not line.evidence.is_proven,
            "codes": self.codes(line.pieces),
        }


def summary(told: dict[str, Any]) -> list[dict[str, Any]]:
    """The same as rows for who reads rather than looks: what stands behind what."""
    own = told["schematic"]["symbols"]
    behind: list[list[str]] = [[] for _ in own]
    for line in told["schematic"]["lines"]:
        behind[line["head"]].append(_short(own[line["tail"]]))
    rows = zip(own, behind, strict=True)
    return [
        each | {"code": _short(each), "after": sorted(set(after))} for each, after in rows if each["codes"]
    ]


def _short(symbol: dict[str, Any]) -> str:
    code = symbol["codes"][0] if symbol["codes"] else symbol["words"]
    more = len(symbol["codes"]) - 1 if symbol["count"] > 1 else 0
    return code + (ngettext(" and %(n)d more", " and %(n)d more", more) % {"n": more} if more else "")
