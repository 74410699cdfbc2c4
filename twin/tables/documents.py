"""Documents of a station."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Count, Exists, OuterRef, QuerySet, Value
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, gettext_lazy

from assets.models import Document, DocumentLink, Station
from twin import drawings, synoptics
from twin.tables.table import Column, Filter, Narrowed, Reader, Table, all_words_in
from twin.templatetags.twin import icon, paper, plain

MODEL_3D = Station.TwinMode.MODEL_3D


def _rows(reader: Reader) -> QuerySet[Document]:
    """`beside`: it opens beside the 3D, or the sheet; `has_pins_page`: a plan or photo of a station without 3D."""
    station = reader.station
    beside = Exists(synoptics.wanted(station).filter(pk=OuterRef("pk")).order_by())
    pins = Exists(drawings.of_station(station).filter(pk=OuterRef("pk")).order_by())
    rows = Document.objects.filter(station=station).select_related("station").annotate(beside=beside)
    return rows.annotate(has_pins_page=Value(False) if station.twin_mode == MODEL_3D else pins)


def _prepare(rows: Sequence[Document]) -> None:
    links = DocumentLink.objects.filter(document__in=rows).order_by()
    about = dict(links.values_list("document").annotate(n=Count("pk")))
    for document in rows:
        document.about_count = about.get(document.pk, 0)  # type: ignore[attr-defined]


def _page(document: Document) -> str | None:
    return reverse("document_page", args=[document.station.code, document.pk]) if document.path else None


def _file(document: Document) -> str | None:
    return paper(document.media_type) if document.path else None


def _shown_file(document: Document) -> SafeString | str:
    """Diagrams and plans open beside the 3D from here, plans and photos of a station without one on their page."""
    if document.has_pins_page:  # type: ignore[attr-defined]
        address = reverse("drawing", args=[document.station.code, document.pk])
        words = gettext("Look at it with its pins")
        return format_html('<a class="button" href="{}">{}{}</a>', address, icon("map-pin"), words)
    if document.beside:  # type: ignore[attr-defined]
        key = {"pk": document.pk, "station": document.station}
        return mark_safe(render_to_string("twin/synoptics/_key.html", key))  # noqa: S308 (our own template)
    missing = format_html('<span class="unknown-value">{}</span>', gettext("not received"))
    return _file(document) or missing


def _by_purpose(rows: QuerySet, _reader: Reader, value: str) -> Narrowed:
    return rows.filter(purpose=value), plain(value)


def _purposes(reader: Reader) -> list[tuple[str, str]]:
    known = _rows(reader).exclude(purpose="").order_by("purpose").values_list("purpose", flat=True)
    return [(each, plain(each)) for each in known.distinct()[:60]]


def _by_receipt(rows: QuerySet, _reader: Reader, value: str) -> Narrowed:
    if value == "no":
        return rows.filter(path=""), gettext("not received")
    return (rows.exclude(path=""), gettext("received")) if value == "yes" else None


TABLE = Table(
    name="documents",
    tab="documents",
    stem="documents",
    words=gettext_lazy("Documents"),
    icon="file-text",
    may=lambda reader: True,
    rows=_rows,
    prepare=_prepare,
    order=("name", "pk"),
    search=all_words_in("name", "identification", "purpose"),
    hint=gettext_lazy("Name or number…"),
    nothing=gettext_lazy("No document yet: they come with the models that name them."),
    columns=(
        Column("name", gettext_lazy("Name"), str, leads=_page, sort="name", spoken=True),
        Column(
            "number",
            gettext_lazy("Number"),
            lambda document: document.identification,
            sort="identification",
            code=True,
        ),
        Column("purpose", gettext_lazy("Purpose"), lambda document: plain(document.purpose), sort="purpose"),
        Column("edition", gettext_lazy("Edition"), lambda document: document.revision_label or None),
        Column("about", gettext_lazy("About"), lambda document: document.about_count, number=True),
        Column("file", gettext_lazy("File"), _file, shown=_shown_file),
    ),
    filters=(
        Filter("purpose", gettext_lazy("Purpose"), _by_purpose, _purposes),
        Filter(
            "received",
            gettext_lazy("File"),
            _by_receipt,
            lambda reader: [("yes", gettext("received")), ("no", gettext("not received"))],
        ),
    ),
)
