"""`manage.py write_back --station CODE`: put what was declared into the models, in this process, to the end."""

from __future__ import annotations

import json
import sys

from django.core.management.base import BaseCommand, CommandError

from assets.models import Station
from twin import writebacks
from twin.terminal import Bar


class Command(BaseCommand):
    help = "Write approved changes into new revisions of the models; a person publishes them."

    def add_arguments(self, parser):
        parser.add_argument("--station", required=True, metavar="CODE")
        parser.add_argument("--json", action="store_true", help="one JSON object on stdout")

    def handle(self, *args, **options):
        station = Station.objects.filter(code=options["station"], trial_owner=None).first()
        if station is None:
            raise CommandError(f"There is no station {options['station']}.")
        with Bar(station.code, sys.stderr) as bar:
            said = writebacks.result_of(writebacks.carry_out(station, progress=bar.show))
        if options["json"]:
            self.stdout.write(json.dumps(said, ensure_ascii=False))
        else:
            self._tell(said["revisions"])
        stopped = [one for one in said["revisions"] if not one["valid"]]
        if stopped:
            raise CommandError(" ".join(f"{one['discipline']}: {one['reason']}" for one in stopped))

    def _tell(self, revisions):
        if not revisions:
            self.stdout.write("Nothing waits to be written into a model.")
        for one in revisions:
            if one["valid"]:
                left_out = f", {one['left_out']} left out" if one["left_out"] else ""
                label, changes = f"{one['discipline']} {one['label']}", one["changes"]
                self.stdout.write(f"{label}: {changes} values written{left_out}; a person publishes it")
