"""Reading everything a file says (T5): our one pass over the relations beside `ifcopenshell.util` per product.

python -m benchmarks.reading ours|usual FILE.ifc     prints the seconds (each side in a process of its own)
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks import sides
from benchmarks.table import Row


def rows(files: list[Path]) -> Iterator[Row]:
    """The median of three pairs a file, summed over the files."""
    measured = [sides.medians(__name__, path) for path in files]
    ours_all, usual_all = (sum(seconds) for seconds in zip(*measured, strict=True))
    on = f"{len(files)} files"
    yield Row("T5", "open, properties, types, places, systems, ports", on, ours_all, usual_all, 0.6)


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
    sides.main(ours=ours, usual=usual)
