"""Who may see and do what: pages, files and API all ask these functions."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from assets import permissions
from assets.models import Employment, Organisation
from assets.permissions import Verb
from tests import factories

pytestmark = pytest.mark.django_db


def codes(stations) -> list[str]:
    return sorted(stations.values_list("code", flat=True))


def test_a_stranger_sees_no_station():
    factories.station("VDO")

    assert codes(permissions.stations_for(AnonymousUser())) == []
    assert permissions.may(AnonymousUser(), Verb.SEE) is False
    assert permissions.roles(AnonymousUser()) == set()


def test_a_role_in_one_station_shows_that_station_and_no_other():
    here = factories.station("VDO")
    factories.station("BRM")
    agent = factories.person("agent", station=here)

    assert codes(permissions.stations_for(agent)) == ["VDO"]


def test_a_role_everywhere_shows_every_lasting_station():
    factories.station("VDO")
    factories.station("BRM")
    agent = factories.person("agent")

    assert codes(permissions.stations_for(agent)) == ["BRM", "VDO"]


def test_a_person_without_role_sees_nothing():
    factories.station("VDO")

    assert codes(permissions.stations_for(factories.person())) == []


def test_a_trial_is_seen_by_its_owner_alone_not_even_by_an_administrator():
    owner = factories.person("agent")
    factories.trial(owner, "TRY-1")
    administrator = factories.person("steward", is_superuser=True, is_staff=True)

    assert codes(permissions.stations_for(owner)) == ["TRY-1"]
    assert codes(permissions.stations_for(administrator)) == []
    assert codes(permissions.stations_for(factories.person("agent"))) == []


def test_what_one_may_not_see_does_not_exist():
    station = factories.station("VDO")
    stranger = factories.person()

    with pytest.raises(Http404):
        permissions.station_or_404(stranger, "VDO")
    with pytest.raises(Http404):
        permissions.station_or_404(stranger, "NONE")
    assert permissions.station_or_404(factories.person("agent"), "VDO") == station


def test_somebody_who_left_sees_nothing():
    factories.station("VDO")
    gone = factories.person("steward", is_active=False)

    assert codes(permissions.stations_for(gone)) == []
    assert permissions.may(gone, Verb.IMPORT) is False


ON_SITE = {Verb.SEE, Verb.SEE_ORDERS, Verb.REPORT, Verb.DECLARE, Verb.NOTE, Verb.PROPOSE_PINS}


@pytest.mark.parametrize(
    ("role", "granted"),
    [
        ("agent", ON_SITE),
        ("contractor", {Verb.WORK}),
        ("manager", ON_SITE | {Verb.SEE_HISTORY, Verb.INVITE, Verb.SEE_SOURCES, Verb.MANAGE}),
        ("deputy", ON_SITE | {Verb.SEE_HISTORY, Verb.REVIEW}),
        ("steward", set(Verb) - {Verb.WORK}),
    ],
)
def test_each_role_may_do_its_verbs_and_no_others(role, granted):
    station = factories.station("VDO")
    person = factories.person(role, station=station)

    assert {verb for verb in Verb if permissions.may(person, verb, station)} == granted


def test_a_steward_of_one_station_is_nobody_in_another():
    here, elsewhere = factories.station("VDO"), factories.station("BRM")
    steward = factories.person("steward", station=here)

    assert permissions.may(steward, Verb.PUBLISH, here) is True
    assert permissions.may(steward, Verb.PUBLISH, elsewhere) is False
    assert codes(permissions.stations_where(steward, Verb.IMPORT)) == ["VDO"]


def test_a_visitor_brings_models_to_her_trial_and_nowhere_else():
    lasting = factories.station("VDO")
    visitor = factories.person("agent")
    trial = factories.trial(visitor, "TRY-1")

    assert permissions.may(visitor, Verb.IMPORT, trial) is True
    assert permissions.may(visitor, Verb.IMPORT, lasting) is False
    assert codes(permissions.stations_where(visitor, Verb.IMPORT)) == ["TRY-1"]
    assert codes(permissions.stations_where(visitor, Verb.SEE_HISTORY)) == []


def test_an_administrator_may_do_everything_in_lasting_stations():
    station = factories.station("VDO")
    administrator = factories.person(is_superuser=True)

    assert {verb for verb in Verb if not permissions.may(administrator, verb, station)} == {Verb.WORK}
    assert codes(permissions.stations_where(administrator, Verb.PUBLISH)) == ["VDO"]


def test_others_who_may_counts_stewards_here_and_everywhere_but_oneself():
    station, elsewhere = factories.station("VDO"), factories.station("BRM")
    one = factories.person("steward", station=station)
    factories.person("steward", station=elsewhere)
    factories.person("agent", station=station)

    assert permissions.others_who_may(Verb.PUBLISH, station, but=one) == []

    other = factories.person("steward")
    assert permissions.others_who_may(Verb.PUBLISH, station, but=one) == [other]


def test_an_administrator_is_one_of_the_others_as_long_as_she_is_active_and_no_firms():
    station = factories.station("VDO")
    one = factories.person("steward", station=station)
    factories.person(is_superuser=True, is_active=False)
    factories.contractor(factories.organisation("Hydro"), station=station, is_superuser=True)
    assert permissions.others_who_may(Verb.PUBLISH, station, but=one) == []

    administrator = factories.person(is_superuser=True)

    assert permissions.others_who_may(Verb.PUBLISH, station, but=one) == [administrator]


def test_roles_are_read_once_for_a_person(django_assert_num_queries):
    station = factories.station("VDO")
    person = factories.person("steward", station=station)

    with django_assert_num_queries(2):  # her roles, and whom she works for
        for verb in Verb:
            permissions.may(person, verb, station)


def test_a_contractor_sees_no_station_whole():
    station = factories.station("VDO")
    here, everywhere = factories.person("contractor", station=station), factories.person("contractor")

    assert codes(permissions.stations_for(here)) == []
    assert codes(permissions.stations_for(everywhere)) == []


def test_nobody_of_a_contractors_firm_decides_about_data_whatever_her_roles():
    station = factories.station("VDO")
    lent = factories.person("steward", station=station, is_superuser=True)
    firm = Organisation.objects.create(name="Eaux Vives", role="contractor")
    Employment.objects.create(user=lent, organisation=firm)

    assert {verb for verb in permissions.DECIDING if permissions.may(lent, verb, station)} == set()
    assert permissions.may(lent, Verb.SEE, station) is True
