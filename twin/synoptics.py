"""Synoptics and other drawings as they are shown beside the 3D: what they show, and what a steward has to settle."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext

from assets import hotspots, permissions
from assets.drawings import pages
from assets.hotspots import Box
from assets.models import Asset, Document, Hotspot, Station, SystemMember
from assets.permissions import Verb
from twin import drawings, lookup, wording

Standing = Hotspot.Standing
FEWEST = 3  # hotspots on a system's equipment that make a drawing one of the system
PURPOSES = ("SYNOPTIQUE", "PLAN", "SCHEMA", "PHOTO")


@dataclass(frozen=True)
class Line:
    """A drawing in the list. `to_settle`: what waits for a steward on it, 0 for anybody else."""

    document: Document
    title: str
    about: str
    hotspots: int
    to_settle: int = 0


@dataclass(frozen=True)
class Unsettled:
    """A hotspot that needs a steward: why, and what she can do."""

    hotspot: Hotspot
    why: str
    what_to_do: str


def shown(station: Station) -> QuerySet[Document]:
    """What can be opened beside the 3D: every file that a browser draws."""
    return Document.objects.filter(station=station, media_type__in=pages.DRAWN).exclude(path="")


def is_drawing(document: Document) -> bool:
    return bool(document.path) and document.media_type in pages.DRAWN


def wanted(station: Station) -> QuerySet[Document]:
    """Drawings with hotspots, diagrams and plans."""
    marked = Exists(Hotspot.objects.filter(document=OuterRef("pk")))
    return shown(station).filter(Q(marked) | Q(media_type=pages.SVG) | Q(purpose__in=PURPOSES))


def listed(station: Station, user) -> list[Line]:
    """Those with most hotspots first."""
    rows = wanted(station).annotate(total=Count("hotspots"))
    found = sorted(rows, key=lambda each: (-each.total, drawings.title(each)))
    to_settle = _to_settle(station, found) if permissions.may(user, Verb.DRAW, station) else Counter()
    systems = systems_of(found)
    return [
        Line(
            each, drawings.title(each), about(each, systems.get(each.pk, ())), each.total, to_settle[each.pk]
        )
        for each in found
    ]


def codes_on(station: Station, lines: Iterable[Line]) -> dict[int, list[str]]:
    """{id of a drawing: the codes of the equipment that is marked on it}."""
    live = Asset.objects.live().filter(station=station)
    marks = Hotspot.objects.filter(document__in=[line.document.pk for line in lines])
    marks = marks.exclude(standing=Standing.LOST).order_by("pk")
    named = marks.filter(Exists(live.filter(code=OuterRef("code")))).values_list("document", "code")
    tied = marks.filter(Exists(live.filter(pk=OuterRef("asset")))).values_list("document", "asset__code")
    found: dict[int, dict[str, None]] = {}
    for document, code in (*tied, *named):
        found.setdefault(document, {})[code] = None
    return {document: list(codes) for document, codes in found.items()}


def others(station: Station, lines: Iterable[Line]) -> list[Document]:
    """What else can be opened: papers without a hotspot."""
    return list(
        shown(station).exclude(pk__in=[line.document.pk for line in lines]).order_by("name", "pk")[:200]
    )


def about(document: Document, systems: Iterable[str] = ()) -> str:
    """ "Diagram · revision B · cold water"."""
    purpose = wording.purpose(document.purpose) if document.purpose else ""
    edition = (
        gettext("revision %(label)s") % {"label": document.revision_label} if document.revision_label else ""
    )
    return " · ".join(part for part in (purpose, edition, ", ".join(systems)) if part)


def systems_of(documents: Iterable[Document]) -> dict[int, list[str]]:
    """{id of a drawing: names of the systems whose equipment it marks}; a synoptic is a system drawn flat."""
    found: dict[int, list[str]] = {}
    for document, _, name in _members([each.pk for each in documents]):
        found.setdefault(document, []).append(name)
    return found


def of_systems(station: Station) -> dict[int, Document]:
    """{id of a system: the drawing that marks most of its equipment}."""
    documents = {each.pk: each for each in shown(station).filter(hotspots__isnull=False).distinct()}
    found: dict[int, Document] = {}
    for document, system, _ in _members(documents):
        found.setdefault(system, documents[document])
    return found


def _members(documents: Iterable[int]) -> Iterator[tuple[int, int, str]]:
    """(drawing, system, its name), the drawing that marks most of a system first; and what is hung on it by name."""
    marked = "element__match__asset__hotspots__document"
    rows = (
        SystemMember.objects.filter(
            element__revision__state="PUBLISHED", **{f"{marked}__in": list(documents)}
        )
        .values_list(marked, "system", "system__name", "system__long_name")
        .annotate(total=Count("element__match__asset", distinct=True))
        .order_by("-total", "system__name")
    )
    for document, system, name, long_name, total in rows:
        if total >= FEWEST:
            yield document, system, long_name or name


def with_asset(asset: Asset) -> QuerySet[Document]:
    """The drawings on which it is a hotspot."""
    here = Hotspot.objects.filter(document=OuterRef("pk")).exclude(standing=Standing.LOST)
    on_it = here.filter(Q(asset=asset) | Q(code=asset.code))
    return shown(asset.station).filter(Exists(on_it))


def unsettled(document: Document) -> list[Unsettled]:
    """What does not resolve, and what has to be looked at in the newest edition."""
    rows = list(document.hotspots.all())
    known = hotspots.resolved(rows, document.station)
    return [Unsettled(each, *words) for each in rows if (words := _words(each, known.get(each.pk)))]


def _words(hotspot: Hotspot, asset: Asset | None) -> tuple[str, str] | None:
    if hotspot.standing == Standing.LOST:
        again = gettext("Place it again where it stands now, or remove it.")
        return str(Hotspot.Why(hotspot.why).label) if hotspot.why else str(Standing.LOST.label), again
    if asset is None:
        gone, unknown = (
            gettext("this equipment is no longer in the station"),
            gettext("nothing here has this code"),
        )
        why = gone if hotspot.asset_id else unknown
        return why, gettext("Choose the equipment that it stands for, or remove it.")
    if hotspot.standing == Standing.KEPT:
        return str(Standing.KEPT.label), gettext(
            "Look whether it still stands on its equipment, then confirm."
        )
    if hotspot.standing == Standing.PROPOSED:
        return str(Standing.PROPOSED.label), gettext("Look whether it stands on its equipment, then confirm.")
    return None


def _to_settle(station: Station, documents: list[Document]) -> Counter[int]:
    rows = list(Hotspot.objects.filter(document__in=documents))
    known = hotspots.resolved(rows, station)
    return Counter(each.document_id for each in rows if _words(each, known.get(each.pk)))


def waiting(station: Station | OuterRef) -> QuerySet[Hotspot]:
    """The hotspots of the station (or of an outer question's stations) that wait for a steward, as `unsettled` says."""
    live = Asset.objects.live().filter(station=OuterRef("document__station"))
    there = Exists(live.filter(pk=OuterRef("asset"))) | Exists(live.filter(code=OuterRef("code")))
    drawn = Hotspot.objects.filter(document__station=station, document__media_type__in=pages.DRAWN)
    return drawn.exclude(document__path="").filter(~Q(standing=Standing.PLACED) | ~Q(there))


def opened(document: Document, user) -> dict[str, Any]:
    """All that the page needs to show it, in the reader's language; what is to settle for a steward alone."""
    if hotspots.waits(document):  # whatever brought the new edition could not look for them
        hotspots.carry_over(document)
    rows = list(document.hotspots.all())
    known = hotspots.resolved(rows, document.station)
    steward = permissions.may(user, Verb.DRAW, document.station)
    proposing = not steward and permissions.may(user, Verb.PROPOSE_PINS, document.station)
    own = hotspots.proposed_by(user, document) if proposing else set()
    return {
        "id": str(document.pk),
        "title": drawings.title(document),
        "about": about(document, systems_of([document]).get(document.pk, ())),
        "media_type": document.media_type,
        "url": file_of(document),
        "edition": hotspots.edition_of(document),
        "hotspots": [
            _place(each) | _named(known[each.pk]) | {"hers": steward or each.pk in own}
            for each in rows
            if each.pk in known and each.standing != Standing.LOST
        ],
        "may_draw": steward,
        "may_propose": proposing,
        "unsettled": [_unsettled(each, known) for each in unsettled(document)] if steward else [],
        "proposals": [_proposed(each) for each in hotspots.proposals(document)] if steward else [],
    }


def file_of(document: Document) -> str:
    """Another address for each edition."""
    return f"{reverse('document', args=[document.pk])}?v={hotspots.edition_of(document)}"


def _place(hotspot: Hotspot) -> dict[str, Any]:
    return {"id": str(hotspot.pk), "standing": hotspot.standing} | hotspots.box_of(hotspot).columns()


def _named(asset: Asset) -> dict[str, str]:
    words = lookup.kind_and_name(wording.kind(asset.kind), asset.name)
    return {"code": asset.code, "words": words, "place": lookup.place_words(asset.location)}


def _unsettled(each: Unsettled, known: dict[int, Asset]) -> dict[str, Any]:
    hotspot = each.hotspot
    resolves = hotspot.pk in known
    return _place(hotspot) | {
        "code": hotspot.code, "resolves": resolves, "why": each.why, "what_to_do": each.what_to_do
    }  # fmt: skip


def _proposed(each: hotspots.Proposal) -> dict[str, Any]:
    box: Box = each.box
    return {"mark": each.mark} | box.columns() | _named(each.asset)


def candidates(station: Station, question: str) -> list[dict[str, str]]:
    """Equipment that answers to what a steward types, for a hotspot."""
    hits = [hit for hit in lookup.find(station, question, most=30) if hit.is_subject]
    live = Asset.objects.live().filter(station=station, code__in=[hit.code for hit in hits])
    codes = set(live.values_list("code", flat=True))
    return [{"code": hit.code, "words": hit.words, "place": hit.place} for hit in hits if hit.code in codes][
        :8
    ]
