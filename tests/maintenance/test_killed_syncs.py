"""A worker killed with -9 while it pulls or delivers: nothing lost, doubled or half done, here and over there."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.db.models import F

from assets import history, jobs
from maintenance import outbox
from maintenance.models import Evidence, OutboxMessage, Request, Source, Sync, WorkOrder
from tests import soaking
from tests.assets.test_workers import until
from tests.conftest import ROOT
from tests.maintenance import killed_sync
from twin import processes

HOLD = "0.5"
ORDERS = 14

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def environment(child_environment) -> dict[str, str]:
    return child_environment | {"OUTBOX_HOLD_SECONDS": HOLD, "JOB_LEASE_SECONDS": "2"}


def synced(source: Source, environment: dict[str, str], moment: str = "") -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "tests.maintenance.killed_sync", moment, source.key]
    return subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, check=False)


def killed(source: Source, environment: dict[str, str], moment: str) -> None:
    child = synced(source, environment, moment)
    assert child.returncode == -signal.SIGKILL, child.stderr.decode()[-2000:]


def finished(source: Source, environment: dict[str, str]) -> None:
    """The hold of the killed one runs out, and the ordinary command does the rest."""
    time.sleep(2 * float(HOLD))
    child = synced(source, environment)
    assert child.returncode == 0, child.stderr.decode()[-2000:]


def nothing_fetched_is_lost() -> None:
    assert not Sync.objects.exclude(fetched=F("applied") + F("unchanged") + F("dead_lettered")).exists()
    assert history.verify().intact


@pytest.fixture
def told(source, cmms, station, environment):
    """An order that came in, then everything that can be told: a state, a report with photo, a fault report."""
    pk = cmms.order("Fuite")
    cmms.faults.skew += 2
    finished(source, environment)
    order = WorkOrder.objects.get(external_id=str(pk))
    photo = Evidence.objects.create(
        station=station,
        sha256="0" * 64,
        path="a",
        shown_path="b",
        media_type="image/jpeg",
        file_name="a.jpg",
        size=7,
    )
    outbox.tell(source, "status", {"status": "IN_PROGRESS"}, work_order=order)
    outbox.tell(source, "report", {"text": "Joint changé", "photos": [photo.pk]}, work_order=order)
    report = Request.objects.create(source=source, station=station, text="Ça goutte")
    outbox.tell(source, "request", {"title": "Ça goutte", "text": "ici"}, request=report)
    return order


def everything_arrived_once(cmms, order: WorkOrder) -> None:
    assert set(OutboxMessage.objects.values_list("state", flat=True)) == {"delivered"}
    own = cmms.messages(int(order.external_id))
    references = [
        str(reference)
        for reference in OutboxMessage.objects.filter(work_order=order).values_list("reference", flat=True)
    ]
    assert [sum(reference in text for text in own) for reference in references] == [1, 1]
    assert len(own) == 2
    assert len(cmms.all("ir.attachment")) == 1
    assert [row["name"] for row in cmms.all("maintenance.request")] == ["Fuite", "Ça goutte"]
    assert cmms.row(int(order.external_id))["stage_id"][0] == 2
    order.refresh_from_db()
    assert order.status == "IN_PROGRESS"
    assert Request.objects.get().state == "sent"


@pytest.mark.parametrize("moment", soaking.shared(killed_sync.PULLING))
def test_killed_while_pulling_the_next_one_has_every_order_once(source, cmms, station, environment, moment):
    for number in range(ORDERS):
        cmms.order(f"OT {number}")
    cmms.faults.skew += 2

    killed(source, environment, moment)

    source.refresh_from_db()
    assert source.cursor is None
    assert WorkOrder.objects.count() % 3 in (0, 2)  # whole pages of three, or all fourteen
    nothing_fetched_is_lost()

    finished(source, environment)

    source.refresh_from_db()
    assert source.cursor is not None
    titles = sorted(WorkOrder.objects.values_list("title", flat=True))
    assert titles == sorted(f"OT {number}" for number in range(ORDERS))
    nothing_fetched_is_lost()


@pytest.mark.parametrize("moment", soaking.shared(killed_sync.PUSHING))
def test_killed_while_delivering_nothing_is_lost_or_doubled_over_there(
    source, cmms, told, environment, moment
):
    killed(source, environment, moment)
    assert OutboxMessage.objects.filter(state="waiting").exists()

    finished(source, environment)

    everything_arrived_once(cmms, told)
    nothing_fetched_is_lost()


def test_killed_at_any_moment_nothing_is_lost_or_doubled(source, cmms, told, environment):
    """Kills by the clock, for the moments nobody thought of; the seed stands in a failure's message."""
    seed = soaking.seed(random.SystemRandom().randrange(10**6))
    chance = random.Random(seed)
    for number in range(ORDERS):
        cmms.order(f"OT {number}")
    cmms.faults.skew += 2
    for _ in range(soaking.kills(2, soak=40)):
        command = [sys.executable, "-m", "tests.maintenance.killed_sync", "", source.key]
        child = subprocess.Popen(
            command, env=environment, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(chance.uniform(0.8, 3.0))
        child.kill()
        child.wait()
        nothing_fetched_is_lost()

    finished(source, environment)

    assert WorkOrder.objects.filter(title__startswith="OT").count() == ORDERS, seed
    assert len(cmms.all("ir.attachment")) == 1, seed
    assert len(cmms.messages(int(told.external_id))) == 2, seed
    assert [row["name"] for row in cmms.all("maintenance.request")].count("Ça goutte") == 1, seed


@pytest.mark.slow
def test_a_killed_worker_leaves_its_pull_and_its_delivery_to_the_next_one(
    source, cmms, station, environment, tmp_path
):
    """
    worker 1   pulls a page … waits for the answer ── kill -9
    worker 2                                           pulls everything, delivers
    """
    for number in range(ORDERS):
        cmms.order(f"OT {number}")
    cmms.faults.skew += 2
    cmms.faults.plan("timeout", on="search_read", skip=4, seconds=1.5)  # in the middle of the pages
    report = Request.objects.create(source=source, station=station, text="Ça goutte")
    first = _worker(environment, tmp_path / "first.log")
    jobs.enqueue("pull_source", key=f"source-{source.pk}", payload={"source": source.pk})
    assert until(lambda: WorkOrder.objects.exists())
    os.killpg(first.pid, signal.SIGKILL)
    first.wait()
    cmms.faults.clear()
    cmms.faults.skew = 4
    assert WorkOrder.objects.count() < ORDERS

    outbox.tell(source, "request", {"title": "Ça goutte", "text": "ici"}, request=report)
    second = _worker(environment, tmp_path / "second.log")

    def settled() -> bool:
        jobs.requeue_expired()  # what beat does every 30 s
        done = WorkOrder.objects.count() == ORDERS and Source.objects.get().cursor is not None
        return done and not OutboxMessage.objects.filter(state="waiting").exists()

    arrived = until(settled)
    processes.stop([second], seconds=3)
    assert arrived, (tmp_path / "second.log").read_text()[-2000:]
    assert [row["name"] for row in cmms.all("maintenance.request")].count("Ça goutte") == 1
    nothing_fetched_is_lost()


def _worker(environment: dict[str, str], log: Path) -> subprocess.Popen:
    command = [sys.executable, "-m", "celery", "-A", "twin.celery", "worker", "--concurrency", "1"]
    command += ["--hostname", f"{log.stem}-{os.getpid()}@test", "--loglevel", "WARNING"]
    assert settings.BROKER_DIR.exists() or not settings.BROKER_DIR.mkdir(parents=True)
    return processes.start(command, log=log, env=environment)
