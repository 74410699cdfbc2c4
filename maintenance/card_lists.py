"""Isolation cards as a table: all of a station's to take away, and a list of them brought in by a data steward.

What is brought in is declared, line by line, and waits for somebody else like any card: nobody verifies her own list.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Hashable, Iterator
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from assets import brought_tables
from assets import isolation_cards as register
from assets.ifc.families import FAMILIES
from assets.isolation_cards import Said
from assets.models import Asset, IsolationCard, Location, Run, Station, System
from assets.models.hanging import Subject, hung_on
from assets.models.isolation_card import MEDIA
from maintenance import card_checks, declarations, drafts, isolation_cards
from maintenance.models import Change

COLUMNS = (
    "card", "about", "medium", "devices", "device_room", "height", "behind", "turn", "steps", "cuts", "rooms",
)  # fmt: skip
TOLD = ("revision", "written_by", "verified_by", "verified_on")
"""Columns of what is taken away that nobody brings in."""
BETWEEN = " | "
_CODE = re.compile(r"(?=\S*\d)\S*[-_.]\S*")
MOST_LINES = 2_000


class WrongLine(Exception):
    """The message says what is wrong with it."""


@dataclass(frozen=True)
class TakenIn:
    """`sent` lines wait for their review, `known` said what a card says already; nothing is sent when one is wrong."""

    sent: int = 0
    known: int = 0
    errors: tuple[tuple[int, str], ...] = ()


def lines(station: Station) -> Iterator[dict[str, str]]:
    """Every standing card by column, as `take_in` reads it; heights with a comma, for a French spreadsheet."""
    for card in register.standing(station):
        said = register.as_said(card)
        yield {
            "card": card.label,
            "about": card.code,
            "medium": said.medium,
            "devices": BETWEEN.join((said.device or said.device_words, *said.further)),
            "device_room": said.device_room,
            "height": "" if said.height is None else f"{said.height:g}".replace(".", ","),
            "behind": said.behind,
            "turn": said.turn,
            "steps": BETWEEN.join(said.steps),
            "cuts": said.cuts,
            "rooms": BETWEEN.join(said.rooms),
            "revision": str(card.revision),
            "written_by": card.written_by.get_username() if card.written_by else "",
            "verified_by": card.verified_by.get_username() if card.verified_by else "",
            "verified_on": timezone.localdate(card.verified_on).isoformat(),
        }


def take_in(text: str, station: Station, *, by) -> TakenIn:
    """Declare each line of a CSV table (`;` or `,`) with the columns of `COLUMNS`. All of them or none."""
    try:
        table = brought_tables.rows(text, {"about", "medium", "devices"})
    except brought_tables.WrongTable as wrong:
        return TakenIn(errors=((wrong.line, str(wrong)),))
    if len(table) > MOST_LINES:
        return TakenIn(errors=((table[MOST_LINES][0], gettext("The table is too long: bring it in parts.")),))
    lines, errors = _Lines(), []
    for number, row in table:
        try:
            lines.add(number, _line({name: row.get(name, "") for name in COLUMNS}, station, by))
        except WrongLine as why:
            errors.append((number, str(why)))
    if errors:
        return TakenIn(errors=tuple(errors))
    return _send(list(lines.new), len(table), by)


@dataclass(frozen=True)
class _Line:
    subject: Subject
    card: IsolationCard | None
    said: Said

    @property
    def of_one_card(self) -> Hashable:
        """What two lines about one card share."""
        device = self.said.device or self.said.device_words
        return self.card or (self.subject, self.said.medium, device)


class _Lines:
    """Those that say something new, each once; what two lines say of one card must be the same."""

    def __init__(self) -> None:
        self.new: dict[_Line, int] = {}
        self.first: dict[Hashable, int] = {}

    def add(self, number: int, line: _Line | None) -> None:
        """None says nothing new. Raises WrongLine."""
        if line is None or line in self.new:
            return
        first = self.first.setdefault(line.of_one_card, number)
        if first != number:
            told = gettext("Line %(first)d says something else of the same card: leave one of the two.")
            raise WrongLine(told % {"first": first})
        self.new[line] = number


def _send(found: list[_Line], total: int, by) -> TakenIn:
    with transaction.atomic():
        for each in found:
            made = isolation_cards.declare(each.subject, each.said, by=by, key=uuid.uuid4(), card=each.card)
            assert made.state not in declarations.EDITABLE, "what a check refuses was told before"
    return TakenIn(sent=len(found), known=total - len(found))


def _line(row: dict[str, str], station: Station, by) -> _Line | None:
    """None for what a card says already, or what waits already. Raises WrongLine."""
    said, subject = read(row, station)
    card = _card(station, row["card"], subject, said)
    if card is not None:
        said = _with(card, said)
        if register.as_said(card) == said:
            return None
    if said.as_json() in _waiting(subject, card):
        return None
    _refuse_unknown_codes(said, station)
    if not drafts.may_declare(by, subject):
        raise WrongLine(gettext("You may not declare this here."))
    trial = Change(value=said.as_json(), card=card, author=by)
    blocking = [each.message for each in card_checks.of_said(trial, said, subject) if each.blocks]
    if blocking:
        raise WrongLine(" ".join(blocking))
    return _Line(subject, card, said)


def _refuse_unknown_codes(said: Said, station: Station) -> None:
    """A device may be said in words; one word with figures in it is a code that was mistyped. Raises WrongLine."""
    codes = [name for name in (said.device_words, *said.further) if _CODE.fullmatch(name)]
    known = Asset.objects.live().filter(station=station, code__in=codes).values_list("code", flat=True)
    if lost := [code for code in codes if code not in set(known)]:
        told = gettext(
            "No equipment of this station has the code %(code)s. What has no code is said in words."
        )
        raise WrongLine(told % {"code": lost[0]})


def read(row: dict[str, str], station: Station) -> tuple[Said, Subject]:
    """What one line says, and of what. Raises WrongLine."""
    subject = subject_called(station, row["about"])
    return _said(row, station), subject


def _with(card: IsolationCard, said: Said) -> Said:
    """A list brings no photos: those of the card stay on it, and so does the room that its device has by itself."""
    known = register.as_said(card)
    words = known.device_words if said.device == known.device and said.device else said.device_words
    room = said.device_room or known.device_room
    return Said.of_json(
        said.as_json() | {"photos": list(known.photos), "device_words": words, "device_room": room}
    )


def _waiting(subject: Subject, card: IsolationCard | None) -> list[dict]:
    about = {f"declaration__{name}": value for name, value in hung_on(subject).items()}
    return list(
        isolation_cards.pending(subject.station).filter(card=card, **about).values_list("value", flat=True)
    )


def subject_called(station: Station, name: str) -> Subject:
    """An asset, a run or a place by its code, the number on a door, or a network by its name. Raises WrongLine."""
    rows = (
        Asset.objects.live().filter(station=station, code=name),
        Run.objects.filter(station=station, code=name),
        Location.objects.filter(station=station, code=name),
        Location.objects.filter(station=station, name=name),
        System.objects.filter(station=station, name=name),
    )
    for row in rows:
        known = list(row.select_related("station")[:2]) if name else []
        if len(known) == 1:
            return known[0]
    raise WrongLine(gettext("Nothing in this station is called %(code)s.") % {"code": name or "–"})


def _said(row: dict[str, str], station: Station) -> Said:
    names = _several(row["devices"])
    first = names[0] if names else ""
    is_known = Asset.objects.live().filter(station=station, code=first).exists()
    return Said(
        medium=_medium(row["medium"]),
        device=first if is_known else "",
        device_words="" if is_known else first,
        further=tuple(names[1:]),
        device_room=_room(station, row["device_room"]),
        height=_height(row["height"]),
        behind=row["behind"],
        turn=_turn(row["turn"]),
        steps=tuple(_several(row["steps"])),
        cuts=row["cuts"],
        rooms=tuple(sorted({_room(station, name) for name in _several(row["rooms"])})),
    )


def _several(text: str) -> list[str]:
    return [part.strip() for part in text.split("|") if part.strip()]


def _medium(text: str) -> str:
    """A key, or the words of a screen in either language, with whatever a keyboard has between them."""
    for key in MEDIA:
        family = FAMILIES[key]
        if _words(text) in ([key], _words(family.fr), _words(family.en)):
            return key
    raise WrongLine(gettext("“%(typed)s” is not one of the choices.") % {"typed": text})


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _turn(text: str) -> str:
    if not text or text in IsolationCard.Turn.values:
        return text
    said = {str(label).casefold(): value for value, label in IsolationCard.Turn.choices}
    if text.casefold() not in said:
        raise WrongLine(gettext("“%(typed)s” is not one of the choices.") % {"typed": text})
    return said[text.casefold()]


def _height(text: str) -> float | None:
    try:
        return float(text.replace(",", ".")) if text else None
    except ValueError:
        raise WrongLine(gettext("This is no height in a room: write metres, like “1,20”.")) from None


def _room(station: Station, name: str) -> str:
    """The code of a room called so. A code that nothing has stays, to be told by the checks."""
    if not name or Location.objects.filter(station=station, code=name).exists():
        return name
    named = list(Location.objects.filter(station=station, name=name)[:2])
    return named[0].code if len(named) == 1 else name


def _card(station: Station, label: str, subject: Subject, said: Said) -> IsolationCard | None:
    """The card of this label; without one, the card that closes the same for the same. Raises WrongLine."""
    here = register.standing(station)
    if label:
        number = label.removeprefix("M-")
        card = here.filter(number=int(number)).first() if number.isdecimal() and len(number) < 9 else None
        if card is None or card.subject != subject:
            raise WrongLine(gettext("No card %(label)s hangs there.") % {"label": label})
        return card
    same = here.filter(medium=said.medium, **hung_on(subject))
    names = (said.device or said.device_words, *said.further)
    return next(
        (
            each
            for each in same
            if (each.device.code if each.device else each.device_words, *each.further) == names
        ),
        None,
    )
