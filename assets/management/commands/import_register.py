"""`manage.py import_register FILE --station CODE`: fill a station that has no model, from CSV or a COBie workbook."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from assets import register
from assets.kinds import kind_named
from assets.stations import NoSuchStation, find_or_create


class Command(BaseCommand):
    help = "Import a station's register from a COBie workbook (.xlsx) or a CSV file: " + ", ".join(
        register.COLUMNS
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--station", required=True, metavar="CODE")
        parser.add_argument(
            "--create-station", metavar="NAME", help="make the station if it does not exist yet"
        )
        parser.add_argument("--json", action="store_true", help="one JSON object on stdout")

    def handle(self, *args, **options):
        with translation.override("en"):  # who types commands reads English
            try:
                file = register.read_file(_content(options["file"]))
                station = find_or_create(options["station"], options["create_station"])
                outcome = register.take_in(station, file)
            except NoSuchStation as error:
                raise CommandError(str(error)) from None
            except register.UnreadableRegister as error:
                raise CommandError(f"{options['file'].name}: {error}") from None
        if options["json"]:
            self.stdout.write(json.dumps({"station": station.code, **asdict(outcome)}))
        else:
            self.stdout.write(
                f"{station.code}: {outcome.created} assets created, {outcome.updated} updated, "
                f"{outcome.unchanged} unchanged"
            )
            if outcome.not_in_file:
                self.stdout.write(f"Not in this file, and kept: {', '.join(outcome.not_in_file)}")
            for guess in outcome.guessed:
                taken = kind_named(guess.kind).en
                self.stdout.write(f"Guessed: “{guess.said}” is taken as {taken}: {', '.join(guess.codes)}")


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path.name} cannot be read ({error.strerror}); check its path.") from None
