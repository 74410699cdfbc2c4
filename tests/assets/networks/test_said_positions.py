"""What people say of a device over what the file draws: whose word counts, for how long, and what an isolation makes
of devices that are shut, stuck or locked by others."""

from __future__ import annotations

import pytest

from assets.networks.devices import Word, position
from tests.assets.networks.drawing import ask, draw

pytestmark = pytest.mark.once

OPEN, SHUT = True, False


@pytest.mark.parametrize(
    ("drawn", "word", "known"),
    [
        (OPEN, Word(), OPEN),
        (None, Word(), None),
        (OPEN, Word(SHUT), SHUT),
        (None, Word(SHUT), SHUT),
        (SHUT, Word(OPEN), OPEN),
    ],
)
def test_a_fresh_word_counts_for_more_than_the_drawing(drawn, word, known):
    assert position(drawn, word) is known


@pytest.mark.parametrize("drawn", [OPEN, SHUT, None])
@pytest.mark.parametrize("said", [OPEN, SHUT])
def test_an_old_word_that_the_drawing_does_not_bear_out_leaves_nothing_known(drawn, said):
    assert position(drawn, Word(said, is_old=True)) is (drawn if said == drawn else None)


@pytest.mark.parametrize("drawn", [OPEN, SHUT, None])
@pytest.mark.parametrize("ours", [OPEN, SHUT, None])
@pytest.mark.parametrize("firms", [OPEN, SHUT])
def test_a_firms_word_never_adds_knowledge(drawn, ours, firms):
    without, with_ = position(drawn, Word(ours)), position(drawn, Word(ours, firms=(firms,)))

    assert with_ is (without if firms == without else None)


def test_what_nobody_knows_any_more_counts_as_open_and_is_never_certain():
    """
    S ── v0 ── v1 ── X
    """
    graph = draw("S > v0 > v1 > X", sources="S", valves="v0 v1", shut="v0")

    assert ask(graph, "impact", "S").lost == ()
    unsure = ask(graph, "impact", "S", unsure=("v0",))
    assert set(unsure.lost) == {"v0", "v1", "X"}
    assert not unsure.certain


def test_a_device_said_open_lets_through_whatever_the_drawing_says():
    """
    S ── v0 (drawn shut) ── X
    """
    graph = draw("S > v0 > X", sources="S", valves="v0", shut="v0")

    assert ask(graph, "isolation", "X").devices == ()
    assert ask(graph, "isolation", "X", opened=("v0",)).devices == ("v0",)


def test_an_isolation_names_what_it_leans_on_and_what_it_passed_over():
    """
    S ── v0 ── v1 ── X ── b ── v2 (shut) ── S2          and v3 (shut) leads nowhere
                     └── v3 ── dead
    """
    graph = draw(
        "S = v0 = v1 = X = b = v2 = S2", "X = v3 = dead", sources="S S2", valves="v0 v1 v2 v3"
    )  # fmt: skip

    answer = ask(graph, "isolation", "X", closed=("v2", "v3"), stuck=("v1",))

    assert answer.devices == ("v0",)
    assert answer.leans_on == ("v2",)
    assert answer.passed_over == ("v1",)


def test_every_ring_that_cannot_be_operated_is_told():
    """
    S ── v0 ── v1 ── v2 ── X ── spare (stuck too, but it leads nowhere)
    """
    graph = draw("S = v0 = v1 = v2 = X = spare = end", sources="S", valves="v0 v1 v2 spare")

    answer = ask(graph, "isolation", "X", stuck=("v1", "v2", "spare"))

    assert (answer.devices, set(answer.passed_over)) == (("v0",), {"v1", "v2"})
    hopeless = ask(graph, "isolation", "X", stuck=("v0", "v1", "v2"))
    assert (hopeless.complete, set(hopeless.passed_over)) == (False, {"v0", "v1", "v2"})


def test_somebody_elses_lock_cuts_supply_and_is_not_leant_on():
    """
    S ── v0 ── a ── v1 (locked out) ── X ── t
    """
    graph = draw("S > v0 > a > v1 > X > t", sources="S", valves="v0 v1")

    locked = ask(graph, "isolation", "X", locked=("v1",))

    assert (locked.devices, locked.passed_over, locked.leans_on) == (("v0",), ("v1",), ())
    assert locked.lost == ("a",)  # X and t have lost their supply already
    assert ask(graph, "impact", "S", locked=("v1",)).lost == ("v0", "a")
