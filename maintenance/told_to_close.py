"""The devices that a firm's person is told to close under her order: by verified cards, and by the trace through the
models. Of these she says how she found them, wherever in the station they are: who is told to close a valve and finds
it stuck must be able to say so, and be told the next one.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q, QuerySet

from assets import kept_from_firms, tracing
from assets.models import Asset
from assets.networks import media
from assets.networks.answers import Trace
from maintenance import isolation_cards, scope
from maintenance.models import DeviceState, WorkOrder


def devices(order: WorkOrder, about: Asset | None = None) -> QuerySet[Asset]:
    """By cards, by the answer about `about` (else about the order's equipment), and those of which she has spoken: what
    she said stuck is no longer named, and is hers to take back."""
    here = Asset.objects.live().filter(station=order.station_id)
    spoken = DeviceState.objects.filter(work_order=order, organisation=order.organisation_id)
    told = Q(pk__in=on_cards(order).values("pk")) | Q(pk__in=spoken.values("asset"))
    asked = about or order.asset
    if asked is not None and scope.assets_of(order).filter(pk=asked.pk).exists():
        told |= Q(matches__element__in=set(_traced(asked)))
    return here.filter(told).distinct()


def on_cards(order: WorkOrder) -> QuerySet[Asset]:
    """What the verified cards of what the order is about are closed with."""
    cards = isolation_cards.of_orders(WorkOrder.objects.filter(pk=order.pk))
    further = {code for codes in cards.values_list("further", flat=True) for code in codes}
    return Asset.objects.live().filter(
        Q(pk__in=cards.exclude(device=None).values("device")) | Q(code__in=further), station=order.station_id
    )


def _traced(about: Asset) -> Iterator[int]:
    """Elements to shut or to leave shut, in each of its networks that a firm is told of and in all of them at once."""
    try:
        told = tracing.ask(about.station, tracing.Asked(about.code, Trace.ISOLATION))
    except tracing.NotTraceable:
        return
    families = dict.fromkeys(media.family_of(medium) for medium in tracing.media_of(told))
    for medium in (None, *families):
        try:
            asked = tracing.Asked(about.code, Trace.ISOLATION, medium)
            answer = kept_from_firms.of_answer(tracing.ask(about.station, asked), medium).answer
        except (tracing.NotTraceable, kept_from_firms.KeptFromFirms):
            continue
        yield from (*answer.devices, *answer.leans_on)
