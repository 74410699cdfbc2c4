"""Checks of an isolation card: who reads it at night must find the device, and it must cut what the card says."""

from __future__ import annotations

from django.db.models import Q

from assets import isolating_devices, isolation_cards
from assets.isolation_cards import Said
from assets.models import Asset, IsolationCard, Location, Station
from assets.models.hanging import Subject, hung_on
from assets.models.isolation_card import HIGHEST, MEDIA
from maintenance.declaration_steps import UNDECIDED
from maintenance.declared_findings import Finding
from maintenance.models import Change

LONGEST = {
    name: IsolationCard._meta.get_field(name).max_length for name in ("device_words", "behind", "cuts")
}
MOST_STEPS, LONGEST_STEP, MOST_FURTHER = 12, 300, 7


def of(change: Change) -> list[Finding]:
    """Every finding of one written card."""
    return of_said(change, Said.of_json(change.value or {}), change.declaration.subject)


def of_said(change: Change, said: Said, subject: Subject) -> list[Finding]:
    """The same of what is not declared yet: `change` may be of no declaration."""
    station = subject.station
    if said.ends:
        return _pending(change)
    device = Asset.objects.live().filter(station=station, code=said.device).first() if said.device else None
    return [
        *_medium(said),
        *_device(said, device, station),
        *_places(said, station),
        *_texts(said),
        *([] if said.photos else [Finding("card-without-photo", "photos")]),
        *_pending(change),
        *_known(change, said, subject),
    ]


def _medium(said: Said) -> list[Finding]:
    return [] if said.medium in MEDIA else [Finding("card-cuts-nothing", "medium")]


def _device(said: Said, device: Asset | None, station: Station) -> list[Finding]:
    if said.device and device is None:
        return [Finding("card-device-unknown", "device", {"code": said.device})]
    if device is None and not said.device_words.strip():
        return [Finding("card-closes-nothing", "device")]
    others = isolation_cards.called(station, said.further)
    every = [each for each in (device, *others.values()) if each is not None]
    carried = isolating_devices.media_of(every)
    found = []
    for each in every:
        if not isolating_devices.can_stop(each.kind, said.medium):
            found.append(Finding("card-device-stops-nothing", "device", {"code": each.code}))
        if carried[each.pk] and said.medium not in carried[each.pk]:
            found.append(Finding("card-device-of-another-network", "device", {"code": each.code}))
    return found


def _places(said: Said, station: Station) -> list[Finding]:
    wanted = {code for code in (said.device_room, *said.rooms) if code}
    known = set(Location.objects.filter(station=station, code__in=wanted).values_list("code", flat=True))
    lost = [Finding("card-room-unknown", "rooms", {"code": code}) for code in sorted(wanted - known)]
    if said.height is not None and not -HIGHEST <= said.height <= HIGHEST:
        lost.append(Finding("card-height-is-none", "height"))
    if said.turn and said.turn not in IsolationCard.Turn.values:
        lost.append(Finding("not-a-choice", "turn", {"typed": said.turn}))
    return lost


def _texts(said: Said) -> list[Finding]:
    found = [
        Finding("too-long", name, {"most": str(most)})
        for name, most in LONGEST.items()
        if len(getattr(said, name)) > most
    ]
    if len(said.further) > MOST_FURTHER or any(len(name) > LONGEST["device_words"] for name in said.further):
        found.append(Finding("card-too-many-devices", "device", {"most": str(MOST_FURTHER + 1)}))
    if len(said.steps) > MOST_STEPS or any(len(step) > LONGEST_STEP for step in said.steps):
        found.append(Finding("card-steps-too-long", "steps", {"most": str(MOST_STEPS)}))
    return found


def _pending(change: Change) -> list[Finding]:
    """Another word on the same card waits: who reviews sees both."""
    if change.card is None:
        return []
    waiting = Change.objects.filter(
        card=change.card, verdict=Change.Verdict.PENDING, declaration__state__in=UNDECIDED
    ).exclude(declaration=change.declaration_id)
    return [Finding("card-waits-already", "")] if waiting.exists() else []


def _known(change: Change, said: Said, subject: Subject) -> list[Finding]:
    """The same device for the same thing is on a card already: revising that one keeps one truth."""
    if change.card is not None:
        return []
    here = IsolationCard.objects.standing().filter(medium=said.medium, **hung_on(subject))
    same = Q(device__code=said.device) if said.device else Q(device=None, device_words=said.device_words)
    twin = here.filter(same).first()
    return [Finding("card-known-already", "device", {"code": twin.label})] if twin else []
