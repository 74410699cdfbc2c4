"""The judge of what was written: by the lines of the file, and by every attribute of every entity.

Nothing of the product is used here: lines come from `step_lines`, values from the IFC library as anybody would ask.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

import ifcopenshell
import ifcopenshell.util.element
import ifcopenshell.validate

from tests.assets.ifc import step_lines
from tests.assets.ifc.step_lines import StepFile

# What may be new in a file: sets, their relations, values, dates, units of values, and who made them.
NEW = {
    *("IFCPROPERTYSET", "IFCELEMENTQUANTITY", "IFCRELDEFINESBYPROPERTIES", "IFCCOMPLEXPROPERTY"),
    *("IFCPROPERTYSINGLEVALUE", "IFCPROPERTYENUMERATEDVALUE", "IFCPROPERTYBOUNDEDVALUE"),
    *("IFCPROPERTYLISTVALUE", "IFCPROPERTYTABLEVALUE", "IFCPROPERTYREFERENCEVALUE", "IFCCALENDARDATE"),
    *("IFCQUANTITYLENGTH", "IFCQUANTITYAREA", "IFCQUANTITYVOLUME", "IFCQUANTITYCOUNT", "IFCQUANTITYWEIGHT"),
    *("IFCSIUNIT", "IFCDERIVEDUNIT", "IFCDERIVEDUNITELEMENT", "IFCOWNERHISTORY", "IFCAPPLICATION"),
    *("IFCPERSON", "IFCORGANIZATION", "IFCPERSONANDORGANIZATION"),
}
Said = dict[tuple[str, str], Any]


def canonical(source: Path, target: Path) -> Path:
    """The parent as the library itself writes it again."""
    ifcopenshell.open(str(source)).write(str(target))
    return target


def judge(parent: Path, written: Path, declared: dict[int, Said]) -> None:
    """`declared` says, by element, what each was to say; everything else must be as it was."""
    before, after = step_lines.read(parent), step_lines.read(written)
    difference = after.differs_from(before)
    assert difference.gone == frozenset()
    assert difference.changed <= belongings(before, set(declared))
    assert {after.keyword(i) for i in difference.added} <= NEW

    old, new = ifcopenshell.open(str(parent)), ifcopenshell.open(str(written))
    for step_id in before.lines.keys() - difference.changed:
        assert everything(new, step_id) == everything(old, step_id)
    for owner in old.by_type("IfcObjectDefinition"):
        was, now = said(owner), said(new.by_id(owner.id()))
        wanted = declared.get(owner.id(), {})
        assert {k: v for k, v in now.items() if k not in wanted} == {
            k: v for k, v in was.items() if k not in wanted
        }
        assert {k: now.get(k) for k in wanted} == wanted
    roots = {i: old.by_id(i).GlobalId for i in before.lines if old.by_id(i).is_a("IfcRoot")}
    assert {i: new.by_id(i).GlobalId for i in roots} == roots
    made = [new.by_id(i).GlobalId for i in difference.added if new.by_id(i).is_a("IfcRoot")]
    assert len(set(made) | set(roots.values())) == len(made) + len(set(roots.values()))


def belongings(file: StepFile, elements: set[int]) -> set[int]:
    """The lines of the elements' own relations to sets, of those sets, and of what is in them (dates included)."""
    found: set[int] = set()
    for step_id in file.lines:
        if file.keyword(step_id) != "IFCRELDEFINESBYPROPERTIES":
            continue
        *related, held = file.pointers(step_id)
        if not elements.isdisjoint(related):
            found |= {step_id, held} | _below(file, held)
    return found


def _below(file: StepFile, held: int) -> set[int]:
    kept = {
        one
        for one in file.pointers(held)
        if file.keyword(one).startswith(
            ("IFCPROPERTY", "IFCQUANTITY", "IFCCOMPLEXPROPERTY", "IFCCALENDARDATE")
        )
    }
    return kept | {each for one in kept for each in _below(file, one)}


def everything(model: Any, step_id: int) -> str:
    """Class and every attribute, as the library reads them."""
    return str(model.by_id(step_id))


def said(owner: Any) -> Said:
    """What an element or type says, by (set, property): the element's own words before its type's. No references."""
    return {key: _unwrapped(entry["value"]) for key, entry in _entries(owner) if "value" in entry}


def labels(owner: Any) -> list[tuple[str, str]]:
    """The (set, property) whose value is any text, in order."""
    texts = ("IfcLabel", "IfcText", "IfcIdentifier")
    return sorted(
        key
        for key, entry in _entries(owner)
        if entry.get("value_type") in texts and entry["class"] == "IfcPropertySingleValue"
    )


def _entries(owner: Any) -> list[tuple[tuple[str, str], dict[str, Any]]]:
    sets = ifcopenshell.util.element.get_psets(owner, verbose=True)
    return [
        ((set_name, name), entry)
        for set_name, properties in sets.items()
        for name, entry in properties.items()
        if isinstance(entry, dict)
    ]


def _unwrapped(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _unwrapped(each) for key, each in value.items() if key not in ("id", "class")}
    return value


def complaints(path: Path) -> dict[tuple[str, str], int]:
    """What the library's validator says, counted by class and attribute."""
    logger = ifcopenshell.validate.json_logger()
    ifcopenshell.validate.validate(str(path), logger)
    counted: dict[tuple[str, str], int] = defaultdict(int)
    for statement in logger.statements:
        instance = statement.get("instance")
        ifc_class = instance.is_a() if hasattr(instance, "is_a") else ""
        counted[ifc_class, statement.get("attribute") or statement["message"].splitlines()[0][:40]] += 1
    return dict(counted)
