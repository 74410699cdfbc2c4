"""What the model says and what the field says: for stewards to read, and as a table for the author of the model."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext

from assets import characteristics
from assets.models import IsolationCard, Revision, Station
from assets.permissions import Verb
from maintenance import disagreements, where_to_cut
from maintenance.disagreements import OPEN, Disagreement, State
from twin import cards, wording
from twin.spreadsheets import Echo, harmless
from twin.views.access import of_station, require, station_context
from twin.written_words import value_words

MOST = 500  # rows of the page; the table for the author holds all of them
IDS = ("GlobalId", "Tag", "Class")  # as the author's tool names them: he reads this beside his model


@dataclass(frozen=True)
class Line:
    """One comparison in words."""

    code: str
    label: str
    model: str
    field: str
    state: str
    discipline: str
    by: str
    found: Disagreement


@of_station
def disagreement_list(request: HttpRequest, station: Station) -> HttpResponse:
    require(request, Verb.RELEASE, station)
    discipline = request.GET.get("discipline", "")
    found = disagreements.of(station, discipline=discipline or None)
    shown = [one for one in found if one.state in _wanted(request)]
    context = {
        "lines": lines(shown[:MOST]),
        "total": len(shown),
        "more": len(shown) - MOST if len(shown) > MOST else 0,
        "counts": Counter(str(one.state) for one in found),
        "chosen": request.GET.get("state", ""),
        "states": _state_words(),
        "discipline": discipline,
        "disciplines": _disciplines(station),
        "query": request.GET.urlencode(),
        "cards": [
            (cards.of(each.card, photos=False), _closed_by(each.card), _codes(each))
            for each in where_to_cut.disagreements(station)
        ],
    }
    return render(
        request, "twin/disagreements.html", station_context(request, station, "disagreements") | context
    )


def _closed_by(card: IsolationCard) -> str:
    """All that it closes: which of them differs is what one looks for."""
    return ", ".join((card.device.code if card.device else card.device_words, *card.further))


def _codes(found: where_to_cut.Disagreement) -> str:
    """What the trace would close instead."""
    return ", ".join(asset.code for asset in found.traced.devices)


@of_station
def disagreement_export(request: HttpRequest, station: Station) -> HttpResponse:
    """For the author of the model: his own tool's ids first, every value as the file would write it."""
    require(request, Verb.RELEASE, station)
    found = disagreements.of(station, discipline=request.GET.get("discipline") or None)
    shown = [one for one in found if one.state in _wanted(request)]
    rows = _cells(shown, _headings(), _state_words())
    response = StreamingHttpResponse(rows, content_type="text/csv; charset=utf-8")
    # Translators: part of a file's name, without accents and spaces.
    name = f"{station.code}-{gettext('model-and-field')}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _headings() -> list[str]:
    words = (
        gettext("Discipline"), gettext("File"), gettext("Equipment"), gettext("Property set"), gettext("Property"),
        gettext("Value of the model"), gettext("Its unit"), gettext("Value found on site"),
        gettext("Unit of the value found"), gettext("State"), gettext("Established on"), gettext("Established by"),
    )  # fmt: skip
    return [*IDS, *words]


def _wanted(request: HttpRequest) -> tuple[State, ...]:
    """What is still open, unless another state (or all of them) is asked for."""
    asked = request.GET.get("state", "")
    if asked == "all":
        return tuple(State)
    return (State(asked),) if asked in set(State) else OPEN


def _disciplines(station: Station) -> list[str]:
    published = Revision.objects.published().filter(station=station)
    return sorted(published.values_list("discipline", flat=True))


def _state_words() -> dict[str, str]:
    return {
        State.DIFFERS: gettext("differs"),
        State.SILENT: gettext("the model says nothing"),
        State.TAKEN_OVER: gettext("taken over by the model"),
        State.AGREES: gettext("agrees"),
    }


def lines(found: list[Disagreement]) -> list[Line]:
    names = _names(found)
    words = _state_words()
    return [
        Line(
            code=one.asset.code,
            label=_label(one),
            model=value_words(one.key, one.asset.kind, one.model_value, one.model_unit),
            field=value_words(one.key, one.asset.kind, one.field_value, one.field_unit),
            state=words[one.state],
            discipline=one.discipline,
            by=names.get(one.by, ""),
            found=one,
        )
        for one in found
    ]


def _label(one: Disagreement) -> str:
    if one.key:
        return characteristics.of(one.key, one.asset.kind).label(wording.language())
    return wording.readable(one.name)


def _names(found: list[Disagreement]) -> dict[int | None, str]:
    people = get_user_model().objects.in_bulk({one.by for one in found if one.by})
    return {pk: person.get_full_name() or person.get_username() for pk, person in people.items()}


def _cells(found: list[Disagreement], headings: list[str], state_words: dict[str, str]) -> Iterator[str]:
    """In words that were chosen before: the reader's language does not reach a stream."""
    writer = csv.writer(Echo(), delimiter=";")
    names = _names(found)
    yield "\ufeff" + writer.writerow(headings)
    for one in found:
        element = one.element
        verified = timezone.localtime(one.verified_at).date().isoformat() if one.verified_at else ""
        cells = [
            *(element.global_id, element.tag, element.ifc_class, one.discipline, element.revision.file_name),
            *(one.asset.code, one.set_name, one.name, _plain(one.model_value), one.model_unit),
            *(
                _plain(one.field_value),
                one.field_unit,
                state_words[one.state],
                verified,
                names.get(one.by, ""),
            ),
        ]
        yield writer.writerow([harmless(str(cell)) for cell in cells])


def _plain(value: Any) -> str:
    """A list by commas, a range by its names; nothing for nothing."""
    if value is None:
        return ""
    if isinstance(value, list):
        return ", ".join(_plain(each) for each in value)
    if isinstance(value, dict):
        return ", ".join(f"{name} {_plain(each)}" for name, each in value.items() if each is not None)
    return str(value)
