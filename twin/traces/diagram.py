"""An answer of the network drawn flat: its part of the network alone, beside the 3D that lights the same.

The browser lays it out as it does whole systems (`twin.schematics`); here is which part it is, and what each bears.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext

from assets import tracing
from assets.models import Station
from assets.networks import media
from assets.networks.flat import END, MORE, OUTLET, SOURCE, Line, Schematic, Symbol
from assets.networks.schematic import Drawn, of_answer
from twin import schematics, wording
from twin.traces import carded, shown
from twin.traces.asking import telling_of
from twin.traces.questions import Question, Wish, words_of
from twin.traces.telling import Telling
from twin.traces.told import Told

MOST_SYMBOLS = 90  # of one answer; what is more is told as more behind what it hangs on
ASKED, DEVICE, BARRED, SHUT, CARD, ABOUT, PATH = "asked", "device", "barred", "shut", "card", "about", "path"
STRONGEST_FIRST = (ASKED, DEVICE, BARRED, SHUT, CARD, ABOUT, PATH)


def opened(station: Station, wish: Wish, *, by: Any) -> dict[str, Any]:
    """What a drawing's `opened` tells, with what `by` may know of the answer."""
    found = telling_of(station, wish, by=by)
    return {
        "id": shown.asked(wish),
        "title": f"{words_of(wish.question, found.flow)} · {wish.code}",
        "about": gettext("Diagram of the answer"),
        "media_type": schematics.MEDIA_TYPE,
        "url": address(station, wish),
        "hotspots": [],
        "may_draw": False,
        "may_propose": False,
        "unsettled": [],
        "proposals": [],
        "links": [{"words": gettext("The answer in words"), "url": shown.address(station, wish)}],
        "schematic": _nothing(found) if isinstance(found, Told) else _Drawing(found, _labels(found)).told(),
    }


def address(station: Station, wish: Wish) -> str:
    """Of what is drawn, as plain data."""
    return f"{reverse('trace_diagram_contents', args=[station.code])}?{shown.asked_by_address(wish)}"


def page(station: Station, wish: Wish) -> str:
    """Beside the 3D that shows the same answer; with the sheet at its side where there is none."""
    if station.twin_mode == Station.TwinMode.MODEL_3D:
        return f"{shown.in_3d(station, wish)}&{shown.beside(wish)}"
    asked = f"{shown.asked_by_address(wish)}&{urlencode({'select': wish.code})}"
    return f"{reverse('trace_diagram', args=[station.code])}?{asked}"


def _nothing(why: Told) -> dict[str, Any]:
    return {
        "colour": wording.colour(""),
        "symbols": [],
        "lines": [],
        "loose": 0,
        "legend": [],
        "empty": why.nothing,
    }


def _labels(telling: Telling) -> dict[str, str]:
    """{code of a device that a card closes: how the card is called}, as the 3D marks them."""
    if telling.wish.question is not Question.CLOSE or telling.firm:
        return {}
    found = carded.of_code(telling.traced.station, telling.told())
    return {each["code"]: each["label"] for each in found if each["code"]}


class _Drawing:
    """`labels`: of cards, by the code of the device that they close."""

    def __init__(self, telling: Telling, labels: dict[str, str]) -> None:
        self.telling = telling
        self.labels = labels
        self.answer = telling.told()
        self.graph = telling.graph
        self.asked = tuple(telling.traced.pointed.elements)
        self.number_of = {stop.code: stop.number for stop in self.answer.stops}
        things = telling.things
        self.devices = [p for p in telling.answer.devices if things[p].code in self.number_of]
        self.names = tracing.names_of(telling.traced.station, telling.traced.revision_set)
        self.part_of = self._parts()
        self.alone = [piece for piece, part in self.part_of.items() if part in (DEVICE, BARRED, SHUT, CARD)]

    def _parts(self) -> dict[int, str]:
        """As the 3D lights it: what is to be operated is stronger than what is lost, and that than the way there."""
        telling = self.telling
        parts = dict.fromkeys(telling.path, PATH) | dict.fromkeys(telling.about, ABOUT)
        parts |= {piece: CARD for piece in parts if telling.things.code(piece) in self.labels}
        parts |= dict.fromkeys(telling.leans_on, SHUT) | dict.fromkeys(telling.passed_over, BARRED)
        parts |= dict.fromkeys(self.devices, DEVICE)
        return parts | dict.fromkeys(self.asked, ASKED)

    def told(self) -> dict[str, Any]:
        drawn = of_answer(
            self.graph,
            Drawn(
                pieces=list(self.part_of),
                alone=[self.asked, *((piece,) for piece in self.alone)],
                seen_past=self.devices,
            ),
            place=self._place,
            most=MOST_SYMBOLS,
        )
        words = schematics.Words(drawn, self.names, goes_on=self._goes_on())
        family = self._family()
        told = schematics.told(drawn, words, wording.colour(family))
        for symbol, said in zip(drawn.symbols, told["symbols"], strict=True):
            said |= self._symbol(symbol)
        for line, said in zip(drawn.lines, told["lines"], strict=True):
            said |= self._line(drawn, line, family)
        nothing = gettext("Nothing of this answer is joined to anything: there is nothing to draw.")
        empty = "" if drawn.symbols else nothing
        return told | {"legend": self._legend(told), "empty": empty}

    def _place(self, piece: int) -> tuple[int, str]:
        """Things alike are drawn as one where they are in one room and the answer says the same of them."""
        place = self.telling.things[piece].place
        return place.pk if place else 0, self.part_of.get(piece, "")

    def _goes_on(self) -> str:
        if self.telling.wish.question is Question.CLOSE:
            return gettext("Stays supplied")
        return gettext("Goes on, beyond this answer")

    def _family(self) -> str:
        carried = (each for each in sorted(self.telling.families) if each != "unknown")
        return next(carried, "unknown")

    def _symbol(self, symbol: Symbol) -> dict[str, Any]:
        part = "" if symbol.outside or symbol.shape in (END, SOURCE, OUTLET) else self._part(symbol.pieces)
        code = self.names.codes[symbol.pieces[0]]
        number = self.number_of.get(code, 0) if part == DEVICE else 0
        label = self.labels.get(code, "") if part not in (DEVICE, "") else ""
        return {"part": part, "number": number, "label": label}

    def _part(self, pieces: tuple[int, ...]) -> str:
        """The strongest of what it stands for."""
        borne = {self.part_of.get(piece, "") for piece in pieces}
        return next((part for part in STRONGEST_FIRST if part in borne), "")

    def _line(self, drawn: Schematic, line: Line, family: str) -> dict[str, Any]:
        ends = [drawn.symbols[line.tail], drawn.symbols[line.head]]
        if line.pieces:
            part = self._part(line.pieces)
        else:
            parts = {self._part(each.pieces) for each in ends if not each.outside}
            part = ABOUT if ABOUT in parts else PATH if PATH in parts or parts <= {ASKED, DEVICE} else ""
        own = media.family_of(line.medium)
        colour = "" if own in (family, "unknown") else wording.colour(own)
        return {"part": part, "colour": colour}

    def _legend(self, told: dict[str, Any]) -> list[dict[str, str]]:
        """What the colours mean, of those that are there."""
        borne = {each["part"] for each in (*told["symbols"], *told["lines"])}
        borne |= {CARD for each in told["symbols"] if each["label"]}
        loses = self.telling.wish.question in (Question.STOPS, Question.CLOSE)
        words = {
            ASKED: gettext("asked about"),
            DEVICE: gettext("to operate, in this order"),
            BARRED: gettext("not to be operated"),
            SHUT: gettext("closed already, to be left so"),
            CARD: gettext("by an isolation card"),
            ABOUT: self._about(loses=loses),
            PATH: gettext("the way of the network"),
        }
        legend = [{"look": part, "words": said} for part, said in words.items() if part in borne]
        if any(each["shape"] == MORE for each in told["symbols"]):
            legend.append({"look": MORE, "words": gettext("what is more than one picture holds")})
        return legend

    def _about(self, *, loses: bool) -> str:
        if loses:
            return gettext("loses service")
        if self.telling.wish.question is Question.FED:
            return gettext("what comes to it")
        return gettext("what it feeds")
