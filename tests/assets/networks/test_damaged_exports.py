"""Networks damaged as exporters damage them: answers may be wrong, but no wrong answer is called certain.

The truth is the book of the sample station's generator; of what it does not tell, the graph of the whole files.
"""

from __future__ import annotations

import random
from collections.abc import Iterable

import pytest

from assets import station_graph
from assets.models import Element, Revision, Station
from assets.networks import proposing
from assets.networks.answers import Answer, Question, Trace
from assets.networks.building import build
from assets.networks.evidence import Evidence
from assets.networks.graph import Graph
from assets.networks.parts import Added, Id, Parts
from assets.networks.traces import NotConnected, trace
from ifc_samples.station.book import Item
from ifc_samples.station.networks import Network
from tests import soaking
from tests.assets.networks.damages import DAMAGES, LOCAL, Damage, a_few_things, elements_lost

pytestmark = [pytest.mark.django_db, pytest.mark.once]

ASKED = 300 if soaking.SOAK else 40
KINDS = (Trace.UPSTREAM, Trace.DOWNSTREAM, Trace.IMPACT, Trace.ISOLATION)
MORE = (Trace.CONNECTED, Trace.SUBNETWORK)
Said = tuple[object, ...]


@pytest.fixture(scope="module")
def parts(station: Station, django_db_blocker) -> Parts:
    with django_db_blocker.unblock():
        revisions = Revision.objects.published().filter(station=station).values_list("pk", flat=True)
        return station_graph.read_parts(list(revisions)).believed()


@pytest.fixture(scope="module")
def whole(parts: Parts) -> Graph:
    return build(parts)


@pytest.fixture(scope="module")
def truth(
    station: Station, network: Network, whole: Graph, django_db_blocker
) -> dict[tuple[Id, Trace], Said]:
    """{(element, question): answer} for whatever has a port, but what only carries cables."""
    with django_db_blocker.unblock():
        elements = dict(Element.objects.filter(revision__station=station).values_list("global_id", "pk"))

    def pks(items: Iterable[Item]) -> set[int]:
        return {elements[item.global_id] for item in items if item.global_id in elements}

    told: dict[tuple[Id, Trace], Said] = {}
    for item in network.book.items:
        if not item.ports or item.ifc == "IfcCableCarrierSegment":
            continue
        pk = elements[item.global_id]
        devices, lost, complete = network.isolating(item)
        told[pk, Trace.UPSTREAM] = (pks(network.upstream(item)),)
        told[pk, Trace.DOWNSTREAM] = (pks(network.downstream(item)),)
        told[pk, Trace.IMPACT] = (pks(network.impact(item)),)
        told[pk, Trace.ISOLATION] = (complete, pks(devices), pks(lost))
        told |= {(pk, kind): said(trace(whole, Question(kind, (pk,)))) for kind in MORE}
    return told


def said(answer: Answer) -> Said:
    if answer.kind is Trace.ISOLATION:
        return answer.complete, set(answer.devices), set(answer.lost)
    return (set(answer.lost if answer.kind is Trace.IMPACT else answer.reached),)


def answered(graph: Graph, question: Question) -> Answer | None:
    try:
        return trace(graph, question)
    except NotConnected:
        return None


def certain_of(
    graph: Graph, truth: dict[tuple[Id, Trace], Said], asked: Iterable[tuple[Id, Trace]]
) -> tuple[int, list[tuple[Id, str]]]:
    """How many answers are called certain, and which of them are wrong."""
    count, wrong = 0, []
    for piece, kind in asked:
        answer = answered(graph, Question(kind, (piece,)))
        if answer is not None and answer.certain:
            count += 1
            if said(answer) != truth[piece, kind]:
                wrong.append((piece, str(kind)))
    return count, wrong


def some_of(truth: dict[tuple[Id, Trace], Said], dice: random.Random, part: int) -> list[tuple[Id, Trace]]:
    """One question in so many; all of them in the soak."""
    return list(truth) if soaking.SOAK else dice.sample(list(truth), len(truth) // part)


def test_of_whole_files_most_answers_are_certain_and_all_of_these_true(truth, whole: Graph):
    """It is no answer to be certain of nothing."""
    dice = random.Random(f"whole {soaking.seed(0)}")

    count, wrong = certain_of(whole, truth, some_of(truth, dice, 5))

    assert wrong == []
    assert count > 0.7 * len(truth) / (1 if soaking.SOAK else 5)


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
@pytest.mark.parametrize("seed", range(12 if soaking.SOAK else 1))
def test_no_wrong_answer_is_called_certain(parts: Parts, truth, damage: Damage, seed: int):
    dice = random.Random(f"{damage.__name__} {soaking.seed(seed)}")
    damaged = build(damage(parts, dice))

    count, wrong = certain_of(damaged, truth, some_of(truth, dice, 8))

    assert wrong == []
    assert count > 0 or damage not in LOCAL


@pytest.mark.parametrize("seed", range(200 if soaking.SOAK else 12))
def test_where_little_is_wrong_what_is_certain_is_true(parts: Parts, truth, seed: int):
    """Nearly all of the station is as it should be, so nearly everything could be called certain."""
    dice = random.Random(f"few {soaking.seed(seed)}")
    damaged = build(a_few_things(parts, dice))

    assert certain_of(damaged, truth, some_of(truth, dice, 4))[1] == []


ONCE_WRONG = {
    "a circuit in two": (elements_lost, "elements_lost 9", {Trace.SUBNETWORK}),
    "a breaker without port": (a_few_things, "few 126", {Trace.DOWNSTREAM}),
    "another one": (a_few_things, "few 149", {Trace.IMPACT}),
    "a cable to a lamp that is not there": (a_few_things, "few 80", {Trace.ISOLATION}),
    "a pipe to a sprinkler that is not there": (a_few_things, "few 179", {Trace.CONNECTED}),
    "a board whose inlet hangs on a duct": (a_few_things, "few 92", {Trace.IMPACT}),
    "a tray on a lamp": (a_few_things, "few 119", {Trace.UPSTREAM}),
    "chilled water said to be power": (a_few_things, "few 185", {Trace.UPSTREAM}),
}


@pytest.mark.parametrize(("damage", "dice", "kinds"), ONCE_WRONG.values(), ids=ONCE_WRONG)
def test_what_was_certain_and_wrong_once_is_no_more(parts: Parts, truth, damage: Damage, dice: str, kinds):
    damaged = build(damage(parts, random.Random(dice)))

    assert certain_of(damaged, truth, [asked for asked in truth if asked[1] in kinds])[1] == []


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


@pytest.mark.parametrize("seed", range(6 if soaking.SOAK else 2))
def test_what_is_proposed_was_joined_and_no_impact_that_rests_on_it_is_called_certain(
    parts: Parts, truth, seed: int
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
        (_with(broken, found, Evidence.B), (*KINDS, *MORE)),
    ):
        ends = sorted({each.one for each in found if (each.one, Trace.IMPACT) in truth})
        chosen = dice.sample(ends, min(ASKED, len(found) // 2))
        wrong += certain_of(graph, truth, [(piece, kind) for piece in chosen for kind in kinds])[1]
    assert wrong == []


def _with(parts: Parts, found: list[proposing.Proposal], evidence: Evidence) -> Graph:
    added = [
        Added(each.one, each.other, each.medium, evidence, each.reason, each.directed, each.joints)
        for each in found
    ]
    return build(parts._replace(added=[*parts.added, *added]))
