"""Connections that a file declares and that nobody can rest on: marked when it is read, and each a finding of its own.

Both ports on one element, ends more than 10 cm apart, two that carry different things. What stays so from revision to
revision is one task for the data steward (`assets.proposal_search`), which ends with the file that mends it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import islice

from assets import station_graph
from assets.ifc import findings
from assets.ifc.records import Finding
from assets.models import Connection, Element, Revision
from assets.networks.declaring import Disbelieved, disbelieved
from assets.networks.evidence import Reason
from assets.networks.parts import Id

TOLD_ONE_BY_ONE = 100
_CODES = {
    Reason.TOO_FAR: "connection-too-far",
    Reason.ONE_ELEMENT: "connection-to-itself",
    Reason.MEDIA_DIFFER: "connection-media-differ",
    Reason.WITHOUT_ELEMENT: "connection-without-element",
}


def mark(revision: Revision) -> list[Finding]:
    """Keep with each connection of a revision just written why it is not believed; gives the findings."""
    links = Connection.objects.filter(revision=revision)
    if not links.exists():
        return []
    found = disbelieved(station_graph.read_parts([revision.pk]))
    rows = links.values_list("from_port_id", "to_port_id", "pk", "step_id")
    lines = {frozenset(ends): (pk, step_id) for *ends, pk, step_id in rows} if found else {}
    marked: dict[Reason, list[int]] = defaultdict(list)
    for each in found:
        marked[each.reason].append(lines[_pair(each)][0])
    for reason, pks in marked.items():
        for start in range(0, len(pks), 500):
            links.filter(pk__in=pks[start : start + 500]).update(disbelieved=reason)
    return list(_told(found, {pair: step_id for pair, (_, step_id) in lines.items()}))


def _pair(each: Disbelieved) -> frozenset[Id]:
    return frozenset((each.one.id, each.other.id))


def _told(found: list[Disbelieved], lines: dict[frozenset[Id], int]) -> Iterator[Finding]:
    told = list(islice(found, TOLD_ONE_BY_ONE))
    names = _names({end.piece for each in told for end in (each.one, each.other)} - {None})
    for each in told:
        yield findings.finding(
            _CODES[each.reason],
            entity=lines[_pair(each)],
            **_words(each, names),
        )
    if len(found) > TOLD_ONE_BY_ONE:
        yield findings.finding("connections-disbelieved-more", count=len(found) - TOLD_ONE_BY_ONE)


def _words(each: Disbelieved, names: dict[Id | None, str]) -> dict[str, str]:
    one, other = names.get(each.one.piece, "–"), names.get(each.other.piece, "–")
    if each.reason is Reason.TOO_FAR:
        return {"one": one, "other": other, "apart": f"{each.apart or 0:.2f}"}
    return {"one": one} if each.reason is Reason.ONE_ELEMENT else {"one": one, "other": other}


def _names(elements: set[Id | None]) -> dict[Id | None, str]:
    """As the file calls them: their codes are given later."""
    rows = Element.objects.filter(pk__in=elements).values_list("pk", "file_code", "name", "step_id")
    return {pk: code or f"{name} #{step_id}".strip() for pk, code, name, step_id in rows}
