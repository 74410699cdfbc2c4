"""What one takes along into a basement: the station, the day's orders, the sheets and papers of what they are about.

Everything on the list is asked for again by the reader's own device, at addresses that decide by themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext

from assets import documents as papers
from assets import files, permissions
from assets.models import Asset, Document, Location, Station
from assets.permissions import Verb
from maintenance import agenda, day, scope
from maintenance.models import WorkOrder
from twin import wording, zones
from twin.models import Scene, SceneChunk

MOST_ORDERS, MOST_OF_OTHERS, MOST_ASSETS = 40, 18, 6
SELDOM = (*day.FABRIC, "light-fixture", "outlet", "switching-device", "wall", "slab", "roof", "stair")
"""Beginnings of kinds that nobody looks up because something in their room is out of order."""


def told(user, station: Station | None) -> dict[str, str]:
    """For the script of a page: the worker's address, empty where it is turned off, and what is to be taken along."""
    worker = reverse("offline_worker") if settings.OFFLINE else ""
    if not worker or user is None or not user.is_authenticated:
        return {"worker": worker, "list": ""}
    if permissions.only_works(user):
        return {"worker": worker, "list": reverse("provisions")}
    code = getattr(station, "code", "")
    return {"worker": worker, "list": f"{reverse('provisions')}?station={quote(code)}" if code else ""}


@dataclass(frozen=True)
class Provision:
    """One address. `group` is the heading under which people find it again, "" for what a page needs to be drawn.

    `fragment`: asked for as a part of a page. `bytes`: how many, where it is known before.
    """

    url: str
    group: str = ""
    title: str = ""
    fragment: bool = False
    bytes: int = 0


@dataclass
class Provisions:
    """In the order in which they matter, each once: `nearby` and `papers` come last. `left_out`: papers that are not to
    be had without network, and why."""

    items: list[Provision] = field(default_factory=list)
    nearby: list[Provision] = field(default_factory=list)
    papers: list[Provision] = field(default_factory=list)
    left_out: list[dict[str, str]] = field(default_factory=list)

    def add(self, *found: Provision) -> None:
        self.items += found

    def add_papers(self, found: QuerySet[Document], address: str, *before: int) -> None:
        for document in found.exclude(path=""):
            path = files.absolute(document.path)
            size = path.stat().st_size if path.is_file() else 0
            title = document.name or document.identification
            if not papers.may_be_kept(document):
                self._leave(title, gettext("confidential"))
            elif size > settings.OFFLINE_PAPER_BYTES:
                self._leave(title, gettext("too large: %(mb)s MB") % {"mb": round(size / 1e6)})
            elif size:
                url = reverse(address, args=[*before, document.pk])
                self.papers.append(Provision(url, "papers", title, bytes=size))

    def _leave(self, title: str, why: str) -> None:
        if {"title": title, "why": why} not in self.left_out:
            self.left_out.append({"title": title, "why": why})

    def as_dict(self) -> dict[str, Any]:
        each_once: dict[str, Provision] = {}
        for each in (*self.items, *self.nearby, *self.papers):
            each_once.setdefault(each.url, each)
        return {"items": [asdict(each) for each in each_once.values()], "left_out": self.left_out}


def of_station(user, station: Station) -> Provisions:
    """For who sees the station: its 3D, which the browser has at hand, the orders, what they are about, papers."""
    found, code = Provisions(), station.code
    found.add(Provision(reverse("station", args=[code]), "station", station.name), *_scenes(station))
    found.add(Provision(reverse("coverage_states", args=[code])))
    if permissions.may(user, Verb.SEE_ORDERS, station):
        _add_day(found, user, station)
    listed = {"overview": gettext("Overview"), "locations": gettext("Rooms"), "assets": gettext("Equipment")}
    for name, title in listed.items():
        found.add(Provision(reverse(name, args=[code]), "station", f"{station.name} · {title}"))
    found.add(Provision(reverse("portfolio"), "station", gettext("All stations")))
    return found


def _add_day(found: Provisions, user, station: Station) -> None:
    code = station.code
    found.add(
        Provision(reverse("today", args=[code]), "day", gettext("Today")),
        Provision(reverse("orders", args=[code]), "day", gettext("Orders")),
        Provision(reverse("pins", args=[code])),
        Provision(reverse("freshness_states", args=[code])),
    )
    seen = scope.orders_for(user).filter(station=station)
    seen = seen.select_related("station", "source", "asset__location__parent", "location__parent")
    hers = seen.filter(agenda.OPEN, pk__in=scope.orders_to_do(user).values("pk"))
    hers = list(hers.order_by("priority", "due_at", "pk")[:MOST_ORDERS])
    if hers:
        found.add(Provision(reverse("work"), "day", gettext("My work orders")))
        found.add(Provision(f"{reverse('work')}?station={code}", "", ""))
    pressing = agenda.late() | agenda.for_today() | Q(priority__in=agenda.URGENT)
    others = seen.filter(agenda.OPEN & pressing).order_by("priority", "due_at", "pk")[:MOST_OF_OTHERS]
    for order in dict.fromkeys([*hers, *others]):
        found.add(Provision(reverse("order", args=[code, order.pk]), "orders", _title(order)))
        if order in hers:
            found.add(Provision(reverse("work_order", args=[order.pk])))
        cards = f"{reverse('order_cards', args=[code])}?orders={order.pk}"
        found.add(Provision(cards, fragment=True))
        for thing in filter(None, (order.asset, scope.place_of(order))):
            found.add(*_sheet(station, thing))
        if order.asset is None:
            for asset in _worth_a_look(order):
                found.nearby += _sheet(station, asset)
        found.add_papers(scope.documents_of(order), "document")


def _title(order: WorkOrder) -> str:
    return f"{order.number or order.external_id} · {order.title}"


def _worth_a_look(order: WorkOrder) -> QuerySet[Asset]:
    fabric = Q(*((("kind__startswith", kind)) for kind in SELDOM), _connector=Q.OR)
    return scope.assets_of(order).exclude(fabric).order_by("code")[:MOST_ASSETS]


def _sheet(station: Station, thing: Asset | Location) -> tuple[Provision, ...]:
    """The sheet as a page and as it is laid on the 3D."""
    page = reverse("sheet", args=[station.code, thing.code])
    fragment = f"{reverse('sheet_fragment', args=[station.code])}?code={quote(thing.code, safe='')}"
    return Provision(page, "sheets", _name(thing)), Provision(fragment, fragment=True)


def _name(thing: Asset | Location) -> str:
    return thing.label if isinstance(thing, Location) else f"{thing.code} · {wording.kind(thing.kind)}"


def _scenes(station: Station) -> Iterator[Provision]:
    scenes = Scene.objects.filter(revision__station=station, revision__state="PUBLISHED")
    if not scenes:
        return
    yield Provision(f"{reverse('api:scene-list')}?station={station.code}")
    for scene in scenes:
        yield Provision(reverse("api:scene-manifest", args=[scene.pk]))
        yield Provision(reverse("api:scene-features", args=[scene.pk]))
    for chunk in SceneChunk.objects.filter(scene__in=scenes):
        yield Provision(reverse("chunk", args=[chunk.sha256]), bytes=chunk.bytes)


def of_firm(user) -> Provisions:
    """For a firm's people: their orders with zone, sheets and papers, and nothing else. Chunks come with their page."""
    found = Provisions()
    found.add(Provision(reverse("work"), "day", gettext("My work orders")))
    orders = (
        scope.orders_to_do(user).filter(agenda.OPEN).select_related("station", "source", "asset", "location")
    )
    for order in orders.order_by("priority", "due_at", "pk")[:MOST_ORDERS]:
        found.add(Provision(reverse("work_order", args=[order.pk]), "orders", _title(order)))
        if zones.is_drawn(order):
            where = f"{order.number or order.external_id} · {gettext('the place in 3D')}"
            found.add(Provision(reverse("work_view", args=[order.pk]), "orders", where))
        for asset in [order.asset] if order.asset else _worth_a_look(order):
            sheet = f"{reverse('work_sheet_fragment', args=[order.pk])}?code={quote(asset.code, safe='')}"
            page = reverse("work_sheet", args=[order.pk, asset.code])
            found.nearby += (Provision(page, "sheets", _name(asset)), Provision(sheet, fragment=True))
        found.add_papers(scope.documents_of(order), "work_document", order.pk)
    return found
