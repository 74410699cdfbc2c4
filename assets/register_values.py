"""What the register holds about an asset now, or held on a date: what people established, then what is known otherwise.

A value somebody established on site (`PropertyVersion`) comes first, then the unit fitted there, the register's own
list, the model that draws it, and last what all units of its type share. Nothing is overwritten: a new value
supersedes the former one, and `as_of` any moment tells what was known then: what was recorded later counts for nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any, Literal

from django.db import IntegrityError, transaction
from django.utils import timezone

from assets import characteristics
from assets.characteristics import Characteristic
from assets.fields import value_for
from assets.ifc.records import PropertyRecord
from assets.models import Asset, AssetType, Element, PropertyVersion, Revision, Unit

Place = tuple[str, str]
Origin = Literal["declared", "fitted", "register", "model", "type", ""]
# A column of the unit fitted there for each of these characteristics.
FITTED = {
    "serial_number": "serial",
    "manufacturer": "manufacturer",
    "model": "model",
    "installation_date": "installed_on",
}
_EVER = datetime(1900, 1, 1, tzinfo=UTC)
_ONCE_PUBLISHED = ("PUBLISHED", "ARCHIVED")


class Overtaken(Exception):
    """Somebody else established another value in the meantime."""


@dataclass(frozen=True)
class Known:
    """A value and where it is known from; `version` is the row of the register that says so. `value` None: nobody."""

    value: Any = None
    unit: str = ""
    origin: Origin = ""
    version: PropertyVersion | None = None


@dataclass(frozen=True)
class Register:
    """All that is known of one asset, read once."""

    asset: Asset
    declared: dict[Place, PropertyVersion]
    fitted: Unit | None
    registered: tuple[PropertyRecord, ...]
    modelled: tuple[PropertyRecord, ...]
    typical: tuple[PropertyRecord, ...]
    type: AssetType | None = None
    element: Element | None = None

    def known(self, key: str) -> Known:
        """The value of a characteristic (a key of `assets.fields`) and who says so."""
        wanted = characteristics.of(key, self.asset.kind)
        if (version := declared_for(wanted, self.declared)) is not None:
            return Known(version.value, version.unit, "declared", version)
        if said := self._of_unit(key):
            return Known(said, "", "fitted")
        return self._otherwise(wanted)

    def _of_unit(self, key: str) -> Any:
        said = getattr(self.fitted, FITTED[key]) if self.fitted and key in FITTED else None
        return said.isoformat() if isinstance(said, date) else said

    def _otherwise(self, wanted: Characteristic) -> Known:
        found = value_for(wanted.spec, [*self.registered, *self.modelled], self.typical)
        if found is not None:
            record_of_register = any(
                (each.set_name, each.name) == (found.set_name, found.name) for each in self.registered
            )
            own: Origin = "register" if record_of_register else "model"
            return Known(found.value, found.unit or "", "type" if found.from_type else own)
        shared = {"manufacturer": "manufacturer", "model": "model"}.get(wanted.key)
        said = getattr(self.type, shared) if self.type and shared else ""
        return Known(said, "", "type") if said else Known()


def register_of(asset: Asset, at: datetime | None = None) -> Register:
    """What is known of the asset now, or was at `at` (an aware moment)."""
    element = _drawn_by(asset, at)
    type_ = asset.type or (element.type if element else None)
    return Register(
        asset=asset,
        declared=current(asset) if at is None else as_of(asset, at),
        fitted=fitted_on(asset, at),
        registered=_records(asset.properties),
        modelled=_records(element.properties) if element else (),
        typical=_records(type_.properties) if type_ else (),
        type=type_,
        element=element,
    )


def current(asset: Asset) -> dict[Place, PropertyVersion]:
    """What people established and still holds, by (set, name)."""
    held = PropertyVersion.objects.filter(asset=asset, superseded_at=None)
    return {(version.set_name, version.name): version for version in held}


def as_of(asset: Asset, when: datetime) -> dict[Place, PropertyVersion]:
    """What people knew at `when`: of what was recorded and true by then, the word that was recorded last."""
    held: dict[Place, PropertyVersion] = {}
    known = PropertyVersion.objects.filter(asset=asset, valid_from__lte=when, recorded_at__lte=when)
    for version in known.order_by("pk"):
        held[version.set_name, version.name] = version
    return held


def declared_for(wanted: Characteristic, declared: dict[Place, PropertyVersion]) -> PropertyVersion | None:
    """The established value of a characteristic, under its own place or another that files use for it."""
    if (exact := declared.get(wanted.place)) is not None:
        return exact
    return next((version for place, version in declared.items() if wanted.is_kept_at(*place)), None)


@transaction.atomic
def put(
    asset: Asset,
    *,
    set_name: str,
    name: str,
    value: Any,
    unit: str = "",
    valid_from: datetime,
    by=None,
    change: int | None = None,
    instead_of: int | None,
) -> PropertyVersion:
    """Establish a value. `instead_of` is the row that holds now (None: there is none).

    Raises Overtaken when another row holds. The caller writes the history entry, in the same transaction.
    """
    now = timezone.now()
    if instead_of is not None:
        held = PropertyVersion.objects.filter(
            pk=instead_of, asset=asset, set_name=set_name, name=name, superseded_at=None
        )
        if not held.update(superseded_at=now):
            raise Overtaken
    row = PropertyVersion(
        asset=asset,
        set_name=set_name,
        name=name,
        value=value,
        unit=unit,
        valid_from=min(valid_from, now),
        recorded_by=by,
        change=change,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as taken:
        raise Overtaken from taken
    return row


@transaction.atomic
def fit(asset: Asset, *, on: date, moved_from: Asset | None = None, **columns: Any) -> Unit:
    """Another item is fitted from that day on: the former one is taken off, and so is it from where it was before."""
    emptied = [asset] if moved_from is None else [asset, moved_from]
    fitted = Unit.objects.filter(asset__in=emptied, removed_on=None)
    fitted.update(removed_on=on, removal_recorded_at=timezone.now())
    return Unit.objects.create(station=asset.station, asset=asset, **({"installed_on": on} | columns))


def keep_former(asset: Asset, key: str, place: Place) -> None:
    """What the fitted item's column says, before it is corrected: a closed row, for who asks about a day before.

    It holds from the day the item was installed, or from ever, and was known since the item was. Nothing to keep where
    a row says it already.
    """
    unit = Unit.objects.filter(asset=asset, removed_on=None).first()
    said = getattr(unit, FITTED[key]) if unit else None
    set_name, name = place
    if not said or PropertyVersion.objects.filter(asset=asset, set_name=set_name, name=name).exists():
        return
    since = _EVER
    if unit.installed_on:
        since = datetime.combine(unit.installed_on, time.min, timezone.get_current_timezone())
    PropertyVersion.objects.create(
        asset=asset,
        set_name=set_name,
        name=name,
        value=said.isoformat() if isinstance(said, date) else said,
        valid_from=since,
        recorded_at=unit.created_at,
        superseded_at=timezone.now(),
    )


def correct_fitted(asset: Asset, key: str, value: Any) -> None:
    """What is said of the item fitted there was wrong: the item is the same."""
    column = FITTED[key]
    said = date.fromisoformat(value) if column == "installed_on" and value else value
    said = said or (None if column == "installed_on" else "")
    if Unit.objects.filter(asset=asset, removed_on=None).update(**{column: said}):
        return
    if said:
        Unit.objects.create(station=asset.station, asset=asset, **{column: said})


def fitted_elsewhere(serial: str, manufacturer: str, *, but: Asset) -> list[Unit]:
    """Items fitted on other assets with the same serial number of the same manufacturer, whatever the case."""
    wanted = serial.strip()
    if not wanted:
        return []
    units = (
        Unit.objects.filter(removed_on=None, serial__iexact=wanted, asset__removed_at=None)
        .exclude(asset=but)
        .exclude(asset=None)
        .select_related("asset__station", "asset__type")
    )
    maker = manufacturer.strip().casefold()
    return [unit for unit in units if _maker_of(unit).casefold() in (maker, "") or not maker]


def _maker_of(unit: Unit) -> str:
    type_ = unit.asset.type if unit.asset else None
    return (unit.manufacturer or (type_.manufacturer if type_ else "")).strip()


def fitted_on(asset: Asset, at: datetime | None) -> Unit | None:
    """The item fitted there now; or the one that was known at `at` to be, with what was known of it then."""
    units = Unit.objects.filter(asset=asset)
    if at is None:
        return units.filter(removed_on=None).first()
    unit = units.filter(created_at__lte=at).order_by("-pk").first()
    if unit is None or _known_as_removed(unit, at):
        return None
    return _without_later_words(unit, at)


def _known_as_removed(unit: Unit, at: datetime) -> bool:
    if unit.removed_on is None or (unit.removal_recorded_at and unit.removal_recorded_at > at):
        return False
    return unit.removed_on <= timezone.localdate(at)


def _without_later_words(unit: Unit, at: datetime) -> Unit:
    """Its columns hold the last word: one that was corrected after `at` says nothing; the row kept of it does."""
    later = PropertyVersion.objects.filter(asset=unit.asset_id, recorded_at__gt=at)
    if unit.removal_recorded_at:
        later = later.filter(recorded_at__lt=unit.removal_recorded_at)
    places = list(later.values_list("set_name", "name"))
    for key, column in FITTED.items():
        if any(characteristics.of(key, unit.asset.kind).is_kept_at(*place) for place in places):
            setattr(unit, column, None if column == "installed_on" else "")
    return unit


def _drawn_by(asset: Asset, at: datetime | None) -> Element | None:
    """The element that draws it: of a published revision, or of one that was published then."""
    elements = Element.objects.filter(match__asset=asset).select_related("revision", "type").order_by("pk")
    if at is None:
        return elements.filter(revision__state=Revision.State.PUBLISHED).first()
    return elements.filter(revision__in=published_then(asset.station_id, at)).first()


def published_then(station_id: int, at: datetime) -> list[int]:
    """Ids of the revisions that people saw at `at`: of each discipline the one published last."""
    rows = Revision.objects.filter(
        station_id=station_id, state__in=_ONCE_PUBLISHED, published_at__lte=at
    ).order_by("published_at", "pk")
    last = dict(rows.values_list("discipline", "pk"))  # a later row takes the place of an earlier one
    return list(last.values())


def _records(rows: Iterable[Sequence[Any]]) -> tuple[PropertyRecord, ...]:
    return tuple(PropertyRecord(*row) for row in rows)
