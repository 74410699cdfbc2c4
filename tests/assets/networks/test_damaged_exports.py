"""A tenth of the connections lost or displaced: answers may be wrong, but no wrong answer is called certain."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from assets import station_graph
from assets.models import Revision, Station
from assets.networks import proposing
from assets.networks.answers import Answer, Question, Trace
from assets.networks.building import build
from assets.networks.evidence import Evidence
from assets.networks.graph import Graph
from assets.networks.parts import Added, Parts
from assets.networks.traces import NotConnected, trace
from tests import soaking

pytestmark = pytest.mark.django_db

ASKED = 300 if soaking.SOAK else 40
KINDS = (Trace.UPSTREAM, Trace.DOWNSTREAM, Trace.IMPACT, Trace.ISOLATION, Trace.CONNECTED, Trace.SUBNETWORK)


@pytest.fixture(scope="module")
def parts(station: Station, django_db_blocker) -> Parts:
    with django_db_blocker.unblock():
        revisions = Revision.objects.published().filter(station=station).values_list("pk", flat=True)
        return station_graph.read_parts(list(revisions)).believed()


@pytest.fixture(scope="module")
def whole(parts: Parts) -> Graph:
    return build(parts)


def connections_lost(parts: Parts, dice: random.Random) -> Parts:
    """The connection is not written; its ports are."""
    return parts._replace(links=[link for link in parts.links if dice.random() > 0.1])


def ports_lost(parts: Parts, dice: random.Random) -> Parts:
    """The exporter left ports out on both sides."""
    lost = {end for link in parts.links if dice.random() < 0.1 for end in (link.one, link.other)}
    return parts._replace(
        links=[link for link in parts.links if link.one not in lost and link.other not in lost],
        joints=[joint for joint in parts.joints if joint.id not in lost],
    )


def one_port_lost(parts: Parts, dice: random.Random) -> Parts:
    lost = {dice.choice((link.one, link.other)) for link in parts.links if dice.random() < 0.1}
    return parts._replace(
        links=[link for link in parts.links if link.one not in lost and link.other not in lost],
        joints=[joint for joint in parts.joints if joint.id not in lost],
    )


def ports_displaced(parts: Parts, dice: random.Random) -> Parts:
    """One port of a connection lies up to half a metre away."""
    moved = {link.other: dice.uniform(0.02, 0.5) for link in parts.links if dice.random() < 0.1}
    return parts._replace(
        joints=[
            joint._replace(at=(joint.at[0] + moved[joint.id], *joint.at[1:]))
            if joint.id in moved and joint.at
            else joint
            for joint in parts.joints
        ]
    )


def both_displaced_and_unconnected(parts: Parts, dice: random.Random) -> Parts:
    lost = {link.other for link in parts.links if dice.random() < 0.1}
    moved = ports_displaced(parts._replace(links=[link for link in parts.links if link.other in lost]), dice)
    return moved._replace(links=[link for link in parts.links if link.other not in lost])


def nearly_touching(parts: Parts, dice: random.Random) -> Parts:
    """The connection is not written, and one of its ports lies up to 20 mm from where it was."""
    lost = {link.other: dice.uniform(-0.02, 0.02) for link in parts.links if dice.random() < 0.1}
    return parts._replace(
        links=[link for link in parts.links if link.other not in lost],
        joints=[
            joint._replace(at=(joint.at[0] + lost[joint.id], *joint.at[1:]))
            if joint.id in lost and joint.at
            else joint
            for joint in parts.joints
        ],
    )


SEEN = (connections_lost, ports_displaced)  # what is missing shows where it is missing
DAMAGES = (connections_lost, ports_lost, one_port_lost, ports_displaced, both_displaced_and_unconnected)


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("seed", range(6 if soaking.SOAK else 2))
def test_no_wrong_answer_is_called_certain(
    parts: Parts, whole: Graph, damage: Callable[[Parts, random.Random], Parts], seed: int
):
    dice = random.Random(f"{damage.__name__} {soaking.seed(seed)}")
    damaged = build(damage(parts, dice))
    wired = sorted(
        {joint.piece for joint in parts.joints if joint.piece is not None and joint.medium != "tray"}
    )

    wrong, certain = [], 0
    for piece in dice.sample(wired, ASKED):
        for kind in KINDS:
            question = Question(kind, (piece,))
            answer = answered(damaged, question)
            if answer is None or not answer.certain:
                continue
            certain += 1
            if said(answer) != said(trace(whole, question)):
                wrong.append((piece, str(kind)))

    assert wrong == []
    if damage in SEEN:
        assert certain > 0  # it is no answer to be certain of nothing


def answered(graph: Graph, question: Question) -> Answer | None:
    try:
        return trace(graph, question)
    except NotConnected:
        return None


def said(answer: Answer) -> tuple[object, ...]:
    return answer.complete, set(answer.reached), set(answer.devices), set(answer.lost)


@pytest.mark.parametrize("seed", range(6 if soaking.SOAK else 2))
def test_what_is_proposed_was_joined_and_no_impact_that_rests_on_it_is_called_certain(
    parts: Parts, whole: Graph, seed: int
):
    """Supposed connections come in, confirmed ones too: the answers are never both wrong and certain."""
    dice = random.Random(f"nearly touching {soaking.seed(seed)}")
    broken = nearly_touching(parts, dice)
    lost = {frozenset((link.one, link.other)) for link in set(parts.links) - set(broken.links)}

    found = proposing.between_ports(broken)

    assert {frozenset(each.joints) for each in found} - lost == set()
    assert len(found) >= 0.9 * len(lost) > 50
    wrong = []
    for graph, kinds in (
        (_with(broken, found, Evidence.D), (Trace.IMPACT,)),
        (_with(broken, found, Evidence.B), KINDS),
    ):
        for piece in dice.sample(sorted({each.one for each in found}), min(ASKED, len(found) // 2)):
            for kind in kinds:
                question = Question(kind, (piece,))
                answer = answered(graph, question)
                if answer is not None and answer.certain and said(answer) != said(trace(whole, question)):
                    wrong.append((piece, str(kind)))
    assert wrong == []


def _with(parts: Parts, found: list[proposing.Proposal], evidence: Evidence) -> Graph:
    added = [
        Added(each.one, each.other, each.medium, evidence, each.reason, each.directed, each.joints)
        for each in found
    ]
    return build(parts._replace(added=[*parts.added, *added]))
