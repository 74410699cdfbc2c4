"""What the published models do not meet."""

from __future__ import annotations

from django.db.models import Case, F, IntegerField, QuerySet, Value, When
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from assets import permissions
from assets.models import Finding, Revision
from assets.permissions import Verb
from twin import sentences
from twin.tables.table import Column, Filter, Narrowed, Reader, Table, all_words_in

SEVERITIES = ("error", "warning", "info")


def _rows(reader: Reader) -> QuerySet[Finding]:
    published = Revision.State.PUBLISHED
    found = Finding.objects.filter(revision__station=reader.station, revision__state=published)
    rank = Case(
        *(When(severity=each, then=place) for place, each in enumerate(SEVERITIES)),
        default=Value(len(SEVERITIES)),
        output_field=IntegerField(),
    )
    return found.select_related("revision__station").annotate(rank=rank, discipline=F("revision__discipline"))


def severity_words() -> dict[str, str]:
    return {"error": gettext("to correct"), "warning": gettext("to check"), "info": gettext("to know")}


def _by_severity(rows: QuerySet, _reader: Reader, value: str) -> Narrowed:
    if value not in SEVERITIES:
        return None
    return rows.filter(severity=value), severity_words()[value]


def _by_discipline(rows: QuerySet, _reader: Reader, value: str) -> Narrowed:
    return rows.filter(revision__discipline=value), value


def _disciplines(reader: Reader) -> list[tuple[str, str]]:
    published = Revision.objects.filter(station=reader.station, state=Revision.State.PUBLISHED)
    return [(each, each) for each in published.order_by("discipline").values_list("discipline", flat=True)]


TABLE = Table(
    name="findings",
    tab="revisions",
    words=gettext_lazy("Findings"),
    icon="triangle-alert",
    may=lambda reader: permissions.may(reader.user, Verb.IMPORT, reader.station),
    rows=_rows,
    order=("rank", "pk"),
    search=all_words_in("message", "code", "entity"),
    hint=gettext_lazy("Words of the finding…"),
    nothing=gettext_lazy("Nothing was found in the published models."),
    columns=(
        Column(
            "severity",
            gettext_lazy("Weight"),
            lambda finding: severity_words().get(finding.severity, finding.severity),
            sort="rank",
            style="short",
        ),
        Column(
            "revision",
            gettext_lazy("Discipline"),
            lambda finding: f"{finding.revision.discipline} {finding.revision.label}",
            leads=lambda finding: reverse(
                "revision", args=[finding.revision.station.code, finding.revision_id]
            ),
            code=True,
            sort="discipline",
        ),
        Column(
            "message", gettext_lazy("Finding"), lambda finding: sentences.said(finding.message, finding.code)
        ),
        Column("entity", gettext_lazy("Line of the file"), lambda finding: finding.entity or None, code=True),
        Column("rule", gettext_lazy("Rule"), lambda finding: finding.code, on_page=False),
        Column("file", gettext_lazy("File"), lambda finding: finding.revision.file_name, on_page=False),
    ),
    filters=(
        Filter(
            "severity",
            gettext_lazy("Weight"),
            _by_severity,
            lambda reader: [(key, words.capitalize()) for key, words in severity_words().items()],
        ),
        Filter("discipline", gettext_lazy("Discipline"), _by_discipline, _disciplines),
    ),
)
