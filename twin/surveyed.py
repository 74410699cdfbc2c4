"""What was surveyed in a room, in words: what is known of each network and how, and where nobody looked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext, ngettext

from assets import coverage
from assets.coverage import Cell, Coverage
from assets.models import Location, Station, Survey
from assets.search import words
from twin import wording
from twin.lookup import Hit


def name(discipline: str) -> str:
    """The discipline as an agent says it; a code nobody knows stays as it is."""
    return {
        "PLB": gettext("plumbing"),
        "CVC": gettext("heating and ventilation"),
        "CFO": gettext("electricity"),
        "CFA": gettext("telephone, video and data"),
        "INC": gettext("fire protection"),
        "ARC": gettext("walls and doors"),
        "STR": gettext("structure"),
    }.get(discipline, discipline)


def state(key: str) -> str:
    return {
        coverage.SURVEYED: gettext("surveyed"),
        coverage.PARTLY: gettext("partly surveyed"),
        coverage.SUPPOSED: gettext("supposed"),
        coverage.NOT: gettext("not surveyed"),
    }[key]


@dataclass(frozen=True)
class Line:
    """One discipline in one room. `words` is the answer, `short` the same for a table, `more` where it comes from."""

    discipline: str
    name: str
    state: str
    words: str
    short: str
    more: str = ""
    note: str = ""


def line(cell: Cell, *, people: bool = True) -> Line:
    """`people`: also tell who of the operator wrote it down."""
    return Line(
        cell.discipline,
        name(cell.discipline),
        cell.state,
        _words(cell),
        _short(cell),
        " · ".join(part for part in _more(cell, people=people) if part),
        cell.survey.note if cell.survey else "",
    )


def _words(cell: Cell) -> str:
    if cell.state == coverage.NOT:
        if cell.discipline in coverage.NETWORKS:
            return gettext("no network surveyed here")
        return gettext("not surveyed here")
    how = _how(cell)
    return (
        gettext("%(how)s: %(found)s") % {"how": how, "found": _found(cell.found)} if _counted(cell) else how
    )


def _short(cell: Cell) -> str:
    if cell.state == coverage.NOT:
        return gettext("not surveyed")
    how = {
        Survey.Method.VISIT: gettext("on site"),
        Survey.Method.SCAN: gettext("laser"),
        Survey.Method.MODEL: gettext("model"),
        Survey.Method.DRAWINGS: gettext("drawings"),
        Survey.Method.SUPPOSED: gettext("supposed"),
    }[Survey.Method(cell.method)]
    if cell.state == coverage.PARTLY:
        how = gettext("partly, %(how)s") % {"how": how}
    if not _counted(cell):
        return how
    return gettext("%(how)s: %(found)s") % {"how": how, "found": cell.found or gettext("nothing there")}


def _counted(cell: Cell) -> bool:
    """That the file of the architect draws a room and nothing in it says nothing by a number."""
    return cell.found is not None and (cell.survey is not None or cell.discipline in coverage.NETWORKS)


def _found(count: int | None) -> str:
    if not count:
        return gettext("nothing there")
    return ngettext("%(count)d object", "%(count)d objects", count) % {"count": count}


def _how(cell: Cell) -> str:
    if cell.survey is None:
        return gettext("surveyed in the model")
    ways = {
        Survey.Method.VISIT: (gettext("surveyed on site"), gettext("partly surveyed on site")),
        Survey.Method.SCAN: (gettext("surveyed by laser scan"), gettext("partly surveyed by laser scan")),
        Survey.Method.MODEL: (gettext("surveyed in the model"), gettext("partly surveyed in the model")),
        Survey.Method.DRAWINGS: (gettext("taken from drawings"), gettext("partly taken from drawings")),
        Survey.Method.SUPPOSED: (gettext("supposed, nobody has seen it"),) * 2,
    }
    whole, partly = ways[Survey.Method(cell.survey.method)]
    return partly if cell.survey.extent == Survey.Extent.PARTLY else whole


def _more(cell: Cell, *, people: bool) -> list[str]:
    survey = cell.survey
    said = [] if survey is None else [
        wording.long_day(survey.surveyed_on) if survey.surveyed_on else "",
        survey.surveyor or (wording.person(survey.recorded_by) if people and survey.recorded_by else ""),
        survey.source,
    ]  # fmt: skip
    return [*said, _of_file(cell)]


def _of_file(cell: Cell) -> str:
    if cell.revision is None or (cell.discipline not in coverage.NETWORKS and not cell.drawn):
        return ""
    published = cell.revision.published_at
    file = {
        "file": cell.revision.file_name,
        "label": cell.revision.label,
        "day": wording.long_day(published.date()) if published else "",
    }
    if cell.drawn and cell.survey is None:
        return gettext("%(file)s, revision %(label)s, %(day)s") % file
    if cell.drawn:
        said = {"count": cell.drawn, **file}
        if cell.contradicted:
            return ngettext(
                "yet the model draws %(count)d object here (%(file)s, revision %(label)s)",
                "yet the model draws %(count)d objects here (%(file)s, revision %(label)s)", cell.drawn,
            ) % said  # fmt: skip
        return ngettext(
            "%(count)d object in the model (%(file)s, revision %(label)s)",
            "%(count)d objects in the model (%(file)s, revision %(label)s)", cell.drawn,
        ) % said  # fmt: skip
    return gettext("the model shows nothing here (%(file)s, revision %(label)s)") % file


def in_room(room: Location, *, people: bool = True) -> list[Line]:
    """The networks, and any other discipline of which somebody said something in this room."""
    known = coverage.of_room(room)
    further = [each for each in known.disciplines if each not in coverage.NETWORKS]
    said = [cell for cell in known.cells(room, further) if cell.survey is not None]
    return [line(cell, people=people) for cell in [*known.cells(room), *said]]


def missing_in(room: Location) -> str:
    """The networks that nobody looked for in the room, in one line; "" when all are known."""
    known = coverage.of_room(room)
    return ", ".join(name(cell.discipline) for cell in known.cells(room) if cell.state == coverage.NOT)


def room_asked_in_vain(station: Station, question: str, hits: Sequence[Hit]) -> str:
    """The code of the room that the question names beside other words, when the best hit does not stand in it; else "".

    What holds all the words comes first among hits.
    """
    asked = set(words(question))
    if len(asked) < 2:
        return ""
    rooms = Location.objects.filter(station=station, kind=Location.Kind.SPACE)
    named = [
        (len(spoken), room)
        for room in rooms.only("code", "name", "long_name")
        if (spoken := _spoken(room)) and spoken < asked
    ]
    if not named:
        return ""
    _, room = max(named, key=lambda each: each[0])
    best = next((hit for hit in hits if hit.code != room.code), None)  # the room itself holds its own words
    return "" if best is not None and best.place.endswith(room.label) else room.code


def _spoken(room: Location) -> set[str]:
    return set(words(room.long_name or room.name))


@dataclass(frozen=True)
class Share:
    """How many of some rooms are surveyed for a discipline; `half` are so partly or by supposition."""

    discipline: str
    name: str
    surveyed: int
    half: int
    rooms: int

    @property
    def percent(self) -> int:
        return round(100 * self.surveyed / self.rooms) if self.rooms else 0

    @property
    def half_percent(self) -> int:
        return round(100 * self.half / self.rooms) if self.rooms else 0


def shares(known: Coverage, disciplines: tuple[str, ...] = coverage.NETWORKS) -> list[Share]:
    found = []
    for discipline in disciplines:
        counts = known.counts(discipline)
        half = counts[coverage.PARTLY] + counts[coverage.SUPPOSED]
        found.append(Share(discipline, name(discipline), counts[coverage.SURVEYED], half, len(known.rooms)))
    return found


def shares_of_station(station: Station) -> list[Share]:
    return shares(coverage.of_station(station))


def shares_of_storey(storey: Location) -> list[Share]:
    within = Q(parent=storey) | Q(parent__parent=storey)
    return shares(Coverage(storey.station, list(coverage.rooms_of(storey.station).filter(within))))
