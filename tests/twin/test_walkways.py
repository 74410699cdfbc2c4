"""In which order one walks to several devices: through doors and up stairs, not through walls."""

from __future__ import annotations

from twin.traces.route import shortest_walk
from twin.traces.walkways import Place, Room, in_order, made_of

GROUND, FIRST = (1, 0.0), (2, 3.0)


def room(key: int, x: float, y: float, wide: float, deep: float, storey: tuple[int, float] = GROUND) -> Room:
    ring = [[x, y], [x + wide, y], [x + wide, y + deep], [x, y + deep]]
    return Room(key, storey[0], [ring], storey[1])


def door(x: float, y: float, floor: float = 0.0) -> tuple[float, float, float, float, float, float]:
    return x - 0.1, y - 0.1, floor, x + 0.1, y + 0.1, floor + 2.1


def standing(key: int, x: float, y: float, floor: float = 0.0) -> Place:
    return Place((x, y, floor + 1), ("room", key))


def test_what_is_near_through_a_wall_is_far_to_walk():
    """
    ┌────────┬────────┐
    │   A  s │ 1   B  │      s stands a hand from 1, and walks round through the corridor to it
    ├───▯────┴────▯───┤
    │  2  corridor    │
    └─────────────────┘
    """
    ways = made_of(
        [room(1, 0, 4, 10, 6), room(2, 10.2, 4, 10, 6), room(3, 0, 0, 20.2, 3.8)],
        [GROUND],
        [door(5, 3.9), door(15, 3.9)],
        [],
    )
    here, behind_the_wall, down_the_corridor = standing(1, 9.9, 9), standing(2, 10.4, 9), standing(3, 1, 2)

    near, far = ways.ways(here, [down_the_corridor, behind_the_wall])

    assert near is not None
    assert far is not None
    assert near < far
    assert 20 < far < 26  # 7 m to the door, 10 m along the corridor, 7 m in the other room
    assert in_order(ways, here, [behind_the_wall, down_the_corridor]) == [1, 0]


def test_another_storey_is_reached_by_the_stairs_that_are_drawn_and_costs_more_than_metres():
    """
    first   ┌──────────┐
            │ 1    ╱   │      1 is right above s; 2 is at the other end of the same hall
    ground  ├─────╱────┤
            │ s  ╱   2 │
            └──────────┘
    """
    stairs = (8.0, 1.0, 0.0, 10.0, 2.0, 3.0)
    ways = made_of(
        [room(1, 0, 0, 20, 6), room(2, 0, 0, 20, 6, FIRST)],
        [GROUND, FIRST],
        [door(0, 3), door(0, 3, 3.0)],
        [stairs],
    )
    here, above, along = standing(1, 1, 3), standing(2, 1, 3, 3.0), standing(1, 19, 3)

    assert in_order(ways, here, [above, along]) == [1, 0]
    (up,) = ways.ways(here, [above])
    assert up is not None
    assert up > 25


def test_a_room_without_a_door_is_open_to_what_lies_along_it():
    """hall (a door to the street) │ gallery: nothing is drawn between them."""
    ways = made_of([room(1, 0, 0, 10, 10), room(2, 10.2, 0, 4, 10)], [GROUND], [door(5, 0)], [])

    (far,) = ways.ways(standing(1, 1, 5), [standing(2, 12, 5)])

    assert far is not None
    assert 10.9 < far < 11.5


def test_where_no_door_leads_there_no_way_is_made_up():
    ways = made_of([room(1, 0, 0, 5, 5), room(2, 30, 0, 5, 5)], [GROUND], [door(5, 2)], [])
    nobody_knows = Place((1, 1, 1), None)

    assert ways.ways(standing(1, 1, 1), [Place((1, 1, 4), ("room", 99)), nobody_knows]) == [None, None]
    assert in_order(ways, standing(1, 1, 1), [standing(1, 2, 2), nobody_knows]) is None
    assert ways.ways(nobody_knows, [standing(1, 2, 2)]) == [None]


def test_the_order_is_the_least_to_walk_in_all_though_something_else_is_nearer():
    """1 ── 4 m ── s ── 3 m ── 2 ── 6 m ── 3: the nearest first would lead past the start again."""
    ways = made_of([room(1, 0, 0, 40, 4)], [GROUND], [door(0, 2)], [])
    here, stops = standing(1, 10, 2), [standing(1, x, 2) for x in (6, 13, 19)]

    assert in_order(ways, here, stops) == [0, 1, 2]


def test_of_many_devices_the_nearest_is_next():
    row = [abs(at - 3.4) for at in range(20)]
    between = [[abs(one - other) for other in range(20)] for one in range(20)]

    assert shortest_walk(row, between)[:5] == [3, 2, 1, 0, 4]
    assert shortest_walk([], []) == []
