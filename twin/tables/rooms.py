"""Rooms and how many pieces of equipment stand in each."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Count, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from assets import tenants
from assets.models import Asset, Location
from maintenance import agenda
from maintenance.models import WorkOrder
from twin.sheets import places
from twin.tables import assets
from twin.tables.table import Column, Filter, Narrowed, Reader, Table, all_words_in


def _rows(reader: Reader) -> QuerySet[Location]:
    rooms = Location.objects.in_use().filter(station=reader.station, kind=Location.Kind.SPACE)
    around = rooms.select_related("station", "parent__parent").defer("properties")
    return around.annotate(storey_code=Coalesce("parent__code", Value("")))


def _prepare(rows: Sequence[Location]) -> None:
    """Equipment and open orders, counted for all of them at once."""
    live = Asset.objects.live().filter(location__in=rows).order_by()
    equipment = dict(live.values_list("location").annotate(n=Count("pk")))
    opened = WorkOrder.objects.filter(agenda.OPEN, gone_at=None).order_by()
    on_rooms = dict(opened.filter(location__in=rows).values_list("location").annotate(n=Count("pk")))
    on_assets = opened.filter(location=None, asset__location__in=rows)
    within = dict(on_assets.values_list("asset__location").annotate(n=Count("pk")))
    rented = tenants.of(rows[0].station) if rows else {}
    for room in rows:
        room.tenant = rented[room.pk].name if room.pk in rented else ""  # type: ignore[attr-defined]
        room.asset_count = equipment.get(room.pk, 0)  # type: ignore[attr-defined]
        room.order_count = on_rooms.get(room.pk, 0) + within.get(room.pk, 0)  # type: ignore[attr-defined]


def _storey(room: Location) -> str | None:
    storey = places.of_location(room).storey
    return storey.label if storey else None


def _access(room: Location) -> str | None:
    words = {True: gettext("open to the public"), False: gettext("staff only")}
    return words.get(room.publicly_accessible) if room.publicly_accessible is not None else None


def _area(room: Location) -> float | None:
    area = places.area(room.footprint)
    return round(area, 1) if area else None


def _height(room: Location) -> float | None:
    return None if room.z_min is None or room.z_max is None else round(room.z_max - room.z_min, 2)


def _by_storey(rows: QuerySet, reader: Reader, value: str) -> Narrowed:
    storey = Location.objects.in_use().filter(station=reader.station, code=value).first()
    if storey is None:
        return None
    return rows.filter(Q(parent=storey) | Q(parent__parent=storey)), storey.label


def _by_access(rows: QuerySet, _reader: Reader, value: str) -> Narrowed:
    if value not in assets.ACCESS:
        return None
    return rows.filter(publicly_accessible=assets.ACCESS[value]), assets.access_words()[value]


TABLE = Table(
    name="rooms",
    tab="locations",
    words=gettext_lazy("Rooms"),
    icon="door-open",
    may=lambda reader: True,
    rows=_rows,
    prepare=_prepare,
    order=("name", "pk"),
    search=all_words_in("name", "long_name", "code"),
    hint=gettext_lazy("Number or name…"),
    nothing=gettext_lazy("No level or room is known yet: they come with a model or a list."),
    also="locations",
    also_words=gettext_lazy("As tiles"),
    columns=(
        Column(
            "number",
            gettext_lazy("Room"),
            lambda room: room.name or room.code,
            leads=lambda room: reverse("sheet", args=[room.station.code, room.code]),
            sort="name",
            spoken=True,
        ),
        Column(
            "name", gettext_lazy("Name"), lambda room: room.long_name or None, sort="long_name", spoken=True
        ),
        Column("storey", gettext_lazy("Level"), _storey, sort="storey_code"),
        Column("access", gettext_lazy("Access"), _access),
        Column("area", gettext_lazy("Floor area (m²)"), _area, number=True),
        Column("height", gettext_lazy("Height (m)"), _height, number=True),
        Column("equipment", gettext_lazy("Equipment"), lambda room: room.asset_count, number=True),
        Column("orders", gettext_lazy("Open orders"), lambda room: room.order_count, number=True),
        Column("tenant", gettext_lazy("Tenant"), lambda room: room.tenant or None),
    ),
    filters=(
        Filter("place", gettext_lazy("Level"), _by_storey, assets.storeys),
        Filter("access", gettext_lazy("Access"), _by_access, lambda reader: [*assets.access_words().items()]),
    ),
)
