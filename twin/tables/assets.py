"""Equipment."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy

from assets.models import Asset, Location, System, Unit
from assets.search import normalise
from maintenance import freshness
from twin import lookup, wording
from twin.sheets.places import within
from twin.tables.table import Column, Filter, Narrowed, Reader, Table, number
from twin.templatetags.orders import freshness_words
from twin.templatetags.twin import ago, icon

# Public or technical as the model says; what it does not say is neither.
ACCESS = {"public": True, "technical": False, "unknown": None}


def _rows(reader: Reader) -> QuerySet[Asset]:
    live = Asset.objects.live().filter(station=reader.station)
    around = ("station", "location__parent", "type")
    heavy = ("properties", "search_text", "location__properties", "location__footprint", "type__properties")
    fitted = Unit.objects.filter(asset=OuterRef("pk"), removed_on=None)
    return (
        live.select_related(*around)
        .defer(*heavy, "location__parent__footprint", "location__parent__properties")
        .annotate(
            place_code=Coalesce("location__code", Value("")), serial=Subquery(fitted.values("serial")[:1])
        )
    )


def _prepare(rows: Sequence[Asset]) -> None:
    """How long ago somebody looked is known asset by asset, not to the database."""
    known = freshness.of_assets(rows)
    for asset in rows:
        found = known[asset.pk]
        followed = freshness.is_followed(asset.kind) or found.state != freshness.State.NEVER
        asset.fresh = found if followed else None  # type: ignore[attr-defined]


def _sheet(asset: Asset) -> str:
    return reverse("sheet", args=[asset.station.code, asset.code])


def _code(asset: Asset) -> SafeString:
    link = format_html('<a class="code" href="{}">{}</a>', _sheet(asset), asset.code)
    if asset.presence != Asset.Presence.TO_CONFIRM:
        return link
    words = gettext("to confirm on site")
    return format_html('{} <span class="state doing">{}{}</span>', link, icon("triangle-alert"), words)


def _fresh(asset) -> SafeString | str:
    if asset.fresh is None:
        return ""
    state = asset.fresh.state
    since = (
        format_html(' <span class="soft">{}</span>', ago(asset.fresh.verified_at))
        if asset.fresh.verified_at
        else ""
    )
    return format_html(
        '<span class="f-{}"><span class="swatch" aria-hidden="true"></span> {}</span>{}',
        state,
        freshness_words(state),
        since,
    )


def _place(asset: Asset) -> str:
    return lookup.place_words(asset.location) if asset.location else ""


def _shown_place(asset: Asset) -> str:
    return _place(asset) or format_html('<span class="unknown-value">{}</span>', gettext("not provided"))


def _by_kind(rows: QuerySet, _reader: Reader, value: str) -> Narrowed:
    return rows.filter(kind__in=wording.kinds_of_same_word(value)), wording.kind(value)


def by_place(rows: QuerySet, reader: Reader, value: str, through: str = "") -> Narrowed:
    """Of a place and of the rooms in it; `through`: what leads from a row to its equipment ("asset__")."""
    place = Location.objects.in_use().filter(station=reader.station, code=value).first()
    return (rows.filter(within(place, through)), place.label) if place else None


def _by_system(rows: QuerySet, reader: Reader, value: str) -> Narrowed:
    known = System.objects.in_use().filter(station=reader.station)
    system = known.filter(pk=pk).first() if (pk := number(value)) else None
    if system is None:
        return None
    return rows.filter(members_of(system)), system.long_name or system.name


def members_of(system: System) -> Q:
    """Its equipment: drawn as its members by a published model, or named so by a register."""
    published = {
        "matches__element__memberships__system": system,
        "matches__element__revision__state": "PUBLISHED",
    }
    drawn = Asset.objects.filter(**published).order_by()
    listed = Asset.objects.filter(registered_systems=system).order_by()
    return Q(pk__in=drawn.values("pk")) | Q(pk__in=listed.values("pk"))


def _by_presence(rows: QuerySet, _reader: Reader, value: str) -> Narrowed:
    if value != Asset.Presence.TO_CONFIRM:
        return None
    return rows.filter(presence=value), gettext("to confirm on site")


def _by_access(rows: QuerySet, _reader: Reader, value: str) -> Narrowed:
    if value not in ACCESS:
        return None
    return rows.filter(location__publicly_accessible=ACCESS[value]), access_words()[value]


def access_words() -> dict[str, str]:
    return {
        "technical": gettext("technical areas"),
        "public": gettext("public areas"),
        "unknown": gettext("access not provided"),
    }


def _by_freshness(rows: QuerySet, reader: Reader, value: str) -> Narrowed:
    if value not in set(freshness.State):
        return None
    known = freshness.of_station(reader.station)
    return rows.filter(pk__in=[pk for pk, found in known.items() if found.state == value]), freshness_words(
        value
    )


def kinds(reader: Reader) -> list[tuple[str, str]]:
    """By word; kinds that people call by one word are one."""
    live = Asset.objects.live().filter(station=reader.station)
    counted = live.order_by("kind").values_list("kind").annotate(n=Count("pk"))
    by_word: dict[str, tuple[str, int]] = {}
    for key, count in counted:
        first, before = by_word.get(wording.kind(key), (key, 0))
        by_word[wording.kind(key)] = (first, before + count)
    told = sorted(by_word.items(), key=lambda line: normalise(line[0]))
    return [(key, f"{word} ({count})") for word, (key, count) in told]


def storeys(reader: Reader) -> list[tuple[str, str]]:
    """From the highest down."""
    places = Location.objects.in_use().filter(station=reader.station, kind=Location.Kind.STOREY)
    return [(each.code, each.label) for each in places.order_by("-elevation", "name")]


def _systems(reader: Reader) -> list[tuple[str, str]]:
    known = System.objects.in_use().filter(station=reader.station)
    return [(str(each.pk), each.long_name or each.name) for each in known]


TABLE = Table(
    name="assets",
    tab="assets",
    stem="assets",
    words=gettext_lazy("Equipment"),
    icon="list",
    may=lambda reader: True,
    rows=_rows,
    prepare=_prepare,
    order=("code", "pk"),
    search=lambda reader, words: lookup.matching(reader.station, words),
    hint=gettext_lazy("Code, name, room…"),
    nothing=gettext_lazy("No equipment is registered yet. A data steward can bring a list or a model."),
    columns=(
        Column("code", gettext_lazy("Code"), lambda asset: asset.code, shown=_code, sort="code", code=True),
        Column("kind", gettext_lazy("Kind"), lambda asset: wording.kind(asset.kind)),
        Column("name", gettext_lazy("Name"), lambda asset: asset.name, sort="name", spoken=True),
        Column("place", gettext_lazy("Place"), _place, shown=_shown_place, sort="place_code"),
        Column("type", gettext_lazy("Type"), lambda asset: asset.type.name if asset.type else None),
        Column(
            "serial",
            gettext_lazy("Serial number"),
            lambda asset: asset.serial,
            on_page=False,
        ),
        Column(
            "fresh",
            gettext_lazy("Up to date?"),
            lambda asset: freshness_words(asset.fresh.state) if asset.fresh else None,
            shown=_fresh,
        ),
        Column(
            "verified",
            gettext_lazy("Last verified"),
            lambda asset: asset.fresh.verified_at if asset.fresh else None,
            on_page=False,
        ),
    ),
    filters=(
        Filter("kind", gettext_lazy("Kind"), _by_kind, kinds),
        Filter("place", gettext_lazy("Level"), by_place, storeys),
        Filter("system", gettext_lazy("Network"), _by_system, _systems),
        Filter("access", gettext_lazy("Access"), _by_access, lambda reader: [*access_words().items()]),
        Filter(
            "fresh",
            gettext_lazy("Up to date?"),
            _by_freshness,
            lambda reader: [(str(state), freshness_words(state)) for state in freshness.State],
        ),
        Filter("presence", gettext_lazy("Presence"), _by_presence),
    ),
)
