"""A release killed with -9 leaves nothing or all of it, and the next one makes the very same file."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from assets.models import Asset, Element, HistoryEntry, Revision
from maintenance.models import Change, Declaration
from tests import factories, small_model, soaking
from tests.maintenance import declaring, killed_release
from twin import reception, writebacks

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def declaration(tmp_path: Path) -> Declaration:
    """Of one pump of a published model, applied at a moment of its own."""
    station = factories.station("VDO")
    path = small_model.write(tmp_path / "essai_PLB.ifc", pumps=2)
    call_command("import_ifc", str(path), "--station", "VDO", "--no-scene", "--json")
    pump = Asset.objects.get(station=station, code="EFS-P-02")
    values = ("serial_number", "SN-2026"), ("manufacturer", "Pompes Orne")
    return declaring.applied(pump, *values, applied_at=timezone.now())


def nothing_is_half_there() -> None:
    for revision in Revision.objects.all():
        whole = revision.state != Revision.State.WIP
        assert Element.objects.filter(revision=revision).exists() == whole
        if revision.number != 1:
            assert Change.objects.filter(released_in=revision).count() == 2
            assert len(revision.report["written_back"]["changes"]) == 2
    tied = Change.objects.exclude(released_in=None).count()
    assert tied == 2 * Revision.objects.exclude(number=1).count()


@pytest.fixture
def environment(child_environment, tmp_path: Path) -> dict[str, str]:
    """With a folder of its own for what a process that is killed leaves lying about."""
    (tmp_path / "lying-about").mkdir()
    return child_environment | {"TMPDIR": str(tmp_path / "lying-about")}


def killed(moment: str, environment: dict[str, str]) -> None:
    command = [sys.executable, "-m", "tests.maintenance.killed_release", moment]
    child = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, check=False)
    assert child.returncode == -signal.SIGKILL, child.stderr.decode()[-2000:]


@pytest.mark.parametrize("moment", soaking.shared(killed_release.MOMENTS))
def test_killed_at_this_moment_it_is_taken_up_where_it_stood(declaration, environment, moment):
    killed(moment, environment)

    nothing_is_half_there()
    before = set(Revision.objects.values_list("sha256", flat=True))
    assert Declaration.objects.get().state == "APPLIED"

    (released,) = writebacks.carry_out(declaration.station)

    nothing_is_half_there()
    assert (released.revision.state, released.revision.number, released.changes) == ("SHARED", 2, 2)
    assert Revision.objects.count() == 2
    left = [*Path(environment["TMPDIR"]).iterdir(), *(Path(settings.DATA_DIR) / "work").iterdir()]
    assert left == []
    assert before <= set(Revision.objects.values_list("sha256", flat=True))
    assert HistoryEntry.objects.filter(verb="written back").count() == 1
    reception.publish(released.revision, by=factories.person("steward"))
    assert Declaration.objects.get().state == "RELEASED"
    assert Asset.objects.count() == 2
