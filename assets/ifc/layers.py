"""Rules on top of the class when walls are wiped.

Parts follow their whole, floor finishes their slab, coverings of pipes the pipe, and a proxy that is joined to a
network belongs to it. Doors and windows keep their own layer although the wall around them goes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from assets.ifc.records import ElementRecord, PortRecord, SystemRecord

_FOLLOWING = frozenset({"structure", "slab_roof", "finish", "accessory", "proxy", "other", "shell_other"})
_LEADING = frozenset(
    {"wall", "slab_roof", "circulation", "structure", "window", "door", "shell_other", "transport"}
)
_PIPE_COVERINGS = frozenset({"INSULATION", "SLEEVING", "WRAPPING"})
_FLOOR_COVERINGS = frozenset({"FLOORING", "ROOFING"})
_WALL_PARTS = frozenset({"CURTAIN_PANEL", "MULLION"})
_UNNAMED = frozenset({"proxy", "other"})
_DEEPEST = 20


def apply(
    elements: Sequence[ElementRecord], ports: Iterable[PortRecord], systems: Iterable[SystemRecord]
) -> list[ElementRecord]:
    """Return the elements with their final layer."""
    layers = Layers(elements, ports, systems)
    return [
        element if (layer := layers.of(element, 0)) == element.layer else replace(element, layer=layer)
        for element in elements
    ]


class Layers:
    """Works out layers; wholes and hosts may be nested."""

    def __init__(
        self, elements: Sequence[ElementRecord], ports: Iterable[PortRecord], systems: Iterable[SystemRecord]
    ) -> None:
        self.elements = {element.step_id: element for element in elements}
        self.joined = {port.element for port in ports if port.element is not None}
        for system in systems:
            if _is_network(system):
                self.joined.update(system.members)

    def of(self, element: ElementRecord, depth: int) -> str:
        """Return the layer of one element."""
        if element.layer == "finish":
            return self._covering(element, depth)
        if element.layer in _UNNAMED and element.step_id in self.joined:
            return "network_equipment"
        if element.predefined_type in _WALL_PARTS and element.layer == "structure":
            return "wall"
        whole = self._layer_of(element.whole, depth)
        if (
            whole is not None
            and element.layer in _FOLLOWING
            and (whole in _LEADING or whole.startswith("network"))
        ):
            return whole
        return element.layer

    def _covering(self, element: ElementRecord, depth: int) -> str:
        host = self._layer_of(element.host, depth) or self._layer_of(element.whole, depth)
        if host is not None and host.startswith("network"):
            return host
        if element.predefined_type in _FLOOR_COVERINGS:
            return "slab_roof"
        return "network_run" if host is None and element.predefined_type in _PIPE_COVERINGS else "finish"

    def _layer_of(self, step_id: int | None, depth: int) -> str | None:
        other = self.elements.get(step_id) if step_id is not None else None
        return self.of(other, depth + 1) if other is not None and depth < _DEEPEST else None


def _is_network(system: SystemRecord) -> bool:
    """A plain group of elements is a network only when its family is known."""
    return system.ifc_class != "IfcSystem" or system.family != "unknown"
