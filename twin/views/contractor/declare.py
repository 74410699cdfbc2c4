"""What was found or changed on an order's equipment: the steps of `twin.views.declare` within the work pages."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from assets.models import Asset
from maintenance import declarations, scope
from maintenance.models import WorkOrder
from twin.views import declare as steps
from twin.views.contractor.access import of_order


@of_order
def declare(request: HttpRequest, order: WorkOrder, step_name: str, asset_code: str) -> HttpResponse:
    asset: Asset = get_object_or_404(
        scope.assets_of(order).select_related("type", "location"), code=asset_code
    )
    frame = steps.Frame(
        address=lambda name: _address(order, name, asset),
        back=reverse("work_sheet", args=[order.pk, asset.code]),
        base="twin/contractor/declare.html",
        context={"order": order, "station": order.station},
        order=order,
    )
    return steps.step(request, order.station, asset, step_name, frame=frame)


def keys_for(user, order: WorkOrder, asset: Asset) -> dict[str, Any]:
    """What the three keys of a declaration need; nothing when she may not declare about it."""
    if not declarations.may_declare(user, asset, order):
        return {}
    addresses = {name: _address(order, name, asset) for name in steps.STEPS}
    return {"may_declare": True, "addresses": addresses, "key": uuid.uuid4()}


def _address(order: WorkOrder, name: str, asset: Asset) -> str:
    return reverse("work_declare", args=[order.pk, name, asset.code])
