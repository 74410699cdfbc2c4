"""What is to be written into a model, and what became of it: plain frozen records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Result = Literal["written", "already", "left out"]


@dataclass(frozen=True, slots=True)
class SetProperty:
    """One value of one element, named by its STEP id and, as a guard, its GlobalId.

    Either `set_name` and `name` say where, or `key` does (`assets.ifc.set_names`, by the file's schema). `value` is
    JSON-able: text, number, truth value, list (enumeration, list), {"lower", "upper", "set_point"}, {"defining",
    "defined"}; dates and durations are ISO 8601 text; None empties the value. `unit` is the symbol the value was
    given with, None when it is the file's own. `value_type` is an IFC type for a value that is new to the file.
    """

    element: int
    global_id: str
    value: Any
    set_name: str = ""
    name: str = ""
    key: str = ""
    unit: str | None = None
    value_type: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one value. `set_name` and `name` are where it stands in the file, `reason` why it does not.

    `old` and `new` are as the file writes them, in `unit`.
    """

    edit: SetProperty
    result: Result
    set_name: str = ""
    name: str = ""
    old: Any = None
    new: Any = None
    unit: str | None = None
    reason: str = ""


class NotWritable(Exception):
    """A value that cannot stand where it should; the text is one sentence for the steward, made from `REASONS`."""

    def __init__(self, code: str, **params: Any) -> None:
        self.code = code
        super().__init__(REASONS[code].format(**params))


REASONS: dict[str, str] = {
    "unit-unknown": "The unit {unit} is not known.",
    "said-twice": "The model gives this twice in one set: its author has to say which counts.",
    "form-unknown": "The model keeps this in a form that cannot be written.",
    "range-ends": "A range has a lower and an upper end.",
    "range-crossed": "The lower end of the range lies above the upper one.",
    "table-uneven": "A table has as many values as there are entries.",
    "refers-elsewhere": "The model refers to something else here, which is not written.",
    "no-whole-number": "{value} is not a whole number.",
    "kind-unknown": "A value of this kind ({measure}) cannot be written.",
    "one-text": "The model keeps one text here, not several values.",
    "too-long": "The model keeps at most {letters} letters here.",
    "no-date": "{value} is not a date (year-month-day).",
    "no-duration": "{value} is not a duration (P2Y: two years, P18M: eighteen months).",
    "no-number": "{value} is not a number.",
    "no-truth": "{value} is neither yes nor no.",
    "other-unit": "The model counts in {into}: {value} {unit} cannot be converted.",
    "no-member": "{value} is none of {members}.",
    "not-drawn": "The model does not draw it any more.",
    "of-the-type": "The value comes from the model's type: it cannot be taken away from one unit.",
}
