"""Who may do what in which station: the one place that pages, files and API ask.

A person's roles come from memberships, in one station or in all. Nobody of a contractor's firm reviews or releases,
whatever her roles. A *trial* station belongs to the visitor who brought it and nobody else sees it. What a person may
not see does not exist for her: pages and API answer 404, never 403.
"""

from __future__ import annotations

from enum import StrEnum

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.http import Http404

from assets.models import Membership, Organisation, Revision, Station
from assets.models.revision import RevisionQuerySet
from assets.models.station import StationQuerySet
from assets.networks import restricted

Role = Membership.Role


class Verb(StrEnum):
    SEE = "see"
    IMPORT = "import"
    PUBLISH = "publish"
    SEE_IDENTITY = "see_identity"
    SEE_HISTORY = "see_history"
    SEE_ORDERS = "see_orders"
    REPORT = "report"
    DECLARE = "declare"
    NOTE = "note"
    REVIEW = "review"
    RELEASE = "release"
    PLACE = "place"
    INVITE = "invite"
    SEE_SOURCES = "see_sources"
    RECORD_PRECAUTIONS = "record_precautions"
    RECORD_SURVEYS = "record_surveys"
    PROPOSE_PINS = "propose_pins"
    DRAW = "draw"
    MANAGE = "manage"
    WORK = "work"


_ON_SITE = frozenset({Verb.SEE, Verb.SEE_ORDERS, Verb.REPORT, Verb.DECLARE, Verb.NOTE, Verb.PROPOSE_PINS})
# Whoever grants SEE sees the whole station. A contractor does not: her orders are all she has (`maintenance.scope`).
GRANTS: dict[str, frozenset[Verb]] = {
    Role.AGENT: _ON_SITE,
    Role.CONTRACTOR: frozenset({Verb.WORK}),
    Role.MANAGER: _ON_SITE | {Verb.SEE_HISTORY, Verb.INVITE, Verb.SEE_SOURCES, Verb.MANAGE},
    Role.STEWARD: frozenset(Verb) - {Verb.WORK},
    Role.DEPUTY: _ON_SITE | {Verb.SEE_HISTORY, Verb.REVIEW},
}
# What nobody of a contractor's firm ever does.
DECIDING = frozenset({Verb.REVIEW, Verb.RELEASE, Verb.PUBLISH})
# The owner of a trial station brings a model into it; it is published at once, without anybody's word.
TRIAL_OWNER = frozenset({Verb.SEE, Verb.IMPORT})


def stations_for(user) -> StationQuerySet:
    """The stations this person may see whole: none for a stranger or a contractor, never another visitor's trial."""
    if not user.is_authenticated or not user.is_active:
        return Station.objects.none()
    seeing = {station for station, role in _memberships(user) if Verb.SEE in GRANTS[role]}
    everywhere = user.is_superuser or None in seeing
    visible = Q(trial_owner=None) if everywhere else Q(trial_owner=None, pk__in=seeing)
    return Station.objects.filter(visible | Q(trial_owner=user))


def station_or_404(user, code: str) -> Station:
    """The station, or Http404 whether it does not exist or is not hers to see."""
    station = stations_for(user).filter(code=code).first()
    if station is None:
        raise Http404
    return station


def roles(user, station: Station | None = None) -> set[str]:
    """Her roles in `station`, or all her roles anywhere when no station is given."""
    if not user.is_authenticated or not user.is_active:
        return set()
    memberships = _memberships(user)
    return {role for station_id, role in memberships if station is None or station_id in (None, station.pk)}


def where(user, role: str) -> set[int | None]:
    """Ids of the stations in which she has the role; None among them means all of them."""
    if not user.is_authenticated or not user.is_active:
        return set()
    return {station for station, granted in _memberships(user) if granted == role}


def may(user, verb: Verb | str, station: Station | None = None) -> bool:
    """May she do `verb` in `station` (in any station at all, when none is given)?"""
    if not user.is_authenticated or not user.is_active:
        return False
    if station is not None and station.is_trial:
        return station.trial_owner_id == user.pk and verb in TRIAL_OWNER
    if not user.is_superuser and not any(verb in GRANTS[role] for role in roles(user, station)):
        return False
    if user.is_superuser and verb == Verb.WORK:
        return False
    return verb not in DECIDING or contractor_of(user) is None


def stations_where(user, verb: Verb | str) -> StationQuerySet:
    """The stations in which she may do `verb`."""
    seen = stations_for(user)
    if user.is_authenticated and user.is_superuser:
        return seen if verb in TRIAL_OWNER else seen.filter(trial_owner=None)
    granting = {station for station, role in _memberships(user) if verb in GRANTS[role]} if user.pk else set()
    lasting = Q(trial_owner=None) if None in granting else Q(trial_owner=None, pk__in=granting)
    own = Q(trial_owner=user.pk, trial_owner__isnull=False) if verb in TRIAL_OWNER else Q(pk__in=())
    return seen.filter(lasting | own)


def revisions_for(user) -> RevisionQuerySet:
    """The revisions of her stations that she may look into: what is published; where she brings models, every one."""
    published = Q(state=Revision.State.PUBLISHED, station__in=stations_for(user))
    return Revision.objects.filter(published | Q(station__in=stations_where(user, Verb.IMPORT)))


def others_who_may(verb: Verb | str, station: Station, *, but) -> list:
    """The active people other than `but` for whom `may` says yes: administrators of the site are among them."""
    granting = [role for role, verbs in GRANTS.items() if verb in verbs]
    here = Membership.objects.filter(Q(station=None) | Q(station=station), role__in=granting)
    people = get_user_model()._default_manager.filter(is_active=True).exclude(pk=but.pk)
    asked = people.filter(Q(pk__in=here.values("user")) | Q(is_superuser=True)).order_by("pk")
    return [person for person in asked if may(person, verb, station)]


def only_works(user) -> bool:
    """Does she see no station whole, and work in one?"""
    granted = {verb for role in roles(user) for verb in GRANTS[role]}
    return not user.is_superuser and Verb.WORK in granted and Verb.SEE not in granted


def contractor_of(user) -> Organisation | None:
    """The firm this person works for, when it is not the operator: then she never decides about data."""
    if not user.is_authenticated:
        return None
    if not hasattr(user, "_contractor_read"):
        employers = Organisation.objects.exclude(role=Organisation.Role.OPERATOR)
        user._contractor_read = employers.filter(people__user=user).first()
    return user._contractor_read


def withheld_from(user) -> frozenset[str]:
    """Families of networks of which this person is told no course; `networks.restricted` knows what else is such."""
    return restricted.FAMILIES if contractor_of(user) is not None else frozenset()


def _memberships(user) -> list[tuple[int | None, str]]:
    """(station id or None for all, role), read once for each loaded user object."""
    if not hasattr(user, "_memberships_read"):
        user._memberships_read = list(Membership.objects.filter(user=user).values_list("station_id", "role"))
    return user._memberships_read
