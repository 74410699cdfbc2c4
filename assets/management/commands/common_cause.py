"""`manage.py common_cause ONE OTHER --station CODE`: what, failing alone, would explain that both fail."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from assets import common_causes
from assets.common_causes import NotTraceable, Silence
from assets.models import Station

WHY = {
    Silence.ONE_UNCONNECTED: "the models draw no connection of {one}",
    Silence.OTHER_UNCONNECTED: "the models draw no connection of {other}",
    Silence.ONE_UNSUPPLIED: "nothing in the models supplies {one}",
    Silence.OTHER_UNSUPPLIED: "nothing in the models supplies {other}",
    Silence.NOTHING_IN_COMMON: "they hang on nothing common",
}


class Command(BaseCommand):
    help = "What in the networks of a station, failing alone, would explain that two things fail at once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "one", metavar="ONE", help="code, former code, authoring tool's id or guid:GlobalId"
        )
        parser.add_argument("other", metavar="OTHER")
        parser.add_argument("--station", required=True, metavar="CODE")
        parser.add_argument("--json", action="store_true", help="one JSON object on stdout")

    def handle(self, *args: Any, **options: Any) -> None:
        one, other, code = options["one"], options["other"], options["station"]
        try:
            told = common_causes.as_json(common_causes.find(_station(code), one, other))
        except NotTraceable as error:
            if options["json"]:
                refused = {"one": one, "other": other, "complete": False, "reason": str(error)}
                self.stdout.write(json.dumps(refused, ensure_ascii=False))
            raise CommandError(str(error)) from None
        self.stdout.write(json.dumps(told, ensure_ascii=False) if options["json"] else in_words(told))


def _station(code: str) -> Station:
    station = Station.objects.filter(code=code).first()
    if station is None:
        raise NotTraceable(f"There is no station {code}.")
    return station


def in_words(told: dict[str, Any]) -> str:
    """A few lines to read aloud."""
    one, other = told["one"], told["other"]
    if not told["causes"]:
        why = WHY[Silence(told["reason"])].format(one=one, other=other)
        return f"Nothing in the models explains both {one} and {other}: {why}."
    lines = [f"{one} and {other} would both fail with, the nearest first:"]
    for number, each in enumerate(told["causes"], start=1):
        what = "" if each["followed"] else " (a length of pipe or cable)"
        lines.append(f"{number}. {each['asset']}{what}, weakest evidence {each['evidence']}")
        lines += [f"   {' → '.join(each[way])}" for way in ("to_one", "to_other")]
    if not told["complete"]:
        lines.append("and more further up")
    return "\n".join(lines)
