"""kill -9 of web, worker or beat at any moment of the story: nothing lost, doubled or half done, here and over there.

Real processes over a data directory of their own: SQLite and messages as files, or PostgreSQL and Redis on the run
on PostgreSQL. The plan of the kills comes from a seed, which is printed with the figures. Each of the two databases
has one half of them: 5 of 10 on every run, 100 of 200 in the soak.
"""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from assets.models import Job, Membership, Station
from maintenance import dossiers
from maintenance.models import Notice, OutboxMessage
from maintenance.pretend_cmms.models import MODELS
from maintenance.pretend_cmms.records import Records
from maintenance.pretend_cmms.seeding import ADMIN, found
from tests import factories, servers, small_model, soaking
from tests.assets.test_workers import until
from tests.conftest import ROOT
from tests.twin.killed_story import AGENTS, FIRM, PASSWORD, STATION, STEPS, House, Story, is_decided
from twin import processes
from twin.demo import CMMS_ACCOUNT

pytest.register_assert_rewrite("tests.twin.story_books")
from tests.twin.story_books import Books  # noqa: E402

PUMPS, ELEMENTS = 3, 10
KILLS_A_STORY = 6
HURRY = {
    "PULL_SECONDS": "1",
    "OUTBOX_HOLD_SECONDS": "3",
    "JOB_LEASE_SECONDS": "3",
    "JOB_WAKE_SECONDS": "3",
    "DJANGO_SETTINGS_MODULE": "tests.twin.hurried_settings",
}

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@dataclass(frozen=True)
class Kill:
    """So many seconds after a story has come to a step. `whole`: with all that the process has started."""

    story: int
    step: int
    name: str
    seconds: float
    whole: bool

    def __str__(self) -> str:
        what = "whole" if self.whole else "alone"
        return (
            f"{self.name} ({what}) {self.seconds:.2f} s after “{STEPS[self.step].__name__}” of {self.story}"
        )


def plan(chance: random.Random, kills: int) -> list[Kill]:
    """As many of each process, in any order, at any step; often within the moment that a step takes."""
    stories = max(2, kills // KILLS_A_STORY)
    names = (["worker", "web", "beat"] * kills)[:kills]
    return [
        Kill(
            story=number % stories,
            step=chance.randrange(len(STEPS)),
            name=name,
            seconds=chance.uniform(0.0, chance.choice((0.15, 0.6, 2.5))),
            whole=chance.random() < 0.6,
        )
        for number, name in enumerate(chance.sample(names, kills))
    ]


@dataclass
class Running:
    """The processes, by the one that starts and kills them."""

    supervisor: subprocess.Popen
    said: Path
    house: House
    cmms: Path
    logs: Path

    def tell(self, *words: object) -> None:
        self.supervisor.stdin.write(f"{' '.join(map(str, words))}\n".encode())
        self.supervisor.stdin.flush()

    def killed(self) -> Counter[str]:
        lines = [line for line in self.said.read_text().splitlines() if line.startswith("killed ")]
        return Counter(line.split()[1] for line in lines)


@pytest.fixture
def data(tmp_path: Path, settings) -> Path:
    """A data directory of their own, for this process too."""
    settings.DATA_DIR = tmp_path / "data"
    settings.SCENES_DIR, settings.MAILS_DIR = settings.DATA_DIR / "scenes", settings.DATA_DIR / "mails"
    settings.MEDIA_ROOT = settings.DATA_DIR / "files"
    return settings.DATA_DIR


@pytest.fixture
def cmms(tmp_path: Path) -> Path:
    """The other system's file on its first day: our pumps and the firm, no order."""
    path = tmp_path / "cmms.sqlite3"
    records = Records(path)
    found(records)
    records.create(MODELS["maintenance.team"], {"name": FIRM}, ADMIN)
    for number in range(1, PUMPS + 1):
        code = f"EFS-P-{number:02d}"
        records.create(MODELS["maintenance.equipment"], {"name": f"Pompe {code}", "x_code": code}, ADMIN)
    return path


@pytest.fixture
def running(data: Path, cmms: Path, child_environment, tmp_path: Path) -> Iterator[Running]:
    ports = servers.free_ports(2)
    house = House(*(f"http://127.0.0.1:{port}" for port in ports))
    _first_day(house.cmms, tmp_path)
    said, logs = tmp_path / "said", tmp_path / "logs"
    with ExitStack() as stack:
        environment = child_environment | HURRY | {"DATA_DIR": str(data)}
        environment["REDIS_URL"] = stack.enter_context(_broker())
        command = [sys.executable, "-m", "tests.twin.killed_services", ports[0], logs, ports[1], cmms]
        stream = stack.enter_context(said.open("ab"))
        supervisor = subprocess.Popen(
            [str(word) for word in command],
            env=environment,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=stream,
            stderr=subprocess.STDOUT,
            preexec_fn=processes.die_with_parent,
        )
        yield Running(supervisor, said, house, cmms, logs)
        supervisor.stdin.close()
        supervisor.wait(timeout=30)


@contextmanager
def _broker() -> Iterator[str]:
    """Redis beside PostgreSQL, where there is one; messages as files beside SQLite."""
    with ExitStack() as stack:
        url = ""
        if connection.vendor == "postgresql":
            with suppress(servers.NoRedis):
                url = stack.enter_context(servers.redis())
        yield url


def _first_day(cmms: str, folder: Path) -> None:
    """A published model of three pumps, the firm with its link, and everybody's account."""
    call_command("import_ifc", str(small_model.write(folder / "essai_PLB.ifc", pumps=PUMPS)), "--station", STATION,
                 "--create-station", "Val-d'Orme", verbosity=0)  # fmt: skip
    station = Station.objects.get(code=STATION)
    about = {"database": "gares", "link": "{url}/odoo/maintenance/{id}", "overlap": 5}
    factories.source(url=cmms, login=CMMS_ACCOUNT, secret=CMMS_ACCOUNT, settings=about)
    firm = factories.organisation(FIRM)
    dossiers.invite(station, firm, email="chantier@hydro-services.example", by=None)
    factories.contractor(firm, station=station, username="contractor", password=PASSWORD)
    for role, names in {
        Membership.Role.AGENT: [f"agent-{number}" for number in range(AGENTS)],
        Membership.Role.STEWARD: ["steward", "other"],
    }.items():
        for name in names:
            factories.person(role, username=name, password=PASSWORD)


def test_killed_at_any_moment_of_the_story_nothing_is_lost_doubled_or_half_done(running: Running, capsys):
    seed = soaking.seed(random.SystemRandom().randrange(10**6))
    kills = plan(random.Random(seed), soaking.kills(5, soak=100))
    print(f"\nseed {seed}:", *kills, sep="\n  ", flush=True)
    began = time.monotonic()

    last = max(kill.story for kill in kills) + 1  # in which nobody is killed any more
    stories = [Story(running.house, number, f"EFS-P-{number % PUMPS + 1:02d}") for number in range(last + 1)]
    for story in stories:
        _tell(story, running, [kill for kill in kills if kill.story == story.number])
    _settle(running, stories[-1])

    with capsys.disabled():
        print(_figures(running, len(stories), time.monotonic() - began), "seed", seed)
    assert running.killed().total() == len(kills)
    Books(running.cmms).judge(stories, elements=ELEMENTS)


def _tell(story: Story, running: Running, kills: list[Kill]) -> None:
    for number, step in enumerate(STEPS):
        for kill in kills:
            if kill.step == number:
                running.tell("kill", kill.name, f"{kill.seconds:.3f}", "whole" if kill.whole else "alone")
        step(story)


def _figures(running: Running, stories: int, seconds: float) -> str:
    killed = running.killed()
    names = ", ".join(f"{name} {times}" for name, times in sorted(killed.items()))
    again = running.house.pressed_again
    return f"\n{killed.total()} kills ({names}) in {stories} stories, {seconds:.0f} s; pressed again {again} times;"


def _settle(running: Running, story: Story) -> None:
    """All is told, then beat ends, then what it began ends."""
    is_decided(story)
    assert until(lambda: not OutboxMessage.objects.filter(state="waiting").exists(), seconds=60)
    assert until(
        lambda: Notice.objects.exists() and not Notice.objects.filter(sent_at=None).exists(), seconds=60
    )
    running.tell("end", "beat")
    assert until(lambda: not Job.objects.open().exists(), seconds=60), list(Job.objects.open())
