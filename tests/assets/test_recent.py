"""What a process keeps at hand: the few that were asked for last, whichever thread asks."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import sleep

import pytest

from assets.recent import Recent


def test_what_was_asked_for_last_is_kept_and_the_rest_is_made_again():
    made: list[str] = []

    def make(name: str) -> str:
        made.append(name)
        return name.upper()

    recent = Recent[str, str](2)
    for name in ("a", "b", "a", "c", "a", "b"):
        assert recent.get(name, lambda name=name: make(name)) == name.upper()

    assert made == ["a", "b", "c", "b"]


def test_threads_that_push_each_others_things_out_all_get_their_own():
    recent = Recent[int, int](1)

    with ThreadPoolExecutor(8) as threads:
        given = list(threads.map(lambda key: recent.get(key % 5, lambda: key % 5), range(20_000)))

    assert given == [key % 5 for key in range(20_000)]


def test_what_several_ask_for_at_once_is_made_once():
    recent = Recent[str, str](2)
    all_here, made = Barrier(3), []

    def make() -> str:
        made.append("graph")
        sleep(0.2)  # the others come meanwhile
        return "GRAPH"

    def ask(_: int) -> str:
        all_here.wait(10)
        return recent.get("graph", make)

    with ThreadPoolExecutor(3) as threads:
        given = list(threads.map(ask, range(3)))

    assert given == ["GRAPH"] * 3
    assert made == ["graph"]


def test_what_could_not_be_made_is_tried_again_by_the_next():
    recent = Recent[str, str](2)

    def fail() -> str:
        raise OSError("no rows today")

    with pytest.raises(OSError, match="today"):
        recent.get("graph", fail)

    assert recent.get("graph", lambda: "GRAPH") == "GRAPH"
