"""Which discipline a file is of, when nobody says."""

from __future__ import annotations

import zipfile

import pytest

from assets import disciplines
from assets.models import Revision, Station
from tests import small_model

pytestmark = pytest.mark.django_db


@pytest.fixture
def station() -> Station:
    return Station.objects.create(code="VDO", name="Val-d'Orme")


def test_the_published_revision_of_the_same_stem_says_it(station, tmp_path):
    Revision.objects.create(
        station=station,
        discipline="CFA",
        number=1,
        file_name="Modele.ifc",
        sha256="1",
        size=1,
        state="PUBLISHED",
    )

    assert disciplines.guess(station, "modele.IFC", tmp_path / "none") == "CFA"


@pytest.mark.parametrize(("name", "discipline"), [("VDO_PLB.ifc", "PLB"), ("gare-cvc-2.ifc", "CVC")])
def test_a_token_of_the_name_says_it(station, tmp_path, name, discipline):
    assert disciplines.guess(station, name, tmp_path / "none") == discipline


def test_most_classes_say_it(station, tmp_path):
    assert (
        disciplines.guess(station, "essai.ifc", small_model.write(tmp_path / "essai.ifc", pumps=3)) == "PLB"
    )


def test_an_archive_is_looked_into(station, tmp_path):
    path = tmp_path / "essai.ifczip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(small_model.write(tmp_path / "essai.ifc", pumps=3), "essai.ifc")

    assert disciplines.guess(station, "essai.ifczip", path) == "PLB"


def test_a_file_that_says_nothing_is_the_architects(station, tmp_path):
    (tmp_path / "x.ifc").write_text("nothing")

    assert disciplines.guess(station, "x.ifc", tmp_path / "x.ifc") == "ARC"
