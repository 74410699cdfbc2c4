"""The register follows the model: elements of a published revision get their codes, runs and assets."""

from __future__ import annotations

from collections import Counter, defaultdict

from django.db import connection, transaction
from django.db.models import Prefetch, QuerySet

from assets import bulk, documents, history, properties
from assets.codes import CodeBook
from assets.ifc.codes import normalise as code_key
from assets.kinds import kind_named
from assets.matching import Differences, Plan, assets_without_element, plan
from assets.models import (
    Asset,
    AssetAlias,
    AssetType,
    Element,
    ElementMatch,
    Location,
    Revision,
    Run,
    Unit,
)
from assets.search import normalise, spelt_apart

Method = ElementMatch.Method


def take_over(predecessor: Revision | None, revision: Revision) -> Differences:
    """Bring the register in line with a revision just published. Runs in the caller's transaction."""
    return _TakeOver(revision, plan(predecessor, revision)).carry_out()


def _light(revision: Revision) -> QuerySet[Element]:
    """Elements without what takes longest to read. Places and types are few, and fetched once for all of them."""
    places = Location.objects.defer("footprint", "properties")
    return (
        Element.objects.filter(revision=revision)
        .defer("materials", "classifications", "description", "properties")
        .prefetch_related(
            Prefetch("location", places),
            Prefetch("storey", places),
            Prefetch("type", AssetType.objects.defer("properties")),
        )
    )


class NotPointedAt(Exception):
    """An element nobody can point at cannot have anything hung on it."""


def become_asset(element: Element, *, by=None) -> Asset:
    """Make an element (or the run it is part of) an asset, because something is being hung on it.

    Idempotent; the asset takes the code people already use for the element.
    """
    existing = Asset.objects.live().filter(matches__element=element).first()
    if existing is not None:
        return existing
    if not element.code:
        raise NotPointedAt(f"Element {element.pk} belongs to no published revision: it has no code yet.")
    with transaction.atomic():
        station = element.revision.station
        members = list(element.run.elements.filter(revision=element.revision)) if element.run else [element]
        asset, created = Asset.objects.get_or_create(
            station=station,
            code=element.code,
            removed_at=None,
            defaults=_asset_values(element, element.code, Asset.CodeSource.PROPOSED),
        )
        for member in members:
            ElementMatch.objects.get_or_create(
                element=member, defaults={"asset": asset, "method": Method.PERSON, "confidence": 1.0}
            )
        if created:
            history.record("became asset", asset, station=station, by=by, after={"code": asset.code})
    return asset


class _TakeOver:
    """One publication: what was kept keeps its code, what is new gets one, what is gone is to be confirmed."""

    def __init__(self, revision: Revision, matched: Plan):
        self.revision = revision
        self.station = revision.station
        self.plan = matched
        self.book = CodeBook(self.station)
        self.codes: dict[int, str] = {}  # element pk → code
        self.runs: dict[int, int] = {}  # element pk → run pk
        self.asset_of: dict[int, tuple[int, str]] = {}  # element pk → (asset pk, method)
        self.differ: list[tuple[str, str]] = []
        self.waiting = assets_without_element(self.station.pk)
        self.elements = {element.pk: element for element in _light(revision)}

    def carry_out(self) -> Differences:
        self._keep()
        self._runs()
        made = self._new_assets()
        self._own_codes()
        self._write_elements()
        self._write_matches()
        self._follow()
        unseen = self._to_confirm()
        documents.attach(self.revision, as_asset=become_asset)
        return Differences(
            kept=len(self.plan.kept),
            added=[(self.codes[sketch.pk], sketch.name) for sketch in self.plan.added],
            gone=[(sketch.code, sketch.name) for sketch in self.plan.gone],
            to_confirm=unseen,
            codes_differ=self.differ,
            new_assets=made,
        )

    def _keep(self) -> None:
        """A counterpart keeps code, run and asset; what the file now calls it otherwise is an alias and is listed."""
        known = dict(Asset.objects.filter(station=self.station).values_list("pk", "code"))
        aliases = []
        for old, now, method in self.plan.kept:
            self.codes[now.pk] = old.code
            if old.run:
                self.runs[now.pk] = old.run
            if old.asset:
                self.asset_of[now.pk] = (old.asset, method)
                if now.file_code and now.file_code != known[old.asset] and now.file_code != old.file_code:
                    self.differ.append((known[old.asset], now.file_code))
                    if self.book.claim(now.file_code):
                        source = AssetAlias.Source.OLD_CODE
                        aliases.append(AssetAlias(asset_id=old.asset, alias=now.file_code, source=source))
        AssetAlias.objects.bulk_create(aliases, ignore_conflicts=True)

    def _runs(self) -> None:
        """Each run of the file keeps the code most of its members had; a new one gets a code of its own."""
        groups: defaultdict[int, list[Element]] = defaultdict(list)
        for element in self.elements.values():
            if element.run_group is not None:
                groups[element.run_group].append(element)
        claimed: set[int] = set()
        fresh: list[tuple[Run, list[Element]]] = []
        known = dict(Run.objects.filter(station=self.station).values_list("pk", "code"))
        registered = {
            code: pk
            for pk, code in Asset.objects.live()
            .filter(station=self.station, code__in=Run.objects.filter(station=self.station).values("code"))
            .values_list("pk", "code")
        }
        for _, members in sorted(groups.items(), key=lambda group: -len(group[1])):
            votes = Counter(run for e in members if (run := self.runs.get(e.pk)) and run not in claimed)
            if votes:
                run_pk = votes.most_common(1)[0][0]
                code = known[run_pk]
            else:
                fresh.append((self._new_run(members), members))
                continue
            claimed.add(run_pk)
            for element in members:
                self.runs[element.pk], self.codes[element.pk] = run_pk, code
                if (
                    code in registered
                ):  # something hangs on the run: what joined it since belongs to that asset
                    self.asset_of.setdefault(element.pk, (registered[code], Method.CODE))

        bulk.insert(run for run, _ in fresh)
        for run, members in fresh:
            for element in members:
                self.runs[element.pk], self.codes[element.pk] = run.pk, run.code

    def _new_run(self, members: list[Element]) -> Run:
        first = min(members, key=lambda element: element.step_id)
        kind = Counter(element.kind for element in members).most_common(1)[0][0]
        code = self.book.propose(kind_named(kind).prefix, first.location or first.storey)
        return Run(station=self.station, code=code, kind=kind)

    def _new_assets(self) -> int:
        """Maintainable elements without an asset become one; an asset of the register waiting for its code is tied."""
        fresh: list[tuple[Element, Asset]] = []
        tied = {
            asset for asset, _ in self.asset_of.values()
        }  # by their identity: a label on another element is late
        waiting = {
            code: pk for pk, code in Asset.objects.filter(pk__in=self.waiting).values_list("pk", "code")
        }
        for element in self.elements.values():
            if not element.maintainable or element.pk in self.asset_of:
                continue
            pk = waiting.get(element.file_code)
            if pk is not None and pk not in tied:
                tied.add(pk)
                self.asset_of[element.pk] = (pk, Method.CODE)
                self.codes[element.pk] = element.file_code
                continue
            code, source = self._asset_code(element)
            self.codes[element.pk] = code
            fresh.append(
                (
                    element,
                    Asset(station=self.station, **{"code": code, **_asset_values(element, code, source)}),
                )
            )
        bulk.insert(asset for _, asset in fresh)
        for element, asset in fresh:
            self.asset_of[element.pk] = (asset.pk, Method.NEW)
        self._fit_units(fresh)
        return len(fresh)

    def _asset_code(self, element: Element) -> tuple[str, str]:
        former = self.codes.get(element.pk)
        if former and not element.file_code:
            return former, Asset.CodeSource.PROPOSED
        if element.file_code and self.book.claim(element.file_code):
            return element.file_code, Asset.CodeSource.FILE
        if former:
            return former, Asset.CodeSource.PROPOSED
        prefix = kind_named(element.kind).prefix
        return self.book.propose(prefix, element.location or element.storey), Asset.CodeSource.PROPOSED

    def _fit_units(self, fresh: list[tuple[Element, Asset]]) -> None:
        """A serial number in the file is a unit fitted there."""
        units = []
        read = Element.objects.only("properties").in_bulk([element.pk for element, _ in fresh])
        for element, asset in fresh:
            said = read[element.pk].properties
            serial = properties.value(said, "Pset_ManufacturerOccurrence", "SerialNumber")
            if serial:
                manufacturer, model = properties.maker(said, element.type)
                units.append(
                    Unit(
                        station=self.station,
                        asset=asset,
                        serial=str(serial)[:255],
                        manufacturer=manufacturer,
                        model=model,
                    )
                )
        bulk.insert(units)

    def _own_codes(self) -> None:
        """Everything else gets a readable code too, so that it can be opened, searched and pointed at."""
        for element in self.elements.values():
            if not self.codes.get(element.pk):
                if element.file_code and self.book.claim(element.file_code):
                    self.codes[element.pk] = element.file_code
                else:
                    prefix = kind_named(element.kind).prefix
                    self.codes[element.pk] = self.book.propose(prefix, element.location or element.storey)

    def _write_elements(self) -> None:
        rows = [
            (
                self.codes[element.pk],
                self.runs.get(element.pk),
                f"{normalise(self.codes[element.pk])} {element.search_text}"[:600],
                element.pk,
            )
            for element in self.elements.values()
        ]
        table = Element._meta.db_table
        with connection.cursor() as cursor:
            cursor.executemany(f"UPDATE {table} SET code=%s, run_id=%s, search_text=%s WHERE id=%s", rows)  # noqa: S608

    def _write_matches(self) -> None:
        bulk.insert(
            ElementMatch(
                element_id=pk, asset_id=asset, method=method, confidence=_CONFIDENCE.get(method, 1.0)
            )
            for pk, (asset, method) in self.asset_of.items()
        )

    def _follow(self) -> None:
        """Kept assets take their place, type and name from the new revision; their code stays."""
        drawn_by: dict[int, int] = {}
        for pk, (asset_pk, method) in self.asset_of.items():
            if method != Method.NEW:
                drawn_by.setdefault(asset_pk, pk)
        changed = list(Asset.objects.filter(pk__in=drawn_by).only("code", "code_source"))
        for asset in changed:
            values = _asset_values(self.elements[drawn_by[asset.pk]], asset.code, asset.code_source)
            for name, value in values.items():
                setattr(asset, name, value)
            asset.presence = Asset.Presence.PRESENT
        fields = ["code_key", "name", "kind", "location", "room_source", "type", "presence", "search_text"]
        bulk.update(changed, fields)

    def _to_confirm(self) -> list[tuple[str, str]]:
        """Assets whose element is gone and that nothing else draws wait for somebody to look on site."""
        gone = {sketch.asset for sketch in self.plan.gone if sketch.asset}
        undrawn = assets_without_element(self.station.pk)
        lost = Asset.objects.live().filter(pk__in=gone & undrawn)
        listed = list(lost.values_list("code", "name"))
        lost.update(presence=Asset.Presence.TO_CONFIRM)
        return listed


_CONFIDENCE: dict[str, float] = {
    Method.NEW: 1.0,
    Method.GLOBAL_ID: 1.0,
    Method.TOOL_ID: 0.9,
    Method.CODE: 0.8,
}


def _asset_values(element: Element, code: str, source: str) -> dict:
    location: Location | None = element.location or element.storey
    kind = kind_named(element.kind)
    words = f"{code} {element.name} {kind.fr} {kind.en} {location.label if location else ''}"
    return {
        "code_source": source,
        "code_key": code_key(code)[:80],
        "name": element.name,
        "kind": element.kind,
        "location": location,
        "room_source": element.room_source,
        "type": element.type,
        "search_text": spelt_apart(words)[:600],
    }
