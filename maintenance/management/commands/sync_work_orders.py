"""`manage.py sync_work_orders SOURCE`: pull from a source and push to it, in this process, without worker or broker."""

from __future__ import annotations

import json
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from maintenance import syncing
from maintenance.models import Source, Sync


class Command(BaseCommand):
    help = "Take in what a source says about work orders, and tell it what was done here."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", metavar="SOURCE", help="key of the source")
        parser.add_argument("--full", action="store_true", help="everything, and find what was deleted there")
        parser.add_argument("--json", action="store_true", help="one JSON object on stdout")

    def handle(self, *args: Any, **options: Any) -> None:
        source = Source.objects.filter(key=options["source"]).first()
        if source is None:
            known = ", ".join(Source.objects.values_list("key", flat=True)) or "none"
            raise CommandError(f"No source is called {options['source']}. Known here: {known}.")
        began = time.monotonic()
        with translation.override("en"):
            sync = syncing.pull(source, full=options["full"])
            pushed = syncing.push(source) if not sync.error else 0
        source.refresh_from_db()
        Sync.objects.filter(pk=sync.pk).update(pushed=pushed)
        told = _told(source, sync, pushed, time.monotonic() - began)
        if options["json"]:
            self.stdout.write(json.dumps(told))
        else:
            self.stdout.write(", ".join(f"{name} {value}" for name, value in told.items()))
        if trouble := sync.error or source.last_error:
            raise CommandError(trouble)


def _told(source: Source, sync: Sync, pushed: int, seconds: float) -> dict[str, Any]:
    counts = {name: getattr(sync, name) for name in ("fetched", "applied", "unchanged", "dead_lettered")}
    return {"source": source.key, **counts, "pushed": pushed, "seconds": round(seconds, 2)}
