"""Proposed connections as a steward reads them: what lies beside what, how far apart, and what an address asks for."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.http import QueryDict
from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext

from assets import proposals
from assets.models import ConnectionProposal, Element, Station
from assets.networks import media
from assets.networks.evidence import Reason
from assets.proposals import Rule
from twin import lookup, wording

State, Class = ConnectionProposal.State, ConnectionProposal.Class
MOST_AT_ONCE = 500


@dataclass(frozen=True)
class End:
    """`where` its room or storey is, in words."""

    code: str
    kind: str
    where: str


@dataclass(frozen=True)
class Line:
    """`why` it is not believed, where a model declares it; `apart` in words, empty where that says nothing."""

    row: ConnectionProposal
    one: End
    other: End
    medium: str
    apart: str
    by: str
    why: str = ""

    @property
    def name(self) -> str:
        return f"{self.one.code} – {self.other.code}"


def lines(rows: Iterable[ConnectionProposal]) -> list[Line]:
    """In their order, from what lets out to what takes in where the ports say so."""
    rows = list(rows)
    people = get_user_model().objects.in_bulk({row.decided_by_id for row in rows if row.decided_by_id})
    return [_line(row, people) for row in rows]


def _line(row: ConnectionProposal, people: dict[Any, Any]) -> Line:
    ends = [_end(row.one), _end(row.other)]
    if row.flow == ConnectionProposal.Flow.BACK:
        ends.reverse()
    person = people.get(row.decided_by_id)
    return Line(
        row=row,
        one=ends[0],
        other=ends[1],
        medium=medium_words(row.medium),
        apart=_apart(row),
        by=(person.get_full_name() or person.get_username()) if person else "",
        why=str(why_words().get(row.why, "")),
    )


def _apart(row: ConnectionProposal) -> str:
    if row.why and row.why != Reason.TOO_FAR:
        return ""
    return length_words(row.apart)


def length_words(metres: float) -> str:
    """How far two ends lie apart."""
    if metres < 1:
        return f"{round(metres * 1000)}\xa0mm"
    return f"{number_format(round(metres, 2), decimal_pos=2)}\xa0m"


def why_words() -> dict[str, str]:
    """Why what a model declares is not believed."""
    return {
        Reason.TOO_FAR: gettext("declared, but more than 10 cm apart"),
        Reason.ONE_ELEMENT: gettext("declared from a thing to itself"),
        Reason.MEDIA_DIFFER: gettext("declared between two that carry different things"),
        Reason.WITHOUT_ELEMENT: gettext("declared for a port that belongs to nothing"),
    }


def medium_words(medium: str) -> str:
    return wording.family(media.family_of(medium))


def _end(element: Element | None) -> End:
    assert element is not None  # only proposals of the published models are listed
    match = getattr(element, "match", None)
    code = match.asset.code if match else element.code
    where = lookup.place_words(element.location or element.storey)
    return End(code or element.global_id, wording.kind(element.kind), where)


def done_words(state: str, count: int) -> str:
    """What was done to so many."""
    words = {
        State.CONFIRMED: ngettext(
            "%(count)d connection confirmed.", "%(count)d connections confirmed.", count
        ),
        State.REFUSED: ngettext("%(count)d connection refused.", "%(count)d connections refused.", count),
        State.PROPOSED: ngettext(
            "%(count)d connection to decide again.", "%(count)d connections to decide again.", count
        ),
    }
    return words[State(state)] % {"count": count}


def at_once(station: Station, rule: Rule) -> list[ConnectionProposal]:
    """What a key for all of it means."""
    return list(proposals.alike(station, rule)[:MOST_AT_ONCE])


def seal(rows: Iterable[ConnectionProposal]) -> str:
    """The same only for the same rows: their number alone would hide that one went and another came."""
    return hashlib.sha256(" ".join(str(row.pk) for row in rows).encode()).hexdigest()[:16]


# ── what an address asks for ─────────────────────────────────────────────────


def rule_of(query: QueryDict) -> Rule:
    """What does not exist narrows nothing."""
    state, evidence = query.get("state", ""), query.get("class", "")
    within = query.get("within", "")
    return Rule(
        state=state if state in State.values else State.PROPOSED,
        evidence=evidence if evidence in Class.values else "",
        medium=query.get("medium", "")[:60],
        within_mm=int(within) if within.isdecimal() and len(within) < 5 else None,
    )


def query_of(rule: Rule) -> str:
    """The same as an address says it, without what it says anyway."""
    query = QueryDict(mutable=True)
    said = {"state": rule.state, "class": rule.evidence, "medium": rule.medium, "within": rule.within_mm}
    for name, value in said.items():
        if value not in ("", None) and (name, value) != ("state", State.PROPOSED):
            query[name] = str(value)
    return query.urlencode()


def rule_words(rule: Rule) -> str:
    """What narrows it beside what was decided: "two open ports · Plumbing – water · 5 mm at most"."""
    said = [str(Class(rule.evidence).label)] if rule.evidence else []
    if rule.medium:
        said.append(medium_words(rule.medium))
    if rule.within_mm is not None:
        said.append(gettext("%(count)s mm at most") % {"count": rule.within_mm})
    return " · ".join(said)
