"""What is or will be written into a model, in words: for the page of what waits and for the page of a revision."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.auth import get_user_model
from django.utils.translation import gettext

from assets import characteristics, fields, matching
from assets.ifc.agreement import agree
from assets.models import Asset, Revision
from maintenance import model_places, waiting_changes
from maintenance.models import Change
from maintenance.waiting_changes import Batch, Waiting
from twin import declared, wording
from twin.sentences import said


@dataclass(frozen=True)
class WrittenLine:
    """One value. `result` is written, already, replaced, left out or "" (waits); `approved_by` may be two people."""

    code: str
    label: str
    old: str
    new: str
    declared_by: str
    approved_by: str
    order: str
    result: str = ""
    reason: str = ""


@dataclass(frozen=True)
class WrittenBack:
    """The list kept with a revision we wrote."""

    parent: Revision | None
    asked_by: str
    lines: list[WrittenLine]

    @property
    def counts(self) -> Counter[str]:
        """How many lines of each result."""
        return Counter(line.result for line in self.lines)


def of_revision(revision: Revision) -> WrittenBack | None:
    """None for a model that came from outside."""
    if matching.written_from(revision) is None:
        return None
    told = revision.report["written_back"]
    entries = told.get("changes", [])
    asked = told.get("asked_by")
    names = _names(
        [asked, *(pk for entry in entries for pk in (entry["declared_by"], *entry["approved_by"]))]
    )
    kinds = dict(
        Asset.objects.filter(
            station=revision.station, code__in={entry["asset"] for entry in entries}
        ).values_list("code", "kind")
    )
    return WrittenBack(
        parent=Revision.objects.filter(pk=told["parent"]).first(),
        asked_by=names.get(asked, ""),
        lines=[_line(entry, kinds.get(entry["asset"], ""), names) for entry in entries],
    )


def of_batch(batch: Batch) -> list[WrittenLine]:
    """What waits for one model, beside what that model says now."""
    last = {one.change.pk for one in waiting_changes.last_words(batch.waiting)}
    lines = of_changes(one.change for one in batch.waiting)
    return [
        replace(line, old=_model_words(one), result=_result(one, last))
        for one, line in zip(batch.waiting, lines, strict=True)
    ]


def _model_words(one: Waiting) -> str:
    said_ = _of_model(one)
    _, value, unit = said_ or ("", None, "")
    return value_words(one.change.field, one.change.declaration.asset.kind, value, unit or one.change.unit)


def _result(one: Waiting, last: set[int]) -> str:
    if one.change.pk not in last:
        return "replaced"
    said_ = _of_model(one)
    agreed = said_ is not None and agree(said_[1], said_[2], one.change.value, one.change.unit)
    return "already" if agreed else ""


def _of_model(one: Waiting) -> tuple[Any, Any, str] | None:
    change = one.change
    place = (change.set_name, change.name)
    return model_places.says(fields.fields().get(change.field), place, one.elements[0])


def of_changes(changes: Iterable[Change]) -> list[WrittenLine]:
    """Changes of what no model draws: `old` is what the register said when they were declared."""
    changes = list(changes)
    names = _names([pk for one in changes for pk in (one.author_id, one.reviewed_by_id, one.seconded_by_id)])
    return [
        WrittenLine(
            code=one.declaration.asset.code,
            label=_label(one.field, one.set_name, one.name, one.declaration.asset.kind),
            old=value_words(one.field, one.declaration.asset.kind, one.base, one.unit),
            new=value_words(one.field, one.declaration.asset.kind, one.value, one.unit),
            declared_by=names.get(one.author_id, ""),
            approved_by=_several(names, [one.reviewed_by_id, one.seconded_by_id]),
            order=one.declaration.work_order.number if one.declaration.work_order else "",
        )
        for one in changes
    ]


def value_words(field: str, kind: str, value: Any, unit: str = "") -> str:
    """ "120 m³/h", "very high", "not provided" — in the words of the field, or as it stands where it has none."""
    try:
        return declared.words(characteristics.of(field, kind), value, unit)
    except characteristics.NotKnown:
        if value in (None, "", [], {}):
            return gettext("not provided")
        return f"{wording.value(value) if not isinstance(value, (dict, list)) else value} {unit}".strip()


def _line(entry: dict[str, Any], kind: str, names: dict[int, str]) -> WrittenLine:
    return WrittenLine(
        code=entry["asset"],
        label=_label(entry["field"], entry["set"], entry["name"], kind),
        # A number without a unit in the file is taken for one of the unit we write.
        old=value_words(entry["field"], kind, entry["old"], entry["file_unit"] or entry["unit"]),
        new=value_words(entry["field"], kind, entry["new"], entry["unit"]),
        declared_by=names.get(entry["declared_by"], ""),
        approved_by=_several(names, entry["approved_by"]),
        order=entry["order"],
        result=entry["result"].replace(" ", "_"),
        reason=said(entry["reason"]) if entry["reason"] else "",
    )


def _label(field: str, set_name: str, name: str, kind: str) -> str:
    try:
        return characteristics.of(field, kind).label(wording.language())
    except characteristics.NotKnown:
        return (
            f"{wording.readable(name)} ({wording.set_name(set_name)})" if set_name else wording.readable(name)
        )


def _names(people: Iterable[int | None]) -> dict[int, str]:
    found = get_user_model().objects.filter(pk__in={pk for pk in people if pk})
    return {one.pk: one.get_full_name() or one.get_username() for one in found}


def _several(names: dict[int, str], people: Iterable[int | None]) -> str:
    return ", ".join(names[pk] for pk in people if pk in names)
