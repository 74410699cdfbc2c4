"""Which text of a file is the code of an asset.

In most real files the tag is the number the authoring tool gave the element. Such a number, a GUID or the name of a
type is never a code: it is kept for matching revisions and shown to nobody.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assets.ifc.findings import finding
from assets.ifc.records import ElementRecord, FileRecords, Finding

DISTINCT = 0.95  # share of different values among the elements that carry one
CODE_LIKE = 0.5  # share of values that look like codes
_LONGEST = 40

# Names of properties that hold codes, best first: French plates, authoring tools, COBie.
CODE_PROPERTIES = (
    "repere",
    "repereequipement",
    "codeequipement",
    "codegmao",
    "assetidentifier",
    "assetcode",
    "equipmentcode",
    "equipmenttag",
    "tagnumber",
    "assettag",
    "mark",
)
_PLACEHOLDERS = frozenset(
    [
        "na",
        "none",
        "null",
        "undefined",
        "notdefined",
        "unknown",
        "nothing",
        "tbd",
        "tba",
        "todo",
        "xxx",
        "default",
        "notset",
        "unset",
        "nonrenseigne",
        "adefinir",
        "vide",
        "inconnu",
        "indefini",
        "indetermine",
        "aucun",
        "sansobjet",
        "so",
    ]
)
_GUID_TEXT = re.compile(r"\{?[0-9A-F]{8}-[0-9A-F]{4}", re.IGNORECASE)
_HEXADECIMAL = re.compile(r"[0-9A-F]+", re.IGNORECASE)
_COMPRESSED_GUID = re.compile(r"[0-3][0-9A-Za-z_$]{21}")
_ALLOWED = re.compile(r"[0-9A-Za-zÀ-ÿ][0-9A-Za-zÀ-ÿ ._/+=#-]*")
_MEASURE = re.compile(r"\d+([.,]\d+)?\s*(MM|CM|M|M2|M3|KW|W|V|A|L|KG|HP|IN|FT|°C)?", re.IGNORECASE)
_SIZE = re.compile(r"\d+([.,]\d+)?\s*(MM|CM|M)?\s*[X×]\s*\d+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CodeRule:
    """Where the codes of a file come from: `property:Set.Name`, `tag` or `proposed`. `codes`: {STEP id: code}."""

    source: str
    codes: dict[int, str]
    findings: tuple[Finding, ...]


def code_rule(records: FileRecords) -> CodeRule:
    """Return the codes of the maintainable elements; those without one are left out, to be proposed."""
    elements = [element for element in records.elements if element.maintainable]
    type_names = {_folded(one.name) for one in records.types if one.name}
    codes: dict[int, str] = {}
    origins: Counter[str] = Counter()
    findings: list[Finding] = []
    taken: set[str] = set()
    for source, values in _sources(elements):
        reason = _why_not(values, type_names, by_tag=source == "tag")
        if reason is not None:
            if _worth_telling(values):
                findings.append(finding("code-source-rejected", source=_spoken(source), reason=reason))
            continue
        # What an earlier rule coded keeps that code, and still shows that the same value is used twice here.
        unique, doubled = _unique(values, taken, set(codes))
        codes.update(unique)
        taken.update(normalise(code) for code in unique.values())
        origins[source] += len(unique)
        if doubled:
            findings.append(finding("code-duplicates", count=len(doubled), examples=doubled))
    source = origins.most_common(1)[0][0] if codes else "proposed"
    return CodeRule(source, codes, (_told(source, len(codes), len(elements)), *findings) if elements else ())


def looks_like_code(text: str) -> bool:
    """Say whether a text can be somebody's code: short, with a letter, and no tool's number, GUID or measure."""
    text = text.strip()
    if not 2 <= len(text) <= _LONGEST or not _ALLOWED.fullmatch(text) or len(text.split()) > 3:
        return False
    letters = sum(character.isalpha() for character in text)
    digits = sum(character.isdigit() for character in text)
    if letters == 0 or _is_identifier(text) or _MEASURE.fullmatch(text) or _SIZE.search(text):
        return False
    return digits > 0 or (text == text.upper() and len(text) <= 12)


def normalise(code: str) -> str:
    """Return the key two spellings of a code share: capitals, no separators, no leading zeros.

    `efs p 01`, `EFS-P-1` and `EFSP01` are one code; `A-1-12` and `A-11-2` stay two.
    """
    plain = unicodedata.normalize("NFKD", code.upper()).encode("ascii", "ignore").decode().upper()
    key = ""
    for part in re.findall(r"[A-Z]+|[0-9]+", plain):
        if part.isdigit():
            part = part.lstrip("0") or "0"
            key += ("." if key[-1:].isdigit() else "") + part
        else:
            key += part
    return key or code.strip().upper()


def _is_identifier(text: str) -> bool:
    """A GUID in any spelling, or an authoring tool's id."""
    packed = re.sub(r"[^0-9A-Za-z]", "", text)
    if _GUID_TEXT.match(text) or _COMPRESSED_GUID.fullmatch(text):
        return True
    stem = packed[2:] if packed.upper().startswith("ID") else packed
    return len(stem) >= 12 and _HEXADECIMAL.fullmatch(stem) is not None


def _sources(elements: list[ElementRecord]) -> Iterator[tuple[str, dict[int, str]]]:
    """Give (source, {STEP id: value}) of every property that may hold codes, best first, then the tag."""
    found: dict[tuple[int, str], dict[int, str]] = defaultdict(dict)
    for element in elements:
        for record in element.properties:
            rank = _rank(record.name)
            text = str(record.value).strip() if isinstance(record.value, (str, int, float)) else ""
            if rank is not None and _folded(text) not in (_PLACEHOLDERS | {"", _folded(record.name)}):
                found[rank, f"property:{record.set_name}.{record.name}"].setdefault(element.step_id, text)
    for _, source in sorted(found, key=lambda key: (key[0], -len(found[key]), key[1])):
        yield source, next(values for (_, name), values in found.items() if name == source)
    tags = {one.step_id: one.tag for one in elements if one.tag and _folded(one.tag) not in _PLACEHOLDERS}
    if tags:
        yield "tag", tags


def _rank(name: str) -> int | None:
    folded = _folded(name)
    return CODE_PROPERTIES.index(folded) if folded in CODE_PROPERTIES else None


def _why_not(values: dict[int, str], type_names: set[str], *, by_tag: bool) -> str | None:
    """Return why these values are not the codes of the file; None when they are."""
    texts = list(values.values())
    if len({normalise(text) for text in texts}) < DISTINCT * len(texts):
        return "too many elements share the same value"
    if any(_folded(text) in type_names for text in texts):
        return "it holds the name of a type"
    if sum(looks_like_code(text) for text in texts) < CODE_LIKE * len(texts):
        return "it holds numbers or identifiers of the authoring tool"
    if by_tag and _are_handles(texts):
        return "it holds identifiers of the authoring tool"
    return None


def _are_handles(texts: Iterable[str]) -> bool:
    """Hexadecimal handles (`2F3A`, `1B4`, `A7C`): one such text may be a code, a whole file of them is not."""
    texts = list(texts)
    return all(_HEXADECIMAL.fullmatch(text) for text in texts) and any(text[0].isdigit() for text in texts)


def _unique(values: dict[int, str], taken: set[str], coded: set[int]) -> tuple[dict[int, str], list[str]]:
    """Split into codes of one element each and values that several share: nobody knows whose they are."""
    usable = {step: text for step, text in values.items() if looks_like_code(text)}
    uses = Counter(normalise(text) for text in usable.values())
    unique: dict[int, str] = {}
    doubled: list[str] = []
    for step, text in usable.items():
        if step in coded:
            continue
        key = normalise(text)
        if uses[key] == 1 and key not in taken:
            unique[step] = text
        else:
            doubled.append(text)
    return unique, doubled


def _worth_telling(values: dict[int, str]) -> bool:
    """A property with one value everywhere is a form nobody filled in."""
    return len(set(values.values())) > 1


def _told(source: str, codes: int, elements: int) -> Finding:
    if source == "proposed":
        return finding("code-rule-proposed", elements=elements)
    if source == "tag":
        return finding("code-rule-tag", codes=codes, elements=elements)
    return finding("code-rule-property", source=_spoken(source), codes=codes, elements=elements)


def _spoken(source: str) -> str:
    return "The tag" if source == "tag" else source.removeprefix("property:")


def _folded(text: str) -> str:
    """Small letters and digits only, without accents."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^0-9a-z]", "", plain)
