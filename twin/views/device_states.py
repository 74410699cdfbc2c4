"""Saying how a valve or a breaker is: one tap, taken at once. A step of `twin.views.declare`, for agents and firms."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from assets import permissions
from assets.models import Asset
from maintenance import device_states as states
from maintenance import scope
from maintenance.models import WorkOrder
from twin import device_states

if TYPE_CHECKING:
    from twin.views.declare import Frame


@require_POST
def say(request: HttpRequest, asset: Asset, frame: Frame) -> HttpResponse:
    """`said`, `key`, and perhaps `order` and `next`: where she was, which may read otherwise now."""
    refusal = ""
    try:
        order = frame.order or _order(request, asset)
        states.say(
            asset,
            request.POST.get("said", ""),
            by=request.user,
            key=_key(request),
            work_order=order,
            about=frame.about,
        )
    except states.TooEarly:
        raise
    except states.NotNow as late:
        refusal = str(late)
    except (states.NotADevice, ValueError):
        raise Http404 from None
    if way := _way(request):
        return redirect(way)
    if getattr(request, "htmx", False):
        state = device_states.panel(asset, reader=request.user, address=frame.address("state"))
        shown = {"state": state, "refusal": refusal, "of": asset.code if frame.order else ""}
        return render(request, "twin/declare/_state.html", frame.context | shown)
    if refusal:
        messages.error(request, refusal)
    else:
        messages.success(request, gettext("Noted, thank you."))
    return redirect(frame.back)


def _order(request: HttpRequest, asset: Asset) -> WorkOrder | None:
    """One of the operator's own that she named."""
    pk = request.POST.get("order", "")
    if not pk.isdecimal() or len(pk) > 18 or permissions.contractor_of(request.user) is not None:
        return None
    return scope.orders_to_do(request.user).filter(station=asset.station_id, pk=int(pk)).first()


def _way(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if wanted and safe else ""


def _key(request: HttpRequest) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        raise Http404 from None
