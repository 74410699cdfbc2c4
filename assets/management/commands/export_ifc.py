"""`manage.py export_ifc --station CODE --discipline D --output FILE`: the file of a revision, as we hold it."""

from __future__ import annotations

import shutil
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from assets import files
from assets.ifc.opening import unpack
from assets.models import Revision, Station
from assets.models.revision import DISCIPLINES
from assets.workspace import workspace


class Command(BaseCommand):
    help = "Write the published model of a discipline (or another revision of it) to a file."

    def add_arguments(self, parser):
        parser.add_argument("--station", required=True, metavar="CODE")
        parser.add_argument("--discipline", required=True, type=str.upper, choices=DISCIPLINES)
        parser.add_argument("--output", required=True, type=Path, metavar="FILE")
        parser.add_argument(
            "--revision",
            metavar="N",
            help="its id, as import_ifc and write_back print it, or its label (P02)",
        )

    def handle(self, *args, **options):
        station = Station.objects.filter(code=options["station"]).first()
        if station is None:
            raise CommandError(f"There is no station {options['station']}.")
        revision = _revision(station, options["discipline"], options["revision"])
        if not files.absolute(revision.path).is_file():
            lost = f"The file of {revision.discipline} {revision.label} is missing in our own store"
            raise CommandError(f"{lost}; restore it from a backup.")
        try:
            export(revision, options["output"])
        except shutil.SameFileError:
            raise CommandError(f"{options['output']} is the file we hold ourselves; name another.") from None
        except OSError as error:
            raise CommandError(f"{options['output']} cannot be written ({error.strerror}).") from None
        self.stderr.write(f"{revision.discipline} {revision.label} → {options['output']}")


def _revision(station: Station, discipline: str, wanted: str | None) -> Revision:
    found = Revision.objects.filter(station=station, discipline=discipline)
    if wanted is None:
        revision = found.published().first()
    elif wanted.upper().startswith("P") and wanted[1:].isdecimal():
        revision = found.filter(number=int(wanted[1:])).first()
    else:
        revision = found.filter(pk=int(wanted)).first() if wanted.isdecimal() else None
    if revision is None:
        raise CommandError(f"{station.code} has no {wanted or 'published'} revision of {discipline}.")
    return revision


def export(revision: Revision, output: Path) -> None:
    """The received bytes, unpacked when they came packed and the name asks for a plain .ifc. Raises OSError."""
    source = files.absolute(revision.path)
    if source.suffix != ".ifczip" or output.suffix.lower() != ".ifc":
        shutil.copyfile(source, output)
        return
    with workspace(f"export-{revision.pk}") as folder:
        shutil.copyfile(unpack(source, folder), output)
