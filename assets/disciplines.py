"""Which discipline a file is of, when nobody says."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from assets.ifc import ifczip
from assets.ifc.refusals import RefusedFile
from assets.models import Revision, Station
from assets.models.revision import DISCIPLINES

# Classes that tell a discipline; the others say nothing either way.
_TELLING = {
    "PLB": ("PIPE", "VALVE", "SANITARYTERMINAL", "WASTETERMINAL", "PUMP", "TANK", "INTERCEPTOR", "FLOWMETER"),
    "CVC": (
        *("DUCT", "AIRTERMINAL", "DAMPER", "FAN", "UNITARYEQUIPMENT", "COIL", "BOILER", "CHILLER", "FILTER"),
        *("SPACEHEATER", "HEATEXCHANGER"),
    ),
    "CFO": (
        *("CABLE", "ELECTRIC", "LIGHTFIXTURE", "LAMP", "OUTLET", "PROTECTIVEDEVICE", "SWITCHINGDEVICE"),
        *("TRANSFORMER", "JUNCTIONBOX"),
    ),
    "CFA": ("AUDIOVISUAL", "COMMUNICATIONSAPPLIANCE", "SENSOR", "ALARM"),
    "INC": ("FIRESUPPRESSION",),
    "STR": ("BEAM", "COLUMN", "FOOTING", "PILE", "REINFORCING", "TENDON", "MEMBER"),
    "ARC": (
        "WALL",
        "DOOR",
        "WINDOW",
        "SLAB",
        "ROOF",
        "STAIR",
        "RAILING",
        "COVERING",
        "CURTAINWALL",
        "FURNI",
        "PLATE",
    ),
}
FAMILIES = {
    "PLB": ("water", "drainage", "gas"),
    "CVC": ("air", "heating"),
    "CFO": ("electricity",),
    "CFA": ("data",),
    "INC": ("fire",),
}
"""Which discipline draws which family of networks."""

LOOKED_AT = 8 << 20  # bytes: somebody waits for the answer, and a model says early what it is of
_INSTANCE = re.compile(rb"=\s*IFC([A-Z]+)\s*\(")


def guess(station: Station, file_name: str, path: Path) -> str:
    """That of the published revision of the same file stem, else a token of the name, else most classes'."""
    return _same_stem(station, file_name) or _token(file_name) or _majority(path)


def _same_stem(station: Station, file_name: str) -> str | None:
    stem = Path(file_name).stem.lower()
    for revision in Revision.objects.published().filter(station=station):
        if Path(revision.file_name).stem.lower() == stem:
            return revision.discipline
    return None


def _token(file_name: str) -> str | None:
    tokens = re.split(r"[^A-Za-z]+", Path(file_name).stem.upper())
    return next((token for token in tokens if token in DISCIPLINES), None)


def _beginning(path: Path) -> bytes:
    """The first part of the model's text, also out of an archive; nothing for a file that will be refused anyway."""
    try:
        return ifczip.beginning(path, LOOKED_AT) if ifczip.is_archive(path) else _first_bytes(path)
    except (RefusedFile, OSError):
        return b""


def _first_bytes(path: Path) -> bytes:
    with path.open("rb") as handle:
        return handle.read(LOOKED_AT)


def _majority(path: Path) -> str:
    """Counts class names in the text itself: no need to open the file as IFC. ARC when nothing tells."""
    votes: Counter[str] = Counter()
    for ifc_class, times in Counter(_INSTANCE.findall(_beginning(path))).items():
        name = ifc_class.decode("ascii")
        for discipline, stems in _TELLING.items():
            if name.startswith(stems):
                votes[discipline] += times
    return votes.most_common(1)[0][0] if votes else "ARC"
