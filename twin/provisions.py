"""What one takes along into a basement: the station, the day's orders, the sheets and papers of what they are about.

Everything on the list is asked for again by the reader's own device, at addresses that decide by themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext

from assets import documents as papers
from assets import files, permissions
from assets.models import Asset, Document, Location, Station
from assets.permissions import Verb
from maintenance import agenda, day, scope
from maintenance.models import WorkOrder
from twin import drawings, synoptics, wording, zones
from twin.models import Scene, SceneChunk

MOST_ORDERS, MOST_OF_OTHERS, MOST_ASSETS, MOST_DRAWINGS = 40, 18, 6, 8
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

    `fragment`: asked for as a part of a page. `bytes`: how many, where it is known before. `model`: the published model
    that it names pieces of; as soon as there is another it is asked for anew, however lately it was.
    """

    url: str
    group: str = ""
    title: str = ""
    fragment: bool = False
    bytes: int = 0
    model: str = ""


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
            title = document.name or document.identification
            if size := self._size(document, title):
                url = reverse(address, args=[*before, document.pk])
                self.papers.append(Provision(url, "papers", title, bytes=size))

    def add_drawings(self, station: Station, found: QuerySet[Document]) -> None:
        """To be shown beside the 3D and as pages of their own, with their hotspots."""
        lists = ("synoptics", "synoptic_lines")
        self.papers += (Provision(reverse(name, args=[station.code])) for name in lists)
        for document in found[:MOST_DRAWINGS]:
            title = drawings.title(document)
            if size := self._size(document, title):
                of_one = [station.code, document.pk]
                self.papers += (
                    Provision(reverse("synoptic", args=of_one), "papers", title),
                    Provision(reverse("synoptic_contents", args=of_one)),
                    Provision(synoptics.file_of(document), bytes=size),
                )

    def _size(self, document: Document, title: str) -> int:
        """Of a paper that may be taken along; of others 0, and they are said to be left out."""
        path = files.absolute(document.path)
        size = path.stat().st_size if path.is_file() else 0
        if not papers.may_be_kept(document):
            self._leave(title, gettext("confidential"))
        elif size > settings.OFFLINE_PAPER_BYTES:
            self._leave(title, gettext("too large: %(mb)s MB") % {"mb": round(size / 1e6)})
        else:
            return size
        return 0

    def _leave(self, title: str, why: str) -> None:
        if {"title": title, "why": why} not in self.left_out:
            self.left_out.append({"title": title, "why": why})

    def as_dict(self) -> dict[str, Any]:
        each_once: dict[tuple[str, bool], Provision] = {}
        for each in (*self.items, *self.nearby, *self.papers):
            each_once.setdefault((each.url, each.fragment), each)
        return {"items": [asdict(each) for each in each_once.values()], "left_out": self.left_out}


def of_station(user, station: Station) -> Provisions:
    """For who sees the station: its 3D, which the browser has at hand, the orders, what they are about, papers."""
    found, code = Provisions(), station.code
    model = _model(station.pk)
    # The page comes after what it names: whoever loses the network in between still has the older one whole.
    found.add(*_scenes(station, model))
    found.add(Provision(reverse("station", args=[code]), "station", station.name, model=model))
    found.add(Provision(reverse("coverage_states", args=[code])))
    if permissions.may(user, Verb.SEE_ORDERS, station):
        orders = _add_day(found, user, station)
        found.add_drawings(station, _drawings(station, orders))
    listed = {
        "overview": gettext("Overview"),
        "isolation_cards": gettext("Isolation cards"),
        "locations": gettext("Rooms"),
        "assets": gettext("Equipment"),
    }
    for name, title in listed.items():
        found.add(Provision(reverse(name, args=[code]), "station", f"{station.name} · {title}"))
    found.add(Provision(reverse("portfolio"), "station", gettext("All stations")))
    return found


def _add_day(found: Provisions, user, station: Station) -> list[WorkOrder]:
    """The orders that are taken along."""
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
    taken = list(dict.fromkeys([*hers, *others]))
    for order in taken:
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
    return taken


def _drawings(station: Station, orders: list[WorkOrder]) -> QuerySet[Document]:
    """Those with most hotspots on what the orders are about and in their rooms, then those with most."""
    about = Q(hotspots__asset__in=[order.asset_id for order in orders if order.asset_id])
    places = [place.pk for order in orders if (place := scope.place_of(order))]
    near = Count("hotspots", filter=about | Q(hotspots__asset__location__in=places))
    marked = synoptics.wanted(station).annotate(near=near, total=Count("hotspots"))
    return marked.order_by("-near", "-total", "pk")


def _title(order: WorkOrder) -> str:
    return f"{order.number or order.external_id} · {order.title}"


def _worth_a_look(order: WorkOrder) -> QuerySet[Asset]:
    fabric = Q(*((("kind__startswith", kind)) for kind in SELDOM), _connector=Q.OR)
    return scope.assets_of(order).exclude(fabric).order_by("code")[:MOST_ASSETS]


def _sheet(station: Station, thing: Asset | Location) -> tuple[Provision, ...]:
    """The sheet and what to close, as pages and as they are laid on the 3D, with what the 3D draws of it."""
    page = reverse("sheet", args=[station.code, thing.code])
    fragment = f"{reverse('sheet_fragment', args=[station.code])}?code={quote(thing.code, safe='')}"
    closing = f"{reverse('what_to_close', args=[station.code])}?code={quote(thing.code, safe='')}"
    drawn = f"{reverse('traces_json', args=[station.code])}?code={quote(thing.code, safe='')}&ask=close"
    kept = (
        Provision(fragment, fragment=True),
        Provision(closing, fragment=True),
        Provision(drawn),
        Provision(closing),
    )
    return Provision(page, "sheets", _name(thing)), *kept


def _name(thing: Asset | Location) -> str:
    return thing.label if isinstance(thing, Location) else f"{thing.code} · {wording.kind(thing.kind)}"


def _model(station: int) -> str:
    """Another after each publication."""
    scenes = Scene.objects.filter(revision__station=station, revision__state="PUBLISHED").order_by("pk")
    return "-".join(map(str, scenes.values_list("pk", flat=True)))


def _scenes(station: Station, model: str) -> Iterator[Provision]:
    scenes = Scene.objects.filter(revision__station=station, revision__state="PUBLISHED")
    if not scenes:
        return
    for scene in scenes:
        yield Provision(reverse("api:scene-manifest", args=[scene.pk]), model=model)
        yield Provision(reverse("api:scene-features", args=[scene.pk]), model=model)
    for chunk in SceneChunk.objects.filter(scene__in=scenes):
        yield Provision(reverse("chunk", args=[chunk.sha256]), bytes=chunk.bytes)
    yield Provision(f"{reverse('api:scene-list')}?station={station.code}", model=model)


def of_firm(user) -> Provisions:
    """For a firm's people: their orders with zone, sheets and papers, and nothing else. Chunks come with their page."""
    found = Provisions()
    found.add(Provision(reverse("work"), "day", gettext("My work orders")))
    models: dict[int, str] = {}
    orders = (
        scope.orders_to_do(user).filter(agenda.OPEN).select_related("station", "source", "asset", "location")
    )
    for order in orders.order_by("priority", "due_at", "pk")[:MOST_ORDERS]:
        found.add(Provision(reverse("work_order", args=[order.pk]), "orders", _title(order)))
        if zones.is_drawn(order):
            where = f"{order.number or order.external_id} · {gettext('the place in 3D')}"
            if order.station_id not in models:
                models[order.station_id] = _model(order.station_id)
            model = models[order.station_id]
            found.add(Provision(reverse("work_view", args=[order.pk]), "orders", where, model=model))
        for asset in [order.asset] if order.asset else _worth_a_look(order):
            sheet = f"{reverse('work_sheet_fragment', args=[order.pk])}?code={quote(asset.code, safe='')}"
            page = reverse("work_sheet", args=[order.pk, asset.code])
            found.nearby += (Provision(page, "sheets", _name(asset)), Provision(sheet, fragment=True))
            asked = f"?code={quote(asset.code, safe='')}&ask=close"
            answer, drawn = (
                f"{reverse(name, args=[order.pk])}{asked}" for name in ("work_trace", "work_trace_json")
            )
            found.nearby += (Provision(answer, fragment=True), Provision(drawn), Provision(answer))
        found.add_papers(scope.documents_of(order), "work_document", order.pk)
    return found
