"""A table (CSV) that somebody brings back filled in: its text, and what was wrong with its lines."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext

from assets.saved_tables import text_of

MOST_BYTES = 8 << 20
MOST_ERRORS = 20


def text_in(request: HttpRequest) -> str | None:
    """The field `table`; None, and told so, when nothing was chosen, or it is too large or no text."""
    file = request.FILES.get("table")
    if file is None or file.size > MOST_BYTES:
        messages.error(request, gettext("Choose a table (CSV) of less than 8 MB."))
        return None
    try:
        return text_of(file.read())
    except UnicodeDecodeError:
        messages.error(request, gettext("This is no table in text; save it as “CSV UTF-8”."))
        return None


def tell(request: HttpRequest, errors: Sequence[tuple[int, str]]) -> None:
    """(line, what is wrong) of a table of which nothing was taken in."""
    for number, wrong in errors[:MOST_ERRORS]:
        messages.error(request, gettext("Line %(number)d: %(wrong)s") % {"number": number, "wrong": wrong})
    messages.error(request, gettext("Nothing was written down: correct the table and bring it again."))
