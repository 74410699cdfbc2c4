"""Connections to confirm in the 3D: where each is drawn, and how the address of the 3D keeps what is shown of them."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from assets import proposals
from assets.models import Station
from assets.proposals import Rule
from twin import proposed, spans
from twin.proposed import Line

MOST_DRAWN = 500


def in_3d(station: Station, rule: Rule, one: int | None = None) -> str:
    """Where the 3D shows what the rule means, and looks at `one` of it; empty for a station without 3D."""
    if station.twin_mode != Station.TwinMode.MODEL_3D:
        return ""
    asked = urlencode({"lens": "networks_only", "proposals": kept(rule, one)})
    return f"{reverse('station', args=[station.code])}?{asked}"


def kept(rule: Rule, one: int | None = None) -> str:
    """As the address of the 3D keeps it (see `supposed/kept.ts`): "proposed", "proposed~D~~5", "proposed~~~~42"."""
    parts = [rule.state, rule.evidence, rule.medium, rule.within_mm, one]
    said = ["" if part is None else str(part).replace("%", "%25").replace("~", "%7E") for part in parts]
    return "~".join(said).rstrip("~")


def as_json(station: Station, rule: Rule, one: int | None = None) -> dict[str, Any]:
    """The first that the rule means, and `one` whatever it is by now; what lies nowhere is only counted.

    `from` and `to` are where the two ends lie, metres of the files; `list` is the same without 3D.
    """
    found = proposals.alike(station, rule)
    total = found.count()
    rows = list(found[:MOST_DRAWN])
    if one is not None and all(row.pk != one for row in rows):
        rows += proposals.of(station).filter(pk=one)
    query = proposed.query_of(rule)
    places = spans.of_proposals(rows)
    drawn = [
        _row(station, line, span, query)
        for line in proposed.lines(rows)
        if (span := places.get(line.row.pk)) is not None
    ]
    return {
        "total": total,
        "words": proposed.rule_words(rule),
        "list": _with(reverse("connections", args=[station.code]), query),
        "rows": drawn,
    }


def page(station: Station, pk: int, query: str) -> str:
    """Of one of them, with the filter that it was reached by."""
    return _with(reverse("connection_proposal", args=[station.code, pk]), query)


def _row(station: Station, line: Line, span: spans.Span, query: str) -> dict[str, Any]:
    row = line.row
    ends = span.turned() if row.flow == row.Flow.BACK else span
    return {
        "id": row.pk,
        "state": row.state,
        "codes": [line.one.code, line.other.code],
        "from": [round(value, 3) for value in ends.one],
        "to": [round(value, 3) for value in ends.other],
        "words": " · ".join(filter(None, (line.name, line.apart))),
        "page": page(station, row.pk, query),
    }


def _with(address: str, query: str) -> str:
    return f"{address}?{query}" if query else address
