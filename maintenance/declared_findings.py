"""What is found wrong with a declared value: which rule, whether it blocks, and the sentence people read.

Sentences are kept in English on the change, and said in the language of whoever reads them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import field as of_dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_noop

from assets.entries import Unreadable
from maintenance.models import Change, Declaration

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
BLOCKING, WARNING = "blocking", "warning"
# code → severity, sentence. The sentence is kept in English and said in the reader's language.
RULES: dict[str, tuple[str, str]] = {
    "not-a-number": (BLOCKING, gettext_noop("“%(typed)s” is no number: write it like “12,5”.")),
    "not-a-count": (BLOCKING, gettext_noop("“%(typed)s” is no whole number.")),
    "not-yes-or-no": (BLOCKING, gettext_noop("Say yes or no.")),
    "not-a-choice": (BLOCKING, gettext_noop("“%(typed)s” is not one of the choices.")),
    "not-a-date": (BLOCKING, gettext_noop("“%(typed)s” is no date: write it like 2024-03-31.")),
    "not-a-duration": (
        BLOCKING,
        gettext_noop("“%(typed)s” is no duration: write it like “2 ans” or “18 mois”."),
    ),
    "too-long": (BLOCKING, gettext_noop("This is too long: %(most)s characters at most.")),
    "range-turned": (BLOCKING, gettext_noop("The smaller value comes first: %(low)s is more than %(high)s.")),
    "unit-unknown": (BLOCKING, gettext_noop("The unit “%(unit)s” is not known here. Possible: %(units)s.")),
    "unit-of-something-else": (
        BLOCKING,
        gettext_noop("“%(unit)s” measures something else. Possible: %(units)s."),
    ),
    "improbable": (
        WARNING,
        gettext_noop("This value is unusual: look again at the plate, then send it all the same."),
    ),
    "same-serial": (
        WARNING,
        gettext_noop("This is the number of the former item: does the new one really bear the same?"),
    ),
    "tenfold": (
        WARNING,
        gettext_noop(
            "This is more than ten times what it was, or less than a tenth: look again at the plate."
        ),
    ),
    "required": (BLOCKING, gettext_noop("This must be known of such equipment.")),
    "in-the-future": (BLOCKING, gettext_noop("This day has not come yet.")),
    "before-it-was-made": (
        BLOCKING,
        gettext_noop("It was made on %(made)s: it cannot have been installed before."),
    ),
    "before-the-former": (
        BLOCKING,
        gettext_noop("What was fitted before was installed on %(before)s: the new one came later."),
    ),
    "warranty-ends-first": (BLOCKING, gettext_noop("The warranty would end before it starts.")),
    "serial-fitted-elsewhere": (
        BLOCKING,
        gettext_noop("This serial number is fitted on %(code)s. Was it moved from there? Then say so below."),
    ),
    "serial-in-another-station": (
        BLOCKING,
        gettext_noop("This serial number is fitted in another station: check the plate."),
    ),
    "serial-fitted-elsewhere-by-a-firms-word": (
        WARNING,
        gettext_noop(
            "This serial number is fitted on %(code)s, which the firm does not know. Send it back and ask whether it"
            " was moved, or have the item of %(code)s put right first."
        ),
    ),
    "serial-in-another-station-by-a-firms-word": (
        WARNING,
        gettext_noop(
            "This serial number is fitted in another station, which the firm does not know. Send it back to have the"
            " plate checked, or have the other item put right first."
        ),
    ),
    "pending": (
        BLOCKING,
        gettext_noop(
            "The same was declared on %(day)s already and waits for its review: no need to send it again."
        ),
    ),
    "pending-otherwise": (
        WARNING,
        gettext_noop(
            "Another value was declared on %(day)s and waits for its review: the reviewer sees both."
        ),
    ),
    "photo-needed": (
        BLOCKING,
        gettext_noop("A photo of the plate is needed: it shows that this item is fitted."),
    ),
    "card-cuts-nothing": (BLOCKING, gettext_noop("Say what is cut: water, electricity…")),
    "card-closes-nothing": (
        BLOCKING,
        gettext_noop("Say what is to be closed: choose the device, or name it in your words."),
    ),
    "card-device-unknown": (BLOCKING, gettext_noop("Nothing in this station is called %(code)s.")),
    "card-device-stops-nothing": (
        WARNING,
        gettext_noop("By what the register says of it, %(code)s cannot stop this: look at it again."),
    ),
    "card-device-of-another-network": (
        WARNING,
        gettext_noop("%(code)s is part of another network in the register: one of the two is wrong."),
    ),
    "card-too-many-devices": (
        BLOCKING,
        gettext_noop("A card closes %(most)s devices at most: write one for each part."),
    ),
    "card-room-unknown": (BLOCKING, gettext_noop("No room of this station is called %(code)s.")),
    "card-height-is-none": (
        BLOCKING,
        gettext_noop("This is no height in a room: write metres, like “1,20”."),
    ),
    "card-steps-too-long": (
        BLOCKING,
        gettext_noop("At most %(most)s steps, each a sentence: who reads them stands in the dark."),
    ),
    "card-without-photo": (
        WARNING,
        gettext_noop("No photo came with it: who does not know the place finds it by a photo."),
    ),
    "card-waits-already": (
        WARNING,
        gettext_noop("Another word on this card waits for its review: the reviewer sees both."),
    ),
    "card-known-already": (
        WARNING,
        gettext_noop("%(code)s says already how to close this here: is this another way?"),
    ),
    "photo-refused": (BLOCKING, gettext_noop("%(why)s")),
    "photo-used-before": (
        BLOCKING,
        gettext_noop("This photo came with another declaration already: take one of this plate."),
    ),
}


@dataclass(frozen=True)
class Finding:
    """`field` is a key of `assets.fields`, "evidence" for the photo, "" for the whole."""

    code: str
    field: str = ""
    said: dict[str, str] = of_dataclass(default_factory=dict)

    @property
    def severity(self) -> str:
        return RULES[self.code][0]

    @property
    def blocks(self) -> bool:
        return self.severity == BLOCKING

    @property
    def asks(self) -> bool:
        """Does a form ask who declares to confirm it before it is sent?"""
        return self.code in ("same-serial", "tenfold")

    @property
    def confirmation(self) -> str:
        """What a form sends when she has."""
        return f"{self.code} {self.field}"

    @property
    def stops_approval(self) -> bool:
        """What a firm is not told does not stop its declaration: it stops who approves."""
        return self.blocks or is_the_stewards(self.code)

    @property
    def message(self) -> str:
        return gettext(RULES[self.code][1]) % {name: _as_people_say(text) for name, text in self.said.items()}


def _as_people_say(text: str) -> str:
    """A day in the reader's way; anything else as it is."""
    return date_format(date.fromisoformat(text), "DATE_FORMAT") if _DAY.fullmatch(text) else text


def to_the_declarer(findings: Iterable[Finding]) -> list[Finding]:
    return [finding for finding in findings if not is_the_stewards(finding.code)]


def is_the_stewards(code: str) -> bool:
    """Is it about what stands beyond a firm's order, so that only the operator's people are told?"""
    return code.endswith("-by-a-firms-word")


def unreadable(wrong: Unreadable, key: str) -> Finding:
    """What was typed is no such value."""
    return Finding(wrong.code, key, wrong.said)


def keep(declaration: Declaration, findings: Iterable[Finding]) -> None:
    """On the change each speaks of; what speaks of the whole goes to the first."""
    told = list(findings)
    changes = list(declaration.changes.all())
    keys = {change.field for change in changes}
    for number, change in enumerate(changes):
        mine = [f for f in told if f.field == change.field or (number == 0 and f.field not in keys)]
        change.findings = [as_kept(finding) for finding in mine]
        change.save(update_fields=["findings"])


def as_kept(finding: Finding) -> dict[str, Any]:
    severity, sentence = RULES[finding.code]
    return {
        "severity": severity,
        "code": finding.code,
        "field": finding.field,
        "said": finding.said,
        "message": sentence % finding.said,
    }


def kept(change: Change) -> list[Finding]:
    """The findings of a change, to be said in the reader's language."""
    return [
        Finding(each["code"], each.get("field", ""), each.get("said", {}))
        for each in change.findings
        if each.get("code") in RULES
    ]
