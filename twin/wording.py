"""The words of the screens: kinds, families, values and places in the reader's language. No IFC name passes here."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext, gettext_lazy, gettext_noop, ngettext, pgettext

from assets import kinds
from assets.ifc import families, measures
from assets.models import Location, Membership, System
from assets.search import normalise

_CAMEL = re.compile(r"(?<=[a-zà-ÿ0-9])(?=[A-Z])")
_TECHNICAL = re.compile(r"\bifc|\bguid\b|globalid", re.IGNORECASE)
_DATE = re.compile(r"\d{4}-\d\d-\d\d(T00:00:00)?")
_DURATION = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?:(\d+)H)?)?")
_LONG_NUMBER = 4


def language() -> str:
    """The reader's language as two letters."""
    return (get_language() or "fr")[:2]


def kind(key: str) -> str:
    """The plain word; an unknown key is just an object."""
    known = kinds.by_key()
    return (known.get(key) or known[kinds.FALLBACK]).label(language())


def quoted(words: str) -> str:
    """In the marks of the reader's language."""
    return gettext("“%(words)s”") % {"words": words}


def kind_words() -> list[str]:
    """Every plain word for a kind, in order."""
    return sorted({each.label(language()) for each in kinds.by_key().values()}, key=normalise)


def kinds_of_same_word(key: str) -> list[str]:
    """The keys of all kinds that people call by the word of this one, itself first."""
    said = kind(key)
    return [key, *(each for each in kinds.by_key() if each != key and kind(each) == said)]


def kinds_like(question: str) -> list[str]:
    """The keys of the kinds whose word, in either language, holds what was typed."""
    asked = normalise(question)
    return [key for key, text in _kind_words() if asked and asked in text]


@cache
def _kind_words() -> tuple[tuple[str, str], ...]:
    return tuple((each.key, f"{normalise(each.fr)} {normalise(each.en)}") for each in kinds.by_key().values())


def family(key: str) -> str:
    return _family(key).label(language())


def colour(key: str) -> str:
    return _family(key).colour


def _family(key: str) -> families.Family:
    return families.FAMILIES.get(key, families.FAMILIES[families.UNKNOWN])


def system(system: System) -> str:
    """What a network is called."""
    return system.long_name or system.name or gettext("network without a name")


def value(content: Any) -> str:
    """A property's value: yes and no in words, numbers in the language's way, lists with commas."""
    if isinstance(content, bool):
        return gettext("yes") if content else gettext("no")
    if isinstance(content, int):
        return number_format(content, 0, force_grouping=abs(content) >= 10**_LONG_NUMBER)
    if isinstance(content, float):
        return _number(content)
    if isinstance(content, date):
        return long_day(content)
    if isinstance(content, list | tuple):
        return ", ".join(value(part) for part in content)
    if isinstance(content, dict):
        return _bounds(content)
    return _moment(content) or _duration(content) or content if isinstance(content, str) else str(content)


def long_day(day: date) -> str:
    """ "12 mars 2024", "1er janvier 2024": in French the first day of a month is an ordinal."""
    said = date_format(day, "DATE_FORMAT")
    return f"1er{said[1:]}" if day.day == 1 and language() == "fr" and said.startswith("1 ") else said


def _bounds(content: dict[str, Any]) -> str:
    """{"lower": 10, "upper": 20} → "10 – 20"; anything else as its pairs."""
    if set(content) <= {"lower", "upper", "set_point"}:
        known = {key: value(part) for key, part in content.items() if part is not None}
        ends = [known[key] for key in ("lower", "upper") if key in known]
        return " – ".join(ends) or known.get("set_point", "")
    return ", ".join(f"{value(key)}: {value(part)}" for key, part in content.items())


def _moment(content: str) -> str | None:
    """A date as files write it, in the reader's way."""
    if not _DATE.fullmatch(content):
        return None
    try:
        return long_day(date.fromisoformat(content[:10]))
    except ValueError:
        return None


def _duration(content: str) -> str | None:
    """ "P2Y" → "2 years"."""
    match = _DURATION.fullmatch(content)
    if match is None or not any(match.groups()):
        return None
    years, months, days, hours = (int(part or 0) for part in match.groups())
    parts = [
        (years, ngettext("%(count)d year", "%(count)d years", years)),
        (months, ngettext("%(count)d month", "%(count)d months", months)),
        (days, ngettext("%(count)d day", "%(count)d days", days)),
        (hours, ngettext("%(count)d hour", "%(count)d hours", hours)),
    ]
    return " ".join(words % {"count": count} for count, words in parts if count) or None


def _number(content: float) -> str:
    text = f"{content:.4g}" if abs(content) < 1000 else f"{content:.0f}"
    if "e" in text:
        return text
    decimals = len(text.partition(".")[2])
    return number_format(float(text), decimals, force_grouping=abs(content) >= 10**_LONG_NUMBER)


# Unit of the model, from which size on, and the unit people say. Largest first.
_SCALES: dict[str, tuple[tuple[float, str], ...]] = {
    "Pa": ((1e4, "bar"), (1e3, "kPa")),
    "W": ((1e6, "MW"), (1e3, "kW")),
    "V": ((1e3, "kV"),),
    "m": ((1.0, "m"), (0.0, "mm")),
    "m³/s": ((0.0, "m³/h"),),
    "1/s": ((0.0, gettext_noop("rpm")),),
}
_COLDEST = 150.0  # kelvins below this are a difference, not a temperature of anything in a station


def as_said(content: Any, unit: str | None) -> tuple[Any, str | None]:
    """The value in the unit people say it in: 1 000 000 Pa is 10 bar, a pipe of 0,08 m is one of 80 mm."""
    if isinstance(content, bool) or not isinstance(content, int | float):
        return content, unit
    if unit == "K" and content > _COLDEST:
        return round(measures.convert(content, "K", "°C"), 2), "°C"
    for least, said in _SCALES.get(unit or "", ()):
        if content and abs(content) >= least:
            return float(f"{measures.convert(content, unit or '', said):.6g}"), gettext(said)
    return content, unit


def set_name(name: str) -> str:
    """ "Pset_PumpTypeCommon" → "Pump type common"."""
    bare = re.sub(r"^(Pset|Qto|PSet|BaseQuantities)_", "", name)
    return readable(bare) or gettext("Other characteristics")


def readable(name: str) -> str:
    """ "NominalFlowRate" → "Nominal flow rate"; what people wrote themselves stays as it is."""
    if " " in name or not _CAMEL.search(name):
        return name
    parts = _CAMEL.sub(" ", name).replace("_", " ").split()
    return " ".join([parts[0], *(part if part.isupper() else part.lower() for part in parts[1:])])


def technical(words: Iterable[Any]) -> bool:
    """Does it speak of the file format rather than of the station? Agents' pages leave such lines out."""
    return any(isinstance(word, str) and _TECHNICAL.search(word) for word in words)


def storey_short(location: Location) -> str:
    """A storey as on a lift's button: the number of its name, else its first letters."""
    name = location.name or location.code
    short = re.search(r"(?i)(?<![\w+-])([RNSL]\s?[+-]?\s?\d{1,2}|[+-]?\d{1,2}|RDC|SS\d?)\b", name)
    return (short[1].replace(" ", "") if short else name[:4]).upper()


def act(verb: str, subject: str, name: str) -> str:
    """What was done, and to what: "Model published: CVC P01"."""
    words = str(_ACTS.get((verb, subject), verb.capitalize()))
    return gettext("%(act)s: %(name)s") % {"act": words, "name": name} if name else words


_ACTS: dict[tuple[str, str], Any] = {
    ("received", "revision"): gettext_lazy("Model received"),
    ("published", "revision"): gettext_lazy("Model published"),
    ("published_alone", "revision"): gettext_lazy(
        "Published by the person who brought it, the only steward here"
    ),
    ("written back", "revision"): gettext_lazy("Declared values written into the model"),
    ("set aside", "revision"): gettext_lazy("Model set aside"),
    ("waits again", "revision"): gettext_lazy("Declared values that the model no longer holds wait again"),
    ("removed", "revision"): gettext_lazy("Refused file taken off the list"),
    ("created", "station"): gettext_lazy("Station created"),
    ("declaration opened", "declaration"): gettext_lazy("Declaration begun"),
    ("declaration submitted", "declaration"): gettext_lazy("Declaration sent"),
    ("declaration checks_failed", "declaration"): gettext_lazy("Declaration to be completed"),
    ("declaration in_review", "declaration"): gettext_lazy("Declaration in review"),
    ("declaration changes_requested", "declaration"): gettext_lazy("Declaration sent back"),
    ("declaration conflict", "declaration"): gettext_lazy("Declaration in conflict"),
    ("declaration rejected", "declaration"): gettext_lazy("Declaration refused"),
    ("declaration approved", "declaration"): gettext_lazy("Declaration approved"),
    ("declaration applied", "declaration"): gettext_lazy("Declaration in the register"),
    ("declaration released", "declaration"): gettext_lazy("Declaration in the model"),
    ("declaration withdrawn", "declaration"): gettext_lazy("Declaration withdrawn"),
    ("change approved", "change"): gettext_lazy("Value approved"),
    ("change seconded", "change"): gettext_lazy("Value confirmed by a second person"),
    ("change refused", "change"): gettext_lazy("Value refused"),
    ("words taken back", "change"): gettext_lazy("Verdicts on a value taken back"),
    ("connection confirmed", "connectionproposal"): gettext_lazy("Connection confirmed"),
    ("connection refused", "connectionproposal"): gettext_lazy("Connection refused"),
    ("connections mended", "station"): gettext_lazy("Connections put right by a model"),
    ("connection reopened", "connectionproposal"): gettext_lazy("Connection to decide again"),
    ("isolation card verified", "isolationcard"): gettext_lazy("Isolation card verified"),
    ("isolation card revised", "isolationcard"): gettext_lazy("Isolation card revised"),
    ("isolation card withdrawn", "isolationcard"): gettext_lazy("Isolation card withdrawn"),
    ("item moved away", "asset"): gettext_lazy("Item moved to another place"),
    ("state said", "asset"): gettext_lazy("State said on site"),
    ("became asset", "asset"): gettext_lazy("Became equipment"),
    ("to confirm", "asset"): gettext_lazy("No longer drawn, to confirm on site"),
    ("register taken in", "station"): gettext_lazy("Register taken in"),
    ("positioned", "station"): gettext_lazy("Position of the station given"),
    ("located", "workorder"): gettext_lazy("Order located by a person"),
    ("located anew", "workorder"): gettext_lazy("Order located on looking again"),
    ("located as another", "workorder"): gettext_lazy("Order located as another one"),
    ("location taken back", "workorder"): gettext_lazy("Location of an order taken back"),
    ("forgotten", "sourcealias"): gettext_lazy("Word of the other system forgotten"),
    ("recorded", "hazard"): gettext_lazy("Danger written down"),
    ("withdrawn", "hazard"): gettext_lazy("Danger taken off"),
    ("recorded", "access"): gettext_lazy("Way in written down"),
    ("withdrawn", "access"): gettext_lazy("Way in taken off"),
    ("recorded", "responsibleparty"): gettext_lazy("Responsible party written down"),
    ("withdrawn", "responsibleparty"): gettext_lazy("Responsible party taken off"),
    ("surveyed", "station"): gettext_lazy("Survey written down"),
    ("placed", "hotspot"): gettext_lazy("Spot of a drawing placed"),
    ("moved", "hotspot"): gettext_lazy("Spot of a drawing changed"),
    ("removed", "hotspot"): gettext_lazy("Spot of a drawing removed"),
    ("restored", "hotspot"): gettext_lazy("Spot of a drawing brought back"),
    ("confirmed", "hotspot"): gettext_lazy("Spot of a drawing confirmed in its new edition"),
    ("marked", "document"): gettext_lazy("Spots that a drawing marks itself"),
    ("carried over", "document"): gettext_lazy("Spots carried over to the new edition of a drawing"),
    ("received", "document"): gettext_lazy("Drawing received"),
    ("removed", "document"): gettext_lazy("Drawing removed"),
    ("invited", "dossier"): gettext_lazy("Firm invited"),
    ("renewed", "dossier"): gettext_lazy("Link of a firm renewed"),
    ("revoked", "dossier"): gettext_lazy("Link of a firm withdrawn"),
    ("made", "accesstoken"): gettext_lazy("Key of a firm's software made"),
    ("revoked", "accesstoken"): gettext_lazy("Key of a firm's software withdrawn"),
    ("acknowledged", "workorder"): gettext_lazy("Safety instructions read"),
    ("started", "workorder"): gettext_lazy("Work started"),
    ("waits", "workorder"): gettext_lazy("Work waits"),
    ("done", "workorder"): gettext_lazy("Work done"),
    ("reported", "workorder"): gettext_lazy("Report on a work order"),
    ("reported", "request"): gettext_lazy("Fault reported"),
    ("noted", "note"): gettext_lazy("Note left"),
    ("settled", "note"): gettext_lazy("Note settled"),
    ("ordered", "workorder"): gettext_lazy("Work order received"),
    ("status", "workorder"): gettext_lazy("Work order changed its state"),
    ("gone", "workorder"): gettext_lazy("Work order no longer in its source"),
    ("refused", "outboxmessage"): gettext_lazy("Refused by the other system"),
    ("sent again", "outboxmessage"): gettext_lazy("Sent again to the other system"),
    ("read again", "deadletter"): gettext_lazy("Record of the other system read again"),
    ("dismissed", "deadletter"): gettext_lazy("Record of the other system set aside"),
}


def person(user: Any) -> str:
    """Full name, else the account's; one that is called after its role (as in the demo) by the role's words.

    "" for nobody.
    """
    if user is None:
        return ""
    account = user.get_username()
    named = capfirst(str(Membership.Role(account).label)) if account in Membership.Role.values else account
    return user.get_full_name() or named


def verified_share(level: str | None) -> str:
    """How much of a station's equipment was seen on site within three years (`maintenance.station_freshness`)."""
    words = {
        "mostly": gettext("mostly verified"),
        "partly": gettext("partly verified"),
        "little": gettext("hardly verified"),
        "never": pgettext("station", "never verified"),
    }
    return words.get(level or "", gettext("nothing registered"))


def purpose(constant: str) -> str:
    """What a document is for; "" where the file says it in words of its own."""
    words = _PURPOSES.get(constant)
    return capfirst(pgettext("document", words)) if words else ""


_PURPOSES = {
    "NOTICE": "manual",
    "RAPPORT": "inspection report",
    "CERTIFICAT": "certificate",
    "FICHE_TECHNIQUE": "data sheet",
    "SYNOPTIQUE": "diagram",
    "PLAN": "plan",
    "PHOTO": "photo",
    "DOE": "as-built file",
}
