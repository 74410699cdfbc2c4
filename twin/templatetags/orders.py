"""How orders are said: their state with its colour and sign, dates as people say them, and what is open on a thing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from maintenance import agenda, hearing, request_words
from maintenance.models import Request, Status, WorkOrder
from twin import wording
from twin.sheets import orders as sheet_orders

register = template.Library()


@dataclass(frozen=True)
class Look:
    """A state's class of colour, its sign and its words: three channels, so that no eye is left out."""

    colour: str
    sign: str
    words: str


@register.filter
def look(order: WorkOrder) -> Look:
    state = state_of(order)
    if agenda.is_late(order):
        return Look("late", "triangle-alert", gettext("late") + f" · {state.words}")
    return state


def state_of(order: WorkOrder) -> Look:
    colour, sign = _LOOKS.get(order.shown_status, ("todo", "circle-dashed"))
    return Look(colour, sign, str(Status(order.shown_status).label))


_LOOKS: dict[str, tuple[str, str]] = {
    Status.IN_PROGRESS: ("doing", "loader"),
    Status.WAITING: ("", "pause"),
    Status.WAITING_APPROVAL: ("", "pause"),
    Status.DONE: ("done", "circle-check"),
    Status.CLOSED: ("done", "circle-check"),
    Status.CANCELLED: ("", "circle-x"),
}


@register.filter
def request_look(report: Request) -> Look:
    colours = {
        "waiting": ("doing", "loader"),
        "refused": ("late", "circle-x"),
        "ordered": ("done", "circle-check"),
    }
    colour, sign = colours.get(report.state, ("todo", "circle-dashed"))
    return Look(colour, sign, str(Request.State(report.state).label))


register.filter("told_apart", request_words.told_apart)


@register.filter
def updated(order: WorkOrder) -> datetime | None:
    return hearing.updated_at(order)


@register.filter
def day(moment: datetime | None) -> SafeString | str:
    """ "tomorrow", "in 3 days", "3 days ago": a date beside its order, with the exact one behind it."""
    if moment is None:
        return format_html('<span class="unknown-value">{}</span>', gettext("no date"))
    exact = date_format(timezone.localtime(moment), "DATETIME_FORMAT")
    return format_html('<time datetime="{}" title="{}">{}</time>', moment.isoformat(), exact, _day(moment))


def _day(moment: datetime) -> str:
    days = (agenda.local_day(moment) - agenda.local_day()).days
    near = {0: gettext("today"), 1: gettext("tomorrow"), -1: gettext("yesterday")}
    if days in near:
        return near[days]
    if 0 < days < 15:
        return gettext("in %(count)d days") % {"count": days}
    if -31 < days < 0:
        return ngettext("%(count)d day ago", "%(count)d days ago", -days) % {"count": -days}
    return wording.long_day(timezone.localdate(moment))


@register.filter
def freshness_words(state: str) -> str:
    return {
        "fresh": gettext("verified and fresh"),
        "due_soon": gettext("to verify soon"),
        "to_verify": gettext("to verify"),
        "never": gettext("never verified"),
    }.get(state, state)


@register.inclusion_tag("twin/sheet/_orders.html", takes_context=True)
def work_on(context: template.Context, sheet) -> dict:
    """Orders, requests and notes on the thing of a sheet."""
    work = sheet_orders.on(sheet, context["request"].user)
    return {"work": work, "request": context["request"], "csrf_token": context.get("csrf_token")}
