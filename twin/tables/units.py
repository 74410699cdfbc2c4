"""What is fitted today: serial numbers, manufacturers, dates."""

from __future__ import annotations

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy

from assets.models import Unit
from twin import lookup, wording
from twin.tables import assets
from twin.tables.table import Column, Filter, Narrowed, Reader, Table, all_words_in


def _rows(reader: Reader) -> QuerySet[Unit]:
    fitted = Unit.objects.filter(station=reader.station, removed_on=None, asset__removed_at=None)
    around = ("station", "asset__type", "asset__location__parent")
    return fitted.exclude(asset=None).select_related(*around).annotate(asset_code=F("asset__code"))


def _maker(unit: Unit) -> str:
    return unit.manufacturer or (unit.asset.type.manufacturer if unit.asset.type else "")


def _model(unit: Unit) -> str:
    return unit.model or (unit.asset.type.model if unit.asset.type else "")


def _by_kind(rows: QuerySet, _reader: Reader, value: str) -> Narrowed:
    return rows.filter(asset__kind__in=wording.kinds_of_same_word(value)), wording.kind(value)


def _by_place(rows: QuerySet, reader: Reader, value: str) -> Narrowed:
    return assets.by_place(rows, reader, value, "asset__")


def _by_maker(rows: QuerySet, _reader: Reader, value: str) -> Narrowed:
    return rows.filter(manufacturer=value), value


def _makers(reader: Reader) -> list[tuple[str, str]]:
    known = _rows(reader).exclude(manufacturer="").order_by("manufacturer")
    return [(each, each) for each in known.values_list("manufacturer", flat=True).distinct()[:300]]


TABLE = Table(
    name="units",
    tab="assets",
    words=gettext_lazy("Fitted items"),
    icon="tag",
    may=lambda reader: True,
    rows=_rows,
    order=("asset_code", "pk"),
    search=all_words_in("serial", "manufacturer", "model", "asset__code", "asset__name"),
    hint=gettext_lazy("Serial number, code, manufacturer…"),
    nothing=gettext_lazy("No serial number is known yet: they come with a list, a model or a declaration."),
    columns=(
        Column(
            "code",
            gettext_lazy("Code"),
            lambda unit: unit.asset.code,
            leads=lambda unit: reverse("sheet", args=[unit.station.code, unit.asset.code]),
            code=True,
            sort="asset_code",
        ),
        Column("kind", gettext_lazy("Kind"), lambda unit: wording.kind(unit.asset.kind)),
        Column("serial", gettext_lazy("Serial number"), lambda unit: unit.serial, sort="serial", code=True),
        Column("manufacturer", gettext_lazy("Manufacturer"), _maker, sort="manufacturer", spoken=True),
        Column("model", gettext_lazy("Model"), _model, sort="model", spoken=True),
        Column("installed", gettext_lazy("Installed on"), lambda unit: unit.installed_on),
        Column(
            "place",
            gettext_lazy("Place"),
            lambda unit: lookup.place_words(unit.asset.location) if unit.asset.location else None,
        ),
    ),
    filters=(
        Filter("kind", gettext_lazy("Kind"), _by_kind, assets.kinds),
        Filter("maker", gettext_lazy("Manufacturer"), _by_maker, _makers),
        Filter("place", gettext_lazy("Level"), _by_place, assets.storeys),
    ),
)
