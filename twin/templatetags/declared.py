"""The parts of pages that speak of declarations: keys on the sheet, what changed, how fresh, photos."""

from __future__ import annotations

import uuid
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from assets import permissions
from assets.models import Asset
from assets.permissions import Verb
from maintenance.declaration_steps import EDITABLE
from maintenance.models import Change, Declaration
from twin import cards, declared
from twin.sheets import Sheet, changes
from twin.sheets.orders import report_address

register = template.Library()


@register.inclusion_tag("twin/declare/_on_sheet.html", takes_context=True)
def declare_on(context: template.Context, sheet: Sheet) -> dict[str, Any]:
    """Her keys, how fresh the sheet is, what waits; nothing for a place, a past date or who may not declare."""
    request, asset = context.get("request"), _asset(sheet)
    if asset is None or request is None or sheet.as_of:
        return {}
    may = permissions.may(request.user, Verb.DECLARE, sheet.station)
    return {
        "asset": asset,
        "may_declare": may,
        "report": report_address(request.user, asset),
        "freshness": sheet.freshness,
        "sheet": sheet,
        "waiting": changes.waiting_on(asset) if may else [],
        "may_review": permissions.may(request.user, Verb.REVIEW, sheet.station),
        "key": uuid.uuid4(),
        "addresses": {
            name: reverse("declare", args=[sheet.station.code, name, asset.code])
            for name in ("verify", "correct", "replace")
        },
        "csrf_token": context.get("csrf_token", ""),
    }


@register.inclusion_tag("twin/sheet/_changes.html", takes_context=True)
def what_changed(context: template.Context, sheet: Sheet) -> dict[str, Any]:
    """What people changed, with old, new, who, when, on which order and photo."""
    request, asset = context.get("request"), _asset(sheet)
    if asset is None or request is None or not permissions.may(request.user, Verb.DECLARE, sheet.station):
        return {}
    return {
        "sheet": sheet,
        "lines": changes.applied_to(asset, sheet.as_of),
    }


@register.inclusion_tag("twin/sheet/_waiting.html", takes_context=True)
def her_own_waiting(context: template.Context, sheet: Sheet) -> dict[str, Any]:
    """What she declared herself on a sheet of a firm's order and nobody has decided yet."""
    request, asset = context.get("request"), _asset(sheet)
    if asset is None or request is None or not request.user.is_authenticated:
        return {}
    return {"sheet": sheet, "waiting": changes.waiting_on(asset, by=request.user), "alone": True}


@register.simple_tag(takes_context=True)
def correct_address(context: template.Context, sheet: Sheet) -> str:
    """Where who reads the sheet corrects it: under her order, else on the station's side; "" for who may not."""
    request, asset = context.get("request"), _asset(sheet)
    if "addresses" in context:
        return context["addresses"]["correct"] if context.get("may_declare") else ""
    if request is None or asset is None or sheet.as_of:
        return ""
    may = permissions.may(request.user, Verb.DECLARE, sheet.station)
    return reverse("declare", args=[sheet.station.code, "correct", asset.code]) if may else ""


def _asset(sheet: Sheet) -> Asset | None:
    return getattr(sheet, "asset", None)


@register.filter
def goes_on_at(declaration: Declaration) -> str:
    """Where she goes on with what is hers to finish; else the sheet."""
    if declaration.state not in EDITABLE:
        return cards.about_url(declaration.subject, declaration.station)
    station, asset = declaration.station.code, declaration.code
    if any(change.kind == Change.Kind.CARD for change in declaration.changes.all()):
        return f"{reverse('isolation_card_new', args=[station])}?draft={declaration.pk}"
    replaces = any(change.kind == Change.Kind.REPLACE for change in declaration.changes.all())
    return reverse("declare", args=[station, "replace" if replaces else "correct", asset])


@register.simple_tag
def change_words(change: Change) -> declared.ChangeLine:
    return declared.line(change)


@register.simple_tag(takes_context=True)
def typing(context: template.Context, field: Any) -> SafeString:
    """The attributes by which a field is checked and kept while somebody types."""
    address = context["addresses"]["field"]
    return format_html(
        ' hx-post="{}" hx-trigger="change, input changed delay:600ms" hx-target="#s-{}"'
        ' hx-include="closest form" hx-params="key,kind,field,manufacturer,moved_from,{},{}.unit"'
        ' hx-vals=\'{{"field": "{}"}}\''
        ' hx-sync="closest .field:replace" aria-describedby="s-{}"{}',
        address,
        field.key,
        field.key,
        field.key,
        field.key,
        field.key,
        SafeString(' aria-invalid="true"') if field.blocks else "",
    )
