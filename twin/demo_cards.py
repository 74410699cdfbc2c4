"""The demo's isolation cards: written by its agent, checked by its steward, and by its admin where two must."""

from __future__ import annotations

import csv
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from assets.isolation_cards import Said
from assets.models import Station
from maintenance import card_lists, evidence, isolation_cards, reviewing
from maintenance.models import Change

WRITER, CHECKERS = "agent", ("steward", "admin")
LEFT_TO_CHECK = 1
"""How many of a station's cards wait for the visitor's own word: the last ones of its list."""


def take_in() -> list[str]:
    """`portfolio/<code>/cards.csv` of each sample station that has no card yet. Gives what is wrong in them."""
    lists = {path.parent.name: path for path in settings.SAMPLES_DIR.glob("portfolio/*/cards.csv")}
    known = Change.objects.filter(kind=Change.Kind.CARD).values("declaration__station")
    without = Station.objects.filter(code__in=lists, trial_owner=None).exclude(pk__in=known)
    return [wrong for station in without for wrong in _of_station(station, lists[station.code])]


@transaction.atomic
def _of_station(station: Station, path: Path) -> list[str]:
    people = {
        person.username: person
        for person in get_user_model().objects.filter(username__in=(WRITER, *CHECKERS))
    }
    if len(people) < 1 + len(CHECKERS):
        return []
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter=";"))
    wrong, sent = [], []
    for row in rows:
        try:
            said, subject = card_lists.read(row, station)
        except card_lists.WrongLine as why:
            wrong.append(f"{station.code} {row['about']}: {why}")
            continue
        sent.append(_written(said, subject, path.parent / row["photo"] if row["photo"] else None, people))
    for change in sent[: len(sent) - LEFT_TO_CHECK]:
        _checked(change, people)
    return wrong


def _written(said: Said, subject, photo: Path | None, people) -> Change:
    brought = []
    if photo is not None:
        upload = SimpleUploadedFile(photo.name, photo.read_bytes())
        brought = [evidence.receive(upload, station=subject.station, by=people[WRITER])]
    made = isolation_cards.declare(subject, said, by=people[WRITER], photos=brought)
    return made.changes.get()


def _checked(change: Change, people) -> None:
    for name in CHECKERS:
        change.refresh_from_db()
        if change.verdict == Change.Verdict.PENDING and change.declaration.state == "IN_REVIEW":
            reviewing.decide(change, by=people[name], verdict=Change.Verdict.APPROVED)
