"""Networks of 1,000, 10,000 and 100,000 elements: built from the rows of PostgreSQL, then asked.

python -m benchmarks.networks     makes them in the database of DATABASE_URL and DATA_DIR, prints seconds

Beside networkx on the same connections in memory, and beside a recursive question to PostgreSQL over the same rows.
Ours is the whole answer, each time worked out anew: from the question by code to the JSON with codes, places and
evidence. Theirs is the bare set, and of an impact what was supplied before is given them. Of each the best of a few
rounds; the *main valve* is what darkens all but the inlet.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from typing import Any

from benchmarks import own_process, water
from benchmarks.table import Row
from tests.servers import database_of_its_own, postgresql

SIZES = (1_000, 10_000, 100_000)
ROUNDS = 3
BUILT, ASKED = 2.0, 0.1  # seconds asked for at 100,000
ASK = ("connected", "subnetwork", "upstream", "downstream", "impact", "impact of the main valve", "isolation")
_JOINED = """
    FROM assets_connection c JOIN assets_port f ON f.id = c.from_port_id JOIN assets_port t ON t.id = c.to_port_id
    WHERE c.revision_id = %(rev)s
"""
AHEAD = f"SELECT f.element_id AS a, t.element_id AS b {_JOINED}"
BEHIND = f"SELECT t.element_id AS a, f.element_id AS b {_JOINED}"
EITHER_WAY = f"{AHEAD} UNION ALL {BEHIND}"
RECURSIVE = """
    WITH RECURSIVE joined(a, b) AS MATERIALIZED ({ways}), reached(node) AS (
        SELECT %(start)s::bigint UNION
        SELECT joined.b FROM reached JOIN joined ON joined.a = reached.node WHERE joined.b <> %(gone)s
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
        built, asked = (BUILT, ASKED * 1000) if largest else (None, None)
        yield Row("T10", "network, graph from the rows", on, seconds["build"], None, built)
        yield Row("T10", "network, graph from disk", on, seconds["from disk"], None, built)
        for kind in (*ASK, "fewest"):
            yield Row("T10", f"network, {kind}", on, seconds[kind] * 1000, None, asked, "ms")
        for whose in ("networkx", "CTE"):
            for kind in ("build", *ASK, "fewest"):
                if (theirs := seconds.get(f"{whose} {kind}")) is not None:
                    yield Row("T10", f"network, {kind} ÷ {whose}", on, seconds[kind], theirs)


def main() -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    told = {}
    for size in SIZES:
        print(f"network of {size:,} …", file=sys.stderr, flush=True)
        made = water.water(size)
        station, first = water.station(made)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        told[size] = _ours(station, size) | _networkx(station, first, size) | _recursive(station, first, size)
    print(json.dumps(told))


def _best(what: Callable[[], Any], rounds: int = ROUNDS) -> float:
    took = []
    for _ in range(rounds):
        began = time.perf_counter()
        what()
        took.append(time.perf_counter() - began)
    return min(took)


def _ours(station: Any, size: int) -> dict[str, float]:
    from assets import tracing
    from assets.networks.answers import Trace

    def ask(number: int, kind: str, *, fewest: bool = False) -> Callable[[], Any]:
        asked = tracing.Asked(f"N-{number}", Trace(kind), fewest=fewest)

        def anew() -> str:
            tracing._answers.clear()
            return tracing.as_text(tracing.ask(station, asked))

        return anew

    seconds = {"build": _best(lambda: _again(station, on_disk=False))}
    seconds["from disk"] = _best(lambda: _again(station, on_disk=True))
    middle = size // 2
    ask(middle, "connected")()  # the codes are read once
    seconds |= {str(kind): _best(ask(middle, kind)) for kind in Trace}
    seconds["impact of the main valve"] = _best(ask(1, "impact"))
    seconds["fewest"] = _best(ask(middle, "isolation", fewest=True))
    return seconds


def _again(station: Any, *, on_disk: bool) -> Any:
    from assets import station_graph

    station_graph.held.clear()
    if not on_disk:
        for path in station_graph._folder(station).glob("*.graph"):
            path.unlink()
    return station_graph.of(station)


def _networkx(station: Any, first: int, size: int) -> dict[str, float]:
    import networkx
    from django.db import connection

    def build() -> Any:
        with connection.cursor() as cursor:
            cursor.execute(AHEAD, {"rev": station.revisions.get().pk})
            return networkx.DiGraph(cursor.fetchall())

    directed = build()
    graph = directed.to_undirected()
    middle, main, inlet = first + size // 2, first + 1, first

    supplied = networkx.node_connected_component(graph, inlet)

    def lost(gone: int) -> Any:
        left = networkx.restricted_view(graph, [gone], [])
        return supplied - networkx.node_connected_component(left, inlet)

    cut = _cut(station, graph, middle, inlet)
    return {
        "networkx build": _best(build),
        "networkx connected": _best(lambda: networkx.node_connected_component(graph, middle)),
        "networkx upstream": _best(lambda: networkx.ancestors(directed, middle)),
        "networkx downstream": _best(lambda: networkx.descendants(directed, middle)),
        "networkx impact": _best(lambda: lost(middle)),
        "networkx impact of the main valve": _best(lambda: lost(main)),
        "networkx fewest": _best(lambda: networkx.minimum_cut(cut, "supply", (middle, "out")), 1),
    }


def _cut(station: Any, graph: Any, wanted: int, inlet: int) -> Any:
    """Each element in two, with the capacity between them: what is cut are devices, not connections."""
    import networkx

    from assets.models import Element

    valves = Element.objects.filter(revision__station=station, resolved_class="IfcValve")
    cuttable = set(valves.values_list("pk", flat=True)) - {wanted}
    cut = networkx.DiGraph()
    for node in graph:
        cut.add_edge((node, "in"), (node, "out"), **({"capacity": 1} if node in cuttable else {}))
    for one, other in graph.edges:
        cut.add_edge((one, "out"), (other, "in"))
        cut.add_edge((other, "out"), (one, "in"))
    cut.add_edge("supply", (inlet, "in"))
    return cut


def _recursive(station: Any, first: int, size: int) -> dict[str, float]:
    from django.db import connection

    revision = station.revisions.get().pk
    middle, main, inlet = first + size // 2, first + 1, first

    def ask(ways: str, start: int, gone: int = 0) -> set[int]:
        with connection.cursor() as cursor:
            cursor.execute(RECURSIVE.format(ways=ways), {"rev": revision, "start": start, "gone": gone})
            return {node for (node,) in cursor.fetchall()}

    supplied = ask(EITHER_WAY, inlet)
    return {
        "CTE connected": _best(lambda: ask(EITHER_WAY, middle)),
        "CTE upstream": _best(lambda: ask(BEHIND, middle)),
        "CTE downstream": _best(lambda: ask(AHEAD, middle)),
        "CTE impact": _best(lambda: supplied - ask(EITHER_WAY, inlet, middle)),
        "CTE impact of the main valve": _best(lambda: supplied - ask(EITHER_WAY, inlet, main)),
    }


if __name__ == "__main__":
    main()
