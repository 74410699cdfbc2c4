"""An import killed with -9 leaves nothing or all of it, and two at once do not harm each other."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from assets import files, shape_store
from assets.ifc import kept_shapes
from assets.models import Asset, Element, Finding, Revision, Station
from tests import small_model, soaking
from tests.twin import killed_import
from twin.models import Scene

PUMPS, ELEMENTS = 12, 37
ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def station() -> Station:
    return Station.objects.create(code="VDO", name="Val-d'Orme")


def nothing_is_half_there(when: str = "") -> None:
    for revision in Revision.objects.all():
        whole = revision.state != Revision.State.WIP
        assert Element.objects.filter(revision=revision).count() == (ELEMENTS if whole else 0), when
        assert Scene.objects.filter(revision=revision).exists() == whole, when
        assert Finding.objects.filter(revision=revision).exists() == whole, when
        kept = shape_store.path_of(revision.path)
        assert (
            (not kept.exists()) if not whole else (not kept.exists() or kept_shapes.load(kept) is not None)
        ), when
    assert not list(files.files_root().glob("**/*.part")), when
    published = Revision.objects.published().count()
    assert Asset.objects.count() == (PUMPS if published else 0), when


def finished_by_the_ordinary_command(path: Path, capsys) -> str:
    call_command("import_ifc", str(path), "--station", "VDO", "--json")
    (result,) = json.loads(capsys.readouterr().out)["files"]
    assert (Revision.objects.count(), Revision.objects.published().count()) == (1, 1)
    nothing_is_half_there()
    assert not any((Path(settings.DATA_DIR) / "work").iterdir())
    return result["outcome"]


@pytest.mark.parametrize("moment", soaking.shared(killed_import.MOMENTS))
def test_killed_at_this_moment_it_leaves_no_half_revision(
    station, child_environment, tmp_path, capsys, moment
):
    path = small_model.write(tmp_path / "essai_PLB.ifc", pumps=PUMPS)
    command = [sys.executable, "-m", "tests.twin.killed_import", moment, str(path), "--station=VDO"]
    child = subprocess.run(command, env=child_environment, cwd=ROOT, capture_output=True, check=False)
    assert child.returncode == -signal.SIGKILL, child.stderr.decode()[-2000:]

    (revision,) = Revision.objects.all()
    committed = moment in (killed_import.SHARED, killed_import.PUBLISHING)
    assert revision.state == (Revision.State.SHARED if committed else Revision.State.WIP)
    nothing_is_half_there()

    assert finished_by_the_ordinary_command(path, capsys) == "published"
    assert shape_store.path_of(revision.path).exists()


def test_killed_at_any_moment_it_leaves_no_half_revision(
    station, manage, child_environment, tmp_path, capsys
):
    """One kill by the clock, for the moments nobody thought of."""
    path = small_model.write(tmp_path / "essai_PLB.ifc", pumps=PUMPS)
    seconds = random.SystemRandom().uniform(0.3, 3.0)
    child = subprocess.Popen(
        [*manage, "import_ifc", str(path), "--station", "VDO"],
        env=child_environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    time.sleep(seconds)
    child.send_signal(signal.SIGKILL)
    child.wait()

    nothing_is_half_there(f"killed after {seconds} s")
    assert finished_by_the_ordinary_command(path, capsys) in ("published", "unchanged")


def at_once(manage, environment: dict[str, str], *paths: Path) -> list[str]:
    """Outcomes of as many commands, started together."""
    children = [
        subprocess.Popen(
            [*manage, "import_ifc", str(path), "--station", "VDO", "--json"],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for path in paths
    ]
    said = [child.communicate(timeout=120) for child in children]
    assert [child.returncode for child in children] == [0] * len(paths), [error[-2000:] for _, error in said]
    return [json.loads(out)["files"][0]["outcome"] for out, _ in said]


def test_one_file_imported_twice_at_once_comes_in_once(station, manage, child_environment, tmp_path):
    path = small_model.write(tmp_path / "essai_PLB.ifc", pumps=PUMPS)

    outcomes = at_once(manage, child_environment, path, path)

    assert "published" in outcomes
    assert set(outcomes) <= {"published", "unchanged"}
    assert (Revision.objects.count(), Revision.objects.published().count()) == (1, 1)
    nothing_is_half_there()


def test_two_files_of_one_discipline_at_once_become_one_revision_after_the_other(
    station, manage, child_environment, tmp_path
):
    paths = [small_model.write(tmp_path / f"{n}_PLB.ifc", pumps=n) for n in (PUMPS, PUMPS + 1)]

    outcomes = at_once(manage, child_environment, *paths)

    # The second to be shared is what people see; the first went before it, or is left for a person to decide.
    assert sorted(outcomes) in (["published", "published"], ["published", "shared"])
    states = dict(Revision.objects.values_list("number", "state"))
    overtaken = "shared" in outcomes
    assert states == {1: "SHARED" if overtaken else "ARCHIVED", 2: "PUBLISHED"}
    # No pump is there twice: GlobalIds are the same in both files. One that only the archived file has waits to be
    # confirmed on site; one that only an overtaken file has never came into the register.
    seen = Element.objects.filter(resolved_class="IfcPump")
    if overtaken:
        seen = seen.filter(revision__number=2)
    assert Asset.objects.count() == seen.values("global_id").distinct().count()
    assert {asset.matches.count() for asset in Asset.objects.all()} <= {1, 2}
