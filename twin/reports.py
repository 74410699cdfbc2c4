"""The report of a revision, in words: how much came in, what a person should know, how long each step took."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext

from assets import matching, revisions
from assets.models import Asset, Finding, Revision
from twin.sentences import said

MOST_SENTENCES = 25


@dataclass(frozen=True)
class FindingGroup:
    """Findings of one rule, the worst groups first."""

    severity: str
    total: int
    sentences: list[tuple[str, str]]  # (sentence, entity id such as "#123" or "")


@dataclass(frozen=True)
class Report:
    """`seconds` and `counts` are (words, number) in the order of the work; lists hold (code, name)."""

    counts: list[tuple[str, int]]
    findings: list[FindingGroup]
    seconds: list[tuple[str, float]]
    kernels: list[tuple[str, int]]
    scene_bytes: int
    peak_memory_mb: float
    code_rule: str
    added: list[tuple[str, str]]
    gone: list[tuple[str, str]]
    to_confirm: list[tuple[str, str]]
    codes_differ: list[tuple[str, str]]


def of(revision: Revision) -> Report:
    kept = revision.report or {}
    waiting = revision.state == Revision.State.SHARED
    differences = _foreseen(revision) if waiting else kept.get("differences", {})
    counts = kept.get("counts", {})
    if counts and waiting:
        counts = {**counts, "assets": revision.elements.filter(maintainable=True).count()}
    elif counts and "assets" not in counts:
        counts = {**counts, "assets": _assets(revision)}
    return Report(
        counts=_in_words(counts, _count_words()),
        findings=[each for each in _groups(revision) if not _told_already(each, revision)],
        seconds=_in_words(kept.get("seconds", {}), _step_words()),
        kernels=_in_words(kept.get("kernels", {}), _kernel_words()),
        scene_bytes=kept.get("scene_bytes", 0),
        peak_memory_mb=kept.get("peak_memory_mb", 0),
        code_rule=_code_rule(revision.code_rule),
        added=[tuple(pair) for pair in differences.get("added_list", [])],
        gone=[tuple(pair) for pair in differences.get("gone_list", [])],
        to_confirm=[tuple(pair) for pair in differences.get("to_confirm_list", [])],
        codes_differ=[tuple(pair) for pair in differences.get("codes_differ_list", [])],
    )


def _foreseen(revision: Revision) -> dict[str, list[tuple[str, str]]]:
    """What publishing would change, for who is about to do it; nothing to tell for the first of a discipline."""
    predecessor = revisions.predecessor_of(revision)
    if predecessor is None:
        return {}
    plan = matching.plan(predecessor, revision)
    return {
        "added_list": [(sketch.file_code or "–", sketch.name) for sketch in plan.added],
        "gone_list": [(sketch.code, sketch.name) for sketch in plan.gone],
        "to_confirm_list": [(sketch.code, sketch.name) for sketch in plan.gone if sketch.asset],
        "codes_differ_list": [
            (old.code, now.file_code)
            for old, now, _ in plan.kept
            if old.asset and now.file_code and now.file_code not in (old.file_code, old.code)
        ],
    }


def _assets(revision: Revision) -> int:
    """Live assets that the file draws; the report itself was written before they were made."""
    return Asset.objects.live().filter(matches__element__revision=revision).distinct().count()


def _in_words(figures: dict, words: dict[str, str]) -> list[tuple[str, float]]:
    return [(label, figures[key]) for key, label in words.items() if key in figures]


def _groups(revision: Revision) -> list[FindingGroup]:
    groups: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for finding in Finding.objects.filter(revision=revision).order_by("pk"):
        sentence = said(finding.message, finding.code)
        groups.setdefault((finding.severity, finding.code), []).append((sentence, finding.entity))
    for kept in revision.report.get("findings", []) if not groups else []:
        key = (kept.get("severity", "error"), kept.get("code", ""))
        groups.setdefault(key, []).append((said(kept.get("message", ""), key[1]), kept.get("entity") or ""))
    worst = {"error": 0, "warning": 1, "info": 2}
    return [
        FindingGroup(severity, len(sentences), sentences[:MOST_SENTENCES])
        for (severity, _code), sentences in sorted(groups.items(), key=lambda item: worst.get(item[0][0], 3))
    ]


def _told_already(group: FindingGroup, revision: Revision) -> bool:
    """The one sentence why a file was refused stands above its report."""
    return bool(revision.reason) and [each for each, _ in group.sentences] == [said(revision.reason)]


def _code_rule(rule: str) -> str:
    """Where the codes come from, in one sentence."""
    if rule.startswith("property:"):
        return gettext("Codes come from the property %(name)s of the model.") % {
            "name": rule[len("property:") :]
        }
    if rule == "tag":
        return gettext("Codes come from the tags of the model.")
    if rule:
        return gettext("The model holds no usable codes: readable codes were proposed.")
    return ""


def _count_words() -> dict[str, str]:
    return {
        "elements": gettext("Objects"),
        "elements_with_shape": gettext("Objects with a shape"),
        "assets": gettext("Equipment"),
        "spaces": gettext("Rooms"),
        "storeys": gettext("Levels"),
        "systems": gettext("Networks"),
        "ports": gettext("Connection points"),
        "connections": gettext("Connections"),
        "types": gettext("Types"),
        "documents": gettext("Documents"),
        "properties": gettext("Characteristics"),
    }


def _step_words() -> dict[str, str]:
    return {
        "read": gettext("Reading"),
        "geometry": gettext("Shapes"),
        "place": gettext("Rooms of things"),
        "scene": gettext("3D"),
        "index": gettext("Register"),
        "total": gettext("In all"),
    }


def _kernel_words() -> dict[str, str]:
    return {
        "hybrid": gettext("usual way"),
        "opencascade": gettext("second way"),
        "box": gettext("shown as a box"),
    }
