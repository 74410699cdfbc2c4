"""What exporters do to networks: connections and ports lost, displaced, crossed; directions, media, kinds said wrong.

Each takes the parts of a station and dice, and returns the parts as a bad file would give them. `DAMAGES` go through a
tenth of the station, `SMALL` spoil one thing, so that nearly all the rest could still be called certain.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from assets.networks.parts import Id, Joint, Link, Parts, Point

Damage = Callable[[Parts, random.Random], Parts]
TENTH = 0.1
TURNED = {"SOURCE": "SINK", "SINK": "SOURCE"}


def _some(things: Iterable[Id], dice: random.Random, share: float = TENTH) -> set[Id]:
    return {thing for thing in things if dice.random() < share}


def _links(parts: Parts, dice: random.Random) -> list[Link]:
    return [link for link in parts.links if dice.random() < TENTH]


def _wired(parts: Parts) -> list[Id]:
    """Elements that have a port."""
    return list(dict.fromkeys(joint.piece for joint in parts.joints if joint.piece is not None))


def _without_ports(parts: Parts, lost: set[Id]) -> Parts:
    return parts._replace(
        links=[link for link in parts.links if link.one not in lost and link.other not in lost],
        joints=[joint for joint in parts.joints if joint.id not in lost],
    )


def _said(parts: Parts, **columns: Mapping[Id, object]) -> Parts:
    """Ports with other values in these columns; where directions changed, connections are read anew."""
    joints = [
        joint._replace(**{name: new[joint.id] for name, new in columns.items() if joint.id in new})
        for joint in parts.joints
    ]
    told = parts._replace(joints=joints)
    return _read_again(told) if "flow" in columns else told


def _read_again(parts: Parts) -> Parts:
    """Links turned as `assets.ifc.networks` turns them by the directions of their ports."""
    flows = {joint.id: joint.flow for joint in parts.joints}

    def goes(one: Id, other: Id) -> bool:
        return flows[one] != "SINK" and flows[other] != "SOURCE"

    turned = []
    for one, other, _ in parts.links:
        onward, back = goes(one, other), goes(other, one)
        ends = (other, one) if back and not onward else (one, other)
        turned.append(Link(*ends, onward != back))
    return parts._replace(links=turned)


def _moved(parts: Parts, ports: Iterable[Id], dice: random.Random, least: float, most: float) -> Parts:
    """In any direction, by `least` to `most` metres."""
    where = {joint.id: joint.at for joint in parts.joints}
    return _said(parts, at={port: _away(at, dice, least, most) for port in ports if (at := where[port])})


def _away(at: Point, dice: random.Random, least: float, most: float) -> Point:
    way = [dice.gauss(0, 1) for _ in at]
    length = sum(value * value for value in way) ** 0.5
    far = dice.uniform(least, most)
    x, y, z = (value + far * step / length for value, step in zip(at, way, strict=True))
    return x, y, z


# ── connections and ports lost ───────────────────────────────────────────────


def connections_lost(parts: Parts, dice: random.Random) -> Parts:
    """The connection is not written; its ports are."""
    lost = set(_links(parts, dice))
    return parts._replace(links=[link for link in parts.links if link not in lost])


def ports_lost(parts: Parts, dice: random.Random) -> Parts:
    """The exporter left ports out on both sides."""
    return _without_ports(parts, {end for link in _links(parts, dice) for end in (link.one, link.other)})


def one_port_lost(parts: Parts, dice: random.Random) -> Parts:
    return _without_ports(parts, {dice.choice((link.one, link.other)) for link in _links(parts, dice)})


def elements_without_ports(parts: Parts, dice: random.Random) -> Parts:
    bare = _some(_wired(parts), dice)
    return _without_ports(parts, {joint.id for joint in parts.joints if joint.piece in bare})


def elements_lost(parts: Parts, dice: random.Random) -> Parts:
    """Not exported at all, as with “only what is visible”."""
    return _without_elements(parts, _some(_wired(parts), dice, 0.03))


def _without_elements(parts: Parts, gone: set[Id]) -> Parts:
    left = _without_ports(parts, {joint.id for joint in parts.joints if joint.piece in gone})
    return left._replace(
        pieces=[piece for piece in left.pieces if piece.id not in gone],
        members=[member for member in left.members if member.piece not in gone],
        added=[added for added in left.added if gone.isdisjoint((added.one, added.other))],
    )


# ── displaced ────────────────────────────────────────────────────────────────


def ports_displaced(parts: Parts, dice: random.Random) -> Parts:
    """One port of a connection lies up to half a metre away."""
    return _moved(parts, [link.other for link in _links(parts, dice)], dice, 0.02, 0.5)


def ports_far_away(parts: Parts, dice: random.Random) -> Parts:
    return _moved(parts, [link.other for link in _links(parts, dice)], dice, 0.11, 20.0)


def both_displaced_and_unconnected(parts: Parts, dice: random.Random) -> Parts:
    lost = set(_links(parts, dice))
    moved = _moved(parts, [link.other for link in lost], dice, 0.0, 0.5)
    return moved._replace(links=[link for link in moved.links if link not in lost])


def both_unplaced_and_unconnected(parts: Parts, dice: random.Random) -> Parts:
    """Neither joined nor anywhere: what is missing cannot be found by where it lies."""
    lost = set(_links(parts, dice))
    ports = [end for link in lost for end in (link.one, link.other)]
    left = _said(parts, at=dict.fromkeys(ports))
    return left._replace(links=[link for link in left.links if link not in lost])


# ── joined to something else ─────────────────────────────────────────────────


def crossed(parts: Parts, dice: random.Random) -> Parts:
    """Two connections exchange their second ends."""
    return _crossed(parts, _links(parts, dice), dice)


def _crossed(parts: Parts, chosen: list[Link], dice: random.Random) -> Parts:
    others = [link.other for link in chosen]
    dice.shuffle(others)
    new = {link: Link(link.one, other) for link, other in zip(chosen, others, strict=True)}
    return _read_again(parts._replace(links=[new.get(link, link) for link in parts.links]))


def both_on_one_element(parts: Parts, dice: random.Random) -> Parts:
    """The exporter attached both ports of a connection to one element (revit-ifc, issue 51)."""
    owner = {joint.id: joint.piece for joint in parts.joints}
    return _said(parts, piece={link.other: owner[link.one] for link in _links(parts, dice)})


def owners_lost(parts: Parts, dice: random.Random) -> Parts:
    """Ports that belong to nothing."""
    return _said(parts, piece=dict.fromkeys(_some((joint.id for joint in parts.joints), dice)))


def owners_exchanged(parts: Parts, dice: random.Random) -> Parts:
    wired = _wired(parts)
    moved = _some((joint.id for joint in parts.joints), dice, 0.03)
    return _said(parts, piece={port: dice.choice(wired) for port in moved})


def connections_doubled(parts: Parts, dice: random.Random) -> Parts:
    """Once more, and once more the other way round."""
    again, back = _links(parts, dice), _links(parts, dice)
    return parts._replace(
        links=[*parts.links, *again, *(Link(link.other, link.one, link.directed) for link in back)]
    )


# ── directions ───────────────────────────────────────────────────────────────


def directions_turned(parts: Parts, dice: random.Random) -> Parts:
    """Of single ports."""
    chosen = _some((joint.id for joint in parts.joints), dice)
    return _turned(parts, chosen)


def _turned(parts: Parts, chosen: set[Id]) -> Parts:
    return _said(
        parts,
        flow={joint.id: TURNED.get(joint.flow, joint.flow) for joint in parts.joints if joint.id in chosen},
    )


def directions_of_connections_turned(parts: Parts, dice: random.Random) -> Parts:
    """Of both ports: the connection itself shows nothing wrong."""
    return _turned(parts, {end for link in _links(parts, dice) for end in (link.one, link.other)})


def directions_of_elements_turned(parts: Parts, dice: random.Random) -> Parts:
    turned = _some(_wired(parts), dice)
    return _turned(parts, {joint.id for joint in parts.joints if joint.piece in turned})


def directions_unsaid(parts: Parts, dice: random.Random) -> Parts:
    return _said(parts, flow=dict.fromkeys(_some((j.id for j in parts.joints), dice), "NOTDEFINED"))


def directions_of_connections_unsaid(parts: Parts, dice: random.Random) -> Parts:
    ports = [end for link in _links(parts, dice) for end in (link.one, link.other)]
    return _said(parts, flow=dict.fromkeys(ports, "NOTDEFINED"))


def all_directions_unsaid(parts: Parts, dice: random.Random) -> Parts:
    return _said(parts, flow=dict.fromkeys((joint.id for joint in parts.joints), "NOTDEFINED"))


def both_ways_said(parts: Parts, dice: random.Random) -> Parts:
    ports = [end for link in _links(parts, dice) for end in (link.one, link.other)]
    return _said(parts, flow=dict.fromkeys(ports, "SOURCEANDSINK"))


# ── media, systems, kinds ────────────────────────────────────────────────────


def _media(parts: Parts) -> list[str]:
    return sorted({joint.medium for joint in parts.joints})


def media_exchanged(parts: Parts, dice: random.Random) -> Parts:
    ports, known = _some((joint.id for joint in parts.joints), dice), _media(parts)
    return _said(parts, medium={port: dice.choice(known) for port in sorted(ports)})


def media_of_connections_exchanged(parts: Parts, dice: random.Random) -> Parts:
    known, new = _media(parts), {}
    for link in _links(parts, dice):
        new[link.one] = new[link.other] = dice.choice(known)
    return _said(parts, medium=new)


def media_of_elements_exchanged(parts: Parts, dice: random.Random) -> Parts:
    known = _media(parts)
    new = {piece: dice.choice(known) for piece in sorted(_some(_wired(parts), dice))}
    return _said(parts, medium={j.id: new[j.piece] for j in parts.joints if j.piece in new})


def media_unsaid(parts: Parts, dice: random.Random) -> Parts:
    return _said(parts, medium=dict.fromkeys(_some((joint.id for joint in parts.joints), dice), "?"))


def members_lost(parts: Parts, dice: random.Random) -> Parts:
    """Elements of no system."""
    return parts._replace(members=[member for member in parts.members if dice.random() > TENTH])


def media_and_members_lost(parts: Parts, dice: random.Random) -> Parts:
    return members_lost(media_unsaid(parts, dice), dice)


def names_lost(parts: Parts, dice: random.Random) -> Parts:
    """What said which machine an isolator feeds."""
    return parts._replace(added=[added for added in parts.added if dice.random() > 0.3])


def kinds_unsaid(parts: Parts, dice: random.Random) -> Parts:
    """A valve, and nothing of what it does."""
    chosen = _some((piece.id for piece in parts.pieces), dice)
    return parts._replace(
        pieces=[piece._replace(predefined_type="") if piece.id in chosen else piece for piece in parts.pieces]
    )


def classes_lost(parts: Parts, dice: random.Random) -> Parts:
    """Something that is said to be nothing in particular."""
    chosen = _some((piece.id for piece in parts.pieces), dice)
    proxy = {"ifc_class": "IfcBuildingElementProxy", "predefined_type": ""}
    return parts._replace(
        pieces=[piece._replace(**proxy) if piece.id in chosen else piece for piece in parts.pieces]
    )


# ── several at once ──────────────────────────────────────────────────────────


def lost_and_turned(parts: Parts, dice: random.Random) -> Parts:
    return directions_turned(connections_lost(parts, dice), dice)


def lost_and_of_other_media(parts: Parts, dice: random.Random) -> Parts:
    return media_exchanged(connections_lost(parts, dice), dice)


def of_everything(parts: Parts, dice: random.Random) -> Parts:
    for damage in (connections_lost, directions_unsaid, media_unsaid, ports_displaced, kinds_unsaid):
        parts = damage(parts, dice)
    return parts


# ── one thing only ───────────────────────────────────────────────────────────


def one_connection(parts: Parts, dice: random.Random) -> Parts:
    lost = dice.choice(parts.links)
    return parts._replace(links=[link for link in parts.links if link is not lost])


def one_connection_with_its_ports(parts: Parts, dice: random.Random) -> Parts:
    lost = dice.choice(parts.links)
    return _without_ports(parts, {lost.one, lost.other})


def one_port(parts: Parts, dice: random.Random) -> Parts:
    return _without_ports(parts, {dice.choice(parts.joints).id})


def all_ports_of_one_element(parts: Parts, dice: random.Random) -> Parts:
    bare = dice.choice(_wired(parts))
    return _without_ports(parts, {joint.id for joint in parts.joints if joint.piece == bare})


def one_element(parts: Parts, dice: random.Random) -> Parts:
    return _without_elements(parts, {dice.choice(_wired(parts))})


def one_port_moved(parts: Parts, dice: random.Random) -> Parts:
    placed = [joint.id for joint in parts.joints if joint.at]
    return _moved(parts, [dice.choice(placed)], dice, 0.0, 1.0)


def one_port_of_another_element(parts: Parts, dice: random.Random) -> Parts:
    return _said(parts, piece={dice.choice(parts.joints).id: dice.choice(parts.pieces).id})


def one_pair_crossed(parts: Parts, dice: random.Random) -> Parts:
    one, other = dice.sample(parts.links, 2)
    new = {one: Link(one.one, other.other), other: Link(other.one, one.other)}
    return _read_again(parts._replace(links=[new.get(link, link) for link in parts.links]))


def one_direction(parts: Parts, dice: random.Random) -> Parts:
    word = dice.choice(("SOURCE", "SINK", "SOURCEANDSINK", "NOTDEFINED"))
    return _said(parts, flow={dice.choice(parts.joints).id: word})


def one_element_turned(parts: Parts, dice: random.Random) -> Parts:
    turned = dice.choice(_wired(parts))
    return _turned(parts, {joint.id for joint in parts.joints if joint.piece == turned})


def one_stretch_turned(parts: Parts, dice: random.Random) -> Parts:
    """Elements one behind the other, all the wrong way round: only where the stretch ends something shows."""
    beside = _beside(parts)
    stretch = [dice.choice(_wired(parts))]
    for _ in range(dice.randint(1, 8)):
        stretch += [dice.choice(beside[stretch[-1]])] if beside[stretch[-1]] else []
    return _turned(parts, {joint.id for joint in parts.joints if joint.piece in set(stretch)})


def _beside(parts: Parts) -> dict[Id, list[Id]]:
    owner = {joint.id: joint.piece for joint in parts.joints}
    found: dict[Id, list[Id]] = defaultdict(list)
    for link in parts.links:
        one, other = owner[link.one], owner[link.other]
        if one is not None and other is not None:
            found[one].append(other)
            found[other].append(one)
    return found


def one_medium(parts: Parts, dice: random.Random) -> Parts:
    joint: Joint = dice.choice(parts.joints)
    return _said(parts, medium={joint.id: dice.choice([*_media(parts), "?"])})


SMALL: tuple[Damage, ...] = (
    one_connection, one_connection_with_its_ports, one_port, all_ports_of_one_element, one_element, one_port_moved,
    one_port_of_another_element, one_pair_crossed, one_direction, one_element_turned, one_stretch_turned, one_medium,
)  # fmt: skip


def a_few_things(parts: Parts, dice: random.Random) -> Parts:
    for _ in range(dice.randint(1, 4)):
        parts = dice.choice(SMALL)(parts, dice)
    return parts


DAMAGES: tuple[Damage, ...] = (
    connections_lost, ports_lost, one_port_lost, elements_without_ports, elements_lost,
    ports_displaced, ports_far_away, both_displaced_and_unconnected, both_unplaced_and_unconnected,
    crossed, both_on_one_element, owners_lost, owners_exchanged, connections_doubled,
    directions_turned, directions_of_connections_turned, directions_of_elements_turned, directions_unsaid,
    directions_of_connections_unsaid, all_directions_unsaid, both_ways_said,
    media_exchanged, media_of_connections_exchanged, media_of_elements_exchanged, media_unsaid, members_lost,
    media_and_members_lost, names_lost, kinds_unsaid, classes_lost,
    lost_and_turned, lost_and_of_other_media, of_everything,
)  # fmt: skip
# What is missing or doubled shows where it is: elsewhere something stays certain.
LOCAL: tuple[Damage, ...] = (connections_lost, ports_displaced, connections_doubled, members_lost, names_lost)
