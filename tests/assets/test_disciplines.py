"""Which discipline a file is of, when nobody says."""

from __future__ import annotations

import tempfile
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


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "archive"])
def test_a_large_file_is_looked_at_only_as_far_as_its_beginning(station, tmp_path, packed, monkeypatch):
    """What was sent waits in a web request: gigabytes of text must not be read there, nor unpacked to disk."""
    monkeypatch.setattr(disciplines, "LOOKED_AT", 4096)
    monkeypatch.setattr(tempfile, "mkdtemp", lambda *_args, **_kwargs: pytest.fail("something is unpacked"))
    text = "ISO-10303-21;\n#1=IFCWALL();\n" + " " * 4096 + "#2=IFCPIPESEGMENT();\n" * 1000
    path = tmp_path / "essai.ifc"
    path.write_text(text)
    if packed:
        path = tmp_path / "essai.ifczip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("essai.ifc", text)

    assert disciplines.guess(station, path.name, path) == "ARC"


def test_a_damaged_archive_is_the_architects(station, tmp_path):
    path = tmp_path / "essai.ifczip"
    path.write_bytes(b"PK\x03\x04 and nothing of an archive")

    assert disciplines.guess(station, path.name, path) == "ARC"


def test_a_file_that_says_nothing_is_the_architects(station, tmp_path):
    (tmp_path / "x.ifc").write_text("nothing")

    assert disciplines.guess(station, "x.ifc", tmp_path / "x.ifc") == "ARC"
