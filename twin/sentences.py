"""Sentences that were written down in English, said again in the reader's language.

Findings, refusals and the reasons of jobs are kept as whole English sentences made from a known pattern. The pattern is
translated; what filled it is read back out of the sentence.
"""

from __future__ import annotations

import re
from functools import cache
from string import Formatter

from django.utils.translation import gettext

from assets import jobs
from assets.ifc.edits import REASONS
from assets.ifc.findings import REFUSALS, RULES
from maintenance import place_reasons, writeback
from maintenance.kept_sentences import SENTENCES
from twin import reception


def said(message: str, code: str = "") -> str:
    """`message` in the reader's language; as it stands when no known pattern made it. `code` is a finding's."""
    if place_reasons.is_kept_so(message):
        return place_reasons.sentence(message)
    for template in _candidates(code):
        match = _pattern(template).fullmatch(message)
        if match:
            return gettext(template).format(
                **{name: _word(name, text) for name, text in match.groupdict().items()}
            )
    return message


def _word(name: str, text: str) -> str:
    """What a file looks like and why a code is not used are words of ours; anything else stays as the file says it."""
    return gettext(said(text)) if name in ("looks_like", "reason") and text else text


def templates() -> list[str]:
    """Every pattern: translations are checked against this list."""
    reasons = [jobs.STOPPED, jobs.RETRYING, jobs.WORKER_LOST, jobs.NOT_KNOWN, reception.NOT_WAITING]
    rules = (rule.template for rule in RULES.values())
    return [*REFUSALS.values(), *rules, *reasons, *SENTENCES, *writeback.SENTENCES, *REASONS.values()]


def _candidates(code: str) -> list[str]:
    if code in RULES:
        return [RULES[code].template]
    return [REFUSALS[code]] if code in REFUSALS else templates()


@cache
def _pattern(template: str) -> re.Pattern[str]:
    """A pattern for what the template makes; a name that comes twice must say the same twice."""
    seen: set[str] = set()
    parts: list[str] = []
    for text, name, _spec, _conversion in Formatter().parse(template):
        parts.append(re.escape(text))
        if name:
            parts.append(f"(?P={name})" if name in seen else f"(?P<{name}>.*?)")
            seen.add(name)
    return re.compile("".join(parts), re.DOTALL)
