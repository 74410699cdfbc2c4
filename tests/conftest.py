"""Fixtures that any test may ask for, and the option of the PostgreSQL run."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from django.db import connection
from django.test import TransactionTestCase
from django.utils import translation

from assets import append_only
from maintenance import four_eyes
from tests import soaking

# The same examples on every run; `make soak` looks for new ones.
hypothesis.settings.register_profile("steady", derandomize=True)
hypothesis.settings.load_profile("default" if soaking.SOAK else "steady")

ROOT = Path(__file__).resolve().parent.parent
DATABASE_FIXTURES = {"db", "transactional_db", "live_server"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database-only",
        action="store_true",
        help="only the tests that touch the database (the run on a second one)",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    kept = [item for item in items if soaking.ON_POSTGRESQL or not item.get_closest_marker("postgresql")]
    if config.getoption("--database-only"):
        kept = [item for item in kept if _touches_the_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
    items[:] = kept


def _touches_the_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("once") is not None and not soaking.SOAK:
        return False
    names = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(names & DATABASE_FIXTURES)


@pytest.fixture(autouse=True, scope="session")
def _tables_that_are_written_once_can_be_emptied_after_a_test() -> Iterator[None]:
    """Triggers refuse what Django does after a transactional test. They are off while it cleans up, and only then."""
    emptied = TransactionTestCase._fixture_teardown

    def without_triggers(case: TransactionTestCase) -> None:
        with append_only.suspended(connection), four_eyes.removal_allowed(connection):
            emptied(case)

    TransactionTestCase._fixture_teardown = without_triggers
    yield
    TransactionTestCase._fixture_teardown = emptied


@pytest.fixture(scope="session")
def shared_ifc() -> Path:
    """The folder with the real IFC files, which lies beside the checkout."""
    folder = Path(os.environ.get("STATION_TWIN_SHARED", ROOT.parent / "shared")) / "ifc"
    if not folder.is_dir():
        pytest.skip(
            f"the real IFC files are not here ({folder}); STATION_TWIN_SHARED names their parent folder"
        )
    return folder


@pytest.fixture
def child_environment(transactional_db: None) -> dict[str, str]:
    """Environment for a child process (a worker, a command) that works on this test's database and data directory."""
    return {**os.environ, "DATABASE_URL": _address_of_the_test_database(), "PYTHONPATH": str(ROOT)}


def _address_of_the_test_database() -> str:
    chosen = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{chosen['NAME']}"
    host = chosen["HOST"] or chosen["OPTIONS"].get("host", "")
    person = chosen["USER"] + (f":{chosen['PASSWORD']}" if chosen["PASSWORD"] else "")
    if host.startswith("/"):
        return f"postgresql://{person}@/{chosen['NAME']}?host={host}"
    return f"postgresql://{person}@{host}:{chosen['PORT'] or 5432}/{chosen['NAME']}"


@pytest.fixture
def manage(child_environment: dict[str, str]) -> list[str]:
    """`[*manage, "import_ifc", …]`: the start of a command line for `subprocess`."""
    return [sys.executable, str(ROOT / "manage.py")]


@pytest.fixture(autouse=True)
def _language_of_the_site() -> Iterator[None]:
    """A page that one test asked for in English must not leave the next one in English."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture(autouse=True)
def _no_messages_left() -> Iterator[None]:
    """A wake-up that one test sent must not reach the worker of the next."""
    yield
    for message in settings.BROKER_DIR.glob("*.msg"):
        message.unlink(missing_ok=True)
