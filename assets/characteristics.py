"""A characteristic of a piece of equipment: where the register keeps it, what it holds, and what one may choose from.

`assets.fields` says which facts matter and where files keep them; here each gets *one* place for a kind of equipment,
under which `PropertyVersion` keeps what people established.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from assets import measures
from assets.fields import ANY_SET, FieldSpec, fields, fields_for
from assets.ifc.set_names import OWN_SET
from assets.ifc.templates import Template, template_of
from assets.kinds import kind_class

Holds = Literal["text", "number", "count", "yes_no", "date", "duration", "choice"]

# What the plate of a fitted item says, whatever it is; each has its field.
FITTED = ("manufacturer", "model", "serial_number", "installation_date")
# Established by verifying, not by typing.
NOT_TYPED = frozenset({"verified_at"})
# What the standard's measure does not say as people need it: water is pumped in m³/h, not in kg/s.
_DIMENSIONS = {"flow": "flow", "thickness": "length", "cross_section": "area"}
_PROBABLE: dict[str, tuple[float, float]] = {
    # dimension or key → least and most that a station has, in SI: outside of it somebody is asked to look again
    "pressure": (0, 4e6), "flow": (0, 3), "length": (0, 500), "power": (0, 5e6), "voltage": (0, 90e3),
    "current": (0, 150e3), "frequency": (0, 400), "temperature": (223, 1473), "mass": (0, 50e3), "people": (1, 150),
    "poles": (1, 6), "lamps": (1, 60), "sockets": (1, 24),
}  # fmt: skip
_LEVELS = ("VERYHIGH", "HIGH", "MODERATE", "MEDIUM", "LOW", "VERYLOW")
_NO_CHOICE = frozenset({"NOTKNOWN", "UNSET"})


@dataclass(frozen=True, slots=True)
class Characteristic:
    """`unit` is the SI unit it is kept in when nothing else is known; `choices` are the standard's constants."""

    key: str
    spec: FieldSpec
    set_name: str
    name: str
    holds: Holds
    measure: str = ""
    unit: str = ""
    dimension: str = ""
    choices: tuple[str, ...] = ()

    @property
    def place(self) -> tuple[str, str]:
        return self.set_name, self.name

    @property
    def probable(self) -> tuple[float, float] | None:
        """Least and most, in SI units, or None when anything may be."""
        return _PROBABLE.get(self.key) or _PROBABLE.get(self.dimension)

    def label(self, language: str) -> str:
        return self.spec.label(language)

    def is_kept_at(self, set_name: str, name: str) -> bool:
        """May a file or the register keep it there?"""
        return (set_name, name) == self.place or any(
            name == known and of_set in (ANY_SET, set_name) for of_set, known in self.spec.sources
        )


class NotKnown(KeyError):
    """No characteristic has this key."""


@cache
def of(key: str, kind: str) -> Characteristic:
    """The characteristic of a kind of equipment. Raises NotKnown."""
    try:
        spec = fields()[key]
    except KeyError:
        raise NotKnown(key) from None
    set_name, name = _place(spec, kind)
    template = template_of(set_name, name) or Template("P_SINGLEVALUE", "")
    dimension = _DIMENSIONS.get(key) or _dimension(template)
    return Characteristic(
        key=key,
        spec=spec,
        set_name=set_name,
        name=name,
        holds=_holds(key, template, dimension),
        measure=template.measure,
        unit=measures.si(dimension) if dimension else "",
        dimension=dimension or "",
        choices=_in_order(each for each in template.choices if each not in _NO_CHOICE),
    )


def _in_order(choices: Iterable[str]) -> tuple[str, ...]:
    """Levels from the highest to the lowest; anything else as the standard lists it."""
    every = tuple(choices)
    return tuple(sorted(every, key=_LEVELS.index)) if set(every) <= set(_LEVELS) else every


@cache
def typed_for(kind: str) -> tuple[Characteristic, ...]:
    """Those that people may correct: the facts that matter for the kind, and what is fitted there."""
    keys = [spec.key for spec in fields_for(kind) if spec.key not in NOT_TYPED]
    fitted = [key for key in FITTED if key not in keys]
    return tuple(of(key, kind) for key in (*keys, *fitted))


def choice_words(constant: str, language: str) -> str:
    """A constant of the standard in plain words."""
    words = _choice_words().get(constant)
    if words is None:
        return constant.replace("_", " ").capitalize()
    return words[0 if language.startswith("fr") else 1]


def _place(spec: FieldSpec, kind: str) -> tuple[str, str]:
    """The source named after the kind's class, else the first that names a set, else our own set."""
    named = [source for source in spec.sources if source[0] != ANY_SET]
    stem = kind_class(kind).removeprefix("Ifc")
    own = (each for each in named if stem and each[0].partition("_")[2].startswith(stem))
    return next(own, None) or (named[0] if named else (OWN_SET, spec.sources[0][1]))


def _dimension(template: Template) -> str | None:
    quantities = {"Q_LENGTH": "length", "Q_AREA": "area", "Q_VOLUME": "volume", "Q_WEIGHT": "mass"}
    return quantities.get(template.holds) or measures.dimension_of(template.measure)


def _holds(key: str, template: Template, dimension: str | None) -> Holds:
    if dimension:
        return "number"
    if template.holds == "P_ENUMERATEDVALUE":
        return "choice"
    said: dict[str, Holds] = {
        "IfcBoolean": "yes_no",
        "IfcLogical": "yes_no",
        "IfcDate": "date",
        "IfcDuration": "duration",
        "IfcCountMeasure": "count",
        "IfcInteger": "count",
    }
    return said.get(template.measure, "text")


@cache
def _choice_words() -> dict[str, tuple[str, str]]:
    with (Path(__file__).parent / "choices.csv").open(encoding="utf-8", newline="") as stream:
        return {row["constant"]: (row["fr"], row["en"]) for row in csv.DictReader(stream)}
