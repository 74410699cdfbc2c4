"""`python -m twin.geometry`: a scene from a bare file."""

from __future__ import annotations

from pathlib import Path

import pytest

from twin.geometry import SceneManifest, path_of
from twin.geometry.__main__ import main


def test_a_bare_file_becomes_chunks_and_a_manifest(
    shared_ifc: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    status = main(
        [str(shared_ifc / "Duplex_A_20110907.ifc"), "--output", str(tmp_path), "--discipline", "ARC"]
    )

    scene = SceneManifest.load(tmp_path / "ARC" / "manifest.json")
    assert status == 0
    assert len(scene.features) == 215
    assert [chunk.features for chunk in scene.chunks] == [101, 93, 14, 7]
    assert all(path_of(tmp_path / "ARC", chunk.sha256).is_file() for chunk in scene.chunks)
    assert "Level 1: 101 elements" in capsys.readouterr().out


def test_a_file_that_is_refused_is_told_in_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "cut.ifc").write_text("ISO-10303-21;\nHEADER;\n")

    status = main([str(tmp_path / "cut.ifc"), "--output", str(tmp_path / "out")])

    assert status == 1
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert not (tmp_path / "out").exists()
