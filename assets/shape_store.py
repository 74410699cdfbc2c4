"""Where the shapes of revisions that were read lie: beside the received bytes, as `<sha256>.shapes.npz`.

Only what may be the predecessor of another revision is kept: the published one and the one read last of each
discipline of a station. Nothing depends on them: without them every shape is made anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from assets import files
from assets.models import Revision

_SUFFIX = ".shapes.npz"


def path_of(received: str) -> Path:
    """Return where the shapes of received bytes lie; `received` is relative to the root of the files."""
    return files.absolute(received).with_suffix(_SUFFIX)


def earlier(revision: Revision) -> Path | None:
    """Return the kept shapes that most of a revision is likely to be in; None when there are none.

    Those of the very same bytes, read for another station perhaps; then those of its predecessor.
    """
    candidates = [revision.path, *_predecessors(revision.station_id, revision.discipline)]
    return next((path for path in map(path_of, candidates) if path.exists()), None)


def put(revision: Revision, finished: Path) -> None:
    """Move a whole file (below DATA_DIR) to where the next revision looks for it, and sweep what it replaces."""
    place = path_of(revision.path)
    place.parent.mkdir(parents=True, exist_ok=True)  # the bytes may have been swept meanwhile
    finished.replace(place)
    sweep(revision)


def sweep(revision: Revision) -> None:
    """Delete the kept shapes of a revision's discipline that no revision will have for a predecessor."""
    siblings = Revision.objects.filter(station=revision.station_id, discipline=revision.discipline)
    over = {revision.path, *siblings.values_list("path", flat=True)}
    forget(over - set(_predecessors(revision.station_id, revision.discipline)))


def forget(received: Iterable[str]) -> None:
    """Delete the shapes of received bytes, unless they may still serve another station or discipline."""
    over = set(received)
    useful = Revision.objects.filter(path__in=over).exclude(
        state__in=(Revision.State.WIP, Revision.State.ARCHIVED)
    )
    candidates = {
        path
        for station, discipline in useful.values_list("station", "discipline").distinct()
        for path in _predecessors(station, discipline)
    }
    for path in map(path_of, over - candidates):
        path.unlink(missing_ok=True)


def _predecessors(station_id: int, discipline: str) -> list[str]:
    """Received bytes of the published revision and of the one read last."""
    read = Revision.objects.filter(station=station_id, discipline=discipline, number__isnull=False)
    published = read.filter(state=Revision.State.PUBLISHED).values_list("path", flat=True)
    newest = read.order_by("-number").values_list("path", flat=True)
    return list(dict.fromkeys([*published[:1], *newest[:1]]))
