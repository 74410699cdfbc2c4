"""The words of a fault report: what was tapped and what was typed, its title, and what another system is told."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

from assets import permissions
from assets.models import Location
from maintenance.models import Request, WorkOrder

TITLE_LENGTH = 80


def told_apart(text: str) -> tuple[str, str]:
    """(the word that was tapped, or the first line; what else was said)."""
    word, _, rest = text.strip().partition("\n")
    return word.strip(), rest.strip()


def first_line_of(text: str) -> str:
    return _cut(told_apart(text)[0])


def title_of(text: str) -> str:
    """The word and the first words of the text, cut at a word; the word once where the text begins with it."""
    word, rest = told_apart(text)
    more = rest.partition("\n")[0].strip()
    if more.casefold().startswith(word.casefold()):
        return _cut(more)
    return _cut(f"{word} · {more}" if more else word)


def _cut(line: str) -> str:
    return line if len(line) <= TITLE_LENGTH else line[:TITLE_LENGTH].rsplit(" ", 1)[0] + "…"


def sent_text(request: Request) -> str:
    """What the other system is told: her words, which equipment and place, who reported; in its people's language.

    Her role is nobody's business there.
    """
    with translation.override(settings.LANGUAGE_CODE):
        about = [_about(request), _reported_by(request)]
    return "\n\n".join(part for part in (request.text, "\n".join(line for line in about if line)) if part)


def _about(request: Request) -> str:
    """ "REL-01 Pompe de relevage 1, S1 · Passage souterrain"."""
    asset = request.asset
    named = f"{asset.code} {asset.name if asset.name != asset.code else ''}".strip() if asset else ""
    return ", ".join(part for part in (named, place_words(request.location)) if part)


def _reported_by(request: Request) -> str:
    if request.author is None:
        return ""
    name = request.author.get_full_name() or request.author.get_username()
    return gettext("reported by %(name)s") % {"name": name}


def description_for(user, order: WorkOrder) -> str:
    """What an order says to this reader, on pages, in the API and in feeds: who reported it is not told to a firm."""
    if permissions.contractor_of(user) is None:
        return order.description
    lines = order.description.splitlines()
    if not any(map(_names_who_reported().match, lines)):
        return order.description
    return "\n".join(line for line in lines if not _names_who_reported().match(line)).strip()


@cache
def _names_who_reported() -> re.Pattern[str]:
    """The line that `sent_text` writes, in any language of the site: whoever bears the name now, it is hers."""
    beginnings = []
    for language, _ in settings.LANGUAGES:
        with translation.override(language):
            beginnings.append(re.escape((gettext("reported by %(name)s") % {"name": ""}).strip()))
    return re.compile(rf"\s*(?:{'|'.join(beginnings)})\s", re.IGNORECASE)


def place_words(location: Location | None) -> str:
    if location is None:
        return ""
    above = location.parent if location.kind == Location.Kind.SPACE else None
    return f"{above.name or above.code} · {location.label}" if above else location.label


def beyond(description: str, reports: Iterable[Request]) -> str:
    """What an order says that was not said in the reports it came of."""
    sent = {line.strip() for report in reports for line in sent_text(report).splitlines()}
    return "\n".join(line for line in description.splitlines() if line.strip() not in sent).strip()
