"""`manage.py trace ASSET --station CODE --kind …`: what feeds it, what it feeds, what to close, who loses service."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from assets import isolating_devices, isolation_cards, pointing, spots, tracing
from assets.models import Asset, Station
from assets.networks import media
from assets.networks.answers import Trace
from assets.networks.evidence import Evidence


class Command(BaseCommand):
    help = "Ask the networks of a station, as its published models draw them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "asset", metavar="ASSET", help="code, former code, authoring tool's id or guid:GlobalId"
        )
        parser.add_argument("--station", required=True, metavar="CODE", help="code of the station")
        parser.add_argument("--kind", required=True, choices=[str(kind) for kind in Trace])
        parser.add_argument("--medium", metavar="M", help="only this: power, water, DRAINAGE …")
        parser.add_argument(
            "--closed", nargs="+", default=[], metavar="ASSET", help="devices that are shut already"
        )
        parser.add_argument(
            "--stuck", nargs="+", default=[], metavar="ASSET", help="devices that cannot be operated"
        )
        parser.add_argument(
            "--fewest", action="store_true", help="isolation: the fewest devices, not the nearest"
        )
        parser.add_argument("--json", action="store_true", help="one JSON object on stdout")

    def handle(self, *args: Any, **options: Any) -> None:
        asked = tracing.Asked(
            options["asset"],
            Trace(options["kind"]),
            options["medium"],
            closed=tuple(options["closed"]),
            stuck=tuple(options["stuck"]),
            fewest=options["fewest"],
        )
        try:
            told = tracing.as_text(tracing.ask(_station(options["station"]), asked))
        except tracing.NotTraceable as error:
            if options["json"]:
                refused = {
                    "asset": asked.asset,
                    "kind": str(asked.kind),
                    "complete": False,
                    "reason": str(error),
                }
                self.stdout.write(
                    json.dumps(refused | _instead(options["station"], asked), ensure_ascii=False)
                )
            else:
                self.stdout.write(_instead_in_words(_instead(options["station"], asked)))
            raise CommandError(str(error)) from None
        if options["json"]:
            self.stdout.write(told)
        else:
            self.stdout.write(in_words(json.loads(told)))


def _station(code: str) -> Station:
    station = Station.objects.filter(code=code).first()
    if station is None:
        raise tracing.NotTraceable(f"There is no station {code}.")
    return station


def _instead(code: str, asked: tracing.Asked) -> dict[str, Any]:
    """What to close where nothing can be followed: cards of people who know, then devices near by; {} of what has no
    place here. Nothing says that these are on its pipe."""
    asset = _asset(code, asked.asset) if asked.kind is Trace.ISOLATION else None
    if asset is None:
        return {}
    spot, medium = spots.of(asset), media.family_of(asked.medium) if asked.medium else ""
    cards = (each.card for each in isolation_cards.covering(spot, medium))
    said = [(card.label, isolation_cards.as_said(card)) for card in cards]
    return {
        "cards": [
            {"card": label, "devices": [told.device or told.device_words, *told.further]}
            for label, told in said
        ],
        "candidates": [
            {
                "asset": each.asset.code,
                "location": each.room.code if each.room else None,
                "metres": None if each.distance is None else round(each.distance, 1),
            }
            for each in isolating_devices.near(spot, medium)
        ],
    }


def _asset(code: str, name: str) -> Asset | None:
    try:
        found = pointing.find(_station(code), name)
    except (tracing.NotTraceable, pointing.PointsAtNothing, pointing.PointsAtSeveral):
        return None
    return Asset.objects.live().filter(station__code=code, code=found.code).first()


def _instead_in_words(told: dict[str, Any]) -> str:
    lines = [f"card {each['card']}: close {_list(each['devices'])}" for each in told.get("cards", ())]
    if near := [each["asset"] for each in told.get("candidates", ())]:
        lines.append(f"near by, not known to be on it: {_list(near)}")
    if told and not lines:
        lines.append("no card is written for it, and the register has no device near by that could stop it")
    return "\n".join(lines)


def in_words(told: dict[str, Any]) -> str:
    """A few lines to read aloud."""
    lost = told["lost"]
    surely = "certain" if told["certain"] else "not certain"
    rests_on = f"weakest evidence {told['evidence'] or '–'}, ends at {told['ending']}"
    lines = [f"{told['kind']} of {told['asset']}: {surely} ({rests_on})"]
    if told["kind"] == "isolation" and not told["complete"]:
        missing = f"a device is missing along {_list(told['path'])}" if told["path"] else "no device is known"
        lines.append(f"It cannot be isolated here: {missing}")
    for name, codes in (
        ("reached", told["reached"]),
        ("to close", told["devices"]),
        ("shut already, leant on", told["leans_on"]),
        ("nearer, not to be operated", told["passed_over"]),
        ("loses supply", lost["assets"]),
        ("stops because of that", lost["dependents"]),
        ("rooms", lost["locations"]),
        ("tenants", [each["tenant"] for each in lost["tenants"]]),
    ):
        if codes:
            lines.append(f"{name} ({len(codes)}): {_list(codes)}")
    lines += [
        f"{_standing(weak['evidence'])}: {weak['from']} → {weak['to']} ({weak['evidence']})"
        for weak in told["weak_connections"]
    ]
    lines += [f"doubt: {doubt['asset']} {doubt['reason']}" for doubt in told["doubts"]]
    return "\n".join(lines)


def _standing(evidence: str) -> str:
    """What a file declares is proven, whether or not anybody can measure it."""
    return "supposed" if not Evidence[evidence].is_proven else "declared, not measured"


def _list(codes: list[str], most: int = 20) -> str:
    more = f" and {len(codes) - most} more" if len(codes) > most else ""
    return ", ".join(codes[:most]) + more
