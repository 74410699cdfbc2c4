"""Writing down what one must know before touching something: by a steward's hand, or from a list of what was surveyed.

A word is not changed but replaced: the history keeps what was said before, by whom.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from assets import history
from assets.models import Access, Asset, Hazard, Location, Organisation, ResponsibleParty, Station
from assets.models.precaution import Precaution

KINDS: dict[str, type[Precaution]] = {
    "hazard": Hazard,
    "access": Access,
    "responsible": ResponsibleParty,
}


class UnknownSubject(Exception):
    """The station has no asset and no place of this name; the message is the name."""


@dataclass(frozen=True)
class TakenIn:
    """`new` lines were recorded; `unknown` are the names that mean nothing in this station, each once."""

    new: int
    unknown: tuple[str, ...]


@dataclass(frozen=True)
class About:
    """One asset, one place, or the whole station when both are None."""

    station: Station
    asset: Asset | None = None
    location: Location | None = None

    @classmethod
    def called(cls, station: Station, name: str) -> About:
        """An asset's or a place's code, or the number on a door; "" for the station. Raises UnknownSubject."""
        if not name:
            return cls(station)
        if asset := Asset.objects.live().filter(station=station, code=name).first():
            return cls(station, asset=asset)
        places = Location.objects.filter(station=station)
        if location := places.filter(code=name).first():
            return cls(station, location=location)
        named = list(places.filter(name=name)[:2])
        if len(named) != 1:
            raise UnknownSubject(name)
        return cls(station, location=named[0])

    def columns(self) -> dict[str, Any]:
        return {"station": self.station, "asset": self.asset, "location": self.location}


@transaction.atomic
def record(what: str, about: About, *, by=None, **values: Any) -> Precaution:
    """Say something of `about`. A hazard replaces what was said there of the same kind."""
    model: Any = KINDS[what]
    if what == "hazard":
        for former in Hazard.objects.filter(**about.columns(), kind=values["kind"]):
            withdraw(former, by=by)
    said = model.objects.create(**about.columns(), recorded_by=by, **values)
    history.record("recorded", said, station=about.station, by=by, after=_as_said(said))
    return said


@transaction.atomic
def withdraw(said: Precaution, *, by) -> None:
    """It no longer holds."""
    history.record("withdrawn", said, station=said.station, by=by, before=_as_said(said))
    said.delete()


def _as_said(said: Any) -> dict[str, Any]:
    of_what = said.asset.code if said.asset else (said.location.code if said.location else "")
    names = {
        Hazard: ("kind", "finding", "report_date"),
        Access: ("key_or_badge", "hours", "escort"),
        ResponsibleParty: ("contact",),
    }[type(said)]
    told = {name: getattr(said, name) for name in (*names, "note", "source")}
    if isinstance(said, ResponsibleParty):
        told["organisation"] = said.organisation.name
    return {"code": of_what, "name": str(said)} | told


@transaction.atomic
def take_in(path: Path, station: Station, *, by=None) -> TakenIn:
    """Record the lines of a CSV file (`;`), except those said already and those about what the station has not.

    Columns: what, about, kind, finding, report_date, key_or_badge, hours, escort, organisation, contact, note, source.
    """
    new, unknown = 0, {}
    with path.open(encoding="utf-8-sig", newline="") as lines:
        for line in csv.DictReader(lines, delimiter=";"):
            try:
                new += _take_in(line, station, by)
            except UnknownSubject as missing:
                unknown[str(missing)] = True
    return TakenIn(new, tuple(unknown))


def _take_in(line: dict[str, str], station: Station, by) -> bool:
    about = About.called(station, line["about"])
    values = _values(line)
    known: Any = KINDS[line["what"]]
    if known.objects.filter(**about.columns(), **values).exists():
        return False
    record(line["what"], about, by=by, **values)
    return True


def _values(line: dict[str, str]) -> dict[str, Any]:
    both = {"note": line["note"], "source": line["source"]}
    if line["what"] == "hazard":
        dated = date.fromisoformat(line["report_date"]) if line["report_date"] else None
        return {"kind": line["kind"], "finding": line["finding"], "report_date": dated, **both}
    if line["what"] == "access":
        escort = {"yes": True, "no": False}.get(line["escort"])
        return {"key_or_badge": line["key_or_badge"], "hours": line["hours"], "escort": escort, **both}
    firm, _ = Organisation.objects.get_or_create(
        name=line["organisation"], defaults={"role": line["kind"] or Organisation.Role.OPERATOR}
    )
    return {"organisation": firm, "contact": line["contact"], **both}
