"""How well a model is connected: a page for the steward, and a table for the author of the model."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext

from assets import connectivity, permissions
from assets.connectivity import Refused, Report, Thing
from assets.models import Revision, Station
from assets.networks.evidence import Reason
from assets.permissions import Verb
from twin import proposed, spreadsheets, wording
from twin.spreadsheets import Cell, Form
from twin.views.access import of_station, require, station_context

MOST = 50  # of each list on the page; the table holds all


@of_station
def report_page(request: HttpRequest, station: Station, pk: int) -> HttpResponse:
    require(request, Verb.IMPORT, station)
    revision = _revision(station, pk)
    report = connectivity.of(revision)
    reasons = proposed.why_words()
    context = {
        "revision": revision,
        "figures": [(words, report.counts[key]) for key, words in _count_words().items()],
        "classes": [(key, words, report.classes[key]) for key, words in _class_words().items()],
        "report": report,
        "may_confirm": permissions.may(request.user, Verb.RELEASE, station),
        "most": MOST,
        "rejected": [
            (each, reasons.get(each.reason, each.reason), _detail(each)) for each in report.rejected[:MOST]
        ],
        "open_ports": [
            (each, proposed.medium_words(each.medium), _flows().get(each.flow, ""))
            for each in report.open_ports[:MOST]
        ],
        "without_port": report.without_port[:MOST],
    }
    return render(request, "twin/connectivity.html", station_context(request, station, "revisions") | context)


@of_station
def report_table(request: HttpRequest, station: Station, pk: int) -> HttpResponseBase:
    require(request, Verb.IMPORT, station)
    revision = _revision(station, pk)
    headings = [
        gettext("Finding"), gettext("Code"), "GlobalId", gettext("Kind"), gettext("Port"),
        gettext("Direction"), gettext("Medium"), gettext("Other code"), gettext("Other GlobalId"),
        gettext("Other medium"), gettext("Apart (m)"),
    ]  # fmt: skip
    # Translators: part of a file's name, without accents and spaces.
    name = f"{station.code}-{revision.discipline}-{gettext('connections')}"
    rows = list(_rows(connectivity.of(revision)))
    return spreadsheets.answer(Form.CSV, name, gettext("Connections"), headings, rows)


def _revision(station: Station, pk: int) -> Revision:
    return get_object_or_404(Revision.objects.select_related("station"), pk=pk, station=station)


def _rows(report: Report) -> Iterator[list[Cell]]:
    reasons, flows = proposed.why_words(), _flows()
    for each in report.rejected:
        why = reasons.get(each.reason, each.reason)
        other = [each.other.code, each.other.global_id] if each.other else ["", ""]
        one_medium, other_medium = map(proposed.medium_words, each.media)
        yield [why, *_thing(each.one), None, "", one_medium, *other, other_medium, each.apart]
    for port in report.open_ports:
        words = [flows.get(port.flow, ""), proposed.medium_words(port.medium)]
        yield [gettext("open port"), *_thing(port.thing), port.index, *words, "", "", "", None]
    for thing in report.without_port:
        yield [gettext("without any port"), *_thing(thing), None, "", "", "", "", "", None]
    for system in report.systems_without_source:
        yield [gettext("network without a source"), system, "", "", None, "", "", "", "", "", None]


def _detail(each: Refused) -> str:
    """How far apart, or what the two carry: what its reason is about."""
    if each.reason == Reason.MEDIA_DIFFER:
        return " / ".join(f"{proposed.medium_words(medium)} ({medium})" for medium in each.media)
    return proposed.length_words(each.apart) if each.reason == Reason.TOO_FAR and each.apart else ""


def _thing(thing: Thing | None) -> list[Cell]:
    return [thing.code, thing.global_id, wording.kind(thing.kind)] if thing else ["", "", ""]


def _count_words() -> dict[str, str]:
    return {
        "ports": gettext("Connection points"),
        "open_ports": gettext("of them open"),
        "islands": gettext("Parts that hang together"),
        "systems_without_source": gettext("Networks without a source"),
        "without_port": gettext("Equipment without a connection point"),
    }


def _class_words() -> dict[str, str]:
    return {
        "A": gettext("declared, the ports touch"),
        "B": gettext("declared, near, or not said how far or of what"),
        "C": gettext("said by name or by a common circuit, without ports"),
        "D": gettext("proposed: two open ports lie together"),
        "E": gettext("proposed: an end without a port, and what lies there"),
        "X": gettext("declared and not believed"),
    }


def _flows() -> dict[str, str]:
    return {
        "SOURCE": gettext("lets out"),
        "SINK": gettext("takes in"),
        "SOURCEANDSINK": gettext("both ways"),
        "NOTDEFINED": gettext("not said"),
    }
