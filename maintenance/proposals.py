"""What would be: the values of a declaration over what the register says, for whoever checks them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from assets import characteristics, register_values
from assets.characteristics import Characteristic
from assets.models import Asset
from assets.register_values import Register
from maintenance import requirements, three_way
from maintenance.models import Change, Declaration, Evidence
from maintenance.requirements import AsItWouldBe, NotMet

Kind = Change.Kind


@dataclass(frozen=True)
class Proposal:
    """What would be: values by characteristic over what the register says, and the cards that were written.

    There are values only where there is an asset.
    """

    asset: Asset
    register: Register
    values: dict[str, tuple[Any, str]]
    replaces: bool = False
    declaration: Declaration | None = None
    moved_from: str = ""
    evidence: tuple[Evidence, ...] = ()
    cards: tuple[Change, ...] = ()

    @property
    def is_a_firms(self) -> bool:
        return self.declaration is not None and self.declaration.organisation_id is not None

    def value(self, key: str) -> Any:
        """As proposed; of a replaced item nothing of the former one is left, but what it was is not asked again."""
        if key in self.values:
            return self.values[key][0]
        if self.replaces and key in register_values.FITTED:
            return None
        return self.register.known(key).value

    def characteristic(self, key: str) -> Characteristic:
        return characteristics.of(key, self.asset.kind)


def proposal_of(declaration: Declaration, register: Register | None = None) -> Proposal:
    changes = [each for each in declaration.changes.all() if each.verdict != Change.Verdict.REFUSED]
    return Proposal(
        asset=declaration.asset,
        register=register or three_way.register_for(declaration),
        values={c.field: (c.value, c.unit) for c in changes if c.kind not in (Kind.VERIFY, Kind.CARD)},
        replaces=any(change.kind == Kind.REPLACE for change in changes),
        declaration=declaration,
        moved_from=next((str(c.value) for c in changes if c.field == three_way.MOVED_FROM), ""),
        evidence=tuple(declaration.evidence.all()),
        cards=tuple(each for each in changes if each.kind == Kind.CARD),
    )


def requirements_of(declaration: Declaration) -> list[NotMet]:
    """Asks the requirements' checker about the element as it would be. Takes a second; call it before locking.

    Not asked when nothing it requires of such equipment is touched: a voltage corrected on a pump waits for nobody.
    """
    if declaration.asset is None:
        return []
    proposal = proposal_of(declaration)
    required_there = requirements.required_keys(proposal.asset.kind)
    if not required_there or not (proposal.replaces or required_there & set(proposal.values)):
        return []
    element = proposal.register.element
    kind = proposal.asset.kind
    return requirements.not_met(
        AsItWouldBe(
            schema=element.revision.schema if element else "IFC4",
            ifc_class=element.resolved_class if element else requirements.kind_class(kind),
            predefined_type=element.predefined_type if element else requirements.kind_predefined(kind),
            name=proposal.asset.name or proposal.asset.code,
            tag=proposal.asset.code,
            in_system=True,  # who stands before it can do nothing about a network that is not modelled
            properties=tuple(_properties(proposal)),
        )
    )


def _properties(proposal: Proposal) -> Iterable[tuple]:
    """What the model says, what its type says, and over both what would be."""
    kind = proposal.asset.kind
    rows: dict[tuple[str, str], tuple] = {}
    for record in (*proposal.register.typical, *proposal.register.modelled, *proposal.register.registered):
        if record.value_type and record.value is not None:
            rows[record.set_name, record.name] = (
                record.set_name,
                record.name,
                record.value,
                record.value_type,
            )
    keys = {each.key for each in characteristics.typed_for(kind)} | set(proposal.values)
    for each in sorted(keys):
        wanted = proposal.characteristic(each)
        value = proposal.value(each)
        if value in (None, ""):
            rows.pop(wanted.place, None)
        elif each in proposal.values or wanted.place not in rows:
            rows[wanted.place] = (*wanted.place, _typed(value, wanted), requirements.measure_of(each, kind))
    return rows.values()


def _typed(value: Any, wanted: Characteristic) -> Any:
    """As a file keeps it: choices are lists, numbers are not whole by accident."""
    if wanted.holds == "choice":
        return value if isinstance(value, list) else [value]
    return float(value) if wanted.holds == "number" and isinstance(value, int) else value
