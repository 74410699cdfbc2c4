"""What can be wrong with a file, in sentences: one place, so that pages, terminal and API say the same.

A sentence says what happened and what to do next. It names no class of the exchange format: the readers are the
people who keep the data, and the entity number beside it leads them to the line.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from assets.ifc.records import Finding, Severity


class Rule(NamedTuple):
    """How bad it is, and the sentence with `{parameters}`."""

    severity: Severity
    template: str


REFUSALS: dict[str, str] = {
    "file-empty": "The file is empty. Export the model again and send the new file.",
    "file-missing": "There is no file at {path}. Check the name and send it again.",
    "not-an-ifc": "This is not an IFC model (it starts like {looks_like}). Export the model as IFC and send that file.",
    "other-flavour": "The model is written as {flavour}, which is not read here. Export it as a plain .ifc file.",
    "header-unreadable": "The head of the file cannot be read, so its schema is unknown. Export the model again.",
    "truncated": "The file is cut off: its last line, END-ISO-10303-21, is missing. Send it again in full.",
    "unsupported-schema": (
        "The file is written in {schema}, which is not read here. Export it as one of: {supported}."
    ),
    "draft-schema": (
        "The file is written in {schema}, which is not read here unless you ask for it: it is a draft. "
        "Export it as one of: {supported}. Or send it again and ask for the draft to be read."
    ),
    "nothing-to-relabel": (
        "The file is written in {schema}, which is no draft: nothing needs to be read otherwise. "
        "Send it again without asking for that."
    ),
    "unreadable": "The file could not be read ({detail}). Export the model again and send the new file.",
    "zip-without-ifc": "The archive holds no .ifc file. Put exactly one .ifc file in it and send it again.",
    "zip-several-ifc": "The archive holds {count} .ifc files: {names}. Send each model in its own archive.",
    "zip-encrypted": "The archive is protected by a password. Send it without a password.",
    "zip-damaged": "The archive is damaged and cannot be unpacked. Make it again and send the new one.",
    "zip-too-large": "Unpacked, the archive is larger than {limit_mb} MB. Send the model in parts, by discipline.",
    "zip-suspicious": (
        "The archive grows more than {ratio} times when unpacked, which no real model does. "
        "Send the plain .ifc file instead."
    ),
    "file-too-large": "The file is larger than {limit_mb} MB. Split the model by discipline and send the parts.",
}

RULES: dict[str, Rule] = {
    "instances-unread": Rule(
        "error",
        "{missing} of {written} lines of the file could not be read ({examples}). "
        "The rest came in; export the model again or repair these lines.",
    ),
    "schema-relabelled": Rule(
        "warning",
        "The file is written in {schema}, a draft, and was read as {read_as} because that was asked for. "
        "Check a few elements and connections, and ask for an export in {read_as}.",
    ),
    "references-missing": Rule(
        "error",
        "The file points {count} times to lines that are not in it ({examples}). "
        "What depends on them is incomplete; export the model again.",
    ),
    "numbers-reused": Rule(
        "error",
        "{count} line numbers are used twice ({examples}); only one line of each came in. Export the model again.",
    ),
    "attribute-unreadable": Rule(
        "error",
        "{count} entities hold a value that cannot be read or is of the wrong kind ({examples}). "
        "They came in without it; correct them in the authoring tool.",
    ),
    "relation-incomplete": Rule(
        "warning",
        "{count} links of the file have a missing end ({examples}) and were left out. Check them in the model.",
    ),
    "duplicate-globalid": Rule(
        "warning",
        "The identifier {global_id} is used {count} times ({examples}). All came in; "
        "give each element its own identifier, otherwise revisions cannot be compared safely.",
    ),
    "duplicate-globalids-more": Rule(
        "warning",
        "{count} more identifiers are used more than once. Export the model again with new identifiers.",
    ),
    "globalid-missing": Rule(
        "warning",
        "{count} entities have no identifier ({examples}). They came in, but will look new at each revision.",
    ),
    "units-missing": Rule(
        "warning",
        "The file does not say its unit of length: {unit} was assumed from the size of the model. "
        "Check one known dimension.",
    ),
    "units-imperial": Rule(
        "info", "Lengths of the file are in {unit}; they are shown in metres (1 {unit} = {metres} m)."
    ),
    "coordinates-huge": Rule(
        "warning",
        "The model lies {kilometres} km from its own origin. A local origin is used; "
        "set a base point near the station in the authoring tool.",
    ),
    "georeference-missing": Rule(
        "info",
        "The file does not say where it lies on the map. Give its origin and rotation on the station's page.",
    ),
    "georeference-approximate": Rule(
        "info",
        "Only the latitude and longitude of the site are known, about 30 m precise. "
        "Ask for a map conversion in the next export.",
    ),
    "no-products": Rule(
        "error", "The file holds no element, room or storey. Check the export settings and send it again."
    ),
    "elements-without-shape": Rule(
        "warning",
        "{count} of {elements} elements have no shape ({examples}): they are in the lists but not in the 3D view.",
    ),
    "no-shape-at-all": Rule(
        "warning",
        "None of the {elements} elements has a shape: the register came in, the 3D view stays empty.",
    ),
    "shape-box": Rule(
        "warning",
        "{count} elements could not be given their true shape and are shown as boxes ({examples}). "
        "Check them in the authoring tool.",
    ),
    "shape-missing": Rule(
        "warning",
        "{count} shapes cannot be read and their size is not known, so they are not shown ({examples}). "
        "The elements are in the register.",
    ),
    "shape-kernel-stopped": Rule(
        "warning",
        "The geometry program stopped or hung on {count} elements ({examples}). A simpler way was taken for them.",
    ),
    "shape-late": Rule(
        "warning",
        "Making shapes took longer than the {seconds} seconds allowed, so what was left is shown as boxes. "
        "Split the model, or allow more time.",
    ),
    "shapes-unreadable": Rule(
        "error",
        "No shape of the file could be made. The register came in; export the model again, "
        "or ask your operator, whose log says more.",
    ),
    "proxies": Rule(
        "warning",
        "{count} elements do not say what they are ({examples}). They stay visible; name their class in the model.",
    ),
    "elements-without-place": Rule(
        "warning",
        "{count} elements are in no storey or room ({examples}). Place them in the model or on site.",
    ),
    "storeys-without-elevation": Rule(
        "warning",
        "{count} storeys have no elevation ({examples}); they are sorted by name. Give their height.",
    ),
    "no-storeys": Rule("info", "The file has no storeys: everything is listed under the building or site."),
    "spaces-without-access": Rule(
        "info",
        "{count} rooms do not say whether the public may enter ({examples}). They are taken as not public.",
    ),
    "ports-unattached": Rule(
        "warning", "{count} connection points belong to no element ({examples}) and cannot be followed."
    ),
    "ports-unconnected": Rule(
        "info",
        "{count} of {ports} connection points are joined to nothing. Traces stop there; "
        "confirm proposed joints or export them from the model.",
    ),
    "connection-too-far": Rule(
        "warning",
        "The file joins {one} and {other}, whose ends lie {apart} m apart: no answer follows this connection. "
        "Correct the model, or confirm that they are joined among the connections to confirm.",
    ),
    "connection-to-itself": Rule(
        "warning",
        "The file joins {one} to itself: no answer follows this connection, and something else is not joined. "
        "Correct the model.",
    ),
    "connection-media-differ": Rule(
        "warning",
        "The file joins {one} and {other}, which carry different things: no answer follows this connection. "
        "Correct the model.",
    ),
    "connection-without-element": Rule(
        "warning",
        "The file joins {one} and {other} by a connection point that belongs to nothing: no answer follows this "
        "connection. Correct the model.",
    ),
    "connections-disbelieved-more": Rule(
        "warning",
        "{count} more connections of the file are not believed. The table of how it is connected lists them all.",
    ),
    "elements-without-ports": Rule(
        "info", "{count} of {elements} network elements have no connection point: traces cannot cross them."
    ),
    "systems-untyped": Rule(
        "warning",
        "{count} systems do not say what they carry ({examples}). Choose their family on the systems page.",
    ),
    "systems-guessed": Rule(
        "info",
        "The family of {count} systems was read from their name ({examples}). Confirm it on the systems page.",
    ),
    "systems-empty": Rule("info", "{count} systems have no member ({examples})."),
    "connections-doubled": Rule(
        "info",
        "{count} connections are written once in each direction; each pair is kept once, without direction.",
    ),
    "code-rule-property": Rule(
        "info", "Codes come from the property {source}: {codes} of {elements} maintainable elements have one."
    ),
    "code-rule-tag": Rule(
        "info",
        "Codes come from the tag of the elements: {codes} of {elements} maintainable elements have one.",
    ),
    "code-rule-proposed": Rule(
        "info",
        "The file holds no usable code for its {elements} maintainable elements: readable codes are proposed.",
    ),
    "code-duplicates": Rule(
        "warning",
        "{count} elements share a code with another ({examples}); they get their code by the next rule. "
        "Correct the model or the plates on site.",
    ),
    "code-source-rejected": Rule("info", "{source} is not used for codes: {reason}."),
    "documents-without-location": Rule(
        "info",
        "{count} documents are named without a file or address ({examples}). Attach the files by hand.",
    ),
    "classes-unmapped": Rule(
        "info",
        "{count} elements are of a class without a layer of its own; they are shown with the other elements.",
    ),
}

EXAMPLES = 5


def finding(code: str, *, entity: int | None = None, **params: Any) -> Finding:
    """Return the finding of a catalogued rule; `entity` is a STEP id, lists among `params` are cut to examples."""
    rule = RULES[code]
    said = {name: _spoken(value) for name, value in params.items()}
    kept = {
        name: list(value)[:200] if isinstance(value, (list, tuple)) else value
        for name, value in params.items()
    }
    where = f"#{entity}" if entity is not None else None
    return Finding(code, rule.severity, rule.template.format(**said), where, kept)


def _spoken(value: Any) -> Any:
    """Write a list as its first few members; STEP ids get their `#`."""
    if not isinstance(value, (list, tuple)):
        return value
    first = [f"#{item}" if isinstance(item, int) else str(item) for item in value[:EXAMPLES]]
    return ", ".join(first) + (", …" if len(value) > EXAMPLES else "")
