"""The form of a declaration: one column of characteristics, filled with what is known, ready to be corrected.

Of a replaced item most stays the same: maker, model and the rest stand there already, the day is today; only its own
number is asked. What nobody knows yet stands folded below, so that the form is short.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext

from assets import characteristics, measures
from assets.characteristics import Characteristic
from assets.models import Asset, AssetType, Unit
from assets.register_values import FITTED, Known, Register, register_of
from maintenance import requirements, second_look, three_way
from maintenance.declared_findings import Finding
from maintenance.models import Change, Declaration, Evidence
from twin import declared, wording

CORRECT, REPLACE = Change.Kind.CORRECT, Change.Kind.REPLACE
MOST_SUGGESTIONS = 30
# Where an item was before, for who may not know what else there is in the station.
SOMEWHERE = "somewhere"


@dataclass(frozen=True)
class Field:
    """One characteristic in the form: `text` stands in it, `unit` beside it, `known` is what the register says."""

    key: str
    label: str
    holds: str
    text: str
    unit: str
    units: tuple[str, ...]
    choices: tuple[tuple[str, str], ...]
    known: str
    needed: bool
    findings: tuple[Finding, ...]
    changed: bool
    suggestions: tuple[str, ...] = ()
    is_unknown: bool = False
    differs: bool = False

    @property
    def blocks(self) -> bool:
        return any(finding.blocks for finding in self.findings)


@dataclass(frozen=True)
class Form:
    """`first` is always shown, `folded` on demand. `asks_two`: nothing changes before two people have decided.

    `elsewhere`: the code where the register has an item of this number; `moved_from`: where she says that it was.
    A firm's person is asked whether it was moved (`asks_if_moved`), and never told from where.
    """

    kind: str
    key: uuid.UUID
    first: tuple[Field, ...]
    folded: tuple[Field, ...]
    draft: Declaration | None
    photos: tuple[Evidence, ...]
    photo_findings: tuple[Finding, ...]
    moved_from: str
    elsewhere: str
    asks_if_moved: bool
    message: str
    message_findings: tuple[Finding, ...]
    refusal: str
    asks_two: bool
    sure: tuple[str, ...] = ()

    @property
    def keys(self) -> list[str]:
        return [each.key for each in (*self.first, *self.folded)]

    @property
    def replaces(self) -> bool:
        return self.kind == REPLACE

    @property
    def blocked(self) -> bool:
        return any(each.blocks for each in (*self.first, *self.folded)) or bool(
            self.photo_findings or self.message_findings
        )

    @property
    def to_confirm(self) -> bool:
        """Is there something that she has not confirmed yet?"""
        found = (finding for each in (*self.first, *self.folded) for finding in each.findings)
        return any(each.asks and each.confirmation not in self.sure for each in found)

    @property
    def opens(self) -> bool:
        """Is something said of what stands folded?"""
        return any(each.findings for each in self.folded)

    @property
    def first_marked(self) -> str:
        """The key of the first field that must be looked at again; "evidence" for the photo, which stands above."""
        if self.photo_findings:
            return "evidence"
        return next((each.key for each in (*self.first, *self.folded) if each.blocks), "")

    @property
    def prefilled(self) -> float:
        """The share of the fields first shown that need not be typed."""
        return sum(bool(each.text) for each in self.first) / len(self.first) if self.first else 0.0

    def field(self, key: str) -> Field:
        return next(each for each in (*self.first, *self.folded) if each.key == key)

    def as_shown(self, key: str, typed: str, unit: str) -> bool:
        """Does the field stand as it was shown? Passing through it without a word says nothing."""
        field = self.field(key)
        return (typed, unit) == (field.text, field.unit or unit)

    def as_known(self, key: str, typed: str, unit: str) -> bool:
        """Is it left as the register says? Then it is no change, however the register's value is written.

        What a plate says is said of a new item all the same, even when it is what it was before.
        """
        return self.as_shown(key, typed, unit) and not (self.replaces and key in FITTED)


def form_of(
    asset: Asset,
    kind: str,
    draft: Declaration | None,
    *,
    key: uuid.UUID,
    typed: Mapping[str, str] | None = None,
    findings: Iterable[Finding] = (),
    refusal: str = "",
    among: QuerySet[Asset] | None = None,
    register: Register | None = None,
) -> Form:
    """The form as it stands: what was just typed, else what the draft keeps, else what is known.

    `among`: the equipment of a firm's order, beyond which nothing is suggested or told. `register` saves reading it.
    """
    register, found = register or register_of(asset), list(findings)
    begun = {change.field: change for change in draft.changes.all()} if draft else {}
    fields = [
        _field(each, register, kind, begun.get(each.key), typed, found, among)
        for each in _in_order(asset.kind, kind)
    ]
    folded = [each for each in fields if kind == REPLACE and each.is_unknown and each.key not in FITTED]
    moved_from, elsewhere = _moved(begun.get(three_way.MOVED_FROM), found)
    if among is not None:
        # Asked of every item, and ticked as she ticked it: what the register knows of its number does not show.
        elsewhere = ""
        moved_from = SOMEWHERE if (typed or {}).get("moved_from") == SOMEWHERE else ""
    return Form(
        kind=kind,
        key=key,
        first=tuple(each for each in fields if each not in folded),
        folded=tuple(folded),
        draft=draft,
        photos=tuple(draft.evidence.all()) if draft else (),
        photo_findings=tuple(each for each in found if each.field == "evidence"),
        moved_from=moved_from,
        elsewhere=elsewhere,
        asks_if_moved=among is not None and kind == REPLACE,
        message=(typed or {}).get("message", draft.message if draft else ""),
        message_findings=tuple(each for each in found if each.field == "message"),
        refusal=refusal,
        asks_two=second_look.is_needed(asset),
        sure=tuple(typed.getlist("sure")) if isinstance(typed, QueryDict) else (),
    )


def _moved(said: Change | None, found: Iterable[Finding]) -> tuple[str, str]:
    """(where she said that it was before, where its number says that it is)."""
    before = str(said.value) if said else ""
    return before, before or fitted_elsewhere(found)


def fitted_elsewhere(found: Iterable[Finding]) -> str:
    """The code of what bears the same number, when that is among what was found."""
    return next((each.said["code"] for each in found if each.code == "serial-fitted-elsewhere"), "")


def unit_meant(posted: Mapping[str, str], key: str) -> str:
    """The unit chosen beside a field."""
    return posted.get(f"{key}.unit", "")


def _in_order(asset_kind: str, kind: str) -> list[Characteristic]:
    """Of a new item, what its plate says comes first."""
    every = list(characteristics.typed_for(asset_kind))
    if kind == REPLACE:
        plate = ["serial_number", "manufacturer", "model", "installation_date"]
        every.sort(key=lambda each: plate.index(each.key) if each.key in plate else len(plate))
    return every


def _field(
    wanted: Characteristic,
    register: Register,
    kind: str,
    change: Change | None,
    typed: Mapping[str, str] | None,
    findings: list[Finding],
    among: QuerySet[Asset] | None,
) -> Field:
    known = register.known(wanted.key)
    value, unit = (change.value, change.unit) if change else (_expected(wanted.key, known, kind), known.unit)
    text, symbol = _standing(wanted, value, unit or wanted.unit)
    if typed is not None and wanted.key in typed:
        text, symbol = typed[wanted.key], unit_meant(typed, wanted.key) or symbol
    return Field(
        key=wanted.key,
        label=wanted.label(wording.language()),
        holds=wanted.holds,
        text=text,
        unit=symbol,
        units=_units(wanted, symbol),
        choices=_choices(wanted),
        known=declared.words(wanted, known.value, known.unit),
        needed=wanted.key in requirements.required_keys(register.asset.kind) or wanted.key in FITTED,
        findings=tuple(each for each in findings if each.field == wanted.key),
        changed=change is not None,
        suggestions=_suggestions(wanted.key, register.asset, among),
        is_unknown=known.value in (None, "") and change is None,
        differs=known.value not in (None, "") and not three_way.same(value, known.value),
    )


def _expected(key: str, known: Known, kind: str) -> object:
    """Of a new item the number is its own and the day is today; the rest is most likely what it was."""
    if kind != REPLACE:
        return known.value
    if key == "serial_number":
        return None
    return timezone.localdate().isoformat() if key == "installation_date" else known.value


def _standing(wanted: Characteristic, value: object, unit: str) -> tuple[str, str]:
    if wanted.holds in ("date", "choice", "yes_no"):
        return _constant(value), ""
    if value in (None, ""):
        return "", _usual(unit)
    return declared.typed(wanted, value, unit)


def _constant(value: object) -> str:
    """What a list to choose from, or a calendar, understands; "" for more than one thing."""
    if isinstance(value, list):
        value = value[0] if len(value) == 1 else None
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _usual(unit: str) -> str:
    """The unit that people say where nothing is known yet."""
    return {"Pa": "bar", "m³/s": "m³/h", "1/s": gettext("rpm"), "K": "°C"}.get(unit, unit)


def _units(wanted: Characteristic, shown: str) -> tuple[str, ...]:
    if wanted.holds != "number":
        return ()
    possible = measures.symbols(wanted.dimension) if wanted.dimension else []
    known = measures.unit(shown) if shown else None
    if known is not None and known.dimension != wanted.dimension:
        possible = measures.symbols(known.dimension)
    return tuple(dict.fromkeys([shown, *possible])) if shown else ()


def _choices(wanted: Characteristic) -> tuple[tuple[str, str], ...]:
    if wanted.holds == "yes_no":
        return (("true", gettext("yes")), ("false", gettext("no")))
    return tuple((each, characteristics.choice_words(each, wording.language())) for each in wanted.choices)


def _suggestions(key: str, asset: Asset, among: QuerySet[Asset] | None) -> tuple[str, ...]:
    """What other items of the station, or of a firm's order, are called: nobody types a maker's name twice."""
    if key not in ("manufacturer", "model"):
        return ()
    same = (Asset.objects.filter(station=asset.station_id) if among is None else among).filter(
        kind=asset.kind
    )
    known = {
        *AssetType.objects.filter(assets__in=same).values_list(key, flat=True),
        *Unit.objects.filter(asset__in=same).values_list(key, flat=True),
    }
    return tuple(sorted(each for each in known if each))[:MOST_SUGGESTIONS]
