"""`manage.py import_register FILE.csv --station CODE`: fill a station that has no model."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from assets import register
from assets.models import Station


class Command(BaseCommand):
    help = "Import a station's register from a CSV file: " + ", ".join(register.COLUMNS)

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE.csv")
        parser.add_argument("--station", required=True, metavar="CODE")
        parser.add_argument(
            "--create-station", metavar="NAME", help="make the station if it does not exist yet"
        )
        parser.add_argument("--json", action="store_true", help="one JSON object on stdout")

    def handle(self, *args, **options):
        code, name = options["station"], options["create_station"]
        station = Station.objects.filter(code=code).first()
        if station is None and name:
            station = Station.objects.create(code=code, name=name)
        if station is None:
            raise CommandError(f"There is no station {code}; add --create-station NAME to make it.")
        outcome = register.take_in(station, _rows(options["file"]))
        if options["json"]:
            self.stdout.write(json.dumps({"station": station.code, **asdict(outcome)}))
        else:
            self.stdout.write(
                f"{station.code}: {outcome.created} assets created, {outcome.updated} updated, "
                f"{outcome.unchanged} unchanged"
            )


def _rows(path: Path) -> list[register.Row]:
    try:
        return register.read(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise CommandError(f"{path.name} cannot be read ({error.strerror}); check its path.") from None
    except UnicodeDecodeError:
        raise CommandError(f"{path.name} is not a text in UTF-8; save it as “CSV UTF-8”.") from None
    except register.UnreadableRegister as error:
        raise CommandError(f"{path.name}: {error}") from None
