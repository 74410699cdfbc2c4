"""Jobs with real Celery workers, over plain files and over Redis: done, killed in the middle, fought over."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from celery import current_app
from kombu import pools

from assets import jobs
from assets.models import Job
from tests import servers, soaking
from twin import processes

LEASE_SECONDS = 2.0
START_SECONDS = 40.0
"""A worker's interpreter, Django and Celery, on a machine that is doing other things too."""

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture(scope="module")
def redis_url() -> Iterator[str]:
    with ExitStack() as stack:
        try:
            yield stack.enter_context(servers.redis())
        except servers.NoRedis as missing:
            pytest.skip(str(missing))


@pytest.fixture(params=soaking.shared(["files", "redis"]))
def broker(request: pytest.FixtureRequest) -> Iterator[str]:
    """REDIS_URL of workers and of this process: empty for the file-system transport."""
    url = request.getfixturevalue("redis_url") if request.param == "redis" else ""
    kept = current_app.conf.broker_url, current_app.conf.broker_transport_options
    if url:
        current_app.conf.update(broker_url=url, broker_transport_options={})
    _forget_connections()
    yield url
    current_app.conf.update(broker_url=kept[0], broker_transport_options=kept[1])
    _forget_connections()


def _forget_connections() -> None:
    pools.reset()
    current_app._pool = None
    current_app.amqp._producer_pool = None


@pytest.fixture
def worker(
    broker: str, child_environment: dict[str, str], tmp_path: Path
) -> Iterator[Callable[[], subprocess.Popen]]:
    """Starts another worker, as a process of its own."""
    started: list[subprocess.Popen] = []
    env = child_environment | {"REDIS_URL": broker, "JOB_LEASE_SECONDS": str(LEASE_SECONDS)}

    def start() -> subprocess.Popen:
        name = f"w{len(started)}-{os.getpid()}"
        command = [sys.executable, "-m", "celery", "-A", "twin.celery", "worker", "--concurrency", "1"]
        command += [
            "--hostname",
            f"{name}@test",
            "--include",
            "tests.assets.slow_kinds",
            "--loglevel",
            "WARNING",
        ]
        started.append(processes.start(command, log=tmp_path / f"{name}.log", env=env))
        return started[-1]

    yield start
    processes.stop(started, seconds=3)
    for log in sorted(tmp_path.glob("*.log")):
        print(log.name, log.read_text(errors="replace")[-2000:], sep="\n")  # shown when the test failed


def until(condition: Callable[[], bool], *, seconds: float = START_SECONDS) -> bool:
    """True as soon as the condition is; False when the time is over."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if condition():
            return True
        time.sleep(0.05)
    return condition()


def lines(path: Path) -> list[str]:
    return path.read_text().splitlines() if path.exists() else []


def state(job: Job) -> str:
    return Job.objects.get(pk=job.pk).state


def test_two_workers_do_each_of_twenty_jobs_exactly_once(worker, tmp_path):
    notes = tmp_path / "notes"
    worker()
    worker()

    enqueued = [jobs.enqueue("test.note", key=str(n), payload={"file": str(notes)}) for n in range(20)]
    for job in enqueued:
        jobs.wake(job)  # every message twice: one wake-up too many must change nothing

    assert until(lambda: Job.objects.filter(state="done").count() == 20)
    assert Counter(line.split()[0] for line in lines(notes)) == {str(n): 1 for n in range(20)}


def test_a_job_whose_worker_is_killed_is_finished_by_the_next_one(worker, tmp_path):
    """
    first worker  ── claims ── kill -9
    lease                      ──────── over
    next worker                 starts ─── claims ── done
    """
    seen, let_go = tmp_path / "seen", tmp_path / "let-go"
    first = worker()
    job = jobs.enqueue("test.slow", key="1", payload={"file": str(seen), "until": str(let_go)})
    assert until(lambda: len(lines(seen)) == 1)

    os.killpg(first.pid, signal.SIGKILL)
    first.wait()
    time.sleep(LEASE_SECONDS + 0.5)
    assert state(job) == "running"  # nobody has noticed yet
    worker()
    assert until(lambda: len(lines(seen)) == 2)
    let_go.touch()

    assert until(lambda: state(job) == "done")
    job.refresh_from_db()
    assert job.attempts == 2
    assert len(set(lines(seen))) == 2


def test_a_job_that_kills_its_worker_every_time_is_failed_with_a_reason(worker):
    worker()
    job = jobs.enqueue("test.crash", key="1")

    def gave_up() -> bool:
        jobs.requeue_expired()  # what beat does every 30 s
        return state(job) == "failed"

    assert until(gave_up, seconds=START_SECONDS + 4 * LEASE_SECONDS)
    job.refresh_from_db()
    assert job.attempts == 3
    assert "stopped 3 times" in job.reason


def test_the_children_of_a_killed_worker_do_not_go_on_working(worker, tmp_path):
    seen = tmp_path / "seen"
    first = worker()
    jobs.enqueue("test.slow", key="1", payload={"file": str(seen), "until": str(tmp_path / "never")})
    assert until(lambda: len(lines(seen)) == 1)
    child = int(lines(seen)[0])

    first.kill()  # the worker's main process only
    first.wait()

    assert until(lambda: not _alive(child), seconds=5)


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
