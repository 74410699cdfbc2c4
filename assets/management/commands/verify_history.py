"""`manage.py verify_history`: has anybody written in the history behind its back?"""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from assets import history


class Command(BaseCommand):
    help = "Read every chain of the history and say whether it is intact."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        found = history.verify()
        if options["json"]:
            said = {"entries": found.entries, "intact": found.intact, "first_broken": found.first_broken}
            self.stdout.write(json.dumps(said))
        elif found.intact:
            self.stdout.write(f"The history is intact: {found.entries} entries.")
        if not found.intact:
            raise CommandError(
                f"The history was written in: entry {found.first_broken} does not fit the one before."
            )
