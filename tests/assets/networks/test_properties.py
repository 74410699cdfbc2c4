"""What holds of every network, tried on random ones; and the same answers as slower ways of finding them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, combinations, pairwise
from math import inf

import networkx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.networks import supply
from assets.networks.building import build
from assets.networks.cutting import fewest
from assets.networks.evidence import Evidence
from assets.networks.graph import Graph
from assets.networks.isolating import isolate
from assets.networks.parts import Needs, Parts, Piece
from assets.networks.supply import Flags, lost, supplied
from assets.networks.walking import reach, spread
from tests import soaking
from tests.assets.networks.drawing import FLOWS, WATER, Drawing, ask, draw

pytestmark = pytest.mark.once
EXAMPLES = settings(max_examples=1500 if soaking.SOAK else 120, deadline=None)


@st.composite
def networks(draw_: st.DrawFn, most: int = 12, signs: str = "=", *, driven: bool = False) -> Graph:
    """A connected network with one or two sources, some valves and some loops; `n0` is the first source.

    With `driven` a second one beside it, that of `m0`, and some things of each that work only while another does.
    """
    size = draw_(st.integers(3, most))
    valves = [f"n{n}" for n in range(1, size) if draw_(st.booleans())]
    drawing = Drawing(valves=" ".join(valves))
    for n in range(1, size):
        drawing.add(f"n{draw_(st.integers(0, n - 1))} {draw_(st.sampled_from(signs))} n{n}", WATER)
    for _ in range(draw_(st.integers(0, size // 2))):
        one, other = draw_(st.integers(0, size - 1)), draw_(st.integers(0, size - 1))
        if one != other:
            drawing.join(f"n{one}", f"n{other}", WATER, FLOWS["="])
    for valve in valves:
        drawing.open_end(valve, "SOURCE")  # no valve has one end alone, which would be a doubt
    sources = {"n0", f"n{draw_(st.integers(0, size - 1))}"}
    if not driven:
        return build(drawing.parts(" ".join(sorted(sources))))
    for n in range(1, size):
        drawing.add(f"m{draw_(st.integers(0, n - 1))} > m{n}", "DRAINAGE" if n % 2 else "HEATING")
    names = st.sampled_from(sorted(drawing.pieces))
    pairs = draw_(st.lists(st.tuples(names, names), max_size=size))
    needs = tuple(
        Needs(one, None, other, acts=number % 3 == 0)
        for number, (one, other) in enumerate(pairs)
        if one != other
    )
    return build(drawing.parts(" ".join(sorted({*sources, "m0"})), needs))


@st.composite
def of_classes(draw_: st.DrawFn) -> Graph:
    """Like `networks`, of connections drawn together, apart, and said by name alone: all one class, or of each some."""
    size = draw_(st.integers(2, 15))
    classes = draw_(st.sampled_from(["A", "B", "AB", "AC", "ABC", "C"]))
    drawing = Drawing()
    pairs = {(draw_(st.integers(0, n - 1)), n) for n in range(1, size)}
    pairs |= draw_(st.sets(st.tuples(st.integers(0, size - 1), st.integers(0, size - 1)), max_size=6))
    joined: set[frozenset[int]] = set()
    for one, other in sorted(pairs):
        for end in (one, other):
            drawing.pieces.setdefault(f"n{end}", drawing._piece(f"n{end}"))
        if one == other or {one, other} in joined:
            continue
        joined.add(frozenset((one, other)))
        match draw_(st.sampled_from(classes)):
            case "C":
                drawing.add(f"n{one} ? n{other}", "power")
            case evidence:
                apart = 0.05 if evidence == "B" else 0.0
                drawing.join(f"n{one}", f"n{other}", "power", FLOWS[draw_(st.sampled_from("=>"))], apart)
    return build(drawing.parts("n0"))


def isolates_it(graph: Graph, wanted: int, devices: frozenset[int] | set[int]) -> bool:
    """No source reaches it, walking from the sources with the devices shut."""
    reached = reach(graph.near, graph.sources - devices, devices)
    return not reached[wanted]


def operable(graph: Graph, wanted: int) -> list[int]:
    return [node for node in range(len(graph)) if graph.isolates[node] and node != wanted]


@EXAMPLES
@given(networks(), st.data())
def test_an_isolation_isolates_and_shuts_nothing_for_nothing(graph: Graph, data: st.DataObject):
    wanted = data.draw(st.integers(0, len(graph) - 1))

    found = isolate(graph, [wanted])

    if found.complete:
        assert isolates_it(graph, wanted, found.need)
        assert not any(isolates_it(graph, wanted, found.need - {device}) for device in found.need)
    else:
        assert not isolates_it(graph, wanted, set(operable(graph, wanted)))


@EXAMPLES
@given(networks(), st.data())
def test_an_isolation_exists_where_a_search_of_all_sets_finds_one_and_the_fewest_are_the_fewest(
    graph: Graph, data: st.DataObject
):
    """Brute force: every set of devices, the smallest first."""
    wanted = data.draw(st.integers(0, len(graph) - 1))
    devices = operable(graph, wanted)
    smallest = next(
        (
            size
            for size in range(len(devices) + 1)
            if any(isolates_it(graph, wanted, set(chosen)) for chosen in combinations(devices, size))
        ),
        None,
    )

    nearest, cut = isolate(graph, [wanted]), fewest(graph, [wanted])

    assert nearest.complete is (smallest is not None)
    assert (None if cut is None else len(cut)) == smallest
    if cut is not None:
        assert isolates_it(graph, wanted, cut)


@EXAMPLES
@given(networks(), st.data())
def test_no_nearer_set_isolates(graph: Graph, data: st.DataObject):
    """Of all devices that can be reached without crossing another, exactly those beside live network are shut."""
    wanted = data.draw(st.integers(0, len(graph) - 1))
    found = isolate(graph, [wanted])

    sets = [
        set(chosen)
        for size in range(len(found.frontier) + 1)
        for chosen in combinations(sorted(found.frontier), size)
        if found.complete and isolates_it(graph, wanted, set(chosen))
    ]
    least = [each for each in sets if not any(other < each for other in sets)]

    assert least == ([set(found.need)] if found.complete else [])


@EXAMPLES
@given(networks(most=40), st.data())
def test_the_fewest_devices_are_those_of_networkx(graph: Graph, data: st.DataObject):
    wanted = data.draw(st.integers(0, len(graph) - 1))
    prices = {node: data.draw(st.integers(1, 5)) for node in range(len(graph)) if graph.isolates[node]}
    theirs = networkx.DiGraph()
    for node in range(len(graph)):
        free = not graph.isolates[node] or node == wanted
        theirs.add_edge((node, "in"), (node, "out"), **({} if free else {"capacity": prices[node]}))
        for other in graph.near[node]:
            theirs.add_edge((node, "out"), (other, "in"))
    for source in graph.sources:
        theirs.add_edge("supply", (source, "in"))

    cut = fewest(graph, [wanted], costs=prices)

    try:
        least = networkx.minimum_cut_value(theirs, "supply", (wanted, "out"))
    except networkx.NetworkXUnbounded:
        least = inf
    assert (inf if cut is None else sum(prices[device] for device in cut)) == least


@EXAMPLES
@given(networks(most=25, signs="=>"), st.data())
def test_shutting_one_more_device_never_adds_supply(graph: Graph, data: st.DataObject):
    nodes = st.integers(0, len(graph) - 1)
    shut, more = data.draw(st.sets(nodes)), data.draw(nodes)

    before, after = supplied(graph, shut), supplied(graph, {*shut, more})

    assert not (after & ~before & 1).any()


@EXAMPLES
@given(of_classes(), st.sampled_from(["near", "onward", "ahead"]))
def test_everything_is_reached_by_the_best_evidence_there_is(graph: Graph, name: str):
    """And where all connections are of one class, by the fewest of them."""
    along = getattr(graph, name)
    ways = [(one, other, edge) for one in range(len(graph)) for other, edge in along.ways(one)]
    theirs = {most: networkx.DiGraph() for most in Evidence}
    for most, each in theirs.items():
        each.add_nodes_from(range(len(graph)))
        each.add_edges_from((one, other) for one, other, edge in ways if graph.evidence[edge] <= most)

    for start in range(len(graph)):
        found = spread(graph, [start], along=along)

        assert set(found.order) == networkx.descendants(theirs[Evidence.X], start) | {start}
        taken = set()
        for node in set(found.order) - {start}:
            best = next(most for most in Evidence if networkx.has_path(theirs[most], start, node))
            steps = [edge_between(graph, ways, pair, best) for pair in pairwise(found.path(node))]
            taken.update(edge for edge in steps if graph.evidence[edge])
            assert max(graph.evidence[edge] for edge in steps) == best
            if len(set(graph.evidence)) == 1:
                assert len(steps) == networkx.shortest_path_length(theirs[best], start, node)
        assert set(found.weak) == taken


def edge_between(
    graph: Graph, ways: list[tuple[int, int, int]], pair: tuple[int, int], worst: Evidence
) -> int:
    return next(edge for one, other, edge in ways if (one, other) == pair and graph.evidence[edge] <= worst)


@EXAMPLES
@given(networks(most=25, signs="=>"), st.data())
def test_what_is_lost_is_what_supplying_all_anew_leaves_out(graph: Graph, data: st.DataObject):
    """With some of it drained, and pumps that stop with what drives them, round after round."""
    nodes = st.integers(0, len(graph) - 1)
    shut, gone = (
        data.draw(st.frozensets(nodes, max_size=3)),
        data.draw(st.sets(nodes, min_size=1, max_size=3)),
    )
    graph.waiting = data.draw(st.dictionaries(nodes, st.lists(nodes, min_size=1, max_size=3), max_size=8))
    graph.outlets = data.draw(st.frozensets(nodes, max_size=2))
    graph.drains = bytearray(data.draw(st.lists(st.booleans(), min_size=len(graph), max_size=len(graph))))

    for share in (1, 2, supply.MOST_BEHIND):  # after the first time from what the graph has kept
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(supply, "MOST_BEHIND", share)
            found = lost(graph, gone, shut)

        before, dead = supplied(graph, shut), set()
        first = after = supplied(graph, shut | gone)
        while stopped := driven_by(graph, gone | dead, before & ~after) - dead:
            dead |= stopped
            after = supplied(graph, shut | gone | dead)
        assert (found.after == first).all()
        assert (found.after_all == after).all()
        assert found.nodes == set((before & ~first & 1).nonzero()[0]) - gone
        assert found.all_nodes == (set((before & ~after & 1).nonzero()[0]) | dead) - gone


def driven_by(graph: Graph, gone: set[int], missing: Flags) -> set[int]:
    return {
        each for node, driven in graph.waiting.items() if node in gone or missing[node] & 1 for each in driven
    }


@EXAMPLES
@given(networks(), st.data())
def test_what_is_certain_holds_whatever_the_position_of_the_devices_nobody_knows(
    graph: Graph, data: st.DataObject
):
    """Every combination of open and shut; the devices themselves are left out of what loses supply."""
    names = [piece.id for piece in graph.pieces]
    asked = data.draw(st.sampled_from(names))
    valves = [name for name in names if graph.isolates[graph.nodes(name)[0]]]
    unknown = sorted(data.draw(st.sets(st.sampled_from(valves), max_size=4))) if valves else []
    impact = ask(graph, "impact", asked, unsure=tuple(unknown))
    isolation = ask(graph, "isolation", asked, unsure=tuple(unknown))

    for shut in subsets(unknown):
        if impact.certain:
            here = ask(graph, "impact", asked, closed=shut)
            assert set(here.lost) - set(unknown) == set(impact.lost) - set(unknown)
        if isolation.certain:
            nodes = [graph.nodes(name)[0] for name in (asked, *isolation.devices)]
            here = lost(graph, nodes, graph.closed(shut))
            assert {graph.piece(node).id for node in here.nodes} - set(unknown) == set(isolation.lost) - set(
                unknown
            )


def subsets(names: list[str]) -> Iterator[tuple[str, ...]]:
    return chain.from_iterable(combinations(names, size) for size in range(len(names) + 1))


@EXAMPLES
@given(st.integers(1, 6), st.integers(1, 6), st.data())
def test_what_two_sides_feed_loses_nothing_when_one_fails(left: int, right: int, data: st.DataObject):
    """
    A ── a1 ── a2 … ──┐
                      T ── load
    B ── b1 ── b2 … ──┘
    """
    one = ["A", *(f"a{n}" for n in range(left)), "T"]
    other = ["B", *(f"b{n}" for n in range(right)), "T"]
    graph = draw(" > ".join(one), " > ".join(other), "T > load", sources="A B", medium="power")

    failed = data.draw(st.sampled_from(one[:-1] + other[:-1]))

    assert not {"T", "load"} & set(ask(graph, "impact", failed).lost)


@st.composite
def controlled(draw_: st.DrawFn) -> tuple[Parts, Parts, dict[str, set[str]]]:
    """The same network with controllers and without, and what each controller acts on, other controllers included."""
    size = draw_(st.integers(3, 9))
    drawing = Drawing(valves=" ".join(f"n{n}" for n in range(1, size) if draw_(st.booleans())))
    for n in range(1, size):
        drawing.add(f"n{draw_(st.integers(0, n - 1))} {draw_(st.sampled_from('=>'))} n{n}", WATER)
    without = drawing.parts("n0")
    names = [f"c{n}" for n in range(draw_(st.integers(1, 4)))]
    acts = {
        name: draw_(st.sets(st.sampled_from([*names, *drawing.pieces]), max_size=3)) - {name}
        for name in names
    }
    drawing.pieces |= {name: Piece(name, "IfcController") for name in names}
    needs = tuple(Needs(name, None, other, acts=True) for name, others in acts.items() for other in others)
    return drawing.parts("n0", needs), without, acts


@EXAMPLES
@given(controlled())
def test_losing_a_controller_is_losing_all_that_it_acts_on_through_whatever_controllers(made):
    """Brute force: what it acts on, and that on, until nothing more comes; then all of it fails at once."""
    parts, without, acts = made
    graph, plain = build(parts), build(without)

    for name, acted_on in acts.items():
        if not acted_on:
            continue
        reached, queue = {name}, [name]
        while queue:
            fresh = acts.get(queue.pop(), set()) - reached
            reached |= fresh
            queue += fresh
        things = tuple(sorted(each for each in reached if each not in acts))
        failed = set(ask(plain, "impact", *things).lost) | set(things) if things else set()

        answer = ask(graph, "impact", name)

        assert {each for each in answer.lost if each not in acts} == failed
        assert not (failed and answer.certain)


@EXAMPLES
@given(controlled())
def test_no_walk_and_no_isolation_knows_of_controllers(made):
    parts, without, _ = made
    graph, plain = build(parts), build(without)

    for piece in without.pieces:
        for kind in ("connected", "subnetwork", "upstream", "downstream", "isolation"):
            assert ask(graph, kind, piece.id) == ask(plain, kind, piece.id)
