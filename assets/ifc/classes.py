"""What each class of the exchange format means here: its layer, how lenses treat it, whether people maintain it.

The facts are a table (`classes.csv`, one row per concrete product class of the three schemas), because they are read,
argued about and corrected by people. `not_drawn` is the layer of what has no place in a scene (storeys, axes, loads).
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

Behaviour = Literal["show", "ghost", "hide", "never"]

LENSES = ("everything", "without_walls", "without_walls_and_floors", "networks_only")
UNKNOWN_LAYER = "other"


class ClassRow(NamedTuple):
    """One row of the table."""

    layer: str
    behaviours: dict[str, Behaviour]
    maintainable: bool


@cache
def table() -> dict[str, ClassRow]:
    """Return {class: row}."""
    with (Path(__file__).parent / "classes.csv").open(encoding="utf-8", newline="") as stream:
        return {row["ifc_class"]: _row(row) for row in csv.DictReader(stream)}


def _row(row: dict[str, str]) -> ClassRow:
    behaviours: dict[str, Behaviour] = {lens: _behaviour(row[lens]) for lens in LENSES[1:]}
    behaviours["everything"] = "never" if behaviours["without_walls"] == "never" else "show"
    return ClassRow(row["layer"], behaviours, row["maintainable"] == "yes")


def _behaviour(word: str) -> Behaviour:
    match word:
        case "show" | "ghost" | "hide" | "never":
            return word
        case _:
            raise ValueError(f"classes.csv: {word!r} is no behaviour")


def layer_of(ifc_class: str) -> str:
    """Return the layer of a class; `other` for a class the table does not know."""
    row = table().get(ifc_class)
    return row.layer if row else UNKNOWN_LAYER


def is_maintainable(ifc_class: str) -> bool:
    """Say whether elements of this class become assets at import."""
    row = table().get(ifc_class)
    return row is not None and row.maintainable


@cache
def lens_table() -> dict[str, dict[str, Behaviour]]:
    """Return {lens: {layer: behaviour}}."""
    lenses: dict[str, dict[str, Behaviour]] = {lens: {} for lens in LENSES}
    for row in table().values():
        for lens in LENSES:
            lenses[lens][row.layer] = row.behaviours[lens]
    return lenses


def behaviour(layer: str, lens: str) -> Behaviour:
    """Return how a lens treats a layer."""
    return lens_table()[lens][layer]
