"""The parts of pages that say how a device is, and take what somebody says of it."""

from __future__ import annotations

import uuid
from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse

from assets import permissions
from assets.permissions import Verb
from maintenance import device_states as states
from maintenance import told_to_close
from twin import device_states
from twin.cards import Card
from twin.sheets import Sheet

register = template.Library()


@register.inclusion_tag("twin/declare/_state.html", takes_context=True)
def state_on(context: template.Context, sheet: Sheet) -> dict[str, Any]:
    """Nothing for what can stop nothing, and on a sheet of the past."""
    request, asset = context.get("request"), getattr(sheet, "asset", None)
    if request is None or asset is None or sheet.as_of or not device_states.is_device(asset.kind):
        return {}
    address = _address(context, sheet)
    return {
        "state": device_states.panel(asset, reader=request.user, address=address),
        "csrf_token": context.get("csrf_token", ""),
    }


def _address(context: template.Context, sheet: Sheet) -> str:
    """Where it is said: under the firm's order, else on the station's side; "" for who may say nothing."""
    if "order" in context:
        return context["addresses"]["state"] if context.get("may_declare") else ""
    asset = sheet.asset
    if asset is None or not permissions.may(context["request"].user, Verb.DECLARE, sheet.station):
        return ""
    return reverse("declare", args=[sheet.station.code, "state", asset.code])


@register.inclusion_tag("twin/declare/_state_keys.html", takes_context=True)
def say_state_of(context: template.Context, stop: Any) -> dict[str, Any]:
    """The keys beside a device of an answer: what is said there changes the answer, so all of it comes anew."""
    request = context.get("request")
    if request is None or not device_states.is_device(stop.kind):
        return {}
    address = _address_beside_answer(context, stop.code)
    if not address:
        return {}
    return {
        "keys": device_states.keys_of(stop.kind, hindered=stop.hindered),
        "address": address,
        "key": uuid.uuid4(),
        "next": request.get_full_path(),
        "code": stop.code,
        "csrf_token": context.get("csrf_token", ""),
    }


def _address_beside_answer(context: template.Context, code: str) -> str:
    """On the station's side, or under the order from whose pages it was asked; "" for who may say nothing there."""
    if station := context.get("station"):
        may = permissions.may(context["request"].user, Verb.DECLARE, station)
        return reverse("declare", args=[station.code, "state", code]) if may else ""
    if not context.get("may_say_states"):
        return ""
    asked = urlencode({"about": context["told"].code})
    return f"{reverse('work_declare', args=[context['order'].pk, 'state', code])}?{asked}"


@register.inclusion_tag("twin/declare/_state.html", takes_context=True)
def state_of_card(context: template.Context, card: Card) -> dict[str, Any]:
    """On the page of an order: how the device is that the card closes, and the keys to say it under this order."""
    request, order = context.get("request"), context.get("order")
    if (
        request is None
        or order is None
        or not card.device_code
        or not device_states.is_device(card.device_kind)
    ):
        return {}
    asset = told_to_close.on_cards(order).filter(code=card.device_code).first()
    if asset is None:
        return {}
    may = states.may_say(request.user, asset, order) and not states.is_too_early(request.user, order)
    address = reverse("work_declare", args=[order.pk, "state", asset.code]) if may else ""
    return {
        "state": device_states.panel(asset, reader=request.user, address=address),
        "of": asset.code,
        "csrf_token": context.get("csrf_token", ""),
    }
