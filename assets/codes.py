"""Codes people point at: unique in the station, readable aloud, written once and never computed again."""

from __future__ import annotations

from collections import defaultdict

from assets.models import Asset, Element, Location, Revision, Run, Station


class CodeBook:
    """Every code in use in a station while one revision is taken into its register."""

    def __init__(self, station: Station):
        self._taken = codes_in_use(station)
        self._last: defaultdict[str, int] = defaultdict(int)

    def claim(self, code: str) -> bool:
        """Take `code`; False when somebody has it already."""
        if not code or code in self._taken:
            return False
        self._taken.add(code)
        return True

    def propose(self, prefix: str, location: Location | None) -> str:
        """The next free code such as POMPE-S1-012-2: kind, storey, room, number."""
        stem = f"{prefix}-{location.code}" if location is not None and location.code else prefix
        while True:
            self._last[stem] += 1
            code = f"{stem[:70]}-{self._last[stem]}"
            if self.claim(code):
                return code


def codes_in_use(station: Station) -> set[str]:
    """Codes of assets (removed ones too: a code is never given twice), runs, places and published elements."""
    taken = set(Asset.objects.filter(station=station).values_list("code", flat=True))
    taken.update(Run.objects.filter(station=station).values_list("code", flat=True))
    taken.update(Location.objects.filter(station=station).values_list("code", flat=True))
    taken.update(
        Element.objects.filter(
            revision__station=station, revision__state__in=[Revision.State.PUBLISHED, Revision.State.ARCHIVED]
        ).values_list("code", flat=True)
    )
    return taken
