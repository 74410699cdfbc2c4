"""Where an order belongs: on which asset or place, by what, and why — in a sentence that is shown.

By the code the other system gives, by a name it is known under, by the equipment's name, by the room in the text.
Ambiguous is not a hit: what fits two things is left for a person, and her word is remembered as an alias.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_noop

from assets.ifc.codes import normalise
from assets.models import Asset, Location, Station
from maintenance.models import Placed, Source, SourceAlias


@dataclass(frozen=True)
class Placement:
    """`reason` is a sentence in the source language of the translations, said again in the reader's."""

    asset: Asset | None = None
    location: Location | None = None
    placed: str = Placed.NONE
    reason: str = ""


def place(
    station: Station, source: Source, *, equipment_code: str, title: str, description: str, place_text: str
) -> Placement:
    """Never raises for what the text says; reads the register and the aliases, writes nothing."""
    return _by_code(station, equipment_code) or _by_alias(station, source, equipment_code) or Placement()


def _by_code(station: Station, code: str) -> Placement | None:
    if not code.strip():
        return None
    named = list(Asset.objects.live().filter(station=station, code_key=normalise(code))[:2])
    return (
        Placement(named[0], None, Placed.CODE, gettext_noop("Its code is ours.")) if len(named) == 1 else None
    )


def _by_alias(station: Station, source: Source, code: str) -> Placement | None:
    known = SourceAlias.objects.filter(source=source, station=station, key=normalise(code)).first()
    if known is None or not code.strip():
        return None
    return Placement(known.asset, known.location, Placed.ALIAS, gettext_noop("The other system calls it so."))
