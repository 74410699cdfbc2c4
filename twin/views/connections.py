"""Connections that no file declares, and those that one declares and nobody can believe: a steward confirms or refuses
them, one by one or by a rule, and takes it back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST

from assets import proposals
from assets.models import ConnectionProposal, Revision, Station
from assets.permissions import Verb
from assets.proposals import State
from twin import drawn_proposals, proposed, spans
from twin.proposed import Line
from twin.views.access import of_station, require, station_context

PAGE = 200
DISBELIEVED = ConnectionProposal.Class.X


@of_station
def proposal_list(request: HttpRequest, station: Station) -> HttpResponse:
    """`?state=&class=&medium=&within=`: what the filter shows is what the keys for all of it mean. `class=X` is what
    models declare."""
    require(request, Verb.RELEASE, station)
    rule = proposed.rule_of(request.GET)
    found = proposals.alike(station, rule)
    total = found.count()
    context = {
        "rule": rule,
        "total": total,
        "lines": list(_viewed(station, rule, found[:PAGE])),
        "in_3d": drawn_proposals.in_3d(station, rule),
        "more": max(total - PAGE, 0),
        "place": _place(request),
        "states": State.choices,
        "classes": [choice for choice in ConnectionProposal.Class.choices if choice[0] != DISBELIEVED],
        "declared": rule.evidence == DISBELIEVED,
        "kinds": _kinds(station, rule),
        "media": _media(station),
        "at_once": min(total, proposed.MOST_AT_ONCE),
        "without_ends": proposals.without_ends(station),
        "against": proposals.declared_though_refused(station).count(),
        "acts": _acts(rule, proposed.at_once(station, rule)),
        "query": request.GET.urlencode(),
        "revisions": Revision.objects.published().filter(station=station).order_by("discipline"),
    }
    return render(
        request, "twin/connections.html", station_context(request, station, "connections") | context
    )


def _viewed(
    station: Station, rule: proposals.Rule, rows: Iterable[ConnectionProposal]
) -> Iterator[tuple[Line, str]]:
    """Each with the address of the 3D that looks at its two ends; "" where nothing says where they lie."""
    rows = list(rows)
    places = spans.of_proposals(rows)
    for line in proposed.lines(rows):
        pk = line.row.pk
        yield line, drawn_proposals.in_3d(station, rule, pk) if pk in places else ""


def _kinds(station: Station, rule: proposals.Rule) -> list[tuple[str, str, int, bool]]:
    """The two lists of the page: words, address, how many wait there, and whether it is the one shown."""
    waiting = proposals.of(station).waiting()
    declared = waiting.filter(evidence=DISBELIEVED).count()
    address = reverse("connections", args=[station.code])
    shown = rule.evidence == DISBELIEVED
    return [
        (gettext("Ends that lie together"), address, waiting.count() - declared, not shown),
        (gettext("Declared and not believed"), f"{address}?class={DISBELIEVED}", declared, shown),
    ]


def _place(request: HttpRequest) -> int:
    """Which row the keyboard stands on."""
    said = request.GET.get("at", "")
    return int(said) if said.isdecimal() and len(said) < 4 else 0


def _media(station: Station) -> list[tuple[str, str]]:
    rows = ConnectionProposal.objects.standing().filter(station=station).order_by("medium")
    said = rows.values_list("medium", flat=True).distinct()
    return [(medium, f"{proposed.medium_words(medium)} · {medium}") for medium in said]


def _acts(rule: proposals.Rule, rows: list[ConnectionProposal]) -> list[dict[str, str]]:
    """What may be done with all that the filter shows. What models declare is confirmed one by one: on site."""
    count = len(rows)
    words = {
        State.CONFIRMED: (
            ngettext("Confirm %(count)d", "Confirm all %(count)d", count),
            ngettext(
                "%(count)d connection enters the network, and what to close may rest on it.",
                "%(count)d connections enter the network, and what to close may rest on them.",
                count,
            ),
            "check",
        ),
        State.REFUSED: (
            ngettext("Refuse %(count)d", "Refuse all %(count)d", count),
            ngettext(
                "%(count)d pair of ends is taken for not connected.",
                "%(count)d pairs of ends are taken for not connected.",
                count,
            ),
            "x",
        ),
        State.PROPOSED: (
            ngettext("Take %(count)d back", "Take all %(count)d back", count),
            ngettext(
                "%(count)d connection is to decide again.",
                "%(count)d connections are to decide again.",
                count,
            ),
            "history",
        ),
    }
    told, seal = {"count": count}, proposed.seal(rows)
    return [
        {"value": f"{step}:{seal}", "words": said % told, "sentence": sentence % told, "icon": icon}
        for step, (said, sentence, icon) in words.items()
        if count and step in proposals.STEPS[State(rule.state)] and _may_be_many(step, rule)
    ]


def _may_be_many(state: str, rule: proposals.Rule) -> bool:
    return not (state == State.CONFIRMED and rule.evidence == DISBELIEVED)


@require_POST
@of_station
def decide_all(request: HttpRequest, station: Station) -> HttpResponse:
    """`act`: "confirmed:" and the seal of what the page showed: of others nobody has said anything."""
    require(request, Verb.RELEASE, station)
    state, _, seen = request.POST.get("act", "").partition(":")
    rule = proposed.rule_of(request.GET)
    rows = proposed.at_once(station, rule)
    if state not in State.values or seen != proposed.seal(rows) or not _may_be_many(state, rule):
        messages.error(request, gettext("The list has changed meanwhile: read it again, then decide."))
        return back(request, station)
    messages.success(request, proposed.done_words(state, proposals.decide_all(rows, state, by=request.user)))
    return back(request, station)


def back(request: HttpRequest, station: Station) -> HttpResponse:
    """To the same rows, on the row that takes the place of the one decided."""
    asked = request.GET.copy()
    if request.POST.get("at", "").isdecimal():
        asked["at"] = request.POST["at"]
    return redirect(f"{reverse('connections', args=[station.code])}?{asked.urlencode()}")
