"""Reading everything a file says (T5): our one pass over the relations beside `ifcopenshell.util` per product.

python -m benchmarks.reading ours|usual FILE.ifc     prints the seconds (each side in a process of its own)
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.table import Row

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 3


def rows(files: list[Path]) -> Iterator[Row]:
    """The median of three pairs a file, summed over the files."""
    sides = {side: sum(_median(side, path) for path in files) for side in ("ours", "usual")}
    on = f"{len(files)} files"
    yield Row("T5", "open, properties, types, places, systems, ports", on, sides["ours"], sides["usual"], 0.6)


def _median(side: str, path: Path) -> float:
    command = [sys.executable, "-m", "benchmarks.reading", side, str(path)]
    seconds = [
        float(
            subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()[-1]
        )
        for _ in range(ROUNDS)
    ]
    return sorted(seconds)[ROUNDS // 2]


def ours(path: Path) -> float:
    from assets.ifc import opening, reading

    began = time.perf_counter()
    reading.read(opening.open_ifc(path))
    return time.perf_counter() - began


def usual(path: Path) -> float:
    """The same facts as anybody would ask for them, product by product."""
    import ifcopenshell
    from ifcopenshell.util import element as elements
    from ifcopenshell.util import system as systems

    began = time.perf_counter()
    model = ifcopenshell.open(str(path), format=".ifc")
    for product in model.by_type("IfcProduct"):
        elements.get_psets(product)
        elements.get_type(product)
        elements.get_container(product)
        if product.is_a("IfcElement"):
            systems.get_element_systems(product)
            for port in systems.get_ports(product):
                systems.get_connected_port(port)
    return time.perf_counter() - began


if __name__ == "__main__":
    print({"ours": ours, "usual": usual}[sys.argv[1]](Path(sys.argv[2])))
