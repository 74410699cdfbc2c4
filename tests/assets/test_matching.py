"""Which element of a new revision is which of the former one."""

from __future__ import annotations

from dataclasses import replace

from assets.matching import Method, Sketch, pair

PUMP = Sketch(1, "2n1$kDeoP", "IfcPump", "145788", "", "POMPE-S1-1", None, 7, "Pompe")


def test_an_element_keeps_its_identity_when_globalid_and_class_stay():
    moved = replace(PUMP, pk=11, tag="999", name="Pompe 2")

    plan = pair([PUMP], [moved])

    assert plan.kept == [(PUMP, moved, Method.GLOBAL_ID)]
    assert (plan.gone, plan.added) == ([], [])


def test_the_tool_id_finds_an_element_whose_globalid_changed():
    exported_again = replace(PUMP, pk=11, global_id="0other")

    plan = pair([PUMP], [exported_again])

    assert plan.kept == [(PUMP, exported_again, Method.TOOL_ID)]


def test_the_files_own_code_is_asked_last():
    old = replace(PUMP, tag="", file_code="EFS-P-01")
    new = replace(old, pk=11, global_id="0other")

    assert pair([old], [new]).kept == [(old, new, Method.CODE)]


def test_a_globalid_that_occurs_twice_matches_nothing_by_itself():
    twin = replace(PUMP, pk=2, tag="145789")
    again = [replace(PUMP, pk=11, tag=""), replace(PUMP, pk=12, tag="")]

    plan = pair([PUMP, twin], again)

    assert plan.kept == []
    assert plan.gone == [PUMP, twin]
    assert plan.added == again


def test_the_same_globalid_on_another_class_is_another_thing():
    wall = replace(PUMP, pk=11, resolved_class="IfcWall", tag="")

    plan = pair([PUMP], [wall])

    assert (plan.kept, plan.gone, plan.added) == ([], [PUMP], [wall])


def test_the_first_revision_is_all_new():
    plan = pair([], [PUMP])

    assert (plan.loss, plan.added) == (0.0, [PUMP])
