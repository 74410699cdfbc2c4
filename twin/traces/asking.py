"""Who may be told what: a question is asked of the network, and narrowed to what a firm may know."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext

from assets import kept_from_firms, permissions, station_graph, tracing
from assets.models import Station
from assets.models.isolation_card import MEDIA
from assets.networks import restricted
from twin.traces import questions, words
from twin.traces.questions import Wish
from twin.traces.telling import Telling
from twin.traces.told import Told


def tell(station: Station, wish: Wish, *, by: Any, whole: bool = False) -> Told:
    """In the words and as far as `by` may know it. `whole`: for a table, all that a page has only the first of."""
    found = telling_of(station, wish, by=by)
    return found if isinstance(found, Told) else found.told(whole=whole)


def telling_of(station: Station, wish: Wish, *, by: Any) -> Telling | Told:
    """What tells it, for whoever draws it too; or that nothing is told."""
    try:
        told = questions.ask(station, wish, by=by)
    except tracing.NotTraceable:
        return nothing(station, wish)
    if not permissions.withheld_from(by):
        return Telling(told, wish, by)
    hidden = kept_from_firms.of_restricted_systems(station)
    narrowed = told_to_firms(station, wish, told, hidden, by=by)
    if narrowed is None:
        return refusal(station, wish)
    return Telling(*narrowed, by, hidden=hidden)


def told_to_firms(
    station: Station, wish: Wish, told: tracing.Told, hidden: set[int], *, by: Any = None
) -> tuple[tracing.Told, Wish] | None:
    """The same asked of a network that a firm may be told of; None where the thing has no such network."""
    carried = questions.media_of(told)
    open_ = [medium for medium in carried if not restricted.is_medium(medium)]
    if (
        restricted.is_medium(wish.medium)
        or (carried and not open_)
        or hidden.issuperset(told.pointed.elements)
    ):
        return None
    if wish.medium or len(open_) == len(carried):
        return told, wish
    first = next((medium for medium in MEDIA if medium in open_), open_[0])
    narrow = replace(wish, medium=first)
    return questions.ask(station, narrow, by=by), narrow


def refusal(station: Station, wish: Wish) -> Told:
    return replace(nothing(station, wish, str(words.KEPT_FROM_FIRMS)), refused=True)


def nothing(station: Station, wish: Wish, why: str = "") -> Told:
    graph = station_graph.of(station)
    if not why and not graph.proven.tail:
        why = gettext("The models of this station draw no connection, so nothing can be followed in them.")
    elif not why:
        why = gettext(
            "The models draw no connection of %(code)s here, so nothing can be followed from it."
        ) % {"code": wish.code}
    return Told(wish.code, "", wish.question, wish.medium, [], graph.revision_set, nothing=why)
