"""From a tap on a question to its drawn answer, in a station of 100,000 elements that all hang on one water network.

python -m benchmarks.traced [ELEMENTS]    in the database of DATABASE_URL and DATA_DIR: makes the station, says who asks

A real server, a real Chromium with software rendering. *Lit* is when the first frame with the answer has been drawn,
*in words* when the page beside it stands there. What it feeds and what stops with it name everything: the main valve
is asked about, and before it the inlet, which is the first that a fresh server is asked. The best of a few rounds, for
each of which the server starts anew.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from benchmarks import own_process, water
from benchmarks.table import Row
from tests.browser import FLAGS, find_chromium
from tests.servers import database_of_its_own, free_ports, postgresql

ELEMENTS = 100_000
ROUNDS = 3
SHOWN = 1000  # milliseconds asked for
MEASURE = Path(__file__).with_name("traced_measure.js")
ROOT = Path(__file__).resolve().parent.parent
ASKS = {"feeds": "what it feeds", "stops": "if it stops", "fed": "what feeds it", "close": "what to close"}


def rows(elements: int = ELEMENTS) -> Iterator[Row]:
    with (
        tempfile.TemporaryDirectory(prefix="bench-traced-") as folder,
        postgresql() as server,
        database_of_its_own(server, "bench_traced") as url,
    ):
        environment = {"DATA_DIR": folder, "DATABASE_URL": url, "INSECURE_HTTP": "1"}
        made = own_process.told_by(__spec__.name, environment, str(elements))
        rounds = [_round(own_process.settings(environment), Path(folder), made) for _ in range(ROUNDS)]
    on = f"{elements:,} elements, software GL"
    for ask, words in {"first": "what it feeds, asked first", **ASKS}.items():
        lit, read = (min(told[ask][when] for told in rounds) for when in ("lit", "read"))
        asked = None if ask == "first" else SHOWN
        yield Row("T10", f"tap: {words}, lit in 3D", on, lit, None, asked, "ms")
        yield Row("T10", f"tap: {words}, in words", on, read, None, asked, "ms")


def _round(environment: dict[str, str], folder: Path, made: dict[str, Any]) -> dict[str, Any]:
    """Milliseconds by question."""
    with serving(environment, folder) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 800}, service_workers="block")
        page.context.add_cookies([{"name": made["cookie"], "value": made["session"], "url": address}])
        page.set_default_timeout(600_000)
        page.goto(f"{address}/stations/{made['station']}/")
        page.wait_for_function("window.stationTwin")
        page.evaluate("stationTwin.ready")
        act = MEASURE.read_text(encoding="utf-8")
        first = page.evaluate(act, {"code": made["inlet"], "asks": ["feeds"]})["feeds"]
        told = page.evaluate(act, {"code": made["main valve"], "asks": list(ASKS)})
        browser.close()
    return {"first": first, **told}


@contextmanager
def serving(environment: dict[str, str], folder: Path) -> Iterator[str]:
    """The service as `compose.yaml` runs it, on a free port."""
    (port,) = free_ports(1)
    bound = ["--bind", f"127.0.0.1:{port}", "--workers", "1", "--threads", "8", "--timeout", "300"]
    with (folder / "log").open("w") as log:
        web = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "twin.wsgi", *bound],
            env=environment, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            address = f"http://127.0.0.1:{port}"
            _wait(f"{address}/health/live", web)
            yield address
        finally:
            web.terminate()
            web.wait(timeout=60)


def _wait(address: str, web: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until and web.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
        else:
            return
    raise TimeoutError("the service does not answer")


# ── in a process of its own ──────────────────────────────────────────────────


def main() -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    from django.test import Client

    elements = int(sys.argv[1]) if len(sys.argv) > 1 else ELEMENTS
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    made = water.water(elements)
    station, _ = water.station(made)
    draw(station, made)
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("bench", password=None))
    name = settings.SESSION_COOKIE_NAME
    told = {"station": station.code, "cookie": name, "session": client.cookies[name].value}
    print(json.dumps(told | {"inlet": "N-0", "main valve": "N-1"}))


def draw(station: Any, made: water.Water) -> None:
    """The scene, as an import leaves it."""
    from django.db import connection, transaction

    from twin import scenes

    revision = station.revisions.get()
    storeys = {place.pk: place for place in station.locations.filter(kind="storey")}
    of_step = dict(revision.elements.values_list("step_id", "storey_id"))
    manifest = scenes.build(
        station, water.shapes_of(made), {step: str(place) for step, place in of_step.items()}
    )
    numbered = [(feature, revision.pk, step) for feature, step in enumerate(manifest.features)]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE assets_element SET feature = %s WHERE revision_id = %s AND step_id = %s", numbered
        )
        scenes.save(revision, manifest, storeys)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "twin.settings")
    main()
