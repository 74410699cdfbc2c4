"""What a person points at in a network: an asset by code, a former code or the authoring tool's id, or an element."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from assets.ifc.codes import normalise as code_key
from assets.models import Asset, Element, Revision, Station

GUID = "guid:"
LONGEST = 80  # letters of a name that are repeated to who wrote it


@dataclass(frozen=True)
class Pointed:
    """One thing with one code, and the elements of published revisions that draw it."""

    code: str
    elements: tuple[int, ...]


class PointsAtNothing(Exception):
    """Nothing of that name in the published models; the message says what was looked for."""


class PointsAtSeveral(Exception):
    """Several things share that name."""


def find(station: Station, name: str) -> Pointed:
    """Exactly as written first, then former codes and tool ids, then without case and separators.

    Raises PointsAtNothing or PointsAtSeveral.
    """
    if name.startswith(GUID):
        return _of_elements(station, name, Q(global_id=name.removeprefix(GUID))) or _nothing(station, name)
    return (
        _asset(station, name, Q(code=name))
        or _of_elements(station, name, Q(code=name), one_code=True)
        or _asset(station, name, Q(aliases__alias=name))
        or _of_elements(station, name, Q(tag=name))
        or _asset(station, name, Q(code_key=code_key(name)))
        or _nothing(station, name)
    )


def _asset(station: Station, name: str, condition: Q) -> Pointed | None:
    if not name.strip():
        return None
    found = list(Asset.objects.live().filter(condition, station=station).distinct()[:2])
    if not found:
        return None
    if len(found) > 1:
        raise PointsAtSeveral(
            f"Several things of {station.code} are called {_short(name)}; use a code or guid:."
        )
    drawn = _published(station).filter(match__asset=found[0]).order_by("pk").values_list("pk", flat=True)
    return Pointed(found[0].code, tuple(drawn))


def _of_elements(station: Station, name: str, condition: Q, *, one_code: bool = False) -> Pointed | None:
    """An element with all that has its code: a run is one thing, though it is drawn in pieces."""
    if not name.strip():
        return None
    found = dict(_published(station).filter(condition).order_by("pk").values_list("pk", "code"))
    codes = set(found.values())
    if not found:
        return None
    if len(codes) > 1 or (len(found) > 1 and not one_code and "" in codes):
        raise PointsAtSeveral(f"Several things of {station.code} are called {_short(name)}; use a code.")
    return Pointed(codes.pop() or name, tuple(found))


def _published(station: Station):
    return Element.objects.filter(revision__station=station, revision__state=Revision.State.PUBLISHED)


def _nothing(station: Station, name: str) -> Pointed:
    if not name.removeprefix(GUID).strip():
        raise PointsAtNothing("Say what is meant: a code, a former code, a tool's id or guid:GlobalId.")
    raise PointsAtNothing(f"Nothing in the published models of {station.code} is called {_short(name)}.")


def _short(name: str) -> str:
    return name if len(name) <= LONGEST else f"{name[:LONGEST]}…"
