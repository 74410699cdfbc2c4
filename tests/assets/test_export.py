"""The file of a revision as it came, or plain where it came packed."""

from __future__ import annotations

import zipfile
from pathlib import Path

import ifcopenshell
import pytest
from django.core.management import CommandError, call_command

from assets import files
from assets.management.commands import export_ifc
from assets.models import Revision
from tests import factories


@pytest.fixture
def model(db, settings, tmp_path) -> Path:
    """A published model that was delivered packed."""
    settings.DATA_DIR = tmp_path / "data"
    plain, packed = tmp_path / "essai.ifc", tmp_path / "essai.ifczip"
    ifcopenshell.file(schema="IFC4").write(str(plain))
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(plain, plain.name)
    stored = files.store([packed.read_bytes()], ".ifczip")
    Revision.objects.create(
        station=factories.station("VDO"),
        discipline="PLB",
        number=1,
        file_name=packed.name,
        sha256=stored.sha256,
        path=stored.path,
        size=stored.size,
        state=Revision.State.PUBLISHED,
    )
    return plain


def export(output: Path) -> bytes:
    call_command("export_ifc", "--station=VDO", "--discipline=PLB", f"--output={output}")
    return output.read_bytes()


def test_a_packed_model_is_given_plain_where_the_name_asks_for_it(model, tmp_path):
    assert export(tmp_path / "out.ifc") == model.read_bytes()
    assert export(tmp_path / "out.ifczip") == model.with_suffix(".ifczip").read_bytes()


def test_what_a_killed_export_leaves_is_where_the_next_work_sweeps(model, tmp_path, settings, monkeypatch):
    used: list[Path] = []

    def unpack(source: Path, into: Path) -> Path:
        used.append(into)
        return model

    monkeypatch.setattr(export_ifc, "unpack", unpack)
    export(tmp_path / "out.ifc")

    assert [folder.parent for folder in used] == [settings.DATA_DIR / "work"]
    assert list((settings.DATA_DIR / "work").iterdir()) == []


def test_what_cannot_be_written_or_read_is_told_apart(model, tmp_path):
    with pytest.raises(CommandError, match=r"out\.ifc cannot be written \(No such file or directory\)"):
        export(tmp_path / "nowhere" / "out.ifc")
    kept = files.absolute(Revision.objects.get().path)
    with pytest.raises(CommandError, match="is the file we hold ourselves"):
        export(kept)

    kept.unlink()

    for name in ("out.ifc", "out.ifczip"):
        with pytest.raises(CommandError, match="The file of PLB P01 is missing in our own store"):
            export(tmp_path / name)
