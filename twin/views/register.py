"""A steward brings a list of equipment: looked at first, or taken in at once; all of it or nothing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assets import kinds, register
from assets.models import Asset, Station
from assets.permissions import Verb
from assets.register import Guess, Outcome, UnreadableRegister
from twin import looked_at, spreadsheets, wording
from twin.spreadsheets import Form
from twin.views.access import of_station, require, station_context

LARGEST = 20 * 2**20  # bytes
MOST_ROWS = 20_000
MOST_CODES = 60
MOST_OF_A_KIND = 8  # codes told of one guess


class RegisterForm(forms.Form):
    """A CSV text or an Excel workbook of a size we can take."""

    file = forms.FileField(label=_("List of equipment"))

    def clean_file(self):
        file = self.cleaned_data["file"]
        if not file.name.lower().endswith((".csv", ".xlsx")):
            raise forms.ValidationError(
                gettext("“%(name)s” is no list. Choose a file that ends in .csv or .xlsx.")
                % {"name": file.name}
            )
        if file.size > LARGEST:
            raise forms.ValidationError(
                gettext("This file is larger than 20 MB, the most that is taken here.")
            )
        return file


@of_station
def take_in(request: HttpRequest, station: Station) -> HttpResponse:
    require(request, Verb.IMPORT, station)
    asked = request.method == "POST"
    again = asked and "kept" in request.POST
    form = RegisterForm(request.POST, request.FILES) if asked and not again else RegisterForm()
    context: dict[str, Any] = {
        "form": form,
        "columns": register.COLUMNS,
        "kind_words": wording.kind_words(),
        "only_looked": "look" in request.POST,
    }
    if again:
        context |= _looked_at(request, station)
    elif form.is_bound and form.is_valid():
        upload = form.cleaned_data["file"]
        context |= _outcome(request, station, upload.name, upload.read())
    context["known"] = Asset.objects.live().filter(station=station).count()
    refused = form.errors or context.get("problems") or context.get("no_longer_kept")
    page = station_context(request, station, "register") | context
    return render(request, "twin/register.html", page, status=422 if refused else 200)


def _looked_at(request: HttpRequest, station: Station) -> dict[str, Any]:
    """The file that was only looked at, taken in now."""
    try:
        file = looked_at.kept(request.POST["kept"], person=request.user, station=station)
    except looked_at.NoLongerKept:
        return {"no_longer_kept": True}
    found = _outcome(request, station, file.name, file.content)
    if "outcome" in found:
        looked_at.forget(person=request.user, station=station)
    return found


def _outcome(request: HttpRequest, station: Station, name: str, content: bytes) -> dict[str, Any]:
    """What the file did, or would do: then it is kept a while for her to take it in."""
    only_look = "look" in request.POST
    try:
        file = register.read_file(content)
        if len(file.rows) > MOST_ROWS:
            words = gettext("This file has more than 20,000 rows: take it in by the command import_register.")
            raise UnreadableRegister(words)
        outcome = register.take_in(station, file, by=request.user, only_look=only_look)
    except UnreadableRegister as wrong:
        return {"problems": wrong.problems, "file_name": name}
    ticket = looked_at.keep(content, name=name, person=request.user, station=station) if only_look else ""
    return {"outcome": outcome, "file_name": name, "kept_file": ticket} | _shortened(outcome)


def _shortened(outcome: Outcome) -> dict[str, Any]:
    kept = outcome.not_in_file
    guesses = [_guess(each) for each in outcome.guessed[:MOST_CODES]]
    more = {
        "kept_more": max(len(kept) - MOST_CODES, 0),
        "guesses_more": max(len(outcome.guessed) - MOST_CODES, 0),
    }
    return {"kept": kept[:MOST_CODES], "guesses": guesses} | more


def _guess(guess: Guess) -> dict[str, Any]:
    """What was made of a kind, and what else may be meant; the first codes it is about."""
    taken = wording.kind(guess.kind)
    near = [words for words in kinds.words_near(guess.said, wording.language()) if words != taken]
    codes = guess.codes[:MOST_OF_A_KIND]
    return {
        "said": guess.said,
        "taken": taken if guess.kind != kinds.FALLBACK else "",
        "near": near,
        "codes": codes,
        "more": len(guess.codes) - len(codes),
    }


@of_station
def pattern(request: HttpRequest, station: Station):
    """An empty list with the columns it must have, and one row as an example."""
    require(request, Verb.IMPORT, station)
    example = [
        *("REL-01", gettext("Sump pump 1"), gettext("pump"), "S-1", gettext("012 Pump room")),
        *("Flygt", "NP 3085", "F-2210456", "2021-04-30"),
    ]
    return spreadsheets.answer(Form.CSV, gettext("register"), "register", register.COLUMNS, [example])
