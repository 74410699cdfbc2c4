"""The isolation cards of a station as a table: taken away by who reads them, brought in by a data steward."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST

from assets.models import Station
from assets.permissions import Verb
from maintenance import card_lists
from twin import brought_tables
from twin.spreadsheets import Echo, harmless
from twin.views.access import of_station, require


@of_station
def export(request: HttpRequest, station: Station) -> HttpResponse:
    """Every card that holds, as a table that can be corrected and brought back."""
    response = StreamingHttpResponse(_lines(station), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{station.code}-isolation-cards.csv"'
    return response


def _lines(station: Station) -> Iterator[str]:
    writer = csv.writer(Echo(), delimiter=";")
    yield "\ufeff" + writer.writerow((*card_lists.COLUMNS, *card_lists.TOLD))
    for line in card_lists.lines(station):
        yield writer.writerow([harmless(text) for text in line.values()])


@require_POST
@of_station
def bring(request: HttpRequest, station: Station) -> HttpResponse:
    """A table of cards, as the export gives it: each is declared, and waits for somebody else's word."""
    require(request, Verb.RECORD_PRECAUTIONS, station)
    text = brought_tables.text_in(request)
    if text is None:
        return redirect("isolation_cards", code=station.code)
    found = card_lists.take_in(text, station, by=request.user)
    if found.errors:
        brought_tables.tell(request, found.errors)
    else:
        told = ngettext(
            "%(count)d card sent: somebody else checks it.",
            "%(count)d cards sent: somebody else checks them.",
            found.sent,
        ) % {"count": found.sent}
        known = gettext("%(count)d said nothing new.") % {"count": found.known}
        said = [words for words, count in ((told, found.sent), (known, found.known)) if count]
        messages.success(request, " ".join(said) or gettext("The table holds no line."))
    return redirect("isolation_cards", code=station.code)
