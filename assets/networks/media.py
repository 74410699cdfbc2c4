"""What flows: the medium of a port, which media may meet, and whether a system is fed or drained."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum
from functools import cache

from assets.ifc import families
from assets.networks import restricted

POWER, TRAY, UNKNOWN = "power", "tray", "?"
ACTS = "acts"  # nothing flows: what acts on something and has no port of its own
_EARTH = frozenset({"EARTHING", "LIGHTNINGPROTECTION"})
# Differing words for what may well be one fluid: such ports may be joined.
_TOGETHER = (
    frozenset({"DOMESTICCOLDWATER", "WATERSUPPLY", "POTABLEWATER", "FIREPROTECTION"}),
    frozenset({"DRAINAGE", "SEWAGE", "WASTEWATER", "RAINWATER", "STORMWATER", "VENT", "WASTE"}),
    frozenset({"AIRCONDITIONING", "VENTILATION", "EXHAUST"}),
)
# Families of several media, and the words of a system's name that say which.
_NAMED = {
    "water": {
        "DOMESTICCOLDWATER": "EFS EAU_FROIDE AEP COLD_WATER",
        "DOMESTICHOTWATER": "ECS EAU_CHAUDE HOT_WATER",
    },
    "heating": {
        "HEATING": "CHAUFFAGE HEATING RADIATEUR*",
        "CHILLEDWATER": "EAU_GLACEE CHILLED* FROID REFRIGERA* COOLING",
        "CONDENSERWATER": "CONDENSER*",
    },
    "air": {
        "EXHAUST": "EXTRACTION EXHAUST* REPRISE RETURN_AIR EXTRACT* REJET",
        "VENTILATION": "SOUFFLAGE AIR_NEUF SUPPLY_AIR OUTSIDE_AIR",
    },
}
# Water that a pump of the circuit moves round, through whatever takes warmth or cold from it.
PUMPED_ELSEWHERE = frozenset({"HEATING", "CHILLEDWATER", "CONDENSERWATER", "heating"})
_GROUP = {word: number for number, words in enumerate(_TOGETHER) for word in words}


class Kind(StrEnum):
    """How a system works. In a mesh what is joined is served."""

    SOURCE_FED = "source-fed"
    SINK_DRAINED = "sink-drained"
    MESH = "mesh"


@cache
def of_port(predefined_type: str, system_type: str) -> str:
    """What a port says of itself; `UNKNOWN` when it says nothing. A tray carries nothing itself."""
    if predefined_type == "CABLECARRIER":
        return TRAY
    if system_type:
        return of_system(system_type)
    return UNKNOWN


@cache
def of_system(predefined_type: str, family: str = families.UNKNOWN, *names: str) -> str:
    """The medium of a system; power is one medium whether it lights or drives.

    Older files say it in a name only, from which the family was read (a finding of the import says so): then the
    medium is that family, or the one medium of that family that the name says.
    """
    if not predefined_type or families.family_of(predefined_type).guessed:
        if family in _NAMED:
            return _named(family, names) or family
        return POWER if family == "electricity" else UNKNOWN if family == families.UNKNOWN else family
    if predefined_type in _EARTH:
        return predefined_type
    return POWER if family_of(predefined_type) == "electricity" else predefined_type


def _named(family: str, names: Collection[str]) -> str | None:
    """The first name in which words of exactly one medium stand; None where it might be more than one."""
    for name in names:
        found = {medium for medium, words in _NAMED[family].items() if families.says(name, words)}
        if found:
            return found.pop() if len(found) == 1 else None
    return None


@cache
def family_of(medium: str) -> str:
    if medium == POWER:
        return "electricity"
    if medium in families.FAMILIES:
        return medium
    if medium in (TRAY, UNKNOWN, ACTS):
        return families.UNKNOWN
    return families.family_of(medium).key


def agree(one: str, other: str) -> bool:
    """May two ports that carry these be joined?"""
    if one == other or UNKNOWN in (one, other):
        return True
    if one in families.FAMILIES or other in families.FAMILIES:
        return family_of(one) == family_of(other)
    return one in _GROUP and _GROUP[one] == _GROUP.get(other)


@cache
def are_one(one: str, other: str) -> bool:
    """Are these two words for what flows through one pipe, from end to end? What is told to no firm stays apart."""
    if one == other:
        return True
    alike = kind_of(one) == kind_of(other) and restricted.is_medium(one) == restricted.is_medium(other)
    return alike and UNKNOWN not in (one, other) and agree(one, other)


@cache
def goes_one_way(medium: str) -> bool:
    """Electricity, and what goes round a circuit: the return brings nothing to whom the supply no longer reaches."""
    return medium == POWER or family_of(medium) == "heating"


@cache
def kind_of(medium: str) -> Kind:
    family = family_of(medium)
    if family == "drainage" or medium == "EXHAUST":
        return Kind.SINK_DRAINED
    if family in ("water", "air", "heating", "fire", "electricity", "gas"):
        return Kind.MESH if medium in _EARTH else Kind.SOURCE_FED
    return Kind.MESH


def meant(found: Collection[str], asked: str) -> set[str]:
    """Which of these media a person means by "DRAINAGE", "water" or "power": that medium, else all of that family."""
    word = asked.casefold()
    return {medium for medium in found if medium.casefold() == word} or {
        medium
        for medium in found
        if family_of(medium) == word or (medium == POWER and word in ("electrical", "lighting"))
    }
