"""The part of a sheet that says what to close: the cards that hang there, and the way to all that is known."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse

from assets import permissions
from assets.permissions import Verb
from twin import cards
from twin.sheets import Sheet
from twin.traces import shown
from twin.traces.questions import flow_of

register = template.Library()


@register.inclusion_tag("twin/traces/_keys.html", takes_context=True)
def asked_on(context: template.Context, sheet: Sheet) -> dict[str, Any]:
    """The questions to the network, before all else: who comes with a leak has them under her thumb."""
    request = context.get("request")
    if request is None or not permissions.may(request.user, Verb.SEE, sheet.station) or not _is_joined(sheet):
        return {}
    flow = flow_of({each.key for each in sheet.systems})
    keys = shown.keys(sheet.station, sheet.code, flow=flow)
    # Nothing flows through a controller: what to close near it, and what stops with it.
    return {"keys": keys[:2] if sheet.acts_only else keys}


def _is_joined(sheet: Sheet) -> bool:
    return bool(sheet.systems or sheet.neighbours)


@register.inclusion_tag("twin/cards/_on_sheet.html", takes_context=True)
def cut_on(context: template.Context, sheet: Sheet) -> dict[str, Any]:
    """Nothing for who does not see the station whole: a firm's people read theirs on the order."""
    request = context.get("request")
    if request is None or not permissions.may(request.user, Verb.SEE, sheet.station):
        return {}
    write = ""
    if permissions.may(request.user, Verb.DECLARE, sheet.station) and not sheet.as_of:
        write = (
            f"{reverse('isolation_card_new', args=[sheet.station.code])}?{urlencode({'code': sheet.code})}"
        )
    return {
        "cards": cards.hanging_on(sheet),
        # Of a room or a thing in no network only cards and what is near are known.
        "keys": [] if _is_joined(sheet) else shown.keys(sheet.station, sheet.code)[:1],
        "joined": _is_joined(sheet),
        "station": sheet.station,
        "write": write,
        "sheet_code": sheet.code,
    }
