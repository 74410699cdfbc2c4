"""Saying what was looked at: by a steward's hand for many rooms at once, or from a list. A word is never changed; the
next one stands over it, and the history keeps who said which."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from assets import brought_tables, days, history
from assets.coverage import last_words
from assets.models import Location, Station, Survey
from assets.models.revision import DISCIPLINES

COLUMNS = ("extent", "method", "found", "surveyed_on", "surveyor", "source", "note")
MOST_LINES = 50_000


class Refused(ValueError):
    """What is said makes no sense: why, in words, and in which of `COLUMNS` it is to be mended first."""

    def __init__(self, words: str, column: str) -> None:
        super().__init__(words)
        self.column = column


@dataclass(frozen=True)
class Word:
    """What is said, whatever the rooms and disciplines. Raises Refused when it makes no sense."""

    extent: str
    method: str = ""
    found: int | None = None
    surveyed_on: date | None = None
    surveyor: str = ""
    source: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        if self.extent not in Survey.Extent.values:
            raise Refused(gettext("Say whether it was surveyed: whole, partly or not."), "extent")
        if self.method not in ("", *Survey.Method.values):
            words = {"words": ", ".join(Survey.Method.values)}
            raise Refused(gettext("This way of surveying is not known: write %(words)s.") % words, "method")
        if self.extent != Survey.Extent.NOT and not self.method:
            raise Refused(gettext("Say how it was surveyed."), "method")
        if self.extent == Survey.Extent.NOT and (self.method or self.found is not None):
            raise Refused(
                gettext("What was not surveyed has neither a way of surveying nor a number found."), "extent"
            )
        if self.found is not None and not 0 <= self.found <= 1_000_000:
            raise Refused(gettext("The number found is a whole number."), "found")
        if self.surveyed_on is not None and self.surveyed_on > timezone.localdate():
            raise Refused(gettext("The day of the survey has not come yet."), "surveyed_on")
        for name in ("surveyor", "source"):
            longest = Survey._meta.get_field(name).max_length
            if len(getattr(self, name)) > longest:
                raise Refused(gettext("A text is longer than %(count)d signs.") % {"count": longest}, name)


def word_of(survey: Survey) -> Word:
    return Word(**{name: getattr(survey, name) for name in COLUMNS})


@transaction.atomic
def record(station: Station, cells: Iterable[tuple[Location, str]], word: Word, *, by=None) -> int:
    """Say `word` of each (room, discipline); says how many are new. What was said last already is not said again."""
    return _record(station, [(room, discipline, word) for room, discipline in cells], by=by)


def _record(station: Station, lines: Sequence[tuple[Location, str, Word]], *, by) -> int:
    known = {key: word_of(said) for key, said in last_words(Survey.objects.filter(station=station)).items()}
    new = [
        (room, discipline, word)
        for room, discipline, word in lines
        if known.get((room.pk, discipline)) != word
    ]
    Survey.objects.bulk_create(
        [
            Survey(station=station, location=room, discipline=discipline, recorded_by=by, **asdict(word))
            for room, discipline, word in new
        ],
        batch_size=500,
    )
    for word in dict.fromkeys(word for _, _, word in new):
        said = [f"{room.code} {discipline}" for room, discipline, each in new if each == word]
        about = said[0] if len(said) == 1 else f"{said[0]} … {said[-1]} ({len(said)})"
        history.record(
            "surveyed", station, station=station, by=by, after={"name": about, "cells": said, **asdict(word)}
        )
    return len(new)


@dataclass(frozen=True)
class TakenIn:
    """`new` words were recorded, none when any line was wrong: `errors` are (line number, what is wrong)."""

    new: int
    errors: tuple[tuple[int, str], ...] = ()


def take_in(text: str, station: Station, *, by=None) -> TakenIn:
    """Record the lines of a CSV table (`;` or `,`): room, discipline, and the columns of a word. A line without extent
    says nothing and is passed over, so that an export can be filled in and brought back."""
    try:
        table = brought_tables.rows(text, {"room", "discipline", "extent"})
    except brought_tables.WrongTable as wrong:
        return TakenIn(0, ((wrong.line, str(wrong)),))
    rooms = _Rooms(station)
    lines, errors = [], []
    for number, row in table:
        if number > MOST_LINES:
            errors.append((number, gettext("The table is too long: bring it in parts.")))
            break
        try:
            if (line := _line(row, rooms)) is not None:
                lines.append(line)
        except ValueError as wrong:
            errors.append((number, str(wrong)))
    if errors:
        return TakenIn(0, tuple(errors))
    with transaction.atomic():
        return TakenIn(_record(station, list({line[:2]: line for line in lines}.values()), by=by))


class _Rooms:
    """Rooms by code, else by number or name where only one bears it."""

    def __init__(self, station: Station) -> None:
        rooms = Location.objects.filter(station=station, kind=Location.Kind.SPACE).only(
            "pk", "code", "name", "long_name"
        )
        self.by_code = {room.code: room for room in rooms}
        self.by_name: dict[str, list[Location]] = {}
        for room in rooms:
            for name in {room.name, room.long_name} - {""}:
                self.by_name.setdefault(name, []).append(room)

    def called(self, name: str) -> Location:
        named = [self.by_code[name]] if name in self.by_code else self.by_name.get(name, [])
        if len(named) != 1:
            raise ValueError(gettext("No room is called “%(name)s” here.") % {"name": name})
        return named[0]


def _line(row: dict[str, str], rooms: _Rooms) -> tuple[Location, str, Word] | None:
    said = {name: row.get(name, "") for name in ("room", "discipline", *COLUMNS)}
    if not said["extent"]:
        return None
    discipline = said["discipline"].upper()
    if discipline not in DISCIPLINES:
        raise ValueError(gettext("The discipline “%(name)s” is not known.") % {"name": said["discipline"]})
    return rooms.called(said["room"]), discipline, word_from(said)


def word_from(said: dict[str, str]) -> Word:
    """From texts, as a table or a form gives them. Raises Refused."""
    try:
        found = int(said["found"]) if said.get("found") else None
    except ValueError:
        raise Refused(gettext("The number found is a whole number."), "found") from None
    try:
        on = days.read(said["surveyed_on"]) if said.get("surveyed_on") else None
    except ValueError:
        raise Refused(gettext("A day is written 2026-03-31 or 31/03/2026."), "surveyed_on") from None
    texts = {name: said.get(name, "").strip() for name in ("extent", "method", "surveyor", "source", "note")}
    return Word(found=found, surveyed_on=on, **texts)
