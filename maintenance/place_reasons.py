"""Why an order was placed where it is, kept in a column and said in the reader's language.

`placed_reason` holds `code|parameter|parameter`; what is not of that form is a sentence already.
"""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext, gettext_noop

_LONGEST = 500
_LONGEST_PARAMETER = 160


class Why(StrEnum):
    CODE = "code"
    FORMER_CODE = "former-code"
    CODE_IN_TEXT = "code-in-text"
    CODES_OF_ROOM = "codes-of-room"
    ROOM_CODE = "room-code"
    ALIAS = "alias"
    TITLE = "title"
    NAME = "name"
    SHARED_ROOM = "shared-room"
    ROOM = "room"
    STOREY = "storey"
    PERSON = "person"
    NOWHERE = "nowhere"
    SEVERAL = "several"
    SEVERAL_ROOMS = "several-rooms"
    ELSEWHERE = "elsewhere"
    NOTHING = "nothing"
    NEARLY = "nearly"
    WORDS = "words"
    IN_PLACE = "in-place"


_SENTENCES = {
    Why.CODE: gettext_noop("The other system gives its code: “%(first)s”."),
    Why.FORMER_CODE: gettext_noop("The other system gives a former code of it: “%(first)s”."),
    Why.CODE_IN_TEXT: gettext_noop("Its code stands in the text: %(first)s."),
    Why.CODES_OF_ROOM: gettext_noop("The codes %(first)s are all in %(second)s."),
    Why.ROOM_CODE: gettext_noop("“%(first)s” is the room %(second)s."),
    Why.ALIAS: gettext_noop("The other system calls it so: “%(first)s”."),
    Why.TITLE: gettext_noop("A person said so of an order with the same title: “%(first)s”."),
    Why.NAME: gettext_noop("Nothing else fits these words: “%(first)s”."),
    Why.SHARED_ROOM: gettext_noop("%(first)s pieces of equipment fit; all are in %(second)s."),
    Why.ROOM: gettext_noop("The text names %(first)s."),
    Why.STOREY: gettext_noop("The text names no room, but the level %(first)s."),
    Why.PERSON: gettext_noop("Said by a person."),
    Why.NOWHERE: gettext_noop("About nothing of this station, says a person."),
    Why.SEVERAL: gettext_noop("%(first)s pieces of equipment fit: a person must say which."),
    Why.SEVERAL_ROOMS: gettext_noop("Several rooms fit: a person must say which."),
    Why.ELSEWHERE: gettext_noop("It seems not to be about this station: “%(first)s”."),
    Why.NOTHING: gettext_noop("Nothing in the text leads to equipment or a room of this station."),
    Why.NEARLY: gettext_noop("Its code is nearly “%(first)s”."),
    Why.WORDS: gettext_noop("It fits the words “%(first)s”."),
    Why.IN_PLACE: gettext_noop("It fits the words “%(first)s”, in the place that is named."),
}


def because(why: Why, *parameters: str) -> str:
    """What the column holds."""
    said = [" ".join(one.replace("|", "/").split())[:_LONGEST_PARAMETER] for one in parameters]
    return "|".join([why, *said])[:_LONGEST]


def is_kept_so(reason: str) -> bool:
    """Was it written by `because`?"""
    return reason.split("|")[0] in _SENTENCES


def sentence(reason: str) -> str:
    """The reason in the language of the moment; empty for none."""
    code, *parameters = reason.split("|")
    if code not in _SENTENCES:
        return gettext(reason) if reason else ""
    first, second, *_ = [*parameters, "", ""]
    return gettext(_SENTENCES[Why(code)]) % {"first": first, "second": second}
