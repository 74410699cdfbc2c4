"""What was found or changed on an order's equipment: the steps of `twin.views.declare` within the work pages."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from assets.models import Asset
from maintenance import declarations, scope, told_to_close
from maintenance.models import WorkOrder
from twin.views import declare as steps
from twin.views.contractor import declared
from twin.views.contractor.access import of_order

# What was begun can be taken back at any time.
ALWAYS = ("undo", "discard", "drop_photo")


@of_order
def declare(request: HttpRequest, order: WorkOrder, step_name: str, asset_code: str) -> HttpResponse:
    """`?about=`: what she asked how to cut off, for whom it is told to close, when she says how a device is."""
    own, about = scope.assets_of(order), None
    known = own
    if step_name == "state":
        about = own.filter(code=request.GET.get("about", "")).first()
        to_close = told_to_close.devices(order, about)
        known = Asset.objects.filter(Q(pk__in=own.values("pk")) | Q(pk__in=to_close.values("pk")))
    asset: Asset = get_object_or_404(known.select_related("type", "location"), code=asset_code)
    frame = steps.Frame(
        address=lambda name: _address(order, name, asset),
        back=_back(order, asset),
        base="twin/contractor/declare.html",
        context={"order": order, "station": order.station},
        order=order,
        about=about,
    )
    try:
        if step_name not in ALWAYS:
            declarations.refuse_too_early(request.user, order)
        return steps.step(request, order.station, asset, step_name, frame=frame)
    except declarations.TooEarly as refusal:
        return _to_the_order(request, order, str(refusal))


def _back(order: WorkOrder, asset: Asset) -> str:
    """To its sheet; what she is told to close and her order is not about has none."""
    if scope.assets_of(order).filter(pk=asset.pk).exists():
        return reverse("work_sheet", args=[order.pk, asset.code])
    return reverse("work_order", args=[order.pk])


def _to_the_order(request: HttpRequest, order: WorkOrder, why: str) -> HttpResponse:
    """Where she reads what is dangerous and starts."""
    messages.error(request, why)
    page = reverse("work_order", args=[order.pk])
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": page})
    return redirect(page)


def keys_for(user, order: WorkOrder, asset: Asset) -> dict[str, Any]:
    """What the three keys of a declaration need, or why it is too early; nothing when she may not declare about it."""
    if not declarations.may_declare(user, asset, order):
        return {}
    try:
        declarations.refuse_too_early(user, order)
    except declarations.TooEarly as refusal:
        return {"too_early": str(refusal)}
    addresses = {name: _address(order, name, asset) for name in steps.STEPS}
    return {
        "may_declare": True,
        "addresses": addresses,
        "key": uuid.uuid4(),
        "verified_just_now": declared.verified_just_now(user, order, asset),
    }


def _address(order: WorkOrder, name: str, asset: Asset) -> str:
    return reverse("work_declare", args=[order.pk, name, asset.code])
