"""Plain words for things: what a person on a platform calls what the file calls by a class.

The words are a table (`kinds.csv`); rows without a class are kinds that files only name in free text (a clock, a ticket
machine). `prefix` starts the codes proposed for a kind and can be read aloud.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path

FALLBACK = "object"
ALIKE = 0.8  # of two spellings, from which one may be meant for the other

# Words of free text, without accents and in small letters, and the kind they mean. The longest that fits wins.
_SPOKEN: dict[str, str] = {
    "automate de vente": "ticket-machine", "automate billetterie": "ticket-machine", "ticket machine": "ticket-machine",
    "ticket vending": "ticket-machine", "billetterie": "ticket-machine", "distributeur de billets": "ticket-machine",
    "horloge": "clock", "clock": "clock", "consigne": "locker", "locker": "locker",
    "ligne de controle": "ticket-gate", "portillon": "ticket-gate", "ticket gate": "ticket-gate",
    "fare gate": "ticket-gate", "gate line": "ticket-gate", "valideur": "validator", "validator": "validator",
    "tableau des departs": "departure-board", "departure board": "departure-board", "teleaffichage": "departure-board",
    "banc": "bench", "bench": "bench", "corbeille": "litter-bin", "poubelle": "litter-bin", "litter bin": "litter-bin",
    "waste bin": "litter-bin", "defibrillateur": "defibrillator", "defibrillator": "defibrillator",
    "quai": "platform", "platform": "platform", "bordure de quai": "platform-edge", "nez de quai": "platform-edge",
    "platform edge": "platform-edge", "podotactile": "tactile-strip", "tactile strip": "tactile-strip",
    "tactile paving": "tactile-strip", "abri de quai": "canopy", "marquise": "canopy", "canopy": "canopy",
    "voie": "track", "track": "track", "traverse": "sleeper", "sleeper": "sleeper", "train": "train",
    "rame": "train", "rolling stock": "train", "guichet": "counter", "ticket counter": "counter",
}  # fmt: skip

# Classes that say little: only there may free text name the kind.
_OPEN_CLASSES = frozenset(
    [
        "IfcBuildingElementProxy",
        "IfcProxy",
        "IfcBuiltElement",
        "IfcFurnishingElement",
        "IfcFurniture",
        "IfcSystemFurnitureElement",
        "IfcElectricAppliance",
        "IfcAudioVisualAppliance",
        "IfcCommunicationsAppliance",
        "IfcFlowTerminal",
        "IfcDiscreteAccessory",
        "IfcElementAssembly",
        "IfcSign",
        "IfcSlab",
        "IfcCovering",
        "IfcSpace",
        "IfcRoof",
        "IfcFacilityPartCommon",
        "IfcRailwayPart",
        "IfcRailway",
        "IfcTransportElement",
        "IfcVehicle",
        "IfcTrackElement",
        "IfcEquipmentElement",
        "IfcElectricalElement",
        "IfcDoor",
        "IfcCourse",
        "IfcDistributionElement",
        "IfcSpatialZone",
    ]
)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing and its words."""

    key: str
    prefix: str
    fr: str
    en: str
    fr_plural: str
    en_plural: str

    def label(self, language: str, *, plural: bool = False) -> str:
        """Return the word in `fr` or `en` (other languages read English)."""
        if language.startswith("fr"):
            return self.fr_plural if plural else self.fr
        return self.en_plural if plural else self.en


def kind_of(ifc_class: str, predefined_type: str | None = None, object_type: str = "") -> Kind:
    """Return the most specific kind: class with predefined type, then free text, then class, then "object"."""
    if predefined_type:
        # The oldest schema writes younger kinds as free text: "Sump pump".
        exact = _by_class().get((ifc_class, predefined_type)) or _by_folded().get(
            (ifc_class, _folded(predefined_type))
        )
        if exact is not None:
            return exact
    if ifc_class in _OPEN_CLASSES:
        for text in (predefined_type or "", object_type):
            spoken = _spoken(text)
            if spoken is not None:
                return by_key()[spoken]
    return _by_class().get((ifc_class, "")) or by_key()[FALLBACK]


def kind_named(key: str) -> Kind:
    """Return the kind of this key, or the general "object" for one that is not known (any more)."""
    return by_key().get(key) or by_key()[FALLBACK]


@cache
def kind_class(key: str) -> str:
    """Return the class that the kind's things have in a model; "" for a kind that only free text names."""
    return next((ifc_class for kind, ifc_class, _ in _rows() if kind.key == key), "")


@cache
def kind_predefined(key: str) -> str:
    """Return the predefined type that goes with the class of the kind; "" for none."""
    return next((predefined for kind, _, predefined in _rows() if kind.key == key), "")


def kind_said(text: str) -> Kind:
    """Return the kind that a person's list names: by key, by a French or English word, by prefix, else by free text.

    In free text the longest word for a kind is the one meant: a "pompe de relevage eaux usées" is a sump pump.
    """
    return _by_word().get(_plain(text)) or kind_named(_spoken(text) or _word_within(text) or FALLBACK)


def is_word_for_a_kind(text: str) -> bool:
    """Whether people call a kind so: what `kind_said` makes of anything else is a guess."""
    return _plain(text) in _by_word()


def words_near(text: str, language: str) -> list[str]:
    """Up to three words for kinds that may be meant, in French or English: first those that share a word with it."""
    asked, words = _plain(text), _words()
    parts = {part for part in asked.split() if len(part) > 3}
    shared = {word for word in words if parts & set(word.split())}
    near = [*get_close_matches(asked, shared, 9, 0), *get_close_matches(asked, words, 3, ALIKE)]
    near.sort(key=lambda word: -len(parts & set(word.split())))
    return list(dict.fromkeys(words[word].label(language) for word in near))[:3]


@cache
def _words() -> dict[str, Kind]:
    """The French and English words for kinds, plainly."""
    return {_plain(word): kind for kind in reversed(by_key().values()) for word in (kind.en, kind.fr)}


@cache
def by_key() -> dict[str, Kind]:
    """Return {key: kind}, in the order of the table."""
    return {kind.key: kind for kind, _, _ in _rows()}


@cache
def _by_word() -> dict[str, Kind]:
    """Every word for a kind; singular words come before plurals and prefixes, the first row of the table wins."""
    found: dict[str, Kind] = {}
    for names in (("key", "fr", "en"), ("fr_plural", "en_plural", "prefix")):
        for kind in by_key().values():
            for name in names:
                found.setdefault(_plain(getattr(kind, name)), kind)
    return found


@cache
def _by_class() -> dict[tuple[str, str], Kind]:
    return {(ifc_class, predefined): kind for kind, ifc_class, predefined in _rows() if ifc_class}


@cache
def _by_folded() -> dict[tuple[str, str], Kind]:
    return {(ifc_class, _folded(predefined)): kind for kind, ifc_class, predefined in _rows() if predefined}


def _folded(text: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", text.upper())


@cache
def _rows() -> tuple[tuple[Kind, str, str], ...]:
    with (Path(__file__).parent / "kinds.csv").open(encoding="utf-8", newline="") as stream:
        return tuple((_kind(row), row["ifc_class"], row["predefined_type"]) for row in csv.DictReader(stream))


def _kind(row: dict[str, str]) -> Kind:
    return Kind(row["key"], row["prefix"], row["fr"], row["en"], row["fr_plural"], row["en_plural"])


@cache
def _spoken(text: str) -> str | None:
    """Return the kind that free text names, by whole words."""
    words = f" {_plain(text)} "
    named = [(len(phrase), key) for phrase, key in _SPOKEN.items() if f" {phrase} " in words]
    return max(named)[1] if named else None


@cache
def _word_within(text: str) -> str | None:
    """Return the kind whose French or English word stands in free text, the longest if there are several."""
    words = f" {_plain(text)} "
    named = [(len(word), kind.key) for word, kind in _words().items() if f" {word} " in words]
    return max(named)[1] if named else None


def _plain(text: str) -> str:
    """Small letters without accents, words separated by one space."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return " ".join(re.findall(r"[a-z]+", plain))
