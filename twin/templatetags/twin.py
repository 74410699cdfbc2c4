"""Small words of the templates: icons, values with units, ages, kinds."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from assets.models import Document, Location, Station, System
from twin import (
    bundle,
    drawings,
    lookup,
    place_pictures,
    provisions,
    schematics,
    sentences,
    synoptics,
    wording,
)

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """One drawing of the sprite. It is decoration: the word beside it says what it means."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("twin/icons.svg"),
        name,
    )


@register.simple_tag
def viewer(*, scene: bool = True) -> SafeString:
    """The script of the 3D, and whatever it will ask for; without a scene that of drawings alone."""
    return bundle.tags(settings.STATIC_URL, scene=scene)


@register.simple_tag
def viewer_module(name: str) -> str:
    """The address of a script that a page imports when it is wanted; empty before the first build."""
    try:
        return bundle.address(settings.STATIC_URL, name)
    except FileNotFoundError:
        return ""


@register.simple_tag(takes_context=True)
def offline(context: template.Context) -> str:
    """What the script of every page is told, as JSON: where the worker is, and what it takes along from here."""
    station = context.get("station") or getattr(context.get("order"), "station", None)
    return json.dumps(provisions.told(context.get("user"), station))


@register.filter
def quoted(words: str) -> str:
    """In the marks of the reader's language."""
    return wording.quoted(words)


@register.filter
def kind(key: str) -> str:
    """The plain word for a kind of equipment."""
    return wording.kind(key)


@register.simple_tag
def value(content: Any, unit: str | None = None) -> SafeString | str:
    """A value as people read it, with its unit; what nobody knows says so."""
    if content is None or content == "":
        return format_html('<span class="unknown-value">{}</span>', gettext("not provided"))
    said, unit = wording.as_said(content, unit)
    words = wording.value(said)
    return format_html("{} {}", words, unit) if unit else words


@register.filter
def ago(moment: datetime | None) -> SafeString | str:
    """« il y a 3 jours », with the exact date behind it."""
    if moment is None:
        return ""
    exact = date_format(timezone.localtime(moment), "DATETIME_FORMAT")
    return format_html(
        '<time datetime="{}" title="{}" data-age>{}</time>', moment.isoformat(), exact, _age(moment)
    )


def _age(moment: datetime) -> str:
    seconds = (timezone.now() - moment).total_seconds()
    if seconds < 60:
        return gettext("just now")
    if seconds < 3600:
        minutes = int(seconds // 60)
        return ngettext("%(count)d minute ago", "%(count)d minutes ago", minutes) % {"count": minutes}
    if seconds < 86_400:
        hours = int(seconds // 3600)
        return ngettext("%(count)d hour ago", "%(count)d hours ago", hours) % {"count": hours}
    if seconds < 30 * 86_400:
        days = int(seconds // 86_400)
        return ngettext("%(count)d day ago", "%(count)d days ago", days) % {"count": days}
    return wording.long_day(timezone.localdate(moment))


@register.filter
def long_day(moment: date | datetime) -> str:
    """The day in full, of the reader's clock."""
    return wording.long_day(timezone.localdate(moment) if isinstance(moment, datetime) else moment)


@register.filter
def size(count: int | None) -> str:
    """Bytes as people say them."""
    amount, units = float(count or 0), [gettext("bytes"), gettext("kB"), gettext("MB"), gettext("GB")]
    while amount >= 1000 and len(units) > 1:
        amount, units = amount / 1000, units[1:]
    return f"{number_format(amount, 0 if amount >= 10 or amount == int(amount) else 1)} {units[0]}"


@register.simple_tag(takes_context=True)
def address_with(context: template.Context, **changes: str | None) -> str:
    """The page's own address with some of its questions changed (None takes one away); paging starts again."""
    query = context["request"].GET.copy()
    for paging in ("cursor", "page"):
        query.pop(paging, None)
    for name, content in changes.items():
        query.pop(name, None)
        if content not in (None, ""):
            query[name] = content
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def without(context: template.Context, name: str) -> str:
    """The page's own address with one of its questions taken away."""
    return address_with(context, **{name: None})


@register.filter
def level_words(level: str | None) -> str:
    """How much of a station's equipment was seen on site within three years."""
    return wording.verified_share(level)


@register.simple_tag
def plan_of(sheet: Any) -> drawings.Marking | None:
    """The plan or photo that marks what the sheet is about, and where."""
    return drawings.marking(sheet.asset) if getattr(sheet, "asset", None) else None


@register.simple_tag
def drawing_address(station: Station, pk: int) -> str:
    """Where a drawing opens: beside the 3D, or with the sheet at its side where there is none."""
    if station.twin_mode == Station.TwinMode.MODEL_3D:
        return f"{reverse('station', args=[station.code])}?beside={pk}"
    return reverse("synoptic", args=[station.code, pk])


@register.simple_tag
def schematic_address(station: Station, system: System, code: str = "") -> str:
    """Where a system drawn from its connections opens, as a drawing does; `code`: what is to be shown on it."""
    asked = {"select": code} if code else {}
    if station.twin_mode == Station.TwinMode.MODEL_3D:
        asked = {"beside": schematics.key_of(system)} | asked
        return f"{reverse('station', args=[station.code])}?{urlencode(asked)}"
    address = reverse("schematic", args=[station.code, system.pk])
    return f"{address}?{urlencode(asked)}" if asked else address


@register.filter
def schematic_key(system: System) -> str:
    return schematics.key_of(system)


@register.filter
def drawing_title(drawing: Document) -> str:
    return drawings.title(drawing)


@register.inclusion_tag("twin/sheet/_picture.html")
def place_picture(sheet: Any) -> dict[str, Any]:
    """The small plan of where it is; nothing where no outline is known."""
    return {"picture": place_pictures.draw(getattr(sheet, "around", None))}


@register.simple_tag
def metres(length: float) -> str:
    """To the decimetre: nobody reaches up with a ruler."""
    return f"{wording.value(round(length, 1))}\N{NO-BREAK SPACE}m"


@register.filter
def place(location: Location) -> str:
    """Storey and room in one line."""
    return lookup.place_words(location)


@register.filter
def said(sentence: str) -> str:
    """A sentence that was kept in English, in the reader's language."""
    return sentences.said(sentence)


@register.filter
def is_drawn(document: Document) -> bool:
    """Can it be shown beside the 3D?"""
    return synoptics.is_drawing(document)


@register.filter
def paper(media_type: str) -> str:
    """The plain word for a kind of file."""
    words = {"application/pdf": "PDF", "image/svg+xml": gettext("drawing"), "text/plain": gettext("text")}
    if media_type.startswith("image/") and media_type not in words:
        return gettext("picture")
    return words.get(media_type, gettext("file"))


@register.filter
def person(user: Any) -> str:
    """Her name; an account that is called after its role, in the reader's words; nothing for nobody known."""
    return wording.person(user) if user else ""


@register.filter
def plain(constant: str) -> str:
    """What a document is for, in the reader's words when they are known: "FICHE_TECHNIQUE" is a data sheet.

    Anything else as people write it; short capitals stay, they are initials.
    """
    if words := wording.purpose(constant):
        return words
    if not constant.isupper() or len(constant) <= 4:
        return constant
    return constant.replace("_", " ").capitalize()
