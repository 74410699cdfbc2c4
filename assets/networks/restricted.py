"""What is told to no firm: the course of fire protection, security and communication, and what watches or warns there.

A network is one of them by what its file says of it, whatever family its colour is of; one that only bears a name, by
any word of that name. What watches or warns is one of them by itself: a camera hangs on the lighting's cable too.
"""

from __future__ import annotations

from assets.ifc import families

FAMILIES = frozenset({"fire", "data"})
_MEDIA = frozenset(
    (
        *("FIREPROTECTION", "SECURITY", "COMMUNICATION", "DATA", "TELEPHONE", "TV", "AUDIOVISUAL"),
        *("ELECTROACOUSTIC", "MONITORINGSYSTEM", "FIXEDTRANSMISSIONNETWORK", "MOBILENETWORK"),
        "OPERATIONALTELEPHONYSYSTEM",
    )
)
# What says it in a name of which the family is not known.
_WORDS = ("alarm", "badge", "surete", "sûreté")
# Classes of what watches or warns, and which types of them; none named: all.
_PIECES: dict[str, frozenset[str]] = {
    "IfcAlarm": frozenset(),
    "IfcCommunicationsAppliance": frozenset(),
    "IfcFireSuppressionTerminal": frozenset(),
    "IfcAudioVisualAppliance": frozenset({"CAMERA"}),
    "IfcUnitaryControlElement": frozenset({"ALARMPANEL", "GASDETECTIONPANEL", "MIMICPANEL"}),
    "IfcSensor": frozenset(
        (
            *("CONTACTSENSOR", "FIRESENSOR", "FOREIGNOBJECTDETECTIONSENSOR", "GASSENSOR", "HEATSENSOR"),
            *("IDENTIFIERSENSOR", "MOVEMENTSENSOR", "OBSTACLESENSOR", "SMOKESENSOR"),
        )
    ),
}


def is_medium(medium: str) -> bool:
    """A medium as a graph knows it, or a family's key."""
    return medium in _MEDIA or medium in FAMILIES or families.family_of(medium).key in FAMILIES


def is_system(predefined_type: str, family: str, name: str) -> bool:
    """What its file says decides; of one that only has a name, any word of it that means one of these."""
    if predefined_type in _MEDIA or family in FAMILIES:
        return True
    if family != families.UNKNOWN:
        return False
    return bool(families.named(name) & FAMILIES) or any(word in name.casefold() for word in _WORDS)


def is_piece(ifc_class: str, predefined_type: str) -> bool:
    return ifc_class in _PIECES and (not _PIECES[ifc_class] or predefined_type in _PIECES[ifc_class])
