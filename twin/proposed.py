"""Proposed connections as a steward reads them: what lies beside what, how far apart, and where that is in the 3D."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.http import QueryDict
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext

from assets.models import ConnectionProposal, Element, Port, Station
from assets.networks import media
from assets.networks.evidence import Reason
from assets.networks.parts import Point
from assets.proposals import Rule
from twin import wording

State, Class = ConnectionProposal.State, ConnectionProposal.Class
MOST_AT_ONCE = 500
_EYE = (
    1.6,
    -1.6,
    1.1,
)  # metres from the two ends: near enough to see the gap, far enough to know where one is
_CORNERS = ("x_min", "x_max", "y_min", "y_max", "z_min", "z_max")


@dataclass(frozen=True)
class End:
    code: str
    kind: str


@dataclass(frozen=True)
class Line:
    """`view`: the address of the 3D that looks at both ends from near; empty where no 3D shows them. `why` it is not
    believed, where a model declares it; `apart` in words, empty where that says nothing."""

    row: ConnectionProposal
    one: End
    other: End
    medium: str
    apart: str
    view: str
    by: str
    why: str = ""


def lines(rows: Iterable[ConnectionProposal], station: Station) -> list[Line]:
    """In their order, from what lets out to what takes in where the ports say so."""
    rows = list(rows)
    people = get_user_model().objects.in_bulk({row.decided_by_id for row in rows if row.decided_by_id})
    places = _places(rows)
    return [_line(row, station, people, places.get(row.pk)) for row in rows]


def _line(row: ConnectionProposal, station: Station, people: dict[Any, Any], place: Point | None) -> Line:
    ends = [_end(row.one), _end(row.other)]
    if row.flow == ConnectionProposal.Flow.BACK:
        ends.reverse()
    person = people.get(row.decided_by_id)
    return Line(
        row=row,
        one=ends[0],
        other=ends[1],
        medium=medium_words(row.medium),
        apart=_apart(row),
        view=_view(station, ends[0].code, place),
        by=(person.get_full_name() or person.get_username()) if person else "",
        why=str(why_words().get(row.why, "")),
    )


def _apart(row: ConnectionProposal) -> str:
    if row.why and row.why != Reason.TOO_FAR:
        return ""
    if row.apart < 1:
        return f"{round(row.apart * 1000)}\xa0mm"
    return f"{number_format(round(row.apart, 2), decimal_pos=2)}\xa0m"


def why_words() -> dict[str, str]:
    """Why what a model declares is not believed."""
    return {
        Reason.TOO_FAR: gettext("declared, but more than 10 cm apart"),
        Reason.ONE_ELEMENT: gettext("declared from a thing to itself"),
        Reason.MEDIA_DIFFER: gettext("declared between two that carry different things"),
        Reason.WITHOUT_ELEMENT: gettext("declared for a port that belongs to nothing"),
    }


def medium_words(medium: str) -> str:
    return wording.family(media.family_of(medium))


def _end(element: Element | None) -> End:
    assert element is not None  # only proposals of the published models are listed
    match = getattr(element, "match", None)
    code = match.asset.code if match else element.code
    return End(code or element.global_id, wording.kind(element.kind))


def _places(rows: list[ConnectionProposal]) -> dict[int, Point]:
    """Where the first of the two ends lies."""
    ports = Port.objects.filter(pk__in=[row.one_port_id for row in rows]).exclude(z=None)
    at: dict[int, Point] = {pk: (x, y, z) for pk, x, y, z in ports.values_list("pk", "x", "y", "z")}
    return {row.pk: place for row in rows if (place := at.get(row.one_port_id or 0) or _middle(row.one))}


def _middle(element: Element | None) -> Point | None:
    corners = [getattr(element, name) for name in _CORNERS] if element else [None]
    if None in corners:
        return None
    return (corners[0] + corners[1]) / 2, (corners[2] + corners[3]) / 2, (corners[4] + corners[5]) / 2


def _view(station: Station, code: str, place: Point | None) -> str:
    if station.twin_mode != Station.TwinMode.MODEL_3D or place is None:
        return ""
    eye = ",".join(f"{value + more:.3f}" for value, more in zip(place, _EYE, strict=True))
    at = ",".join(f"{value:.3f}" for value in place)
    query = QueryDict(mutable=True)
    query["select"] = code
    return (
        f"{reverse('station', args=[station.code])}#eye={eye}&at={at}&lens=networks_only&{query.urlencode()}"
    )


# ── what an address asks for ─────────────────────────────────────────────────


def rule_of(query: QueryDict) -> Rule:
    """What does not exist narrows nothing."""
    state, evidence = query.get("state", ""), query.get("class", "")
    within = query.get("within", "")
    return Rule(
        state=state if state in State.values else State.PROPOSED,
        evidence=evidence if evidence in Class.values else "",
        medium=query.get("medium", "")[:60],
        within_mm=int(within) if within.isdecimal() and len(within) < 5 else None,
    )
