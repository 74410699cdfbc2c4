"""The order that people look words up in: É beside E, small letters beside large ones; the same on every database.

Databases sort by bytes or as somebody once set them up. `Folded` is what they compare instead.
"""

from __future__ import annotations

import re
import unicodedata

from django.db.backends.signals import connection_created
from django.db.models import CharField, Func, Value
from django.db.models.functions import Lower

_FUNCTION = "folded"


def _base(letter: str) -> str:
    return unicodedata.normalize("NFKD", letter)[0]


# Letters of Latin-1 and Latin Extended-A whose accent can be taken off. Ligatures stand at their first letter.
_ACCENTED = "".join(
    letter for letter in map(chr, range(0xC0, 0x180)) if _base(letter).isascii() and _base(letter).isalpha()
)
_LIGATURES = dict(zip("ŒœÆæßØøĐđŁł", "OoAasOoDdLl", strict=True))
_FROM = _ACCENTED + "".join(_LIGATURES)
_TO = "".join(map(_base, _ACCENTED)) + "".join(_LIGATURES.values())
_PLAIN = dict(zip(_FROM, _TO, strict=True))
_MARKED = re.compile(f"[{_FROM}]")


def fold(text: str | None) -> str | None:
    """As a database compares it: "Échangeur" → "echangeur"."""
    if text is None or text.isascii():
        return text and text.lower()
    return _MARKED.sub(lambda letter: _PLAIN[letter[0]], text).lower()


class Folded(Func):
    """A text as it is put in order, to be annotated, sorted by and compared with."""

    function = _FUNCTION
    arity = 1
    output_field = CharField()

    def as_postgresql(self, compiler, connection, **extra):
        """By bytes, whatever collation the database was made with."""
        (text,) = self.source_expressions
        plain = Func(text, Value(_FROM), Value(_TO), function="TRANSLATE", output_field=CharField())
        sql, params = compiler.compile(Lower(plain))
        return f'({sql}) COLLATE "C"', params


def _teach(connection, **_kwargs) -> None:
    """SQLite knows no letters beyond ASCII."""
    if connection.vendor == "sqlite":
        connection.connection.create_function(_FUNCTION, 1, fold, deterministic=True)


connection_created.connect(_teach, dispatch_uid="assets.folding")
