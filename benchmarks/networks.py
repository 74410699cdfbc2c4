"""Networks of 1,000, 10,000 and 100,000 elements: built from the rows of PostgreSQL, then asked.

python -m benchmarks.networks     makes them in the database of DATABASE_URL and DATA_DIR, prints seconds

Beside networkx on the same graph in memory, and beside a recursive question to PostgreSQL over the same rows. Ours is
the whole answer: from the question by code to codes, places and evidence. Of each the best of a few rounds.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from typing import Any

from benchmarks import own_process
from benchmarks.table import Row
from tests.servers import database_of_its_own, postgresql

SIZES = (1_000, 10_000, 100_000)
ROUNDS = 3
BUILT, ASKED = 2.0, 0.1  # seconds asked for at 100,000
LOOPS = 0.01  # connections beyond a tree
RECURSIVE = """
    WITH RECURSIVE joined(a, b) AS MATERIALIZED (
        SELECT f.element_id, t.element_id FROM assets_connection c
        JOIN assets_port f ON f.id = c.from_port_id JOIN assets_port t ON t.id = c.to_port_id WHERE c.revision_id = %s
        UNION ALL
        SELECT t.element_id, f.element_id FROM assets_connection c
        JOIN assets_port f ON f.id = c.from_port_id JOIN assets_port t ON t.id = c.to_port_id WHERE c.revision_id = %s
    ), reached(node) AS (
        SELECT %s::bigint UNION SELECT joined.b FROM reached JOIN joined ON joined.a = reached.node
    ) SELECT node FROM reached
"""


def rows() -> Iterator[Row]:
    with (
        tempfile.TemporaryDirectory(prefix="bench-networks-") as folder,
        postgresql() as server,
        database_of_its_own(server, "bench_networks") as url,
    ):
        told = own_process.told_by(__spec__.name, {"DATA_DIR": folder, "DATABASE_URL": url})
    for size, seconds in told.items():
        on = f"{int(size):,} elements, PostgreSQL"
        largest = int(size) == SIZES[-1]
        yield Row(
            "T10", "network, graph from the rows", on, seconds["build"], None, BUILT if largest else None
        )
        yield Row(
            "T10", "network, graph from disk", on, seconds["from disk"], None, BUILT if largest else None
        )
        for kind in ("connected", "subnetwork", "upstream", "downstream", "impact", "isolation", "fewest"):
            asked = ASKED * 1000 if largest else None
            yield Row("T10", f"network, {kind}", on, seconds[kind] * 1000, None, asked, "ms")
        yield Row(
            "T10", "network, connected ÷ networkx", on, seconds["connected"], seconds["networkx connected"]
        )
        yield Row("T10", "network, connected ÷ recursive CTE", on, seconds["connected"], seconds["recursive"])
        yield Row(
            "T10", "network, fewest ÷ networkx minimum cut", on, seconds["fewest"], seconds["networkx cut"]
        )


def main() -> None:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    told = {}
    for size in SIZES:
        print(f"network of {size:,} …", file=sys.stderr, flush=True)
        told[size] = _measure(size)
    print(json.dumps(told))


def _best(what: Callable[[], Any], rounds: int = ROUNDS) -> float:
    took = []
    for _ in range(rounds):
        began = time.perf_counter()
        what()
        took.append(time.perf_counter() - began)
    return min(took)


def _measure(size: int) -> dict[str, float]:
    from assets import station_graph, tracing
    from assets.networks.answers import Trace

    station, first = _station(size)
    seconds = {"build": _best(lambda: _again(station, on_disk=False), 2)}
    seconds["from disk"] = _best(lambda: _again(station, on_disk=True), 2)
    middle = f"N-{size // 2}"
    tracing.as_json(tracing.ask(station, tracing.Asked(middle, Trace.CONNECTED)))  # the codes are read once

    def ask(kind: Trace, *, fewest: bool = False) -> Callable[[], Any]:
        asked = tracing.Asked(middle, kind, fewest=fewest)
        return lambda: tracing.as_json(tracing.ask(station, asked))

    seconds |= {str(kind): _best(ask(kind)) for kind in Trace}
    seconds["fewest"] = _best(ask(Trace.ISOLATION, fewest=True))
    graph = station_graph.of(station).proven
    return (
        seconds | _theirs(graph, graph.nodes(first + size // 2)[0]) | _recursive(station, first + size // 2)
    )


def _again(station: Any, *, on_disk: bool) -> Any:
    from assets import station_graph

    station_graph.held.clear()
    if not on_disk:
        for path in station_graph._folder(station).glob("*.graph"):
            path.unlink()
    return station_graph.of(station)


def _theirs(graph: Any, node: int) -> dict[str, float]:
    import networkx

    undirected = networkx.Graph(zip(graph.tail, graph.head, strict=True))
    cut = networkx.DiGraph()
    for each in range(len(graph)):
        capacity = {"capacity": 1} if graph.isolates[each] and each != node else {}
        cut.add_edge((each, "in"), (each, "out"), **capacity)
    for one, other in undirected.edges:
        cut.add_edge((one, "out"), (other, "in"))
        cut.add_edge((other, "out"), (one, "in"))
    for source in graph.sources:
        cut.add_edge("supply", (source, "in"))
    return {
        "networkx connected": _best(lambda: networkx.node_connected_component(undirected, node)),
        "networkx cut": _best(lambda: networkx.minimum_cut(cut, "supply", (node, "out")), 1),
    }


def _recursive(station: Any, element: int) -> dict[str, float]:
    from django.db import connection

    revision = station.revisions.get().pk

    def ask() -> int:
        with connection.cursor() as cursor:
            cursor.execute(RECURSIVE, [revision, revision, element])
            return len(cursor.fetchall())

    return {"recursive": _best(ask)}


def _station(size: int) -> tuple[Any, int]:
    """Water from one inlet through a main valve, then pipes, fittings, valves and taps, with a few loops.

    The same at each run. Returns the station and the primary key of its first element.
    """
    from django.db import transaction
    from django.utils import timezone

    from assets.models import Asset, Connection, Element, ElementMatch, Port, Revision, Station

    dice = random.Random(size)
    with transaction.atomic():
        station = Station.objects.create(code=f"N{size}", name=f"Réseau de {size}")
        revision = Revision.objects.create(
            station=station, discipline="PLB", number=1, file_name="n.ifc", sha256=f"{size:064d}", path="n", size=1,
            state="PUBLISHED", published_at=timezone.now(),
        )  # fmt: skip
        pairs = [(0, 1), *((max(1, n - dice.randint(1, 40)), n) for n in range(2, size))]
        pairs += [tuple(sorted(dice.sample(range(1, size), 2))) for _ in range(int(size * LOOPS))]
        feeding = {one for one, _ in pairs}
        elements = Element.objects.bulk_create(
            [_element(revision, number, dice, last=number not in feeding) for number in range(size)],
            batch_size=5000,
        )
        valves = [e for e in elements if e.maintainable]
        assets = Asset.objects.bulk_create(
            [
                Asset(station=station, code=e.code, code_key=e.code, code_source="file", kind=e.kind)
                for e in valves
            ],
            batch_size=5000,
        )
        ElementMatch.objects.bulk_create(
            [ElementMatch(asset=a, element=e, method="new") for a, e in zip(assets, valves, strict=True)],
            batch_size=5000,
        )
        ports = Port.objects.bulk_create(
            [Port(revision=revision, element=elements[0], step_id=1, global_id="0", flow_direction="SINK",
                  system_type="DOMESTICCOLDWATER", x=0.0, y=0.0, z=-9.0),
             *(port for at, pair in enumerate(pairs) for port in _ports(revision, elements, pair, at))],
            batch_size=5000,
        )[1:]  # fmt: skip
        Connection.objects.bulk_create(
            [
                Connection(
                    revision=revision,
                    step_id=at,
                    from_port=ports[2 * at],
                    to_port=ports[2 * at + 1],
                    directed=True,
                )
                for at in range(len(pairs))
            ],
            batch_size=5000,
        )
    return station, elements[0].pk


def _element(revision: Any, number: int, dice: random.Random, *, last: bool) -> Any:
    """The inlet, the main valve, then mostly pipes; a tap where the water ends."""
    from assets.models import Element

    pipe, fitting, valve = ("IfcPipeSegment", ""), ("IfcPipeFitting", ""), ("IfcValve", "ISOLATING")
    usual = ("IfcSanitaryTerminal", "") if last else dice.choices([pipe, fitting, valve], [64, 32, 4])[0]
    ifc_class, kind = {0: pipe, 1: valve}.get(number, usual)
    return Element(
        revision=revision, step_id=number + 1, global_id=f"{number:022d}", ifc_class=ifc_class,
        resolved_class=ifc_class, predefined_type=kind, kind="pipe", layer="network_run", code=f"N-{number}",
        maintainable=ifc_class in ("IfcValve", "IfcSanitaryTerminal"),
        properties=[["Pset_ValveTypeIsolating", "IsNormallyOpen", True, "IfcBoolean", None, 1]] if kind else [],
    )  # fmt: skip


def _ports(revision: Any, elements: list[Any], pair: tuple[int, ...], at: int) -> list[Any]:
    from assets.models import Port

    return [
        Port(
            revision=revision, element=elements[end], step_id=10 + 2 * at + way, global_id=str(at), index=at,
            flow_direction=("SOURCE", "SINK")[way], system_type="DOMESTICCOLDWATER", x=float(at), y=0.0, z=0.0,
        )
        for way, end in enumerate(pair)
    ]  # fmt: skip


if __name__ == "__main__":
    main()
