"""What one IFC file says, as plain frozen records: the same shape for IFC2X3, IFC4 and IFC4X3.

Lengths are metres and coordinates are those of the file's own engineering frame (no map conversion applied).
Every record keeps its STEP id (`#123`), so that a person can find it in the file again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

Severity = Literal["error", "warning", "info"]
FlowDirection = Literal["SOURCE", "SINK", "SOURCEANDSINK", "NOTDEFINED"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a person should know about the file. `code` names the rule, `params` fill its sentence."""

    code: str
    severity: Severity
    message: str
    entity: str | None = None
    params: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PropertyRecord:
    """One property or quantity of a set. `value` is JSON-able; `unit` is a symbol such as "m³/h" or None."""

    set_name: str
    name: str
    value: Any
    value_type: str | None
    unit: str | None
    step_id: int


@dataclass(frozen=True, slots=True)
class Georeference:
    """Map conversion of the file: map = (eastings, northings, height) + rotation of local metres."""

    crs: str | None
    eastings: float
    northings: float
    orthogonal_height: float
    x_axis_abscissa: float = 1.0
    x_axis_ordinate: float = 0.0
    scale: float = 1.0
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class LocationRecord:
    """A node of the spatial tree: `kind` is site, building, storey, space, zone or part."""

    step_id: int
    global_id: str
    kind: str
    ifc_class: str
    name: str
    long_name: str
    elevation: float | None
    parent: int | None
    publicly_accessible: bool | None = None
    properties: tuple[PropertyRecord, ...] = ()
    object_type: str = ""
    outside: bool | None = None  # open-air room (platform, forecourt)
    members: tuple[int, ...] = ()  # rooms of a zone, which is no node of the tree
    occupant: str = ""  # who rents or uses it


@dataclass(frozen=True, slots=True)
class TypeRecord:
    """An IfcTypeObject: what identical units share."""

    step_id: int
    global_id: str
    ifc_class: str
    predefined_type: str | None
    name: str
    tag: str
    properties: tuple[PropertyRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class ElementRecord:
    """An IfcElement that is not a feature (opening).

    `ifc_class` is the class as written; `resolved_class` is the class people mean (IFC2X3: taken from the type, e.g.
    IfcFlowController with an IfcValveType is an IfcValve). `whole` is the STEP id of the element this one is a part of
    (aggregated or nested); `host` that of the element it covers. `container` is the STEP id of a LocationRecord.
    """

    step_id: int
    global_id: str
    ifc_class: str
    resolved_class: str
    predefined_type: str | None
    name: str
    description: str
    object_type: str
    tag: str
    type: int | None
    container: int | None
    whole: int | None
    host: int | None
    layer: str
    maintainable: bool
    has_representation: bool
    properties: tuple[PropertyRecord, ...] = ()
    materials: tuple[str, ...] = ()
    classifications: tuple[tuple[str, str, str], ...] = ()  # (system, code, name)


@dataclass(frozen=True, slots=True)
class SystemRecord:
    """An IfcSystem (zones and structural analysis models apart) and the STEP ids of its members."""

    step_id: int
    global_id: str
    ifc_class: str
    predefined_type: str | None
    name: str
    long_name: str
    family: str
    members: tuple[int, ...]
    serves: tuple[int, ...] = ()  # location STEP ids
    guessed: bool = False  # the family was read from the name: to be confirmed by a person


@dataclass(frozen=True, slots=True)
class PortRecord:
    """A port of an element. `index` is its place in the element's list; a port's GlobalId is no identity."""

    step_id: int
    global_id: str
    name: str
    element: int | None
    index: int
    flow_direction: FlowDirection
    predefined_type: str | None
    system_type: str | None
    position: tuple[float, float, float] | None


@dataclass(frozen=True, slots=True)
class ConnectionRecord:
    """Two ports joined. `directed` is True when substance flows from `from_port` to `to_port`."""

    step_id: int
    from_port: int
    to_port: int
    from_element: int | None
    to_element: int | None
    realizing: int | None
    directed: bool


@dataclass(frozen=True, slots=True)
class ControlRecord:
    """A controller, an actuator or a sensor, and the element of a network that it acts on or watches; STEP ids."""

    step_id: int
    control: int
    controlled: int


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """A document the file names, and the STEP ids (elements, types, locations, systems) it is about."""

    step_id: int
    identification: str
    name: str
    location: str
    purpose: str
    revision: str
    confidentiality: str | None
    about: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """Raw counts as the contract defines them (shapes and assets are counted later)."""

    products: int
    elements: int
    types: int
    spaces: int
    storeys: int
    systems: int
    ports: int
    connections: int
    documents: int
    properties: int


@dataclass(frozen=True, slots=True)
class FileRecords:
    """Everything read from one file."""

    schema: str
    project_global_id: str
    project_name: str
    time_stamp: str
    application: str
    length_unit: float  # metres in one file unit
    georeference: Georeference | None
    locations: tuple[LocationRecord, ...]
    types: tuple[TypeRecord, ...]
    elements: tuple[ElementRecord, ...]
    systems: tuple[SystemRecord, ...]
    ports: tuple[PortRecord, ...]
    connections: tuple[ConnectionRecord, ...]
    documents: tuple[DocumentRecord, ...]
    counts: Counts
    findings: tuple[Finding, ...]
    controls: tuple[ControlRecord, ...] = ()
