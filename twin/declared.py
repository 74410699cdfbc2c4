"""Declared values in words: as people read them, and as a form gives them back to be changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from assets import characteristics, measures
from assets.characteristics import Characteristic
from maintenance import three_way
from maintenance.declared_findings import Finding, kept
from maintenance.models import Change, Declaration, Evidence
from twin import cards, wording


def words(wanted: Characteristic, value: Any, unit: str = "") -> str:
    """ "120 m³/h", "very high", "not provided"."""
    if value is None or value == "":
        return gettext("not provided")
    if wanted.holds == "choice":
        constants = value if isinstance(value, list) else [value]
        return ", ".join(characteristics.choice_words(str(each), wording.language()) for each in constants)
    text, symbol = typed(wanted, value, unit)
    return f"{text} {symbol}".strip()


def typed(wanted: Characteristic, value: Any, unit: str = "") -> tuple[str, str]:
    """What stands in the field, and the unit beside it: (« 120 », « m³/h »)."""
    if isinstance(value, dict):
        ends = [value[key] for key in ("lower", "upper", "set_point") if value.get(key) is not None]
        said, symbol = _said(max(ends, key=_size), unit) if ends else ("", unit)
        return " – ".join(wording.value(_in(end, unit, symbol)) for end in ends), symbol or ""
    said, symbol = _said(value, unit)
    return wording.value(said), symbol or ""


def _said(value: Any, unit: str) -> tuple[Any, str | None]:
    return wording.as_said(value, unit or None)


def _in(value: Any, unit: str, symbol: str | None) -> Any:
    """The lower end in the unit that the upper one is said in."""
    before, after = measures.unit(unit), measures.unit(symbol or "")
    if (
        before is None
        or after is None
        or before.dimension != after.dimension
        or not isinstance(value, int | float)
    ):
        return value
    return measures.convert(float(value), before, after)


def _size(value: Any) -> float:
    return abs(value) if isinstance(value, int | float) else 0.0


@dataclass(frozen=True)
class ChangeLine:
    """One declared change, ready to be read. `standing` is what became of it since it was written."""

    change: Change
    label: str
    old: str
    new: str
    author: str
    photos: list[Evidence]
    findings: list[Finding]

    @property
    def declaration(self) -> Declaration:
        return self.change.declaration

    @property
    def at(self) -> datetime:
        return self.declaration.performed_at

    @property
    def sheet(self) -> str:
        """Where what it is about is read."""
        return cards.about_url(self.declaration.subject, self.declaration.station)

    @property
    def about(self) -> str:
        """What it is about, in words."""
        return cards.about(self.declaration.subject)

    @property
    def card_before(self) -> dict[str, Any]:
        """What the card says until now; {} of a new one, and of what is no card."""
        return cards.of_said(self.declaration.station, self.change.base) if self._is_card else {}

    @property
    def card_after(self) -> dict[str, Any]:
        return cards.of_said(self.declaration.station, self.change.value) if self._is_card else {}

    @property
    def _is_card(self) -> bool:
        return self.change.kind == Change.Kind.CARD

    @property
    def seen(self) -> str:
        """What this line shows, in short, for the verdict on it."""
        return three_way.as_seen(self.change)

    @property
    def is_clean(self) -> bool:
        """Nothing to look at twice: may be approved with others at once."""
        return (
            self.change.kind not in (Change.Kind.REPLACE, Change.Kind.CARD)
            and self.change.field != three_way.MOVED_FROM
            and not self.findings
            and self.declaration.state == Declaration.State.IN_REVIEW
            and not self.change.needs_second
        )


def line(change: Change) -> ChangeLine:
    """Its declaration, asset, author and evidence should be loaded with it."""
    declaration = change.declaration
    label, old, new = _told(change)
    author = declaration.author
    return ChangeLine(
        change=change,
        label=label,
        old=old,
        new=new,
        author=wording.person(author) if author else "",
        photos=list(declaration.evidence.all()),
        findings=kept(change),
    )


def decided(change: Change) -> str:
    """What became of a change that waits no more: "already approved by Léa Martin, at 15:26"."""
    who, at = change.seconded_by or change.reviewed_by, change.seconded_at or change.reviewed_at
    if change.verdict not in (Change.Verdict.APPROVED, Change.Verdict.REFUSED) or who is None or at is None:
        state = Declaration.State(change.declaration.state).label
        return gettext("This declaration is “%(state)s” by now: nothing is left to decide about it.") % {
            "state": state
        }
    told = {"who": who.get_full_name() or who.get_username(), "when": _moment(at)}
    if change.verdict == Change.Verdict.APPROVED:
        return gettext("Already decided: approved by %(who)s, %(when)s.") % told
    return gettext("Already decided: refused by %(who)s, %(when)s.") % told


def _moment(at: datetime) -> str:
    """ "at 15:26", or with its day when that is not today."""
    local = timezone.localtime(at)
    said = {"time": date_format(local, "H:i"), "day": wording.long_day(local.date())}
    if local.date() == timezone.localdate():
        return gettext("at %(time)s") % said
    return gettext("on %(day)s at %(time)s") % said


def _told(change: Change) -> tuple[str, str, str]:
    """(what, old value, new value)."""
    if change.field == three_way.MOVED_FROM:
        return gettext("Moved from"), "", str(change.value)
    if not change.field:
        return gettext("The whole sheet"), "", gettext("verified, unchanged")
    if change.kind == Change.Kind.CARD:
        return gettext("Isolation card"), cards.in_short(change.base), cards.in_short(change.value)
    if change.declaration.asset is None:
        return change.field, str(change.base or ""), str(change.value)
    try:
        wanted = characteristics.of(change.field, change.declaration.asset.kind)
    except characteristics.NotKnown:
        return change.field, str(change.base or ""), str(change.value)
    old = words(wanted, change.base, change.unit)
    label = wanted.label(wording.language())
    if change.kind == Change.Kind.VERIFY:
        return label, old, gettext("verified, unchanged")
    return label, old, words(wanted, change.value, change.unit)
