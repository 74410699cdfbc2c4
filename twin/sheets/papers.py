"""The documents of a thing: hung on it, on what it is a unit of, on its systems, or on its place."""

from __future__ import annotations

from django.db.models import Q

from assets.models import AssetType, Document
from twin import synoptics
from twin.sheets.subject import Subject


def of_subject(subject: Subject, type_: AssetType | None) -> list[Document]:
    about = Q()
    if subject.asset:
        about |= Q(links__asset=subject.asset)
    if subject.location:
        about |= Q(links__location=subject.location)
    if type_ is not None:
        about |= Q(links__type=type_)
    if subject.elements:
        about |= Q(links__system__members__element__in=subject.elements)
    if subject.asset:
        about |= Q(pk__in=synoptics.with_asset(subject.asset).values("pk"))
    if not about:
        return []
    return list(Document.objects.filter(about, station=subject.station).distinct().order_by("name", "pk"))
