"""When something was, as people say it: "today at 14:10", « le 12 novembre à 14 h 10 »."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from twin import wording


def said(moment: datetime, now: datetime | None = None) -> str:
    """Of the reader's clock; with its year when that is another."""
    at, today = timezone.localtime(moment), timezone.localdate(now)
    words = {"time": _time(at)}
    if at.date() == today:
        return gettext("today at %(time)s") % words
    if at.date() == today - timedelta(days=1):
        return gettext("yesterday at %(time)s") % words
    day = wording.long_day(at.date()) if at.year != today.year else _day(at)
    return gettext("on %(day)s at %(time)s") % (words | {"day": day})


def _time(at: datetime) -> str:
    # Translators: of a clock; in French "14 h 10"
    return gettext("%(hour)s:%(minute)s") % {"hour": at.hour, "minute": f"{at:%M}"}


def _day(at: datetime) -> str:
    said = date_format(at, "j F")
    return f"1er{said[1:]}" if at.day == 1 and wording.language() == "fr" else said
