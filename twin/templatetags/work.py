"""Words and colours of orders: their state, whether they are late, and how much a danger matters."""

from __future__ import annotations

import re
from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, gettext_noop, ngettext

from maintenance import agenda, tokens
from maintenance.models import Act, WorkOrder
from twin import visits
from twin.templatetags.orders import state_of
from twin.templatetags.twin import icon

register = template.Library()

_DANGERS = {
    "found": ("late", "triangle-alert"),
    "unknown": ("late", "circle-dashed"),
    "absent": ("done", "check"),
}


@register.simple_tag
def order_state(order: WorkOrder) -> SafeString:
    """The state people here see, as a chip; whether it is late stands beside it, with its date."""
    state = state_of(order)
    return _chip(state.colour, state.sign, state.words)


@register.simple_tag
def danger(finding: str, words: str, kind: str) -> SafeString:
    """Found and asbestos that is not known are red; another danger that is not known is grey."""
    look, drawing = _DANGERS[finding]
    return _chip("unknown" if finding == "unknown" and kind != "asbestos" else look, drawing, words)


def _chip(look: str, drawing: str, words: str) -> SafeString:
    return format_html('<span class="state {}">{}{}</span>', look, icon(drawing), words)


register.filter("is_open", agenda.is_open)
register.filter("is_late", agenda.is_late)


@register.filter
def done_words(order: WorkOrder) -> str:
    """When it was done, of an order that is; "" when nobody has said when."""
    told = order.done_at if hasattr(order, "done_at") else _told_done(order)
    moment = told or order.finished_at
    return gettext("done on %(when)s") % {"when": _exact(moment)} if moment else ""


def _told_done(order: WorkOrder) -> datetime | None:
    act = order.acts.filter(verb=Act.Verb.DONE).order_by("-pk").first()
    return act.at if act else None


def _exact(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT")


@register.filter
def due_words(order: WorkOrder) -> str:
    """ "today until 17:00", "in 5 days", "3 days late": what one asks before the date, of an order that is open."""
    if order.due_at is None:
        return gettext("no date")
    due, now = timezone.localtime(order.due_at), timezone.localtime()
    days = (due.date() - now.date()).days
    if due < now:
        return _late_by(-days)
    if days <= 1:
        words = gettext("today until %(time)s") if days == 0 else gettext("tomorrow until %(time)s")
        return words % {"time": f"{due:%H:%M}"}
    return gettext("in %(count)d days") % {"count": days}


@register.filter
def due_exactly(order: WorkOrder) -> str:
    """The day and the hour beside "in 5 days"; "" where `due_words` says them already."""
    if order.due_at is None or not agenda.is_open(order):
        return ""
    due, now = timezone.localtime(order.due_at), timezone.localtime()
    if due >= now and (due.date() - now.date()).days <= 1:
        return ""
    return f"{date_format(due, 'DATE_FORMAT')} {due:%H:%M}"


_PHONE = re.compile(r"(?:\+\d{1,3}[ .-]?\d|\b0\d)(?:[ .-]?\d{2}){4}\b")


@register.filter
def phones(text: str) -> SafeString:
    """The text with each telephone number in it ready to be called: with a glove nobody copies one."""
    said = str(conditional_escape(text))
    return mark_safe(_PHONE.sub(_call, said))  # noqa: S308 (escaped above; a number holds digits, spaces and dots)


def _call(number: re.Match[str]) -> str:
    dialled = re.sub(r"[ .-]", "", number[0])
    return format_html('<a href="tel:{}">{}</a>', dialled, number[0])


def _late_by(days: int) -> str:
    return (
        ngettext("%(count)d day late", "%(count)d days late", days) % {"count": days}
        if days
        else gettext("late")
    )


_USES = {
    "opened": gettext_noop("opened"),
    "code sent": gettext_noop("code sent"),
    "code wrong": gettext_noop("wrong code"),
    "let in": gettext_noop("let in"),
    "refused": gettext_noop("refused"),
    "expired": gettext_noop("refused: expired"),
    "renewed": gettext_noop("a new link was made"),
    "closed": gettext_noop("closed after too many wrong codes"),
}


@register.filter
def use_words(what: str) -> str:
    """What somebody did with a firm's link."""
    return gettext(_USES.get(what, what))


register.filter("browser_words", visits.browser_words)


@register.filter
def scope_words(scopes: list[str]) -> str:
    """What a key may do."""
    return ", ".join(gettext(tokens.SCOPES[scope]) for scope in scopes if scope in tokens.SCOPES)
