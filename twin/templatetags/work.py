"""Words and colours of orders: their state, whether they are late, and how much a danger matters."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_noop

from maintenance import tokens
from maintenance.models import ENDED, Status, WorkOrder
from twin.templatetags.twin import icon

register = template.Library()

_LOOKS: dict[str, tuple[str, str]] = {
    Status.APPROVED: ("todo", "circle-dashed"),
    Status.WAITING: ("unknown", "pause"),
    Status.IN_PROGRESS: ("doing", "play"),
    Status.DONE: ("done", "circle-check"),
    Status.CLOSED: ("done", "check"),
}
_DANGERS = {
    "found": ("late", "triangle-alert"),
    "unknown": ("late", "circle-dashed"),
    "absent": ("done", "check"),
}


@register.simple_tag
def order_state(order: WorkOrder) -> SafeString:
    """The state people here see, as a chip."""
    look, drawing = _LOOKS.get(order.shown_status, ("unknown", "circle-dashed"))
    return _chip(look, drawing, str(Status(order.shown_status).label))


@register.simple_tag
def danger(finding: str, words: str, kind: str) -> SafeString:
    """Found and asbestos that is not known are red; another danger that is not known is grey."""
    look, drawing = _DANGERS[finding]
    return _chip("unknown" if finding == "unknown" and kind != "asbestos" else look, drawing, words)


def _chip(look: str, drawing: str, words: str) -> SafeString:
    return format_html('<span class="state {}">{}{}</span>', look, icon(drawing), words)


@register.filter
def is_late(order: WorkOrder) -> bool:
    return bool(order.due_at and order.due_at < timezone.now() and order.shown_status not in ENDED)


@register.filter
def due_words(moment: datetime | None) -> str:
    """ "today 17:00", "tomorrow", "in 5 days", "3 days late": what one asks before the date itself."""
    if moment is None:
        return gettext("no date")
    due, now = timezone.localtime(moment), timezone.localtime()
    days = (due.date() - now.date()).days
    if due < now:
        return gettext("late")
    if days <= 1:
        words = gettext("today until %(time)s") if days == 0 else gettext("tomorrow until %(time)s")
        return words % {"time": f"{due:%H:%M}"}
    return gettext("in %(count)d days") % {"count": days}


_USES = {
    "opened": gettext_noop("opened"),
    "code sent": gettext_noop("code sent"),
    "code wrong": gettext_noop("wrong code"),
    "let in": gettext_noop("let in"),
    "refused": gettext_noop("refused"),
    "expired": gettext_noop("refused: expired"),
}


@register.filter
def use_words(what: str) -> str:
    """What somebody did with a firm's link."""
    return gettext(_USES.get(what, what))


@register.filter
def scope_words(scopes: list[str]) -> str:
    """What a key may do."""
    return ", ".join(gettext(tokens.SCOPES[scope]) for scope in scopes if scope in tokens.SCOPES)
