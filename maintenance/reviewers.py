"""Whose word counts in a station: stewards and deputies of the operator; the manager where there is nobody else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils.translation import gettext

from assets import permissions
from assets.models import Membership, Station
from assets.permissions import Verb
from maintenance.declaration_steps import REVIEWED
from maintenance.models import Change


def may_review(user, station: Station) -> bool:
    """A steward or a deputy of the operator; the manager where there is nobody else."""
    if permissions.may(user, Verb.REVIEW, station):
        return True
    return _stands_in(user, station) and not reviewers(station).exclude(pk=user.pk).exists()


def may_open(user, station: Station) -> bool:
    """What waits in the station is shown to who reviews, and to who stands in for something of it."""
    if may_review(user, station):
        return True
    if not _stands_in(user, station):
        return False
    waiting = Change.objects.filter(
        declaration__station=station, declaration__state__in=REVIEWED, verdict=Change.Verdict.PENDING
    ).select_related("declaration__station")
    by_who_said = {(each.author_id, each.reviewed_by_id): each for each in waiting}
    return any(may_decide(user, each) for each in by_who_said.values())


def standing_in_for(user, stations: Iterable[Station]) -> dict[int, int]:
    """{station: values that wait for her word} where she reviews because nobody else may."""
    hers = {each.pk: each for each in stations if _stands_in(user, each)}
    waiting = (
        Change.objects.filter(
            declaration__station__in=hers,
            declaration__state__in=REVIEWED,
            verdict=Change.Verdict.PENDING,
        )
        .select_related("declaration")
        .order_by("declaration__station", "pk")
    )
    counted: Counter[int] = Counter()
    said: dict[tuple[int, int, int | None], bool] = {}
    for change in waiting:
        station = hers[change.declaration.station_id]
        change.declaration.station = station
        who = (station.pk, change.author_id, change.reviewed_by_id)
        if who not in said:
            said[who] = may_decide(user, change)
        counted[station.pk] += said[who]
    return {pk: count for pk, count in counted.items() if count}


def reviewers(station: Station):
    """Active people whose word counts in the station: stewards and deputies who work for no firm."""
    reviewing = [role for role, verbs in permissions.GRANTS.items() if Verb.REVIEW in verbs]
    return _people(station, reviewing)


def _people(station: Station, roles: list[str]):
    hers = Q(memberships__station=None) | Q(memberships__station=station)
    firm = Q(employment__isnull=False) & ~Q(employment__organisation__role="operator")
    return (
        get_user_model()
        ._default_manager.filter(hers, memberships__role__in=roles, is_active=True)
        .exclude(firm)
        .distinct()
    )


def _stands_in(user, station: Station) -> bool:
    return (
        not station.is_trial
        and Membership.Role.MANAGER in permissions.roles(user, station)
        and permissions.contractor_of(user) is None
    )


def may_decide(user, change: Change) -> bool:
    """Her word counts, she did not declare it, and she has not said it yet."""
    declaration = change.declaration
    said_already = {change.author_id, change.reviewed_by_id}
    if user.pk in said_already or permissions.contractor_of(user) is not None:
        return False
    if permissions.may(user, Verb.REVIEW, declaration.station):
        return True
    others = reviewers(declaration.station).exclude(pk__in=[pk for pk in said_already if pk])
    return _stands_in(user, declaration.station) and not others.exclude(pk=user.pk).exists()


def who_else_may(change: Change) -> str:
    """A sentence: who decides next. It says clearly when nobody of the station can."""
    station, said = change.declaration.station, [pk for pk in (change.author_id, change.reviewed_by_id) if pk]
    others = reviewers(station).exclude(pk__in=said)
    if not others.exists():
        others = _people(station, [Membership.Role.MANAGER]).exclude(pk__in=said)
    names = [person.get_full_name() or person.get_username() for person in others.order_by("pk")[:3]]
    if not names:
        return gettext(
            "Nobody else of this station may decide about it. Whoever manages the accounts can name a deputy data"
            " steward, who decides instead."
        )
    if change.reviewed_by_id:
        return gettext("A second person confirms it: %(names)s.") % {"names": ", ".join(names)}
    return gettext("Decided by: %(names)s.") % {"names": ", ".join(names)}
