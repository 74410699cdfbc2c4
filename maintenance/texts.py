"""How long what people write may be: long enough for any report, short enough that other systems take it whole."""

from __future__ import annotations

from django.utils.translation import gettext

MOST = 4000
"""Characters of a report, a note, a fault or a word to who reviews."""


class TooLong(Exception):
    """More than anybody reads. The message says how long it is and how long it may be."""


def checked(text: str) -> str:
    """As it is kept: without blanks around it, each end of a line one character, as a browser counts it.

    Raises TooLong.
    """
    said = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(said) > MOST:
        raise TooLong(
            gettext("This text is too long: %(length)d characters, at most %(most)d. Say the main thing.")
            % {"length": len(said), "most": MOST}
        )
    return said
