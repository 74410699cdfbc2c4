"""The steward's desk: the pages of a station that are not for everybody, with how much waits on each.

They stand in one menu of the header, in the order of a morning: what waits for a decision, what comes in, who comes
along, what was done.
"""

from __future__ import annotations

from dataclasses import dataclass

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
    """The lines this person may open; none for who only comes to look or to repair."""
    return [
        DeskLine(tab, reverse(name, args=[station.code]), icon, words, waiting(station) if waiting else None)
        for tab, name, icon, words, allowed, waiting in _lines(user, station)
        if allowed
    ]


def _lines(user, station: Station):
    def may(verb: Verb) -> bool:
        return permissions.may(user, verb, station)

    yield (
        "review",
        "review",
        "clipboard-check",
        gettext("To review"),
        reviewing.may_open(user, station),
        _undecided,
    )
    yield "unplaced", "unplaced", "map-pin", gettext("Orders not located"), may(Verb.PLACE), _unplaced
    yield "releases", "releases", "pencil", gettext("Into the models"), may(Verb.RELEASE), _unwritten
    yield "disagreements", "disagreements", "layers", gettext("Model and field"), may(Verb.RELEASE), None
    yield "revisions", "revisions", "upload", gettext("Models"), may(Verb.IMPORT), None
    yield "sources", "sources", "plug", gettext("Sources"), may(Verb.SEE_SOURCES), None
    yield "dossiers", "dossiers", "hard-hat", gettext("Firms"), may(Verb.INVITE), None
    recording = may(Verb.RECORD_PRECAUTIONS)
    yield "precautions", "precautions", "triangle-alert", gettext("Dangers and ways in"), recording, None
    yield "history", "history", "history", gettext("History"), may(Verb.SEE_HISTORY), None


def _unwritten(station: Station) -> int:
    return waiting_changes.waiting(station).count()


def _undecided(station: Station) -> int:
    return Declaration.objects.filter(station=station, state__in=UNDECIDED).count()


def _unplaced(station: Station) -> int:
    return settling.waiting(station).count()
