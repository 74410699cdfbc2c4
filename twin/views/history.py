"""Who did what in a station, the newest first; one verb, one person or one piece of equipment of it when asked."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST

from assets import history as chain
from assets.models import HistoryEntry, Station
from assets.permissions import Verb
from assets.search import normalise
from twin import wording
from twin.pagination import BadCursor, page
from twin.past_acts import acts_of, name_of
from twin.views.access import of_station, require, station_context

PAGE = 100


@of_station
def history(request: HttpRequest, station: Station) -> HttpResponse:
    """`?verb=`, `?person=` (an account's id), `?about=` (an equipment's code)."""
    require(request, Verb.SEE_HISTORY, station)
    every = HistoryEntry.objects.filter(station=station)
    try:
        shown = page(
            _asked(every, request).select_related("actor"), ("-pk",), request.GET.get("cursor"), PAGE
        )
    except BadCursor as error:
        raise Http404 from error
    context = station_context(request, station, "history") | {
        "page": shown,
        "acts": acts_of(station, shown.rows),
        "verbs": _verbs(every),
        "people": _people(every),
        "chosen": request.GET,
        "narrowed": any(request.GET.get(name) for name in ("verb", "person", "about")),
    }
    return render(request, "twin/history.html", context)


@require_POST
@of_station
def verify(request: HttpRequest, station: Station) -> HttpResponse:
    """Has anybody written in this station's history behind its back?"""
    require(request, Verb.SEE_HISTORY, station)
    found = chain.verify_station(station)
    if found.intact:
        said = ngettext(
            "The history of this station is intact: %(count)d entry, each fits the one before.",
            "The history of this station is intact: %(count)d entries, each fits the one before.",
            found.entries,
        )
        messages.success(request, said % {"count": found.entries})
    else:
        said = gettext(
            "The history of this station was changed behind its back: entry %(number)s does not fit the one"
            " before. Tell who runs the site."
        )
        messages.error(request, said % {"number": found.first_broken})
    return redirect(reverse("history", args=[station.code]))


def _asked(entries: QuerySet[HistoryEntry], request: HttpRequest) -> QuerySet[HistoryEntry]:
    if verb := request.GET.get("verb"):
        entries = entries.filter(verb=verb)
    person = request.GET.get("person", "")
    if person.isdecimal() and len(person) < 19:
        entries = entries.filter(actor=int(person))
    if about := request.GET.get("about", "").strip():
        entries = entries.filter(Q(after__code__iexact=about) | Q(before__code__iexact=about))
    return entries


def _verbs(entries: QuerySet[HistoryEntry]) -> list[tuple[str, str]]:
    """(verb, words), by words; a verb done to several kinds of things is told once."""
    known = entries.order_by().values_list("verb", "subject_kind").distinct()
    words = {verb: wording.act(verb, kind, "") for verb, kind in sorted(known, reverse=True)}
    return sorted(words.items(), key=lambda each: normalise(each[1]))


def _people(entries: QuerySet[HistoryEntry]) -> list[tuple[str, str]]:
    """(id, name) of who did something here."""
    ids = entries.order_by().exclude(actor=None).values("actor")
    people = get_user_model()._default_manager.filter(pk__in=ids)
    return sorted(((str(each.pk), name_of(each)) for each in people), key=lambda each: normalise(each[1]))
