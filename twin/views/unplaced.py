"""Orders that nothing located: a steward says where each belongs, in two taps, and may take it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST

from assets.models import Asset, Location, Station
from assets.permissions import Verb
from assets.search import words
from maintenance import placing, settling
from maintenance.models import Placed, WorkOrder
from maintenance.place_candidates import Candidate, candidates
from twin import lookup
from twin.pagination import BadCursor, page
from twin.views.access import of_station, require, station_context

PAGE = 30
MOST_HITS = 5
MOST_PLACES = 3
NOWHERE = "/"  # no code of an asset or place


@dataclass(frozen=True)
class Choice:
    """One thing to tap: `target` is its code, which no asset and place of a station share."""

    target: str
    code: str
    name: str
    place: str
    why: str


@dataclass(frozen=True)
class Waiting:
    """An order, what may be meant, why nothing was chosen, and what would be remembered."""

    order: WorkOrder
    choices: list[Choice]
    why: str
    remembers: str
    always: bool


@of_station
def unplaced(request: HttpRequest, station: Station) -> HttpResponse:
    require(request, Verb.PLACE, station)
    waiting = settling.waiting(station).select_related("source", "station")
    try:
        shown = page(waiting, ("-pk",), request.GET.get("cursor"), PAGE)
    except BadCursor as error:
        raise Http404 from error
    context = station_context(request, station, "unplaced") | {
        "page": shown,
        "total": waiting.count(),
        "waiting": _waiting(shown.rows),
        "settled": settling.last_settled(station),
    }
    return render(request, "twin/unplaced.html", context)


@of_station
def unplaced_order(request: HttpRequest, station: Station, pk: int) -> HttpResponse:
    """One order by itself: also to move one that was located wrongly."""
    require(request, Verb.PLACE, station)
    order = _order(station, pk)
    settled = [order] if order.placed == Placed.PERSON else []
    waiting = [] if settled else _waiting([order])
    context = station_context(request, station, "unplaced") | {
        "order": order,
        "waiting": waiting,
        "settled": settled,
    }
    return render(request, "twin/unplaced_order.html", context)


@of_station
def unplaced_search(request: HttpRequest, station: Station, pk: int) -> HttpResponse:
    """What answers to the words typed beside one order, to be chosen like a proposal."""
    require(request, Verb.PLACE, station)
    order = _order(station, pk)
    question = request.GET.get("q", "").strip()
    choices = _found(station, question) if question else []
    context = {"order": order, "choices": choices, "question": question}
    return render(request, "twin/unplaced/_found.html", context)


@require_POST
@of_station
def unplaced_again(request: HttpRequest, station: Station) -> HttpResponse:
    """Look again at what waits: a model or a register may have come in since."""
    require(request, Verb.PLACE, station)
    found = settling.look_again(station, by=request.user)
    said = ngettext("%(count)d order found its place.", "%(count)d orders found their place.", found)
    messages.success(request, said % {"count": found})
    return redirect("unplaced", code=station.code)


@require_POST
@of_station
def unplaced_settle(request: HttpRequest, station: Station, pk: int) -> HttpResponse:
    require(request, Verb.PLACE, station)
    order = _order(station, pk)
    target = request.POST.get("target", "")
    asset, location = _target(station, target)
    if asset is None and location is None and target != NOWHERE:
        messages.error(request, gettext("Choose what the order is about first: tap a proposal or search."))
        return redirect("unplaced", code=station.code)
    always = request.POST.get("always") == "yes"
    try:
        followers = settling.settle(
            order,
            by=request.user,
            asset=asset,
            location=location,
            nowhere=target == NOWHERE,
            always=always,
        )
    except settling.NotSettled as error:
        messages.error(request, _why_not(error))
    else:
        messages.success(request, _settled_words(order, asset, location, len(followers)))
    return redirect("unplaced", code=station.code)


@require_POST
@of_station
def unplaced_undo(request: HttpRequest, station: Station, pk: int) -> HttpResponse:
    require(request, Verb.PLACE, station)
    order = _order(station, pk)
    try:
        settling.undo(order, by=request.user)
    except settling.NotSettled as error:
        messages.error(request, _why_not(error))
    else:
        messages.success(request, gettext("Taken back: the order and those that followed it are as before."))
    return redirect("unplaced", code=station.code)


def _order(station: Station, pk: int) -> WorkOrder:
    rows = WorkOrder.objects.select_related("source", "station", "asset", "location__parent")
    return get_object_or_404(rows, pk=pk, station=station)


def _waiting(orders: Sequence[WorkOrder]) -> list[Waiting]:
    return [
        Waiting(
            order,
            [_choice(one) for one in proposed],
            placing.reason_sentence(order),
            settling.text_to_remember(order),
            always=bool(order.equipment_code or not order.place_text),
        )
        for order, proposed in zip(orders, candidates(orders), strict=True)
    ]


def _choice(one: Candidate) -> Choice:
    return _of_asset(one.asset, one.why) if one.asset is not None else _of_place(one.location, one.why)


def _of_asset(asset: Asset, why: str) -> Choice:
    return Choice(asset.code, asset.code, asset.name, lookup.place_words(asset.location), why)


def _of_place(place: Location, why: str) -> Choice:
    return Choice(place.code, "", place.label, lookup.place_words(place.parent), why)


def _found(station: Station, question: str) -> list[Choice]:
    """Places whose name holds every word, then equipment."""
    places = Location.objects.in_use().filter(station=station).exclude(kind=Location.Kind.SITE)
    for word in words(question):
        places = places.filter(search_text__contains=word)
    choices = {
        place.code: _of_place(place, str(place.get_kind_display()))
        for place in places.select_related("parent")[:MOST_PLACES]
    }
    hits = [hit for hit in lookup.find(station, question) if hit.code not in choices]
    for hit in hits[:MOST_HITS]:
        asset, _ = _target(station, hit.code)
        if asset is not None:
            choices[hit.code] = _of_asset(asset, hit.kind)
    return list(choices.values())


def _target(station: Station, code: str) -> tuple[Asset | None, Location | None]:
    assets = Asset.objects.live().filter(station=station, code=code).select_related("location__parent")
    asset = assets.first() if code else None
    places = Location.objects.filter(station=station, code=code).select_related("parent")
    return asset, places.first() if code and asset is None else None


def _settled_words(order: WorkOrder, asset: Asset | None, location: Location | None, followers: int) -> str:
    if asset is None and location is None:
        return gettext("%(order)s is about nothing here.") % {"order": order.number or order.title}
    where = str(asset) if asset is not None else lookup.place_words(location)
    said = gettext("%(order)s is located: %(where)s.") % {
        "order": order.number or order.title,
        "where": where,
    }
    if not followers:
        return said
    also = ngettext("%(count)d other order follows.", "%(count)d other orders follow.", followers)
    return f"{said} {also % {'count': followers}}"


def _why_not(error: settling.NotSettled) -> str:
    if error.why == "faster":
        return gettext("Somebody else was faster: the order is shown as it stands now.")
    return gettext("What was chosen is no longer in this station: choose again.")
