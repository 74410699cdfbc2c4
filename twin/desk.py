"""The steward's desk: the pages of a station that are not for everybody, with how much waits on each.

They stand in one menu of the header, in the order of a morning: what waits for a decision, what comes in, who comes
along, what was done.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext

from assets import permissions
from assets.models import Station
from assets.permissions import Verb
from maintenance import reviewing, settling, waiting_changes
from maintenance.declaration_steps import UNDECIDED
from maintenance.models import Declaration


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
    yield "revisions", "upload", gettext("Models"), may(Verb.IMPORT)
    yield "sources", "plug", gettext("Sources"), may(Verb.SEE_SOURCES)
    yield "dossiers", "hard-hat", gettext("Firms"), may(Verb.INVITE)
    yield "precautions", "triangle-alert", gettext("Dangers and ways in"), may(Verb.RECORD_PRECAUTIONS)
    yield "history", "history", gettext("History"), may(Verb.SEE_HISTORY)


def _undecided(station: Station) -> QuerySet:
    return Declaration.objects.filter(station=station, state__in=UNDECIDED)


WAITING = {"review": _undecided, "unplaced": settling.waiting, "releases": waiting_changes.waiting}
"""What waits on a page, as rows."""


def _counted(station: Station, tabs: set[str]) -> dict[str, int]:
    """{tab: how many}, in one question to the database; in none when nobody wants to know."""
    if not tabs:
        return {}
    counts = {tab: _count(WAITING[tab](station)) for tab in tabs}
    return Station.objects.values(**counts).get(pk=station.pk)


def _count(rows: QuerySet) -> Coalesce:
    together = rows.order_by().values(one=Value(1)).annotate(count=Count("pk"))
    return Coalesce(Subquery(together.values("count")), 0)
