"""`manage.py weak_points --station CODE`: what, if it fails alone, darkens most, and where the networks close."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from assets import weak_points
from assets.models import Station, System
from assets.weak_points import NotTraceable


class Command(BaseCommand):
    help = "What in the networks of a station darkens most when it fails alone, as its published models draw them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--station", required=True, metavar="CODE")
        parser.add_argument(
            "--system", metavar="ID", help="only what is part of this system (its id in the API)"
        )
        parser.add_argument("--json", action="store_true", help="one JSON object on stdout")

    def handle(self, *args: Any, **options: Any) -> None:
        code, system = options["station"], options["system"]
        try:
            told = weak_points.as_json(weak_points.find(*_asked(code, system)))
        except NotTraceable as error:
            if options["json"]:
                refused = {"station": code, "system": system, "reason": str(error)}
                self.stdout.write(json.dumps(refused, ensure_ascii=False))
            raise CommandError(str(error)) from None
        self.stdout.write(json.dumps(told, ensure_ascii=False) if options["json"] else in_words(told))


def _asked(code: str, number: str | None) -> tuple[Station, System | None]:
    station = Station.objects.filter(code=code).first()
    if station is None:
        raise NotTraceable(f"There is no station {code}.")
    if number is None:
        return station, None
    known = System.objects.in_use().filter(station=station)
    system = known.filter(pk=int(number)).first() if number.isdecimal() and len(number) < 19 else None
    if system is None:
        raise NotTraceable(f"There is no system {number} in {code}.")
    return station, system


def in_words(told: dict[str, Any]) -> str:
    """A few lines to read aloud."""
    lines = [_point(number, point) for number, point in enumerate(told["weak_points"], start=1)]
    if not lines:
        lines.append("Nothing in it darkens anything when it fails alone, as far as the models show.")
    if told["left_out"]:
        lines.append(f"and {told['left_out']} more that darken less")
    for each in told["loops"]:
        what = "flow and return" if each["kind"] == "circuit" else "fed two ways"
        codes = ", ".join(asset["asset"] for asset in each["assets"]) or "no equipment"
        lines.append(f"{what} ({'/'.join(each['families'])}): {codes} and {each['lengths']} lengths")
    if count := told["supposed_connections_not_counted"]:
        lines.append(f"{count} supposed connections are not counted")
    if count := told["loose_assets_not_counted"]:
        lines.append(f"{count} that hang on nothing in the models are not counted")
    return "\n".join(lines)


def _point(number: int, point: dict[str, Any]) -> str:
    lost = point["lost"]
    codes = ", ".join(asset["asset"] for asset in point["assets"])
    surely = "certain" if point["certain"] else f"not certain, weakest evidence {point['evidence']}"
    first = f"{number}. {codes}: {lost['served']} in use, {lost['assets']} pieces of equipment ({surely})"
    services = [
        f"   {each['name'] or each['family']}: {each['served']} in {len(each['locations'])} places"
        for each in lost["services"]
    ]
    return "\n".join([first, *services])
