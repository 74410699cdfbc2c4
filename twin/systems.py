"""Networks of a station: what is in each, where it passes, and the drawings of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from assets.models import Asset, Document, Location, Station, System, SystemMember
from maintenance import agenda, scope
from maintenance.models import WorkOrder
from twin import wording
from twin.tables.assets import members_of

MOST_MEMBERS, MOST_ROOMS, MOST_KINDS, MOST_ORDERS = 60, 24, 12, 6


@dataclass(frozen=True)
class SystemLine:
    """A network in a list; `assets` counts its equipment, `parts` all that is drawn as a part of it."""

    system: System
    name: str
    family: str
    family_words: str
    colour: str
    assets: int
    parts: int


@dataclass(frozen=True)
class Contents:
    """What one network holds. `kinds` and `rooms` say how many; `assets` are the first of `total`."""

    kinds: list[tuple[str, str, int]]
    rooms: list[tuple[Location, int]]
    assets: list[Asset]
    total: int
    parts: int
    documents: list[Document]
    orders: list[WorkOrder]


def lines(station: Station) -> list[SystemLine]:
    """By family, as its pipes are coloured; in four questions however many there are."""
    systems = list(System.objects.in_use().filter(station=station))
    drawn = SystemMember.objects.filter(system__in=systems, element__revision__state="PUBLISHED").order_by()
    parts = dict(drawn.values_list("system").annotate(n=Count("pk")))
    assets = Counter(
        dict(
            drawn.filter(element__match__asset__removed_at=None, element__match__isnull=False)
            .values_list("system")
            .annotate(n=Count("element__match__asset", distinct=True))
        )
    )
    listed = System.registered.through.objects.filter(system__in=systems, asset__removed_at=None).order_by()
    assets.update(dict(listed.values_list("system").annotate(n=Count("pk"))))
    found = [_line(each, assets[each.pk], parts.get(each.pk, 0)) for each in systems]
    return sorted(found, key=lambda each: (each.family_words, each.name))


def _line(system: System, assets: int, parts: int) -> SystemLine:
    return SystemLine(
        system,
        wording.system(system),
        system.family,
        wording.family(system.family),
        wording.colour(system.family),
        assets,
        parts,
    )


def contents(system: System, user) -> Contents:
    members = Asset.objects.live().filter(members_of(system))
    ordered = members.select_related("location__parent", "station").order_by("code", "pk")
    open_orders = scope.orders_for(user).filter(agenda.OPEN, asset__in=members)
    drawn = SystemMember.objects.filter(system=system, element__revision__state="PUBLISHED")
    return Contents(
        _kinds(members),
        _rooms(members),
        list(ordered[:MOST_MEMBERS]),
        members.count(),
        drawn.count(),
        _documents(system, members),
        list(
            open_orders.select_related(
                "source", "organisation", "asset__location", "location__parent", "station"
            ).order_by("priority", "due_at", "pk")[:MOST_ORDERS]
        ),
    )


def _kinds(members: QuerySet[Asset]) -> list[tuple[str, str, int]]:
    counted = members.order_by().values_list("kind").annotate(n=Count("pk")).order_by("-n")
    return [(key, wording.kind(key), count) for key, count in counted[:MOST_KINDS]]


def _rooms(members: QuerySet[Asset]) -> list[tuple[Location, int]]:
    """Where most of it is, first."""
    counted = dict(
        members.exclude(location=None)
        .order_by()
        .values_list("location")
        .annotate(n=Count("pk"))
        .order_by("-n", "location")[:MOST_ROOMS]
    )
    places = Location.objects.select_related("parent").in_bulk(counted)
    return [(places[pk], count) for pk, count in counted.items()]


def _documents(system: System, members: QuerySet[Asset]) -> list[Document]:
    """Hung on the network itself, and the drawings and manuals of its equipment."""
    about = Q(links__system=system) | Q(links__asset__in=members)
    found = Document.objects.filter(about, station=system.station).distinct()
    return list(found.order_by("name", "pk")[:40])
