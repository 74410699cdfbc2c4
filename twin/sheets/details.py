"""Characteristics: the few that matter for its kind, and everything else with where it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext

from assets import characteristics, fields, register_values
from assets.ifc.records import PropertyRecord
from assets.models import AssetType, Element, PropertyVersion, Revision, Unit
from maintenance.freshness import Freshness
from twin import wording
from twin.sheets.subject import Subject

# Said under "what is fitted", and not again among the characteristics.
FITTED = characteristics.FITTED
Declared = Mapping[tuple[str, str], PropertyVersion]
Row = Sequence[Any]  # [set, name, value, value type, unit, STEP id]


@dataclass(frozen=True)
class Provenance:
    """Who says so: a file of a revision, or the register."""

    file_name: str
    label: str
    date: datetime | None


@dataclass(frozen=True)
class Line:
    """One characteristic. `value` is None when nobody has said it yet; `declared` is who established it on site."""

    label: str
    value: Any
    unit: str | None = None
    from_type: bool = False
    declared: PropertyVersion | None = None


@dataclass(frozen=True)
class PropertySet:
    name: str
    lines: tuple[Line, ...]
    provenance: Provenance


def declared_of(subject: Subject, at: datetime | None = None) -> Declared:
    """What people established about it on site, now or then."""
    if subject.asset is None:
        return {}
    return register_values.as_of(subject.asset, at) if at else register_values.current(subject.asset)


def fields_of(
    subject: Subject, kind: str, declared: Declared | None = None, fresh: Freshness | None = None
) -> list[Line]:
    """The 8–12 characteristics that matter for this kind, in their order, known or not."""
    wanted = [spec for spec in fields.fields_for(kind) if spec.key not in FITTED]
    return [_verified(spec, fresh) or _field(spec, subject, declared) for spec in wanted]


def fitted_of(subject: Subject, unit: Unit | None, declared: Declared | None = None) -> list[Line]:
    """What is fitted there: what was established on site, the register's word on the unit, the type's, the model's."""
    type_ = type_of(subject)
    said = {
        "manufacturer": (unit and unit.manufacturer) or (type_ and type_.manufacturer),
        "model": (unit and unit.model) or (type_ and type_.model),
        "serial_number": unit and unit.serial,
        "installation_date": unit and unit.installed_on,
    }
    lines = [
        Line(gettext("Designation"), type_.name if type_ and not wording.technical((type_.name,)) else None)
    ]
    for key in FITTED:
        found = _field(fields.fields()[key], subject, declared)
        lines.append(Line(found.label, said[key]) if said[key] and not found.declared else found)
    return lines


def _field(spec: fields.FieldSpec, subject: Subject, declared: Declared | None = None) -> Line:
    if established := _established(spec, subject, declared):
        return established
    type_ = type_of(subject)
    own, of_type = _records(own_properties(subject)), _records(type_.properties if type_ else [])
    found = fields.value_for(spec, own, of_type)
    label = spec.label(wording.language())
    if found and spec.key == "length" and subject.run:
        return Line(label, _whole_length(spec, subject), found.unit)
    return Line(label, found.value, found.unit, found.from_type) if found else Line(label, None)


def _established(spec: fields.FieldSpec, subject: Subject, declared: Declared | None) -> Line | None:
    """What somebody saw on site comes before what any file says."""
    if subject.asset is None or not declared:
        return None
    wanted = characteristics.of(spec.key, subject.asset.kind)
    version = register_values.declared_for(wanted, dict(declared))
    if version is None:
        return None
    value = version.value
    if wanted.holds == "choice" and value:
        value = characteristics.choice_words(str(value), wording.language())
    return Line(spec.label(wording.language()), value, version.unit or None, declared=version)


def _verified(spec: fields.FieldSpec, fresh: Freshness | None) -> Line | None:
    """The day somebody last stood before it and found it as the sheet says."""
    if spec.key != "verified_at" or fresh is None or fresh.unchanged_at is None:
        return None
    return Line(spec.label(wording.language()), timezone.localdate(fresh.unchanged_at))


def _whole_length(spec: fields.FieldSpec, subject: Subject) -> float | None:
    """A run is as long as its pieces together; nobody knows when one of its segments does not say."""
    said = [fields.value_for(spec, _records(element.properties), []) for element in subject.elements]
    known = [found.value for found in said if found and isinstance(found.value, int | float)]
    segments = sum("Segment" in element.resolved_class for element in subject.elements)
    return sum(known) if len(known) >= segments else None


def _records(rows: Iterable[Row]) -> list[PropertyRecord]:
    return [PropertyRecord(*row) for row in rows]


def own_properties(subject: Subject) -> list[Row]:
    """What the register says of an asset without a model, then what each file that draws it says."""
    registered = list(subject.asset.properties) if subject.asset else []
    if subject.location:
        return list(subject.location.properties)
    return registered + [row for element in one_a_file(subject) for row in element.properties]


def one_a_file(subject: Subject) -> list[Element]:
    """The first element of each file that draws it: the architect and the electrician each know something of a door."""
    firsts: dict[int, Element] = {}
    for element in subject.elements:
        firsts.setdefault(element.revision_id, element)
    return list(firsts.values())


def type_of(subject: Subject) -> AssetType | None:
    if subject.asset and subject.asset.type:
        return subject.asset.type
    return subject.first.type if subject.first else None


def everything_else(subject: Subject, *, technical: bool) -> list[PropertySet]:
    """Every property of every set, grouped. Lines that speak of the file format only for those who asked for them."""
    sets: list[PropertySet] = []
    if subject.asset and subject.asset.properties:
        sets += _grouped(subject.asset.properties, Provenance("", "", None), technical, from_type=False)
    if subject.location and subject.location.properties:
        sets += _grouped(subject.location.properties, Provenance("", "", None), technical, from_type=False)
    for element in one_a_file(subject):
        sets += _grouped(element.properties, provenance(element.revision), technical, from_type=False)
    if (type_ := type_of(subject)) is not None and type_.properties:
        source = provenance(type_.revision) if type_.revision_id else Provenance("", "", None)
        sets += _grouped(type_.properties, source, technical, from_type=True)
    return sets


def provenance(revision: Revision) -> Provenance:
    return Provenance(revision.file_name, f"{revision.discipline} {revision.label}", revision.published_at)


def _grouped(
    rows: Iterable[Row], source: Provenance, technical: bool, *, from_type: bool
) -> list[PropertySet]:
    sets: dict[str, list[Line]] = {}
    for set_name, name, content, _type, unit, *_rest in rows:
        if not technical and wording.technical((set_name, name, content)):
            continue
        title = set_name if technical else wording.set_name(set_name)
        label = name if technical else wording.readable(name)
        sets.setdefault(title, []).append(Line(label, content, unit, from_type))
    return [PropertySet(title, tuple(lines), source) for title, lines in sets.items()]
