"""What a code points at: an asset, a run of pipe, a place, or any object of the published models."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from django.db.models import Q, QuerySet

from assets.ifc.codes import normalise as code_key
from assets.models import Asset, Element, Location, Revision, Run, Station
from assets.register_values import published_then

What = Literal["asset", "run", "location", "element"]
# A run of many pieces is told by its first ones; nobody reads the properties of the 41st elbow.
MOST_ELEMENTS = 40


@dataclass(frozen=True)
class Subject:
    """One thing with one code, and the elements of published revisions that draw it."""

    what: What
    code: str
    station: Station
    asset: Asset | None = None
    run: Run | None = None
    location: Location | None = None
    elements: tuple[Element, ...] = field(default=())

    @property
    def first(self) -> Element | None:
        return self.elements[0] if self.elements else None

    def at(self, moment: datetime) -> Subject:
        """The same with the elements that drew it then."""
        if self.asset is None:
            return self
        drawn = Element.objects.filter(match__asset=self.asset).select_related(
            "revision", "type__revision", "location__parent", "storey"
        )
        then = drawn.filter(revision__in=published_then(self.station.pk, moment)).order_by("pk")
        return replace(self, elements=tuple(then[:MOST_ELEMENTS]))


def find(station: Station, code: str) -> Subject | None:
    """What `code` points at: exactly as written first, then without case and separators, then old names."""
    return (
        _asset(station, Q(code=code))
        or _run(station, code)
        or _location(station, Q(code=code))
        or _element(station, code)
        or _asset(station, Q(code_key=code_key(code)))
        or _asset(station, Q(aliases__alias=code))
    )


def published_elements(station: Station) -> QuerySet[Element]:
    return (
        Element.objects.filter(revision__station=station, revision__state=Revision.State.PUBLISHED)
        .select_related("revision", "type__revision", "location__parent", "storey")
        .order_by("pk")
    )


def _asset(station: Station, condition: Q) -> Subject | None:
    asset = (
        Asset.objects.live()
        .filter(condition, station=station)
        .select_related("location__parent", "type__revision")
        .order_by("pk")
        .first()
    )
    if asset is None:
        return None
    asset.station = station
    elements = published_elements(station).filter(match__asset=asset)[:MOST_ELEMENTS]
    return Subject("asset", asset.code, station, asset=asset, elements=tuple(elements))


def _run(station: Station, code: str) -> Subject | None:
    run = Run.objects.filter(station=station, code=code).first()
    if run is None:
        return None
    elements = tuple(published_elements(station).filter(run=run)[:MOST_ELEMENTS])
    return Subject("run", run.code, station, run=run, elements=elements) if elements else None


def _location(station: Station, condition: Q) -> Subject | None:
    known = Location.objects.in_use().filter(condition, station=station)
    location = known.select_related("parent").first()
    return Subject("location", location.code, station, location=location) if location else None


def _element(station: Station, code: str) -> Subject | None:
    elements = tuple(published_elements(station).filter(code=code)[:MOST_ELEMENTS]) if code else ()
    return Subject("element", code, station, elements=elements) if elements else None
