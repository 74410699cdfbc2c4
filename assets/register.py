"""A station without a model: its register from a CSV file or a COBie workbook (`register_csv`, `cobie`).

Taking a file in twice changes nothing. A second file adds and corrects; where it says nothing, what is known stays, and
what it no longer names is told and left in place.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext

from assets import cobie, history, hotspots, register_csv
from assets.cobie import DocumentRow
from assets.codes import codes_in_use
from assets.ifc.codes import normalise as code_key
from assets.ifc.families import family_of
from assets.kinds import Kind, is_word_for_a_kind, kind_said
from assets.models import Asset, AssetType, Document, DocumentLink, Location, Station, System, Unit
from assets.register_places import Places
from assets.register_rows import COLUMNS, Place, Problem, Row, SystemRow, UnreadableRegister
from assets.saved_tables import text_of
from assets.search import spelt_apart

__all__ = ["COLUMNS", "File", "Guess", "Outcome", "Row", "UnreadableRegister", "read", "read_file", "take_in"]

read = register_csv.read


@dataclass(frozen=True)
class File:
    """What one file says."""

    rows: list[Row]
    places: list[Place] = field(default_factory=list)
    systems: list[SystemRow] = field(default_factory=list)
    documents: list[DocumentRow] = field(default_factory=list)
    sheet: str = ""


@dataclass(frozen=True)
class Guess:
    """What the file calls these kinds of equipment is no word for a kind: `kind` is the key of what was made of it."""

    said: str
    kind: str
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Outcome:
    """`not_in_file`: codes of the register that this file does not name, kept as they are. `other_units`: codes where
    another serial number is fitted than the file says, for somebody to declare. `guessed`: kinds to check."""

    created: int
    updated: int
    unchanged: int
    not_in_file: tuple[str, ...] = ()
    other_units: tuple[str, ...] = ()
    guessed: tuple[Guess, ...] = ()


def read_file(content: bytes) -> File:
    """A CSV text or a COBie workbook, told by its first bytes. Raises UnreadableRegister."""
    if cobie.is_workbook(content):
        book = cobie.read(content)
        return File(book.rows, book.places, book.systems, book.documents, "Component")
    try:
        return File(read(text_of(content)))
    except UnicodeDecodeError:
        raise UnreadableRegister(
            gettext("This is no table in text; save it as “CSV UTF-8”, or as an Excel workbook (.xlsx).")
        ) from None


def take_in(station: Station, file: File | list[Row], *, by=None, only_look: bool = False) -> Outcome:
    """Create or update the station's assets, places, units, networks and documents, all of them or nothing.

    With `only_look` nothing is kept: the outcome says what would be. Raises UnreadableRegister.
    """
    told = file if isinstance(file, File) else File(file)
    with transaction.atomic():
        outcome = _TakeIn(station, told).carry_out()
        if only_look:
            transaction.set_rollback(True)
        elif outcome.created or outcome.updated:
            hotspots.tie(station)
            after = {name: getattr(outcome, name) for name in ("created", "updated", "unchanged")}
            history.record("register taken in", station, station=station, by=by, after=after)
    return outcome


class _TakeIn:
    """One file: what the station has is read once, what is new is written together."""

    def __init__(self, station: Station, file: File):
        self.station, self.file = station, file
        self.places = Places(station)
        live = Asset.objects.live().filter(station=station).select_related("location", "type")
        self.assets = {asset.code: asset for asset in live}
        types = AssetType.objects.filter(station=station, revision=None)
        self.types = {known.name: known for known in types.order_by("-pk")}
        fitted = Unit.objects.filter(station=station, removed_on=None).exclude(asset=None)
        self.units = {unit.asset_id: unit for unit in fitted}

    def carry_out(self) -> Outcome:
        self._refuse_taken()
        self.places.learn(self.file.places)
        changed: set[str] = set()
        made: list[Asset] = []
        for row in self.file.rows:
            values = self._values(row)
            known = self.assets.get(row.code)
            if known is None:
                made.append(self._new(row, values))
            elif _update(known, values):
                changed.add(row.code)
        for asset in Asset.objects.bulk_create(made, batch_size=500):
            self.assets[asset.code] = asset
        other = self._fit(changed)
        changed |= self._systems() | self._documents()
        named, created = {row.code for row in self.file.rows}, {asset.code for asset in made}
        updated = (changed & named) - created
        by_register = {
            code for code, asset in self.assets.items() if asset.code_source == Asset.CodeSource.REGISTER
        }
        return Outcome(
            created=len(created),
            updated=len(updated),
            unchanged=len(named) - len(created) - len(updated),
            not_in_file=tuple(sorted(by_register - named)),
            other_units=tuple(other),
            guessed=_guesses(self.file.rows),
        )

    def _refuse_taken(self) -> None:
        """A code that something other than an asset has already would lead to two things."""
        own = set(Asset.objects.filter(station=self.station).values_list("code", flat=True))
        others = codes_in_use(self.station) - own
        words = gettext("the code %(code)s already stands for a place or for another object of the model")
        wrong = [
            Problem(self.file.sheet, row.line, words % {"code": row.code})
            for row in self.file.rows
            if row.code in others
        ]
        if wrong:
            raise UnreadableRegister.of(wrong)

    def _values(self, row: Row) -> dict:
        """What the row says; what it leaves empty is not among them."""
        kind = kind_said(row.kind)
        known = self.assets.get(row.code)
        location = self.places.of(row.storey, row.room) or (known.location if known else None)
        name = row.name or (known.name if known else kind.fr)
        values = {
            "code_key": code_key(row.code)[:80],
            "name": name,
            "kind": kind.key,
            "location": location,
            "search_text": _search_text(row.code, name, kind, location),
        }
        if row.storey or row.room or known is None:
            in_room = location is not None and location.kind == Location.Kind.SPACE
            values["room_source"] = "register" if in_room else "none"
        type_ = self._type(row, kind.key)
        return values | ({"type": type_} if type_ or known is None else {})

    def _new(self, row: Row, values: dict) -> Asset:
        source = Asset.CodeSource.REGISTER
        return Asset(station=self.station, code=row.code, code_source=source, **values)

    def _type(self, row: Row, kind: str) -> AssetType | None:
        name = f"{row.manufacturer} {row.model}".strip()
        if name and name not in self.types:
            self.types[name] = AssetType.objects.create(
                station=self.station,
                name=name,
                manufacturer=row.manufacturer,
                model=row.model,
                predefined_type=kind,
            )
        return self.types.get(name) if name else None

    def _fit(self, changed: set[str]) -> list[str]:
        """The items fitted where none was known. Who replaced one, and when, is for a declaration to say: told only."""
        made, other = [], []
        for row in self.file.rows:
            asset = self.assets[row.code]
            fitted = self.units.get(asset.pk)
            if not row.serial or (fitted and fitted.serial == row.serial):
                continue
            if fitted and fitted.serial:
                other.append(row.code)
                continue
            changed.add(row.code)
            said = {"serial": row.serial, "manufacturer": row.manufacturer, "model": row.model}
            if fitted:
                Unit.objects.filter(pk=fitted.pk).update(serial=row.serial)
            else:
                made.append(Unit(station=self.station, asset=asset, installed_on=row.installed_on, **said))
        Unit.objects.bulk_create(made, batch_size=500)
        return other

    def _systems(self) -> set[str]:
        """Networks and their members; a member of a former file stays. Codes of what is newly in one."""
        changed: set[str] = set()
        for row in self.file.systems:
            family = family_of(None, row.name, row.category).key
            system, _ = System.objects.get_or_create(
                station=self.station,
                name=row.name[:255],
                predefined_type="",
                defaults={"ifc_class": "IfcSystem", "family": family, "long_name": row.category[:255]},
            )
            there = set(system.registered.values_list("code", flat=True))
            new = [self.assets[code] for code in row.members if code not in there and code in self.assets]
            system.registered.add(*new)
            changed |= {asset.code for asset in new}
        return changed

    def _documents(self) -> set[str]:
        changed: set[str] = set()
        for row in self.file.documents:
            document, _ = Document.objects.get_or_create(
                station=self.station,
                discipline="",
                identification=row.name,
                defaults={"name": row.name, "purpose": row.category, "reference": row.reference},
            )
            subject: dict = {}
            if row.about in self.assets:
                subject = {"asset": self.assets[row.about]}
            elif row.about and (place := self.places.named(row.about)):
                subject = {"location": place}
            if subject and DocumentLink.objects.get_or_create(document=document, **subject)[1]:
                changed.add(row.about)
        return changed


def _guesses(rows: list[Row]) -> tuple[Guess, ...]:
    """In the order of the file."""
    codes: dict[str, list[str]] = {}
    for row in rows:
        if not is_word_for_a_kind(row.kind):
            codes.setdefault(row.kind, []).append(row.code)
    return tuple(Guess(said, kind_said(said).key, tuple(some)) for said, some in codes.items())


def _search_text(code: str, name: str, kind: Kind, location: Location | None) -> str:
    return spelt_apart(f"{code} {name} {kind.fr} {kind.en} {location.label if location else ''}")[:600]


def _update(asset: Asset, values: dict) -> bool:
    different = [name for name, value in values.items() if getattr(asset, name) != value]
    for name in different:
        setattr(asset, name, values[name])
    if different:
        asset.save(update_fields=different)
    return bool(different)
