"""The fault reports that an order came of: whose fault it is to mend is told in the words and photos of who saw it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from maintenance import evidence, request_words
from maintenance.models import Evidence, Request, WorkOrder


@dataclass(frozen=True)
class Reported:
    """`word` was tapped, `rest` typed; `photos` are those that the reader may see."""

    report: Request
    word: str
    rest: str
    photos: list[Evidence]


def reports_of(order: WorkOrder, user) -> list[Reported]:
    """Written here, the oldest first; what the other system says in its own words is in the order already."""
    ours = order.requests.filter(Q(author__isnull=False) | Q(evidence__isnull=False)).distinct()
    reports = list(
        ours.select_related("author", "asset", "location__parent").prefetch_related("evidence").order_by("pk")
    )
    brought = {photo.pk for report in reports for photo in report.evidence.all()}
    seen = (
        set(evidence.visible_to(user).filter(pk__in=brought).values_list("pk", flat=True)) if brought else ()
    )
    return [
        Reported(
            report,
            *request_words.told_apart(report.text),
            [photo for photo in report.evidence.all() if photo.pk in seen],
        )
        for report in reports
    ]


def says(order: WorkOrder, reports: list[Reported], user) -> str:
    """The order's own words as she may read them, without those of the reports shown beside them."""
    said = request_words.description_for(user, order)
    return request_words.beyond(said, [each.report for each in reports])
