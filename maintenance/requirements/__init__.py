"""What operation must know of each kind of equipment: `station_maintainable_v1.ids`, in buildingSMART's words.

Two readers. ifctester judges the element as it would be, in a process of its own (`not_met`). The older schema, which
the file does not speak of, and the form while somebody types, go by the same file's required properties as keys of
`assets.fields` (`required_keys`).
"""

from __future__ import annotations

import hashlib
import json
import logging
import subprocess
import sys
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

from django.conf import settings
from django.core.cache import cache as django_cache

from assets import characteristics
from assets.fields import fields
from assets.kinds import kind_class, kind_predefined

log = logging.getLogger(__name__)

FILE = Path(__file__).parent / "station_maintainable_v1.ids"
SPOKEN_OF = ("IFC4", "IFC4X3_ADD2", "IFC4X3")
SECONDS = 60
_KEPT_SECONDS = 3600
_IDS = {"ids": "http://standards.buildingsmart.org/IDS", "xs": "http://www.w3.org/2001/XMLSchema"}


@dataclass(frozen=True)
class AsItWouldBe:
    """An element with the values it would have. `properties`: (set, name, value, type of the value)."""

    schema: str
    ifc_class: str
    predefined_type: str
    name: str
    tag: str
    in_system: bool
    properties: tuple[tuple, ...]


@dataclass(frozen=True)
class NotMet:
    """`kind` is property, attribute or partof; `key` the characteristic it speaks of, "" for none of ours."""

    kind: str
    key: str
    name: str
    optional: bool


@dataclass(frozen=True)
class Specification:
    """For which elements, and which properties they must have."""

    classes: frozenset[str]
    predefined_types: frozenset[str]
    required: tuple[tuple[str, str], ...]


def not_met(element: AsItWouldBe) -> list[NotMet]:
    """The requirements that the element would not meet. Empty for a schema the file does not speak of."""
    if element.schema not in SPOKEN_OF or not element.ifc_class:
        return []
    asked = json.dumps(asdict(element) | {"ids": str(FILE)}, sort_keys=True, default=str)
    kept_as = "requirements:" + hashlib.sha256(asked.encode()).hexdigest()
    if (answer := django_cache.get(kept_as)) is None:
        answer = _ask(asked)
        if answer is None:
            return []
        django_cache.set(kept_as, answer, _KEPT_SECONDS)
    return [
        NotMet(said["kind"], _key(said["set"], said["name"]), said["name"], said["optional"])
        for said in answer
    ]


def _ask(asked: str) -> list[dict] | None:
    """In a child process. One that fails is said in the log and stops nobody (None): our own rules still hold."""
    command = [sys.executable, "-m", "maintenance.requirements"]
    try:
        done = subprocess.run(
            command,
            input=asked,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=True,
            cwd=settings.BASE_DIR,
        )
        return json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError) as broken:
        log.error(
            "checking the requirements failed: %s %s", broken, (getattr(broken, "stderr", "") or "")[-2000:]
        )
        return None


@cache
def required_keys(kind: str) -> frozenset[str]:
    """The characteristics that a kind of equipment must have, by the same file."""
    ifc_class, predefined = kind_class(kind).upper(), kind_predefined(kind)
    return frozenset(
        key
        for each in specifications()
        if ifc_class in each.classes and (not each.predefined_types or predefined in each.predefined_types)
        for set_name, name in each.required
        if (key := _key(set_name, name))
    )


@cache
def _key(set_name: str, name: str) -> str:
    """The characteristic that a file keeps at this place, "" for none of ours."""
    return next((key for key, spec in fields().items() if (set_name, name) in spec.sources), "")


@cache
def specifications() -> tuple[Specification, ...]:
    tree = ElementTree.parse(FILE)  # noqa: S314 (our own file)
    return tuple(_specification(each) for each in tree.iterfind(".//ids:specification", _IDS))


def _specification(node: ElementTree.Element) -> Specification:
    entity = "ids:applicability/ids:entity"
    required = [
        each
        for each in node.iterfind("ids:requirements/ids:property", _IDS)
        if each.get("cardinality") == "required"
    ]
    return Specification(
        frozenset(_values(node.find(f"{entity}/ids:name", _IDS))),
        frozenset(_values(node.find(f"{entity}/ids:predefinedType", _IDS))),
        tuple(
            (_values(each.find("ids:propertySet", _IDS))[0], _values(each.find("ids:baseName", _IDS))[0])
            for each in required
        ),
    )


def _values(node: ElementTree.Element | None) -> list[str]:
    """A simple value, or those of an enumeration."""
    if node is None:
        return []
    simple = node.find("ids:simpleValue", _IDS)
    if simple is not None:
        return [simple.text or ""]
    return [each.get("value", "") for each in node.iterfind(".//xs:enumeration", _IDS)]


def measure_of(key: str, kind: str) -> str:
    """The type a value of this characteristic has in a model, as the standard says it."""
    return characteristics.of(key, kind).measure or "IfcLabel"
