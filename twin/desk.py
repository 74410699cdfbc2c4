"""The steward's desk: the pages of a station that are not for everybody, with how much waits on each.

They stand in one menu of the header, in the order of a morning: what waits for a decision, what comes in, who comes
along, what was done.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext

from assets import permissions
from assets.models import ConnectionProposal, Revision, Station
from assets.permissions import Verb
from maintenance import reviewers, reviewing, settling, waiting_changes
from maintenance.declaration_steps import REVIEWED
from maintenance.models import Change
from twin import synoptics


@dataclass(frozen=True)
class DeskLine:
    """One page: `waiting` is None where nothing ever waits."""

    tab: str
    url: str
    icon: str
    words: str
    waiting: int | None = None


def of(user, station: Station) -> list[DeskLine]:
    """The lines this person may open; none for who only comes to look or to repair. Counted in one question."""
    lines = [line for *line, allowed in _lines(user, station) if allowed]
    counted = _counted(station, {tab for tab, *_ in lines} & set(WAITING))
    return [
        DeskLine(tab, reverse(tab, args=[station.code]), icon, words, counted.get(tab))
        for tab, icon, words in lines
    ]


def _lines(user, station: Station) -> Iterator[tuple[str, str, str, bool]]:
    """Tab (the page's name in the addresses too), icon, words, and whether she may open it."""

    def may(verb: Verb) -> bool:
        return permissions.may(user, verb, station)

    yield "review", "clipboard-check", gettext("To review"), reviewing.may_open(user, station)
    yield "unplaced", "map-pin", gettext("Orders not located"), may(Verb.PLACE)
    yield "releases", "pencil", gettext("Into the models"), may(Verb.RELEASE)
    yield "disagreements", "layers", gettext("Model and field"), may(Verb.RELEASE)
    yield "connections", "waypoints", gettext("Connections to confirm"), may(Verb.RELEASE)
    yield "revisions", "upload", gettext("Models"), may(Verb.IMPORT)
    yield "register", "list", gettext("List of equipment"), may(Verb.IMPORT) and not station.is_trial
    yield "sources", "plug", gettext("Sources"), may(Verb.SEE_SOURCES)
    yield "dossiers", "hard-hat", gettext("Firms"), may(Verb.INVITE)
    yield "precautions", "triangle-alert", gettext("Dangers and ways in"), may(Verb.RECORD_PRECAUTIONS)
    yield "coverage", "layers", gettext("What was surveyed"), may(Verb.RECORD_SURVEYS)
    yield "synoptics", "image", gettext("Drawings"), may(Verb.DRAW)
    yield "history", "history", gettext("History"), may(Verb.SEE_HISTORY)


@dataclass(frozen=True)
class Waits:
    """What waits for her in one station, in the order of a morning; nothing of it is none."""

    station: Station
    lines: list[DeskLine]

    @property
    def total(self) -> int:
        return sum(line.waiting or 0 for line in self.lines)


def waiting_in(user, stations: Iterable[Station]) -> list[Waits]:
    """The stations where something waits for her, most first; in one question however many they are."""
    opened = {station: _waiting_tabs(user, station) for station in stations}
    opened = {station: tabs for station, tabs in opened.items() if tabs}
    if not opened:
        return []
    counts = {_PREFIX + tab: _count(WAITING[tab](OuterRef("pk"))) for tab in WAITING}
    rows = Station.objects.filter(pk__in=[station.pk for station in opened]).values("pk", **counts)
    counted = {row["pk"]: row for row in rows}
    found = [_waits(station, tabs, _named(counted[station.pk])) for station, tabs in opened.items()]
    return sorted((each for each in found if each.lines), key=lambda each: (-each.total, each.station.name))


def to_confirm(user, stations: Iterable[Station]) -> list[Waits]:
    """Where values wait for her word although she reviews nothing else: for want of another, she stands in."""
    by_pk = {station.pk: station for station in stations}
    counted = reviewers.standing_in_for(user, by_pk.values())
    return [_waits(by_pk[pk], {"review"}, {"review": count}) for pk, count in counted.items()]


def _waiting_tabs(user, station: Station) -> set[str]:
    return {tab for tab, verb in _VERBS.items() if permissions.may(user, verb, station)}


_VERBS = {
    "review": Verb.REVIEW,
    "unplaced": Verb.PLACE,
    "revisions": Verb.PUBLISH,
    "releases": Verb.RELEASE,
    "connections": Verb.RELEASE,
    "synoptics": Verb.DRAW,
}


def _waits(station: Station, tabs: set[str], counted: dict[str, int]) -> Waits:
    words = {
        "review": ("clipboard-check", gettext("to review")),
        "unplaced": ("map-pin", gettext("orders not located")),
        "revisions": ("upload", gettext("to publish")),
        "releases": ("pencil", gettext("to write into the models")),
        "synoptics": ("image", gettext("spots of drawings to settle")),
        "connections": ("waypoints", gettext("connections to confirm")),
    }
    lines = [
        DeskLine(tab, reverse(tab, args=[station.code]), icon, said, counted[tab])
        for tab, (icon, said) in words.items()
        if tab in tabs and counted[tab]
    ]
    return Waits(station, lines)


def _unpublished(station: Any) -> QuerySet:
    return Revision.objects.filter(station=station, state=Revision.State.SHARED)


def _undecided(station: Any) -> QuerySet:
    """Value by value, as the page lists and decides them."""
    return Change.objects.filter(
        declaration__station=station, declaration__state__in=REVIEWED, verdict=Change.Verdict.PENDING
    )


def _unconfirmed(station: Any) -> QuerySet:
    return ConnectionProposal.objects.standing().waiting().filter(station=station)


WAITING = {
    "review": _undecided,
    "unplaced": settling.waiting,
    "releases": waiting_changes.waiting,
    "revisions": _unpublished,
    "synoptics": synoptics.waiting,
    "connections": _unconfirmed,
}
"""What waits on a page of a station (or of an outer question's stations), as rows."""


def _counted(station: Station, tabs: set[str]) -> dict[str, int]:
    """{tab: how many}, in one question to the database; in none when nobody wants to know."""
    if not tabs:
        return {}
    counts = {_PREFIX + tab: _count(WAITING[tab](station)) for tab in tabs}
    return _named(Station.objects.values(**counts).get(pk=station.pk))


_PREFIX = "waiting_"  # a station has revisions of its own


def _named(row: dict[str, int]) -> dict[str, int]:
    return {name.removeprefix(_PREFIX): count for name, count in row.items()}


def _count(rows: QuerySet) -> Coalesce:
    together = rows.order_by().values(alike=Value(1)).annotate(count=Count("pk"))
    return Coalesce(Subquery(together.values("count")), 0)
