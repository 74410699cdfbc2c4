"""Checks of what people declare (DOMAIN §4.4), one small function each. The same while typing, at submit, at approve.

A finding that blocks must be settled before the declaration goes on, on the pages and in the API alike; a warning is
shown to who declares and to who reviews.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils import timezone

from assets import characteristics, entries, measures, register_values
from assets.register_values import Register
from maintenance import card_checks, requirements, three_way
from maintenance.declaration_steps import UNDECIDED, State
from maintenance.declared_findings import Finding, to_the_declarer, unreadable
from maintenance.models import Change, Declaration
from maintenance.proposals import Proposal, proposal_of, requirements_of
from maintenance.requirements import NotMet

__all__ = ["CHECKS", "proposal_of", "requirements_of", "run", "to_confirm", "while_typing"]

Kind = Change.Kind
TENFOLD, _ROUNDING = 10, 1e-6


def run(
    declaration: Declaration, unmet: Iterable[NotMet] = (), *, register: Register | None = None
) -> list[Finding]:
    """Every finding of a declaration; `unmet` is what `requirements_of` said before anything was locked.

    `register` saves reading what is known of the asset.
    """
    proposal = proposal_of(declaration, register)
    written = [finding for card in proposal.cards for finding in card_checks.of(card)]
    if not proposal.values:
        return written
    found = [finding for check in CHECKS for finding in check(proposal)]
    return found + [finding for finding in _unmet(proposal, unmet) if finding not in found]


def while_typing(proposal: Proposal, key: str, typed: Any, unit: str = "") -> list[Finding]:
    """What is to be said of one field now."""
    known = proposal.register.known(key)
    try:
        entry = entries.read(proposal.characteristic(key), typed, unit=known.unit, shown=unit)
    except entries.Unreadable as wrong:
        return [unreadable(wrong, key)]
    changed = not three_way.same(entry.value, known.value) or proposal.replaces
    if not changed:
        return []
    proposed = replace(proposal, values=proposal.values | {key: (entry.value, entry.unit)})
    return to_the_declarer(finding for check in TYPING for finding in check(proposed) if finding.field == key)


def required(proposal: Proposal) -> list[Finding]:
    """What must be known of such equipment: a new item brings it, a correction does not take it away."""
    must = requirements.required_keys(proposal.asset.kind) | _of_a_new_item(proposal)
    asked = must if proposal.replaces else must & set(proposal.values)
    return [Finding("required", key) for key in sorted(asked) if proposal.value(key) in (None, "")]


def _of_a_new_item(proposal: Proposal) -> frozenset[str]:
    """Who made it, which model, its number, the day. A thing that has no number of its own needs none."""
    if not proposal.replaces:
        return frozenset()
    numbered = {"serial_number"} & {each.key for each in characteristics.typed_for(proposal.asset.kind)}
    return frozenset({"manufacturer", "model", "installation_date"} | numbered)


def probable(proposal: Proposal) -> list[Finding]:
    """A pump of 4 000 bar is a slip of the keyboard."""
    found = []
    for key, (value, symbol) in proposal.values.items():
        wanted = proposal.characteristic(key)
        if wanted.probable is None or wanted.holds not in ("number", "count"):
            continue
        least, most = wanted.probable
        if any(not least <= amount <= most for amount in _amounts(value, symbol)):
            found.append(Finding("improbable", key))
    return found


def _amounts(value: Any, symbol: str) -> list[float]:
    """In SI units, both ends of a range."""
    ends = value.values() if isinstance(value, dict) else [value]
    unit = measures.unit(symbol) if symbol else None
    numbers = [end for end in ends if isinstance(end, int | float) and not isinstance(end, bool)]
    return [measures.in_si(each, unit) for each in numbers] if unit else numbers


def tenfold(proposal: Proposal) -> list[Finding]:
    """Ten times what it was, or a tenth: a point that slipped, or another unit."""
    found = []
    for key, (value, symbol) in proposal.values.items():
        if proposal.characteristic(key).holds not in ("number", "count"):
            continue
        known = proposal.register.known(key)
        before, after = _amounts(known.value, known.unit), _amounts(value, symbol)
        if not before or not after:
            continue
        least, most = sorted((abs(max(before, key=abs)), abs(max(after, key=abs))))
        if least and most > TENFOLD * least * (1 + _ROUNDING):
            found.append(Finding("tenfold", key))
    return found


def same_serial(proposal: Proposal) -> list[Finding]:
    """Another item that bears the former one's number is most likely the former one's plate, read again."""
    if not proposal.replaces or "serial_number" not in proposal.values:
        return []
    before, after = proposal.register.known("serial_number").value, proposal.value("serial_number")
    same = bool(before) and str(before).strip().casefold() == str(after).strip().casefold()
    return [Finding("same-serial", "serial_number")] if same else []


def to_confirm(declaration: Declaration, register: Register | None = None) -> list[Finding]:
    """What a form asks her to confirm before it is sent."""
    proposal = proposal_of(declaration, register)
    return [finding for check in (tenfold, same_serial) for finding in check(proposal)]


def dates(proposal: Proposal) -> list[Finding]:
    """Not in the future, not before it was made nor before what it replaces; a warranty ends after it starts."""
    found = []
    installed = _day(proposal.value("installation_date")) if "installation_date" in proposal.values else None
    if installed and installed > timezone.localdate():
        found.append(Finding("in-the-future", "installation_date"))
    made = _day(_made_on(proposal))
    if installed and made and installed < made:
        found.append(Finding("before-it-was-made", "installation_date", {"made": made.isoformat()}))
    former = proposal.register.fitted.installed_on if proposal.replaces and proposal.register.fitted else None
    if installed and former and installed < former:
        found.append(Finding("before-the-former", "installation_date", {"before": former.isoformat()}))
    if {"warranty_start", "warranty_end"} & set(proposal.values):
        start, end = (_day(proposal.value(key)) for key in ("warranty_start", "warranty_end"))
        if start and end and end <= start:
            key = "warranty_end" if "warranty_end" in proposal.values else "warranty_start"
            found.append(Finding("warranty-ends-first", key))
    return found


def _made_on(proposal: Proposal) -> Any:
    """The day the fitted item was made, when the model says it."""
    if proposal.replaces:
        return None
    rows = (*proposal.register.registered, *proposal.register.modelled)
    return next((row.value for row in rows if row.name == "ManufacturingDate"), None)


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10]) if value else None
    except ValueError:
        return None


def serial_is_unique(proposal: Proposal) -> list[Finding]:
    """A number is fitted once per manufacturer; when it was fitted elsewhere, it was moved (DOMAIN §4.4, 7)."""
    if not {"serial_number", "manufacturer"} & set(proposal.values):
        return []
    serial, maker = (str(proposal.value(key) or "") for key in ("serial_number", "manufacturer"))
    firms = (
        "-by-a-firms-word" if proposal.is_a_firms else ""
    )  # who sees her order alone is told nothing of it
    for unit in register_values.fitted_elsewhere(serial, maker, but=proposal.asset):
        if unit.station_id != proposal.asset.station_id:
            return [Finding(f"serial-in-another-station{firms}", "serial_number")]
        if unit.asset.code != proposal.moved_from:
            return [Finding(f"serial-fitted-elsewhere{firms}", "serial_number", {"code": unit.asset.code})]
    return []


def pending(proposal: Proposal) -> list[Finding]:
    """The same change waits for its review already; another value for the same is shown to who reviews."""
    waiting = (
        Change.objects.filter(declaration__asset=proposal.asset, declaration__state__in=UNDECIDED)
        .filter(field__in=proposal.values, verdict=Change.Verdict.PENDING)
        .exclude(kind=Kind.VERIFY)
        .exclude(declaration=proposal.declaration)
        .select_related("declaration")
    )
    found = {}
    for change in waiting:
        value = proposal.values[change.field][0]
        code = (
            "pending"
            if three_way.same(change.value, value) and not proposal.replaces
            else "pending-otherwise"
        )
        day = timezone.localdate(change.declaration.submitted_at or change.declaration.created_at).isoformat()
        found.setdefault((code, change.field), Finding(code, change.field, {"day": day}))
    return list(found.values())


def photo_of_the_plate(proposal: Proposal) -> list[Finding]:
    """A replaced item needs its photo, and no photo serves twice."""
    if not proposal.replaces:
        return []
    if not proposal.evidence:
        return [Finding("photo-needed", "evidence")]
    used = (
        Declaration.objects.filter(evidence__sha256__in=[each.sha256 for each in proposal.evidence])
        .exclude(pk=proposal.declaration.pk if proposal.declaration else None)
        .exclude(state__in=(State.DRAFT, State.WITHDRAWN))
    )
    return [Finding("photo-used-before", "evidence")] if used.exists() else []


def _unmet(proposal: Proposal, unmet: Iterable[NotMet]) -> list[Finding]:
    """What the requirements' own checker said: a new item meets them, a correction takes nothing away.

    What nobody ever said of the equipment is no fault of who corrects another value of it.
    """
    asked = {each.key for each in unmet if each.kind == "property" and each.key and not each.optional}
    if not proposal.replaces:
        asked &= set(proposal.values)
    return [Finding("required", key) for key in sorted(asked)]


Check = Callable[[Proposal], list[Finding]]
TYPING: tuple[Check, ...] = (required, probable, tenfold, same_serial, dates, serial_is_unique, pending)
CHECKS: tuple[Check, ...] = (*TYPING, photo_of_the_plate)
