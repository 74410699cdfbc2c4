"""Sums over JUnit reports: pytest and Vitest both write them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree


@dataclass
class Counts:
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    reasons: list[str] = field(default_factory=list)


def count(reports: Iterable[Path]) -> Counts:
    counts = Counts()
    for report in sorted(reports):
        for case in ElementTree.parse(report).iter("testcase"):
            _add(case, counts, report.stem)
    return counts


def _add(case: ElementTree.Element, counts: Counts, run: str) -> None:
    skipped = case.find("skipped")
    if case.find("failure") is not None or case.find("error") is not None:
        counts.failed += 1
    elif skipped is not None:
        counts.skipped += 1
        counts.reasons.append(f"{run}: {case.get('name')}: {skipped.get('message', 'no reason given')}")
    else:
        counts.passed += 1
