"""Files know nothing of each other: what feeds a machine of another file is said by a property that names it.

Words are a table. `GC_Alimentation.EquipementAlimente` of an isolator names the machine beside it; "Panel", as
authoring tools write it, names the board of a luminaire.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from django.db.models import Q, TextField
from django.db.models.functions import Cast

from assets.ifc.codes import normalise as code_key
from assets.models import Element
from assets.networks import media
from assets.networks.evidence import Evidence, Reason
from assets.networks.parts import Added

FEEDS = ("EquipementAlimente", "EquipmentFed", "FeedsEquipment")
FED_BY = ("AlimentePar", "FedBy", "SuppliedFrom", "Panel")
_ELECTRICAL = (
    "IfcSwitchingDevice", "IfcProtectiveDevice", "IfcOutlet", "IfcJunctionBox", "IfcCableSegment", "IfcLightFixture",
    "IfcElectricDistributionBoard", "IfcElectricAppliance", "IfcPump", "IfcFan", "IfcUnitaryEquipment",
    "IfcTransportElement", "IfcChiller", "IfcBoiler",
)  # fmt: skip


def find(revisions: list[int], codes: list[tuple[int, str]]) -> list[Added]:
    """Named supplies between elements of these revisions; `codes` are (element, code) of all of them.

    A name that leads to no element, or to several, says nothing.
    """
    said = list(_said(revisions))
    named = _elements_named({value for _, _, value in said}, codes) if said else {}
    found = []
    for element, name, value in said:
        other = named.get(value)
        if other is not None and other != element:
            ends = (element, other) if name in FEEDS else (other, element)
            found.append(Added(*ends, media.POWER, Evidence.C, Reason.NAMED, directed=True))
    return found


def _said(revisions: list[int]) -> Iterator[tuple[int, str, str]]:
    """(element, property, value) of every property of the table."""
    naming = Q()
    for name in (*FEEDS, *FED_BY):
        naming |= Q(text__contains=f'"{name}"')
    rows = Element.objects.filter(revision__in=revisions, resolved_class__in=_ELECTRICAL).annotate(
        text=Cast("properties", TextField())
    )
    for element, properties in rows.filter(naming).order_by("pk").values_list("pk", "properties"):
        for _, name, value, *_ in properties:
            if name in (*FEEDS, *FED_BY) and isinstance(value, str) and value.strip():
                yield element, name, value


def _elements_named(values: set[str], codes: list[tuple[int, str]]) -> dict[str, int]:
    """{value: the one element of that code}: as it is written, else without case and separators."""
    by_code: dict[str, list[int]] = defaultdict(list)
    for element, code in codes:
        by_code[code].append(element)
    if not values <= by_code.keys():
        for element, code in codes:
            if (key := code_key(code)) != code:
                by_code[key].append(element)
    found = {value: by_code.get(value) or by_code.get(code_key(value)) or [] for value in values}
    return {value: elements[0] for value, elements in found.items() if len(elements) == 1}
