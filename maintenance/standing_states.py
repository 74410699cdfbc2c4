"""What stands of each device by what people said of it: the last word on its position, and on what hinders it.

Position and hindrance are two things: a valve is said closed, then said stuck, and is both. A lock says both at once.
The operator's own people are taken at their word. A firm's word comes on top of theirs until one of them says something
herself: a hindrance counts at once, because the next ring is the safer mistake; a position that differs leaves nothing
known (`assets.networks.devices.position`); and neither lifts what an employee said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db.models import Count, Max, QuerySet
from django.utils import timezone

from assets import said_states
from assets.models import Asset, Station
from assets.networks.devices import Word
from assets.recent import Recent
from assets.said_states import SaidState, SaidStates, Spoken
from maintenance.models import DeviceState

Said = DeviceState.Said
POSITIONS = {Said.CONDUCTS: True, Said.BLOCKS: False, Said.LOCKED_OUT: False}
HINDERING = (Said.STUCK, Said.OUT_OF_REACH, Said.LOCKED_OUT)
HINDRANCES = (*HINDERING, Said.FREE)
OLD_AFTER = timedelta(days=7)
"""After this a word is to be verified on site again: devices are operated for works, works are planned by the week, and
nobody says when a device is put back. What hinders one does not pass by itself, and stands until it is lifted."""


def of(station: Station) -> SaidStates:
    """Of all devices of a station. Rows are read again only when somebody has said something; what is old is told by
    the clock."""
    rows = DeviceState.objects.filter(asset__station=station)
    counted = rows.aggregate(rows=Count("pk"), last=Max("said_at"))
    if not counted["rows"]:
        return said_states.NOTHING_SAID
    standing = _held.get((station.pk, counted["rows"], counted["last"]), lambda: _standing_of(rows))
    now = timezone.now()
    by_asset = {asset: as_state(words, now) for asset, words in standing.items()}
    old = sum(spoken.is_old for state in by_asset.values() for spoken in state.spoken)
    return SaidStates(f"{counted['rows']} {counted['last'].timestamp()} {old}", by_asset)


_held: Recent[tuple[int, int, datetime], dict[int, list[DeviceState]]] = Recent(8)


def of_assets(assets: Iterable[Asset]) -> dict[int, SaidState]:
    """{asset: what stands of it}, of those of which anything was said."""
    now = timezone.now()
    standing = _standing_of(DeviceState.objects.filter(asset__in=list(assets)))
    return {asset: as_state(words, now) for asset, words in standing.items()}


def of_asset(asset: Asset) -> SaidState:
    return of_assets([asset]).get(asset.pk, SaidState())


def pks_of(rows: QuerySet[DeviceState]) -> list[int]:
    """Of these rows those that stand, by all that was said of their devices."""
    about = DeviceState.objects.filter(asset__in=rows.order_by().values("asset"))
    return [word.pk for words in _standing_of(about).values() for word in words if _tells(word, words)]


def _tells(word: DeviceState, standing: Sequence[DeviceState]) -> bool:
    return word.said != Said.FREE or bool(_hindrance(_told(standing, HINDRANCES)))


def as_state(words: Sequence[DeviceState], now: datetime) -> SaidState:
    """As traces take it, of the words that stand, the latest first.

    That it can be operated again is told where a hindrance stands beside it; of a lock that is lifted its position is.
    """
    positions, hindrances = _told(words, POSITIONS), _told(words, HINDRANCES)
    hindrance = _hindrance(hindrances)
    lifted = [each for each in positions if each.said == Said.LOCKED_OUT and each not in hindrances]
    return SaidState(
        _word(positions, now),
        hindrance,
        tuple(
            _spoken(each, now, Said.BLOCKS if each in lifted else each.said)
            for each in words
            if hindrance or each.said != Said.FREE
        ),
    )


# ── which words stand ────────────────────────────────────────────────────────


def _standing_of(rows: QuerySet[DeviceState]) -> dict[int, list[DeviceState]]:
    by_asset: defaultdict[int, list[DeviceState]] = defaultdict(list)
    for row in rows.select_related("by", "organisation", "work_order").order_by("-seen_at", "-pk"):
        by_asset[row.asset_id].append(row)
    return {asset: standing(words) for asset, words in by_asset.items()}


def standing(words: Sequence[DeviceState]) -> list[DeviceState]:
    """Of the words on one device, the latest first, those that still say something of its position or hindrance."""
    told = {each.pk for kinds in (POSITIONS, HINDRANCES) for each in _told(words, kinds)}
    return [each for each in words if each.pk in told]


def _told(words: Sequence[DeviceState], kinds: Iterable[str]) -> list[DeviceState]:
    """The last word of an employee, and of each firm the last one since: no firm lifts what another said."""
    last: dict[int | None, DeviceState] = {}
    for each in words:
        if each.said in kinds and None not in last:
            last.setdefault(each.organisation_id, each)
    return list(last.values())


def _word(told: Sequence[DeviceState], now: datetime) -> Word:
    ours = next((each for each in told if each.organisation_id is None), None)
    return Word(
        ours=POSITIONS[Said(ours.said)] if ours else None,
        is_old=ours is not None and is_old(ours, now),
        firms=tuple(POSITIONS[Said(each.said)] for each in told if each is not ours),
    )


def _hindrance(told: Sequence[DeviceState]) -> str:
    """The last that hinders: that a firm can operate it again does not lift what an employee said."""
    return next((str(each.said) for each in told if each.said in HINDERING), "")


def is_old(word: DeviceState, now: datetime) -> bool:
    return word.seen_at < now - OLD_AFTER


def _spoken(word: DeviceState, now: datetime, said: str) -> Spoken:
    return Spoken(
        str(said),
        word.seen_at,
        word.by,
        word.organisation.name if word.organisation else "" if word.organisation_id is None else "?",
        word.work_order.number if word.work_order else "",
        is_old(word, now),
    )


said_states.keepers.append(of)
