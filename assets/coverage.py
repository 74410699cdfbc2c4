"""What is known of each discipline in each room, and what nobody looked at: absence of a network is no knowledge of it.

A published file that draws something in a room surveys it; a file that draws nothing there says nothing. Where a
discipline has no file, what another's draws of its networks counts. A person's word stands over the files of its time;
a file that draws the room for the first time after it stands over the word.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from assets.models import DrawnRoom, Location, Revision, Station, Survey
from assets.models.revision import DISCIPLINES

NETWORKS = ("PLB", "CVC", "CFO", "CFA", "INC")
BUILDING = tuple(each for each in DISCIPLINES if each not in NETWORKS)

SURVEYED, PARTLY, SUPPOSED, NOT = "surveyed", "partly", "supposed", "not"
STATES = (SURVEYED, PARTLY, SUPPOSED, NOT)


@dataclass(frozen=True)
class Cell:
    """One discipline in one room.

    `survey` is the word that counts, if a person's does; `revision` the published file that draws `drawn` things of it
    here, else the discipline's own. `found` is None where nobody counted.
    """

    discipline: str
    survey: Survey | None = None
    revision: Revision | None = None
    drawn: int = 0

    @property
    def state(self) -> str:
        if self.survey is None:
            return SURVEYED if self.drawn else NOT
        if self.survey.extent == Survey.Extent.NOT:
            return NOT
        if self.survey.method == Survey.Method.SUPPOSED:
            return SUPPOSED
        return PARTLY if self.survey.extent == Survey.Extent.PARTLY else SURVEYED

    @property
    def method(self) -> str:
        if self.survey is not None:
            return self.survey.method
        return Survey.Method.MODEL if self.drawn else ""

    @property
    def found(self) -> int | None:
        return self.survey.found if self.survey is not None else (self.drawn or None)

    @property
    def on(self) -> date | None:
        if self.survey is not None:
            return self.survey.surveyed_on
        published = self.revision.published_at if self.revision and self.drawn else None
        return published.date() if published else None

    @property
    def known(self) -> bool:
        return self.state == SURVEYED

    @property
    def contradicted(self) -> bool:
        """The word says that nothing is there, or that nobody looked, and the file draws something."""
        empty = self.survey is not None and (self.state == NOT or self.survey.found == 0)
        return empty and self.drawn > 0


class Coverage:
    """The cells of some rooms of a station, read in a few questions however many rooms there are."""

    def __init__(self, station: Station, rooms: Sequence[Location]) -> None:
        self.station, self.rooms = station, list(rooms)
        files = Revision.objects.filter(station=station, published_at__isnull=False)
        self._files = files.defer("report", "documents").in_bulk()
        self._published = {
            each.discipline: each for each in self._files.values() if each.state == Revision.State.PUBLISHED
        }
        self._drawn: dict[tuple[int, str], tuple[Revision, int]] = {}
        self._first_drawn: dict[tuple[int, str], datetime] = {}
        here = {"location__in": [room.pk for room in self.rooms]} if len(self.rooms) < _MOST_NAMED else {}
        drawn = DrawnRoom.objects.filter(revision__in=self._files, **here)
        for room, discipline, revision, things in drawn.values_list(
            "location", "discipline", "revision", "elements"
        ):
            self._take((room, discipline), self._files[revision], things)
        self._said = last_words(Survey.objects.filter(station=station, **here))

    def _take(self, key: tuple[int, str], file: Revision, things: int) -> None:
        """A file speaks for another discipline only while that one has no file of its own."""
        if (since := file.published_at) is not None:
            self._first_drawn[key] = min(since, self._first_drawn.get(key, since))
        speaker = self._published.get(key[1], file)
        if file.state == Revision.State.PUBLISHED and speaker.pk == file.pk:
            _, before = self._drawn.get(key, (file, 0))
            self._drawn[key] = (file, before + things)

    @property
    def disciplines(self) -> list[str]:
        """Those everybody knows, and any other that a file or a person names."""
        more = self.known_of - set(DISCIPLINES)
        return [*NETWORKS, *BUILDING, *sorted(more)]

    @property
    def known_of(self) -> set[str]:
        """The disciplines of which a file or a person says anything at all."""
        return {*self._published, *(discipline for _, discipline in (*self._drawn, *self._said))}

    def is_surveyed_somewhere(self, discipline: str) -> bool:
        """By a file of its own, or in one of the rooms."""
        return discipline in self._published or any(self.cell(room, discipline).known for room in self.rooms)

    def cell(self, room: Location, discipline: str) -> Cell:
        key = (room.pk, discipline)
        revision, things = self._drawn.get(key, (self._published.get(discipline), 0))
        word = self._said.get(key)
        first = self._first_drawn.get(key)
        if word is not None and things and first is not None and word.recorded_at < first:
            word = None
        return Cell(discipline, word, revision, things)

    def cells(self, room: Location, disciplines: Iterable[str] = NETWORKS) -> list[Cell]:
        return [self.cell(room, discipline) for discipline in disciplines]

    def counts(self, discipline: str) -> dict[str, int]:
        """{state: how many of the rooms}."""
        states = [self.cell(room, discipline).state for room in self.rooms]
        return {state: states.count(state) for state in STATES}


_MOST_NAMED = 300  # rooms that a question names one by one


def last_words(said: QuerySet[Survey]) -> dict[tuple[int, str], Survey]:
    """{(room, discipline): the last word}."""
    ordered = said.order_by("pk").select_related("recorded_by")
    return {(each.location_id, each.discipline): each for each in ordered}


def rooms_of(station: Station) -> QuerySet[Location]:
    """Every room of the station, from the lowest storey up."""
    rooms = Location.objects.in_use().filter(station=station, kind=Location.Kind.SPACE)
    return rooms.select_related("parent__parent").defer("properties").order_by("elevation", "name", "pk")


def of_station(station: Station) -> Coverage:
    return Coverage(station, list(rooms_of(station)))


def of_room(room: Location) -> Coverage:
    return Coverage(room.station, [room])
