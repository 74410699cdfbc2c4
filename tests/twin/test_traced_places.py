"""Rooms that lose service, in a few words: by their sort, by who rents them, and by their own name."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.utils import translation

from assets import room_sorts
from assets.models import Asset, Element, ResponsibleParty, ServedPlace
from tests import factories
from tests.twin.test_device_state_pages import reader, text_of
from twin.traces import things
from twin.traces.places import Place, in_short

pytestmark = pytest.mark.django_db


def room(name: str, tenant: str = "") -> Place:
    sort = room_sorts.sort_named(name)
    return Place(
        "", f"0 · {name}", ["sanitary-terminal-toiletpan"], is_room=True, name=name, tenant=tenant, sort=sort
    )


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Sanitaires femmes", "toilets"),
        ("Sanitaire accessible", "toilets"),
        ("WC PMR", "toilets"),
        ("Salle d'attente", "waiting"),
        ("Local agents", "staff"),
        ("Local relevage", "technical"),
        ("Boulangerie", "shop"),
        ("Bureaux du premier", "office"),
        ("Réserve des commerces", "store"),
        ("Hall des voyageurs", None),
        ("Localité", None),
    ],
)
def test_a_room_is_of_the_sort_that_its_name_begins_with(name, key):
    sort = room_sorts.sort_named(name)

    assert (sort.key if sort else None) == key


@pytest.mark.parametrize(
    ("language", "rooms", "said"),
    [
        (
            "fr",
            [
                room("Boulangerie", "Relay"),
                room("Sanitaires femmes"),
                room("Sanitaires hommes"),
                room("Salle d'attente"),
            ],
            "Salle d'attente, 2 sanitaires et 1 commerce (Relay)",
        ),
        (
            "en",
            [room("Bakery", "Relay"), room("Coffee corner"), room("Toilets"), room("Main hall", "Le Marché")],
            "Toilets, 2 shops (Relay among them) and Main hall (Le Marché)",
        ),
        ("en", [room("Bakery", "Relay")], "0 · Bakery, Relay (1 toilet)"),
        ("en", [room("Bakery")], "0 · Bakery (1 toilet)"),
        ("en", [room(f"Hall {n}") for n in range(9)], "Hall 0, Hall 1, Hall 2, Hall 3, Hall 4 and 4 more"),
    ],
)
def test_many_rooms_are_told_in_a_few_words(language, rooms, said):
    with translation.override(language):
        assert in_short(rooms) == said


@pytest.fixture
def water() -> SimpleNamespace:
    """main ─▶ V1 ─▶ basin: nobody knows in which room the basin is."""
    station = factories.station("VDO")
    storey = factories.storey(station)
    rooms = [
        factories.location(station, code, parent=storey, name=code, long_name=name)
        for code, name in (("011", "Boulangerie"), ("012", "Presse"))
    ]
    revision = factories.revision(station)
    drawn = [
        factories.element(
            revision, code, resolved_class=ifc_class, predefined_type=kind, kind=word, storey=storey
        )
        for code, ifc_class, kind, word in (
            ("MAIN", "IfcTank", "", "tank"),
            ("V1", "IfcValve", "ISOLATING", "valve-isolating"),
            ("BASIN", "IfcSanitaryTerminal", "", "sanitary-terminal"),
        )
    ]
    for element in drawn:
        factories.asset(station, element.code, drawn_by=element, kind=element.kind)
    for before, after in ((0, 1), (1, 2)):
        factories.joined(drawn[before], drawn[after])
    system = factories.system(station, "Eau froide", *drawn)
    return SimpleNamespace(station=station, storey=storey, rooms=rooms, revision=revision, system=system)


@pytest.fixture(params=[things.AT_ONCE, 1], ids=["read piece by piece", "counted by what is kept"])
def counted(request, monkeypatch):
    monkeypatch.setattr(things, "AT_ONCE", request.param)


@pytest.mark.usefixtures("counted")
def test_rooms_that_only_the_network_says_it_serves_are_named_as_such_with_their_tenants(water):
    for place in water.rooms:
        ServedPlace.objects.create(revision=water.revision, system=water.system, location=place)
    shop = factories.organisation("Relay", role="tenant")
    ResponsibleParty.objects.create(station=water.station, location=water.rooms[1], organisation=shop)
    agent = reader(factories.person("agent", station=water.station))

    page = text_of(agent.get("/stations/VDO/traces/?code=V1&ask=stops"))

    assert "No more water: 2 shops (Relay among them)." in page
    assert "012 · Presse Relay · 1" in page
    assert page.count("by what its network serves") == 2


@pytest.mark.usefixtures("counted")
def test_somebody_of_a_firm_is_told_the_storey_and_no_room_that_the_network_serves(water):
    for place in water.rooms:
        ServedPlace.objects.create(revision=water.revision, system=water.system, location=place)
    person = factories.person("agent", station=water.station)
    factories.organisation("Plomberie Martin").people.create(user=person)

    page = text_of(reader(person).get("/stations/VDO/traces/?code=V1&ask=stops"))
    drawn = reader(person).get("/stations/VDO/traces.json?code=V1&ask=stops").json()

    assert "Sous-sol, room not provided" in page
    assert "Boulangerie" not in page
    assert (drawn["rooms"], drawn["about"]) == ([], ["BASIN"])


@pytest.mark.usefixtures("counted")
def test_the_storey_is_told_where_the_network_serves_the_whole_building(water):
    building = factories.location(water.station, "BAT", kind="building", name="Gare")
    ServedPlace.objects.create(revision=water.revision, system=water.system, location=building)
    agent = reader(factories.person("agent", station=water.station))

    page = text_of(agent.get("/stations/VDO/traces/?code=V1&ask=stops"))

    assert "Sous-sol, room not provided" in page
    assert Element.objects.filter(location=None).count() == Asset.objects.count() == 3


def test_the_sheet_of_a_room_and_the_table_of_rooms_say_who_rents_it(water):
    shop = factories.organisation("Relay", role="tenant")
    ResponsibleParty.objects.create(station=water.station, location=water.rooms[1], organisation=shop)
    agent = reader(factories.person("agent", station=water.station))

    assert "Tenant Relay" in text_of(agent.get("/stations/VDO/assets/012/"))
    assert "Tenant" not in text_of(agent.get("/stations/VDO/assets/011/"))
    assert "Relay" in text_of(agent.get("/stations/VDO/tables/rooms/"))
