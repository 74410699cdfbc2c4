"""An isolation card from an order: what she found out on site about cutting it off, sent to be checked."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from assets import spots
from assets.models import Asset, Location
from assets.models.hanging import Subject
from maintenance import declarations, scope
from maintenance import isolation_cards as written
from maintenance.models import WorkOrder
from twin import cards, zones
from twin.card_form import Within
from twin.traces import Question, Wish, firms
from twin.views import card_writing
from twin.views.contractor.access import of_order


@of_order
def card_new(request: HttpRequest, order: WorkOrder) -> HttpResponse:
    """For what the order is about or its room. `?draft=`: what came back to her."""
    draft = card_writing.draft_of(request, order.station, order)
    subjects = _subjects(request.user, order)
    if not subjects:
        raise Http404
    page = reverse("work_order", args=[order.pk])
    frame = card_writing.Frame(
        back=page,
        base="twin/contractor/declare.html",
        context={"order": order, "station": order.station},
        order=order,
        within=_within(request.user, order, subjects),
        done=page,
    )
    card = draft.changes.get(field=written.FIELD).card if draft else None
    return card_writing.step(request, spots.of(draft.subject if draft else subjects[0]), card, draft, frame)


def address(user: Any, order: WorkOrder) -> str:
    """Where she writes one; "" while it is too early, and for who may not."""
    try:
        declarations.refuse_too_early(user, order)
    except declarations.TooEarly:
        return ""
    return reverse("work_card_new", args=[order.pk]) if _subjects(user, order) else ""


def _subjects(user: Any, order: WorkOrder) -> list[Subject]:
    """Its equipment, then its room or level."""
    about: list[Subject | None] = [order.asset, scope.place_of(order)]
    return [each for each in about if each is not None and written.may_write(user, each, order)]


def _within(user: Any, order: WorkOrder, subjects: list[Subject]) -> Within:
    """What stands where she works, and the devices that the trace and the cards have told her of."""
    codes = {*zones.codes_of(order), *scope.assets_of(order).values_list("code", flat=True)}
    if order.asset is not None:
        told = firms.tell(order, Wish(order.asset.code, Question.CLOSE), by=user)
        codes |= {stop.code for stop in told.stops}
    for card in cards.for_order(order):
        codes |= {card.device_code, *(each.code for each in card.further)}
    devices = (
        Asset.objects.live().filter(station=order.station, code__in=codes).select_related("location__parent")
    )
    rooms = [*(each for each in subjects if isinstance(each, Location)), *(each.location for each in devices)]
    return Within(
        subjects=subjects,
        devices=frozenset(each.code for each in devices),
        rooms=list(dict.fromkeys(each for each in rooms if each and each.kind == Location.Kind.SPACE)),
        untold=frozenset(zones.untold(order, {each.name for each in devices if each.name})),
    )
