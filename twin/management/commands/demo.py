"""`manage.py demo`: the sample stations in the browser, from an empty directory to a page in one command."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

from assets.models import Asset, Revision, Station
from maintenance import syncing
from twin import demo, demo_cards, demo_firm
from twin.demo_services import Services, cmms_command, cmms_port, only_one, refuse_taken_port


class Command(BaseCommand):
    help = "Prepare the sample stations once, then serve them until Ctrl-C."
    requires_system_checks: list[str] = []  # `make lint` has asked; this is about being there soon

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument(
            "--host", default="127.0.0.1", help="0.0.0.0 lets other devices on the network in"
        )
        parser.add_argument("--prepare-only", action="store_true", help="fill the database and stop")

    def handle(self, *args: Any, **options: Any) -> None:
        for ending in (signal.SIGINT, signal.SIGTERM):  # a supervisor ends it as calmly as Ctrl-C does
            signal.signal(ending, signal.default_int_handler)
        try:
            with only_one(settings.DATA_DIR):
                if not options["prepare_only"]:
                    refuse_taken_port(options["host"], options["port"])
                self.prepare()
                if not options["prepare_only"]:
                    self.serve(options["host"], options["port"])
        except demo.RefusedDemo as refusal:
            raise CommandError(str(refusal)) from None
        except KeyboardInterrupt:
            self.stdout.write("\nStopped. Everything is kept; the same command starts it again.")

    def prepare(self) -> None:
        if not settings.DEBUG:
            raise demo.RefusedDemo("The demo runs only with DEBUG=1: everybody knows its passwords.")
        with self.step("Database"):
            call_command("migrate", verbosity=0, interactive=False)
        with self.step("Demo accounts"):
            demo.make_accounts()
        samples = demo.portfolio()
        missing = [sample for sample in samples if not _is_filled(sample)]
        if not missing:
            self.stdout.write(f"Sample stations: all {len(samples)} are here already, nothing to do.")
        for number, sample in enumerate(missing, start=1):
            self.stdout.write(f"Station {number} of {len(missing)}: {sample.name} ({sample.code})")
            self.fill(sample)
        with self.step("Firm and precautions"):
            if unknown := demo_firm.take_in_precautions():
                self.stdout.write(f"Precautions of what is not here were left out: {', '.join(unknown)}.")
            if wrong := demo_firm.take_in_surveys():
                self.stdout.write(f"Surveys were left out: {', '.join(wrong)}.")
            demo_firm.make_firm()
            if wrong := demo_cards.take_in():
                self.stdout.write(f"Isolation cards were left out: {', '.join(wrong)}.")

    def fill(self, sample: demo.Sample) -> None:
        """Through the same commands that a person would use; models in a child process, which gives its memory back."""
        demo.make_station(sample)
        if sample.register:
            call_command("import_register", sample.register, station=sample.code, stdout=self.stdout)
        if sample.models:
            self.manage("import_ifc", *(str(path) for path in sample.models), "--station", sample.code)

    def manage(self, *arguments: str) -> None:
        self.stdout.flush()
        connections.close_all()
        command = [sys.executable, str(settings.BASE_DIR / "manage.py"), *arguments, "--skip-checks"]
        if subprocess.run(command, check=False, stdin=subprocess.DEVNULL).returncode:
            raise demo.RefusedDemo(
                f"“{arguments[0]}” failed (its reason is above), so the demo cannot start."
            )

    def serve(self, host: str, port: int) -> None:
        url = f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}/"  # noqa: S104 (asked for by option)
        cmms = cmms_port(port)
        source = demo.make_source(f"http://127.0.0.1:{cmms}")
        stations = [sample.code for sample in demo.portfolio()]
        command = cmms_command(cmms, settings.DATA_DIR / "cmms.sqlite3", stations)
        connections.close_all()
        services = Services(host=host, port=port, logs=settings.DATA_DIR / "logs", cmms=command)
        try:
            with self.step("Web server, worker, beat and the pretend CMMS"):
                services.start()
                services.wait_until_answering(f"{source.url}/", "cmms")
                syncing.pull(source)
                services.wait_until_answering(url)
            self.tell(url)
            services.watch()
        finally:
            with suppress(KeyboardInterrupt):
                services.stop()

    def tell(self, url: str) -> None:
        described = json.dumps(demo.described(url), ensure_ascii=False)
        connections.close_all()
        (settings.DATA_DIR / "demo.json").write_text(described + "\n")
        self.stdout.write(described)
        self.stdout.write(
            f"\nStation Twin is at {url}   (Ctrl-C ends it; logs: {settings.DATA_DIR / 'logs'})"
        )
        self.stdout.flush()

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        began = time.monotonic()
        yield
        self.stdout.write(f"{name}: ready ({time.monotonic() - began:.1f} s)")
        self.stdout.flush()


def _is_filled(sample: demo.Sample) -> bool:
    """Whether every file of the station has come in; a file that was cut off by Ctrl-C is taken in again."""
    station = Station.objects.filter(code=sample.code).first()
    if station is None:
        return False
    published = Revision.objects.published().filter(station=station).count()
    registered = not sample.register or Asset.objects.filter(station=station).exists()
    return published >= len(sample.models) and registered
