"""The shapes of one import: taken over from an earlier revision where nothing changed, made by the kernel elsewhere."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

from assets import shape_store
from assets.ifc import kept_shapes, shapes
from assets.ifc.shape_set import ShapeSet
from assets.models import Revision

log = logging.getLogger(__name__)


@dataclass
class Shaping:
    """Of one revision, in its workspace. Nothing here reads the database after `begin`, so it may run in a thread."""

    plain: Path
    folder: Path
    earlier: Path | None = None  # kept shapes of a revision that this one is likely to resemble
    digests: kept_shapes.Digests = field(default_factory=dict)

    @classmethod
    def begin(cls, revision: Revision, plain: Path, folder: Path) -> Shaping:
        return cls(plain, folder, shape_store.earlier(revision))

    def digest(self) -> None:
        """Find out what each shape depends on: before the kernel if something is kept, else beside it."""
        self.digests = kept_shapes.digests_of(self.plain)

    def shape(self, progress: Callable[[float], None]) -> ShapeSet:
        kept = kept_shapes.load(self.earlier) if self.earlier else None
        return shapes.tessellate(
            self.plain,
            seconds=settings.SHAPES_SECONDS,
            memory_mb=settings.SHAPES_MEMORY_MB,
            progress=progress,
            scratch=self.folder,
            known=kept_shapes.known(kept, self.digests) if kept else None,
        )

    def keep(self, shaped: ShapeSet) -> Path | None:
        """Write what the next revision may take over into the workspace; None when that fails, which stops nothing."""
        finished = self.folder / "kept.npz"
        try:
            kept_shapes.keep(shaped, self.digests).save(finished)
        except OSError as error:
            log.warning("the shapes of %s are not kept: %s", self.plain.name, error)
            return None
        return finished
