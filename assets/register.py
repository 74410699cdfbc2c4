"""A station without a model: its register as a CSV file.

Columns: code, name, kind, storey, room, manufacturer, model, serial, installed_on (ISO date). Only `code` and `kind`
must be filled; the separator may be a comma or a semicolon.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from assets import history
from assets.codes import codes_in_use
from assets.ifc.codes import normalise as code_key
from assets.kinds import kind_said
from assets.models import Asset, AssetType, Location, Station, Unit
from assets.search import normalise, spelt_apart

COLUMNS = ("code", "name", "kind", "storey", "room", "manufacturer", "model", "serial", "installed_on")
NEEDED = ("code", "kind")
LONGEST = {
    "code": 80,
    "name": 255,
    "storey": 70,
    "room": 70,
    "manufacturer": 120,
    "model": 120,
    "serial": 255,
}


class UnreadableRegister(Exception):
    """The file is no register; the message says what is wrong and on which line."""


@dataclass(frozen=True)
class Row:
    """One line of the register; empty text where nothing is said."""

    code: str
    name: str
    kind: str
    storey: str
    room: str
    manufacturer: str
    model: str
    serial: str
    installed_on: date | None


@dataclass(frozen=True)
class Outcome:
    created: int
    updated: int
    unchanged: int


def read(text: str) -> list[Row]:
    """Rows of a CSV text. Raises UnreadableRegister naming the first line that is wrong."""
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise UnreadableRegister(f"Line {line} holds a character that no text has (NUL).")
    try:
        dialect = csv.Sniffer().sniff(text[:4096], delimiters=",;\t")
    except csv.Error:
        dialect = csv.excel
    reader = csv.DictReader(io.StringIO(text.lstrip("\ufeff")), dialect=dialect)
    try:
        rows = _rows(reader)
    except csv.Error as error:
        raise UnreadableRegister(f"Line {reader.line_num + 1} is no line of a CSV file ({error}).") from None
    _refuse_repeated(rows)
    return rows


def _rows(reader: csv.DictReader) -> list[Row]:
    missing = [column for column in NEEDED if column not in (reader.fieldnames or ())]
    if missing:
        raise UnreadableRegister(
            f"The first line must name the columns {', '.join(COLUMNS)}; {missing[0]} is missing."
        )
    return [_row(number, values) for number, values in enumerate(reader, start=2)]


def _row(line: int, values: dict) -> Row:
    said = {column: (values.get(column) or "").strip() for column in COLUMNS}
    for column, longest in LONGEST.items():
        if len(said[column]) > longest:
            raise UnreadableRegister(
                f"Line {line}: {column} has {len(said[column])} characters; {longest} fit."
            )
    for column in NEEDED:
        if not said[column]:
            raise UnreadableRegister(f"Line {line}: {column} is empty; every line needs a code and a kind.")
    try:
        installed = date.fromisoformat(said["installed_on"]) if said["installed_on"] else None
    except ValueError:
        raise UnreadableRegister(
            f"Line {line}: “{said['installed_on']}” is no date; write it as 2021-04-30."
        ) from None
    return Row(**{**said, "installed_on": installed})


def _refuse_repeated(rows: list[Row]) -> None:
    seen: dict[str, int] = {}
    for line, row in enumerate(rows, start=2):
        if row.code in seen:
            raise UnreadableRegister(
                f"Line {line}: the code {row.code} stands on line {seen[row.code]} already."
            )
        seen[row.code] = line


def take_in(station: Station, rows: list[Row], *, by=None) -> Outcome:
    """Create or update the station's assets, places and units. Running it again changes nothing."""
    counts = {"created": 0, "updated": 0, "unchanged": 0}
    with transaction.atomic():
        places = _Places(station)
        _refuse_taken(station, rows)
        for row in rows:
            counts[_take_in_one(station, row, places)] += 1
        if counts["created"] or counts["updated"]:
            history.record("register taken in", station, station=station, by=by, after=dict(counts))
    return Outcome(**counts)


def _refuse_taken(station: Station, rows: list[Row]) -> None:
    """A code that something other than an asset has already would lead to two things."""
    own = set(Asset.objects.filter(station=station).values_list("code", flat=True))
    others = codes_in_use(station) - own
    for line, row in enumerate(rows, start=2):
        if row.code in others:
            raise UnreadableRegister(
                f"Line {line}: the code {row.code} already stands for a place or for another object of the model."
            )


def _take_in_one(station: Station, row: Row, places: _Places) -> str:
    kind = kind_said(row.kind)
    location = places.of(row)
    words = f"{row.code} {row.name} {kind.fr} {kind.en} {location.label if location else ''}"
    values = {
        "code_key": code_key(row.code)[:80],
        "name": row.name or kind.fr,
        "kind": kind.key,
        "location": location,
        "room_source": "register" if location and location.kind == Location.Kind.SPACE else "none",
        "type": _type(station, row, kind.key),
        "search_text": spelt_apart(words)[:600],
    }
    asset, created = Asset.objects.get_or_create(
        station=station,
        code=row.code,
        removed_at=None,
        defaults={**values, "code_source": Asset.CodeSource.REGISTER},
    )
    changed = not created and _update(asset, values)
    changed |= _fit(asset, row)
    return "created" if created else "updated" if changed else "unchanged"


def _update(asset: Asset, values: dict) -> bool:
    different = [name for name, value in values.items() if getattr(asset, name) != value]
    for name in different:
        setattr(asset, name, values[name])
    if different:
        asset.save(update_fields=different)
    return bool(different)


def _type(station: Station, row: Row, kind: str) -> AssetType | None:
    if not (row.manufacturer or row.model):
        return None
    name = f"{row.manufacturer} {row.model}".strip()
    return AssetType.objects.get_or_create(
        station=station,
        revision=None,
        name=name,
        defaults={"manufacturer": row.manufacturer, "model": row.model, "predefined_type": kind},
    )[0]


def _fit(asset: Asset, row: Row) -> bool:
    """The unit fitted there; a serial number already known there is not fitted twice."""
    if not row.serial or asset.units.filter(serial=row.serial, removed_on=None).exists():
        return False
    if asset.units.filter(removed_on=None).exists():
        return False  # who replaced it, and when, is for a declaration to say
    Unit.objects.create(
        station=asset.station,
        asset=asset,
        serial=row.serial,
        manufacturer=row.manufacturer,
        model=row.model,
        installed_on=row.installed_on,
    )
    return True


class _Places:
    """Storeys and rooms named in the register, made when first named."""

    def __init__(self, station: Station):
        self.station = station
        self.known: dict[tuple[str, str, int | None], Location] = {
            (
                place.kind,
                normalise(place.name),
                place.parent_id if place.kind == Location.Kind.SPACE else None,
            ): place
            for place in Location.objects.filter(station=station).order_by("-pk")
        }

    def of(self, row: Row) -> Location | None:
        storey = self._place(Location.Kind.STOREY, row.storey, None) if row.storey else None
        return self._place(Location.Kind.SPACE, row.room, storey) if row.room else storey

    def _place(self, kind: str, name: str, parent: Location | None) -> Location:
        key = (kind, normalise(name), parent.pk if parent else None)
        if key not in self.known:
            code = f"{parent.code}-{name}" if parent else name
            taken = Location.objects.filter(station=self.station, code__startswith=code[:70]).count()
            self.known[key] = Location.objects.create(
                station=self.station,
                kind=kind,
                name=name[:255],
                parent=parent,
                code=code[:70] if not taken else f"{code[:70]}-{taken + 1}",
                search_text=normalise(f"{code} {name}")[:600],
            )
        return self.known[key]
