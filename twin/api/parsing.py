"""JSON as callers send it: what no database keeps and no answer can repeat is refused before anything reads it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import IO, Any

from django.utils.translation import gettext
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

_HALF = re.compile(r"[\ud800-\udfff]")


class ReadableJSONParser(JSONParser):
    """400 for half a character (`"\\ud800"`), and for what is nested deeper than anybody can mean."""

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        try:
            read = super().parse(stream, media_type, parser_context)
            readable = all(_HALF.search(text) is None for text in _texts(read))
        except RecursionError:
            raise ParseError(gettext("This JSON is nested too deeply.")) from None
        if not readable:
            raise ParseError(gettext("A text in this JSON holds half a character (a lone surrogate)."))
        return read


def _texts(read: Any) -> Any:
    """Every text in it, keys included."""
    if isinstance(read, str):
        yield read
    elif isinstance(read, dict):
        for key, value in read.items():
            yield key
            yield from _texts(value)
    elif isinstance(read, list):
        for value in read:
            yield from _texts(value)
