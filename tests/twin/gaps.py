"""A few pipes with gaps between them, and two connections that cannot be."""

from __future__ import annotations

from assets import disbelieved, proposal_search
from assets.models import Connection, Port, Revision, Station, System, SystemMember
from tests import factories

WATER = "DOMESTICCOLDWATER"


def plumbing(station: Station) -> Revision:
    """
    METER ═▶ P1 ·4 mm· P2 ·12 mm· V1 ═ V1 (to itself)     FAR ═ 3 m ═ P1     SINK (no port)
    """
    revision = factories.revision(station)
    system = System.objects.create(
        station=station,
        name="Eau froide",
        ifc_class="IfcDistributionSystem",
        predefined_type=WATER,
        family="water",
    )
    things = {}
    for name, ifc_class in (
        ("METER", "IfcFlowMeter"), ("P1", "IfcPipeSegment"), ("P2", "IfcPipeSegment"), ("V1", "IfcValve"),
        ("FAR", "IfcPipeSegment"), ("BASIN", "IfcSanitaryTerminal"),
    ):  # fmt: skip
        things[name] = factories.element(revision, name, ifc_class=ifc_class, resolved_class=ifc_class)
        SystemMember.objects.create(system=system, element=things[name])
    ports = {}
    for number, (name, index, flow, x) in enumerate((
        ("METER", 0, "SOURCE", 0.0), ("P1", 0, "SINK", 0.0), ("P1", 1, "SOURCE", 2.0), ("P2", 0, "SINK", 2.004),
        ("P2", 1, "SOURCE", 4.0), ("V1", 0, "SINK", 4.012), ("V1", 1, "SOURCE", 4.2), ("V1", 2, "SINK", 4.2),
        ("FAR", 0, "SINK", 9.0), ("P1", 2, "SOURCE", 6.0),
    )):  # fmt: skip
        ports[name, index] = Port.objects.create(
            revision=revision, element=things[name], step_id=900 + number, index=index, flow_direction=flow,
            predefined_type="PIPE", system_type=WATER, x=x, y=0.0, z=0.0,
        )  # fmt: skip
    for number, (one, other) in enumerate(
        ((("METER", 0), ("P1", 0)), (("V1", 1), ("V1", 2)), (("P1", 2), ("FAR", 0)))
    ):
        Connection.objects.create(
            revision=revision, step_id=800 + number, from_port=ports[one], to_port=ports[other], directed=True
        )
    disbelieved.mark(revision)
    proposal_search.find(station)
    return revision
