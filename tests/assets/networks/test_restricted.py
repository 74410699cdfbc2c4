"""What is told to no firm, by what the files say of it."""

from __future__ import annotations

import pytest

from assets.ifc import families
from assets.networks import restricted


@pytest.mark.parametrize(
    "medium", ["SECURITY", "FIREPROTECTION", "COMMUNICATION", "DATA", "CONTROL", "fire", "data"]
)
def test_fire_protection_security_and_communication_are_restricted(medium: str) -> None:
    assert restricted.is_medium(medium)


@pytest.mark.parametrize("medium", ["power", "DOMESTICCOLDWATER", "DRAINAGE", "HEATING", "water", "?"])
def test_what_firms_are_called_for_is_not(medium: str) -> None:
    assert not restricted.is_medium(medium)


def test_security_stays_restricted_whatever_family_its_colour_is_of(monkeypatch) -> None:
    monkeypatch.setitem(families._TYPES, "SECURITY", "electricity")

    assert restricted.is_medium("SECURITY")
    assert restricted.is_system("SECURITY", "electricity", "TD-04")


@pytest.mark.parametrize(
    ("name", "hidden"),
    [
        ("Contrôle d'accès", True),
        ("Anti-intrusion locaux techniques", True),
        ("Alarmes", True),
        ("SSI – détection incendie", True),
        ("Boucle sûreté", True),
        ("Réseau 4", False),
        ("Relevage", False),
    ],
)
def test_a_network_of_which_only_the_name_is_known_goes_by_any_word_of_it(name: str, hidden: bool) -> None:
    family = families.family_of(None, name).key

    assert restricted.is_system("", family, name) is hidden


def test_what_the_file_says_it_carries_is_believed_before_its_name() -> None:
    assert not restricted.is_system("ELECTRICAL", "electricity", "Alarm panel supply")


@pytest.mark.parametrize(
    ("ifc_class", "kind", "hidden"),
    [
        ("IfcAlarm", "SIREN", True),
        ("IfcAudioVisualAppliance", "CAMERA", True),
        ("IfcAudioVisualAppliance", "DISPLAY", False),
        ("IfcSensor", "SMOKESENSOR", True),
        ("IfcSensor", "TEMPERATURESENSOR", False),
        ("IfcValve", "ISOLATING", False),
    ],
)
def test_what_watches_or_warns_is_restricted_by_itself(ifc_class: str, kind: str, hidden: bool) -> None:
    assert restricted.is_piece(ifc_class, kind) is hidden
