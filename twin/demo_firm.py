"""The demo's firm: Hydro-Services works at Val-d'Orme, with the account of the card and with a link of its own."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from assets import recorded_precautions, surveys
from assets.models import Employment, Membership, Organisation, Station
from maintenance import dossiers
from maintenance.models import Dossier

FIRM = "Hydro-Services"
ACCOUNT = "contractor"
EMAIL = "intervention@hydro-services.example"
STATION = "VDO"


@transaction.atomic
def make_firm() -> Dossier | None:
    """The firm, whom it employs and its link, where they are missing; None when its station is not there."""
    station = Station.objects.filter(code=STATION).first()
    if station is None:
        return None
    firm, _ = Organisation.objects.get_or_create(name=FIRM, defaults={"role": Organisation.Role.CONTRACTOR})
    _employ(firm, station)
    dossier = Dossier.objects.filter(station=station, organisation=firm, revoked_at=None).first()
    if dossier is None:
        return dossiers.invite(station, firm, email=EMAIL, by=None)
    return dossiers.renew(dossier, by=None) if dossier.expires_at < timezone.now() else dossier


def _employ(firm: Organisation, station: Station) -> None:
    """The card's account works for the firm, in its station only."""
    account = get_user_model().objects.filter(username=ACCOUNT).first()
    if account is None or Employment.objects.filter(user=account).exists():
        return
    Employment.objects.create(user=account, organisation=firm)
    Membership.objects.filter(user=account).delete()
    Membership.objects.create(user=account, station=station, role=Membership.Role.CONTRACTOR)


def take_in_precautions() -> list[str]:
    """What was surveyed: `SAMPLES_DIR/<code>_precautions.csv` of each station that has one.

    Gives the names in them that mean nothing: a small demo, without all the models, has not all the rooms.
    """
    lists = {path.name.partition("_")[0]: path for path in settings.SAMPLES_DIR.glob("*_precautions.csv")}
    stations = Station.objects.filter(code__in=lists, trial_owner=None)
    return [
        name for each in stations for name in recorded_precautions.take_in(lists[each.code], each).unknown
    ]


def take_in_surveys() -> list[str]:
    """What was seen on site, room by room: `surveys.csv` of each sample station where nobody said anything yet.

    Gives what is wrong in them.
    """
    lists = {path.parent.name: path for path in settings.SAMPLES_DIR.glob("portfolio/*/surveys.csv")}
    silent = Station.objects.filter(code__in=lists, trial_owner=None, surveys=None)
    found = [surveys.take_in(lists[each.code].read_text(encoding="utf-8"), each) for each in silent]
    return [wrong for taken in found for _, wrong in taken.errors]


def dossier_url(url: str) -> str | None:
    """A link that is ready to be opened."""
    dossier = Dossier.objects.filter(organisation__name=FIRM, station__code=STATION, revoked_at=None).first()
    if dossier is None:
        return None
    return url.rstrip("/") + reverse("dossier_door", args=[dossiers.link(dossier)])
