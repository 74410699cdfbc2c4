"""A received file becomes a shared revision: opened, read, shaped, placed, drawn, then written in one transaction.

Until that last step nothing is in the database but the received bytes, so a process killed at any moment leaves no
half revision: the next attempt starts again from the bytes.
"""

from __future__ import annotations

import logging
import resource
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from django.db import transaction

from assets import bulk, documents, files, indexing, revisions, rooms, shape_store
from assets.ifc import codes, opening, reading, runs
from assets.ifc.outlines import Outline, outlines
from assets.ifc.records import FileRecords
from assets.ifc.shape_set import KERNELS, ShapeSet
from assets.ifc.spatial_tree import SpatialTree
from assets.models import Revision
from assets.workspace import workspace
from twin import scenes
from twin.geometry import SceneManifest
from twin.shaping import Shaping

log = logging.getLogger(__name__)
Progress = Callable[[float, str], None]


def _silent(fraction: float, step: str) -> None:
    """Nobody is watching."""


def import_revision(
    revision: Revision, *, progress: Progress = _silent, beside: Path | None = None, with_scene: bool = True
) -> None:
    """Take a WIP revision to SHARED. `beside` is the folder whose documents the file may name.

    Raises opening.RefusedFile after keeping the reason with the revision; what was published before stays so.
    """
    run = _Import(revision, progress, beside, with_scene)
    try:
        run.carry_out()
    except opening.RefusedFile as refusal:
        revision.report = {**revision.report, "findings": [as_finding(refusal)]}
        revisions.stop(revision, Revision.Outcome.REFUSED, refusal.message)
        raise
    except revisions.AlreadyTakenIn:
        log.info("revision %s was taken in by another process", revision.pk)
    revision.refresh_from_db()


def as_finding(refusal: opening.RefusedFile) -> dict[str, object]:
    return {"severity": "error", "code": refusal.code, "message": refusal.message, "entity": None}


@dataclass
class _Import:
    """One attempt: what it is about, and how long each step took."""

    revision: Revision
    progress: Progress
    beside: Path | None
    with_scene: bool
    seconds: dict[str, float] = field(default_factory=dict)
    shaped: float = 0.0

    def carry_out(self) -> None:
        started = time.monotonic()
        with workspace(f"revision-{self.revision.pk}") as folder, ThreadPoolExecutor(1) as other_core:
            self.progress(0.02, "opening")
            plain = opening.unpack(files.absolute(self.revision.path), folder)
            shaping = Shaping.begin(self.revision, plain, folder)
            shapes_ = other_core.submit(self._shape, shaping)
            records = self._read(plain)
            if shaping.earlier is None:
                self._digest(shaping)
            shaped = self._wait_for(shapes_)
            keeping = other_core.submit(shaping.keep, shaped)
            self.progress(0.75, "placing")
            reading_ = self._place(records, shaped)
            self.progress(0.80, "drawing")
            manifest = self._draw(records, shaped, reading_)
            self.progress(0.90, "writing")
            self._write(records, shaped, reading_, manifest, started)
            if kept := keeping.result():
                shape_store.put(self.revision, kept)

    @contextmanager
    def _timed(self, step: str) -> Iterator[None]:
        started = time.monotonic()
        yield
        self.seconds[step] = self.seconds.get(step, 0.0) + time.monotonic() - started

    def _shape(self, shaping: Shaping) -> ShapeSet:
        if shaping.earlier is not None:
            self._digest(shaping)
        with self._timed("geometry"):
            return shaping.shape(self._shaped)

    def _digest(self, shaping: Shaping) -> None:
        with self._timed("digest"):
            shaping.digest()

    def _read(self, plain: Path) -> FileRecords:
        with self._timed("read"):
            self.progress(0.05, "reading")
            return reading.read(opening.open_ifc(plain))

    def _shaped(self, part: float) -> None:
        self.shaped = part  # told in the other thread; said to whoever watches in this one

    def _wait_for(self, shaping: Future[ShapeSet]) -> ShapeSet:
        while not shaping.done():
            self.progress(0.05 + 0.70 * self.shaped, "shaping")
            wait([shaping], timeout=0.5)
        return shaping.result()

    def _place(self, records: FileRecords, shaped: ShapeSet) -> indexing.Reading:
        with self._timed("place"):
            boxes = {
                int(s): tuple(map(float, box)) for s, box in zip(shaped.step_ids, shaped.boxes, strict=True)
            }
            return indexing.Reading(
                records=records,
                rule=codes.code_rule(records),
                runs=runs.find_runs(records),
                footprints={space.step_id: space for space in shaped.spaces},
                boxes=boxes,
                rooms=rooms.in_file(records, shaped),
                known_rooms=rooms.in_station(self.revision.station, records, shaped),
                kernels={int(s): KERNELS[k] for s, k in zip(shaped.step_ids, shaped.kernel, strict=True)},
                findings=shaped.findings,
                outlines=_outlines(records, shaped),
            )

    def _draw(self, records: FileRecords, shaped: ShapeSet, read: indexing.Reading) -> SceneManifest | None:
        if not self.with_scene:
            return None
        with self._timed("scene"):
            tree = SpatialTree(records)
            storeys = {}
            for element in records.elements:
                place = tree.container(element) or tree.place(read.rooms.get(element.step_id))
                storey = tree.storey(place)
                storeys[element.step_id] = str(storey.step_id) if storey else ""
            manifest = scenes.build(self.revision.station, shaped, storeys)
            read.features.update({step_id: number for number, step_id in enumerate(manifest.features)})
            return manifest

    def _write(
        self,
        records: FileRecords,
        shaped: ShapeSet,
        read: indexing.Reading,
        manifest: SceneManifest | None,
        started: float,
    ) -> None:
        revision = self.revision
        kept_documents = documents.gather(records.documents, self.beside)
        writing = time.monotonic()
        with transaction.atomic():
            revisions.share(revision)
            places = indexing.index(revision, read)
            if manifest is not None:
                scenes.save(revision, manifest, places)
            self.seconds["index"] = time.monotonic() - writing
            self.seconds["total"] = time.monotonic() - started
            revision.schema = records.schema
            revision.time_stamp = bulk.storable(records.time_stamp)[:40]
            revision.application = bulk.storable(records.application)[:200]
            revision.length_unit = records.length_unit
            revision.georeference = _georeference(records)
            revision.code_rule = read.rule.source[:120]
            revision.documents = kept_documents
            told = {key: revision.report[key] for key in ("written_back",) if key in revision.report}
            revision.report = _report(records, shaped, manifest, self.seconds) | told
            self.progress(0.98, "writing")
            revision.save()


def _outlines(records: FileRecords, shaped: ShapeSet) -> dict[int, Outline]:
    """How the pieces of networks lie, where ports do not tell: of all of them, since one may be in another's way."""
    wired = {port.element for port in records.ports}
    if all(member in wired for system in records.systems for member in system.members):
        return {}
    pieces = {element.step_id for element in records.elements if element.layer.startswith("network")}
    members = {member for system in records.systems for member in system.members}
    return outlines(shaped, pieces | members)


def _report(
    records: FileRecords, shaped: ShapeSet, manifest: SceneManifest | None, seconds: dict[str, float]
) -> dict[str, object]:
    """Counts, kernels, bytes and seconds; findings are rows of their own."""
    own_memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "counts": {
            "products": records.counts.products,
            "elements": records.counts.elements,
            "elements_with_shape": len(shaped.step_ids),
            "types": records.counts.types,
            "spaces": records.counts.spaces,
            "storeys": records.counts.storeys,
            "systems": records.counts.systems,
            "ports": records.counts.ports,
            "connections": records.counts.connections,
            "documents": records.counts.documents,
            "properties": records.counts.properties,
        },
        "kernels": shaped.kernel_counts,
        "reused_shapes": shaped.reused,
        "scene_bytes": sum(chunk.bytes for chunk in manifest.chunks) if manifest else 0,
        "seconds": {step: round(value, 3) for step, value in seconds.items()},
        "peak_memory_mb": round(max(own_memory, shaped.peak_memory_mb), 1),
    }


def _georeference(records: FileRecords) -> dict[str, object] | None:
    return asdict(records.georeference) if records.georeference else None
