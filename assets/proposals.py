"""Proposed connections of a station: decided by a steward, one by one or by a rule, and taken into its graph.

proposals.decide(proposal, State.CONFIRMED, by=steward)    # the graph has it from now on
proposals.decide_all(proposals.alike(station, rule), State.REFUSED, by=steward)
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from assets import graph_additions, history
from assets.graph_additions import Additions
from assets.models import Connection, ConnectionProposal, Station
from assets.models.connection_proposal import ConnectionProposalQuerySet
from assets.models.location import SAID_OF_PLACES
from assets.networks.evidence import Evidence, Reason
from assets.networks.parts import Added

State, Flow = ConnectionProposal.State, ConnectionProposal.Flow
STEPS = {
    State.PROPOSED: (State.CONFIRMED, State.REFUSED),
    State.CONFIRMED: (State.PROPOSED,),
    State.REFUSED: (State.PROPOSED,),
}
_ENDS, _PLACES = ("one", "other"), ("location", "location__parent", "storey")
_VERBS = {State.CONFIRMED: "confirmed", State.REFUSED: "refused", State.PROPOSED: "reopened"}


class Overtaken(Exception):
    """Somebody else decided it first, or the step is none of those that may be taken."""


class CannotBe(Exception):
    """A thing is not joined to itself, nor are two that carry different things: only the model can be put right."""


# ── deciding ─────────────────────────────────────────────────────────────────


@transaction.atomic
def decide(proposal: ConnectionProposal, state: str, *, by) -> None:
    """Confirm, refuse, or take either back. Raises Overtaken and CannotBe."""
    before = State(proposal.state)
    if state == State.CONFIRMED and not proposal.may_be_joined:
        raise CannotBe
    decided = state != State.PROPOSED
    moved = state in STEPS[before] and ConnectionProposal.objects.filter(pk=proposal.pk, state=before).update(
        state=state,
        decided_by=by if decided else None,
        decided_at=timezone.now() if decided else None,
        changed_at=timezone.now(),
    )
    if not moved:
        raise Overtaken
    said = _as_said(proposal)
    history.record(
        f"connection {_VERBS[State(state)]}",
        proposal,
        station=proposal.station,
        by=by,
        before=said | {"state": before},
        after=said | {"state": state},
    )


@transaction.atomic
def decide_all(rows: Iterable[ConnectionProposal], state: str, *, by) -> int:
    """One act, each with its own history entry; those that somebody decided meanwhile or that cannot be are left.

    Says how many.
    """
    done = 0
    for row in rows:
        try:
            decide(row, state, by=by)
        except (Overtaken, CannotBe):
            continue
        done += 1
    return done


def _as_said(proposal: ConnectionProposal) -> dict[str, Any]:
    return {
        "name": name_of(proposal),
        "ends": [proposal.one_key, proposal.other_key],
        "class": proposal.evidence,
        "medium": proposal.medium,
        "apart": proposal.apart,
    }


def name_of(proposal: ConnectionProposal) -> str:
    one, other = proposal.one, proposal.other
    return f"{one.code if one else proposal.one_key} – {other.code if other else proposal.other_key}"


@dataclass(frozen=True)
class Rule:
    """Which proposals a steward means at once: of one class, in one medium, at most so many millimetres apart.

    Without a class those that were found by where ends lie (D and E), not what a file declares and nobody believes.
    """

    state: str = State.PROPOSED
    evidence: str = ""
    medium: str = ""
    within_mm: int | None = None


def of(station: Station) -> ConnectionProposalQuerySet:
    """Those of the published models."""
    rows = ConnectionProposal.objects.standing().filter(station=station)
    told = [f"{end}__{what}" for end in _ENDS for what in ("match__asset", *_PLACES)]
    unread = [f"{end}__{place}__{name}" for end in _ENDS for place in _PLACES for name in SAID_OF_PLACES]
    return rows.select_related("station", *told).defer("one__properties", "other__properties", *unread)


def without_ends(station: Station) -> int:
    """How many decisions are kept although an end is gone from the published models, or lies elsewhere in them."""
    decided = station.connection_proposals.found().exclude(state=State.PROPOSED)
    return decided.exclude(pk__in=ConnectionProposal.objects.standing().filter(station=station)).count()


def declared_though_refused(station: Station) -> ConnectionProposalQuerySet:
    """What a published model joins and a steward has refused: one of the two is wrong."""
    onward = Q(from_port=OuterRef("one_port"), to_port=OuterRef("other_port"))
    back = Q(from_port=OuterRef("other_port"), to_port=OuterRef("one_port"))
    return of(station).found().filter(Exists(Connection.objects.filter(onward | back)), state=State.REFUSED)


def alike(station: Station, rule: Rule) -> ConnectionProposalQuerySet:
    rows = of(station).filter(state=rule.state)
    rows = rows.filter(evidence=rule.evidence) if rule.evidence else rows.found()
    if rule.medium:
        rows = rows.filter(medium=rule.medium)
    if rule.within_mm is not None:
        rows = rows.filter(apart__lte=rule.within_mm / 1000 + 1e-6)
    return rows


# ── in the graph ─────────────────────────────────────────────────────────────

_given: dict[int, Additions] = {}  # of a station, as last read


def additions(station: Station) -> Additions:
    """Confirmed ones as B; of the others those between open ports as D, which only say what might be lost as well.

    What was refused stays refused when a later file declares it: her word is of the site, until she takes it back.
    """
    counted = station.connection_proposals.aggregate(rows=Count("pk"), last=Max("changed_at"))
    version = f"{counted['rows']} {counted['last']}" if counted["rows"] else ""
    held = _given.get(station.pk)
    if held is None or held.version != version:
        held = _given[station.pk] = _read(station, version)
    return held


def _read(station: Station, version: str) -> Additions:
    if not version:
        return Additions()
    refused = ConnectionProposal.objects.standing().filter(station=station, state=State.REFUSED, evidence="D")
    ends = refused.values_list("one_port", "other_port")
    denied = frozenset(frozenset(pair) for pair in ends if None not in pair)
    return Additions(version, tuple(_added(station)), denied=denied)


def _added(station: Station) -> list[Added]:
    wanted = ConnectionProposal.objects.standing().filter(station=station).exclude(state=State.REFUSED)
    declared = _declared(wanted)
    found = []
    for row in wanted.order_by("pk"):
        ports = (row.one_port_id, row.other_port_id)
        confirmed = row.state == State.CONFIRMED
        if (row.evidence == "D" and (None in ports or frozenset(ports) in declared)) or not (
            confirmed or row.evidence == "D"
        ):
            continue
        ends = (row.one_id, row.other_id, *ports)
        one, other, one_port, other_port = (
            ends if row.flow != Flow.BACK else (ends[1], ends[0], ends[3], ends[2])
        )
        found.append(
            Added(
                one, other, row.medium, Evidence.B if confirmed else Evidence.D,
                Reason.CONFIRMED if confirmed else Reason.PROPOSED_PORTS,
                directed=bool(row.flow), ports=(one_port, other_port) if row.evidence in "DX" else (),
            )
        )  # fmt: skip
    return found


def _declared(wanted: QuerySet) -> set[frozenset[int | None]]:
    """Pairs of ports that a later revision joins by itself."""
    ports = wanted.exclude(one_port=None).values("one_port")
    rows = Connection.objects.filter(from_port__in=ports) | Connection.objects.filter(to_port__in=ports)
    return {frozenset(pair) for pair in rows.values_list("from_port_id", "to_port_id")}


graph_additions.additions.append(additions)
