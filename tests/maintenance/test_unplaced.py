"""Orders that nothing located: a steward settles them in two taps, others follow, and she may take it back."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone

from assets import history
from assets.models import HistoryEntry
from maintenance import placing, settling
from maintenance.models import SourceAlias
from maintenance.place_candidates import candidates
from maintenance.place_words import tells_one_thing
from tests import factories

pytestmark = pytest.mark.django_db
PAGE = "/stations/SFA/unplaced/"


@pytest.fixture
def station():
    """A station with a register only: two pumps in two rooms."""
    made = factories.station("SFA", twin_mode="REGISTER")
    ground = factories.storey(made, "N0", "N0", 0.0)
    for code, name in (("POM-01", "Chaufferie"), ("POM-02", "Local technique")):
        room = factories.location(made, f"N0-{name}", name=name, parent=ground)
        factories.asset(made, code, name=f"Pompe – {name}", kind="pump", location=room)
    return made


@pytest.fixture
def source():
    return factories.source(name="GMAO du Nord")


@pytest.fixture
def person(station):
    return factories.person("steward", station=station)


@pytest.fixture
def steward(person):
    return signed_in(person)


def signed_in(user) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def order(station, source, title="Pompe HS", **values):
    return factories.work_order(station, source=source, title=title, **values)


def where(one):
    one.refresh_from_db()
    return (getattr(one.asset, "code", None), getattr(one.location, "code", None), one.placed)


def place(one):
    """As a pull does with the words of the source."""
    return placing.place(
        one.station,
        one.source,
        equipment_code=one.equipment_code,
        title=one.title,
        description=one.description,
        place_text=one.place_text,
    )


def test_the_page_shows_what_waits_in_the_sources_words_with_its_number_and_link(station, source, steward):
    order(
        station,
        source,
        number="DI-77",
        url="https://gmao.example/77",
        equipment_code="EQ 9",
        place_text="ch.",
    )
    order(station, source, title="Already there", placed="room", location=station.locations.first())
    order(station, source, title="Long over", status="CLOSED")
    order(station, source, title="No longer in the source", gone_at=timezone.now())

    page = steward.get(PAGE).content.decode()

    assert re.findall(r"<article.*?<strong>(.*?)</strong>", page, re.DOTALL) == ["Pompe HS"]
    assert 'href="https://gmao.example/77"' in page
    for words in ("GMAO du Nord DI-77", "EQ 9", "ch.", "POM-01", "POM-02"):
        assert words in page


def test_two_taps_locate_an_order_and_those_with_the_same_words(station, source, steward, person):
    first, second = (order(station, source, equipment_code="EQ 9") for _ in range(2))
    other = order(station, source, equipment_code="EQ 10")
    elsewhere = order(station, factories.source(), equipment_code="EQ 9")

    answer = steward.post(f"{PAGE}{first.pk}/settle/", {"target": "POM-02", "always": "yes"}, follow=True)

    assert where(first) == ("POM-02", None, "person")
    assert where(second) == ("POM-02", None, "alias")
    assert (where(other), where(elsewhere)) == ((None, None, ""), (None, None, ""))
    alias = SourceAlias.objects.get()
    assert (alias.text, alias.asset.code, alias.method, alias.created_by) == (
        "EQ 9",
        "POM-02",
        "person",
        person,
    )
    assert "1 other order follows." in answer.content.decode()
    assert (place(order(station, source, equipment_code="eq-9")).asset.code) == "POM-02"


def test_an_unknown_code_is_settled_once_for_all_its_orders_whatever_else_they_say(station, source, steward):
    orders = [
        order(station, source, title=title, equipment_code=code, place_text=place)
        for title, code, place in (
            ("Fuite", "EQ-09", ""),
            ("Bruit", "eq 9", "sous-sol"),
            ("HS", "EQ.9", "N0"),
        )
    ]

    steward.post(f"{PAGE}{orders[0].pk}/settle/", {"target": "POM-02", "always": "yes"})

    assert [where(each)[0] for each in orders] == ["POM-02"] * 3
    assert SourceAlias.objects.count() == 1


def test_without_always_nothing_is_remembered_and_nobody_follows(station, source, steward):
    first, second = (order(station, source, equipment_code="EQ 9") for _ in range(2))

    steward.post(f"{PAGE}{first.pk}/settle/", {"target": "N0-Chaufferie"})

    assert where(first) == (None, "N0-Chaufferie", "person")
    assert where(second) == (None, None, "")
    assert not SourceAlias.objects.exists()


def test_always_is_proposed_for_the_equipments_name_or_a_whole_title_and_only_offered_for_a_place(
    station, source, steward
):
    def ticked():
        return re.findall(r'name="always" value="yes"( checked)?', steward.get(PAGE).content.decode())

    named = order(station, source, equipment_code="EQ 9")
    assert ticked() == [" checked"]

    named.delete()
    place_only = order(station, source, place_text="Zone 7")
    assert ticked() == [""]

    place_only.delete()
    titled = order(station, source, title="Nettoyage chéneaux")
    assert ticked() == [" checked"]

    titled.delete()
    order(station, source, title="Pompe HS")
    assert ticked() == []


@pytest.mark.parametrize(
    "title",
    [
        "Fuite",
        "FUITE D'EAU",
        "Bruit anormal",
        "Pompe HS",
        "Ne marche pas",
        "Fuite local technique",
        "Fuite 2",
    ],
)
def test_a_title_that_any_order_could_bear_is_not_remembered(station, source, person, title):
    first, second = (order(station, source, title=title) for _ in range(2))

    followers = settling.settle(first, by=person, asset=station.assets.get(code="POM-02"), always=True)

    assert (followers, SourceAlias.objects.exists()) == ([], False)
    assert where(second) == (None, None, "")


@pytest.mark.parametrize(
    "title", ["Nettoyage chéneaux", "Pompe Joséphine HS", "Fuite WC H hall 2", "Bidule bloqué"]
)
def test_a_title_with_a_word_of_its_own_is_remembered(title):
    assert tells_one_thing(title)


def test_a_title_alone_is_remembered_for_orders_that_name_nothing_else(station, source, steward, person):
    first, second = (order(station, source, title="Nettoyage chéneaux") for _ in range(2))
    coded = order(station, source, title="nettoyage chéneaux", equipment_code="EQ 9")
    in_zone = order(station, source, title="nettoyage chéneaux", place_text="Nettoyage chéneaux")

    answer = steward.post(
        f"{PAGE}{first.pk}/settle/", {"target": "N0-Chaufferie", "always": "yes"}, follow=True
    )

    assert "1 other order follows." in answer.content.decode()
    assert where(second) == (None, "N0-Chaufferie", "alias")
    assert placing.reason_sentence(second) == (
        "A person said so of an order with the same title: “Nettoyage chéneaux”."
    )
    assert (where(coded), where(in_zone)) == ((None, None, ""), (None, None, ""))

    later = order(station, source, title="NETTOYAGE  CHENEAUX")
    elsewhere = order(station, factories.source(), title="Nettoyage chéneaux")
    assert settling.look_again(station, by=person) == 1
    assert (where(later), where(elsewhere)) == ((None, "N0-Chaufferie", "alias"), (None, None, ""))

    steward.post(f"{PAGE}{first.pk}/undo/")
    assert (where(first), where(second)) == ((None, None, ""), (None, None, ""))
    assert not SourceAlias.objects.exists()


def test_a_code_in_the_description_says_otherwise_than_a_remembered_title(station, source, person):
    first = order(station, source, title="Nettoyage chéneaux")
    settling.settle(first, by=person, location=station.locations.get(code="N0-Chaufferie"), always=True)

    other = order(station, source, title="Nettoyage chéneaux", description="devant POM-02")

    assert place(other).asset.code == "POM-02"


def test_undoing_puts_back_the_order_its_followers_and_the_alias(station, source, steward, person):
    former = station.assets.get(code="POM-01")
    key = placing.alias_key("EQ 9")
    SourceAlias.objects.create(
        source=source, station=station, text="EQ 9", key=key, asset=former, method="person"
    )
    first, second = (order(station, source, equipment_code="EQ 9") for _ in range(2))
    settling.settle(first, by=person, asset=station.assets.get(code="POM-02"), always=True)

    steward.post(f"{PAGE}{first.pk}/undo/")

    assert (where(first), where(second)) == ((None, None, ""), (None, None, ""))
    assert SourceAlias.objects.get().asset == former


def test_undoing_takes_away_an_alias_that_was_new_and_leaves_what_was_settled_since(station, source, person):
    first, second = (order(station, source, equipment_code="EQ 9") for _ in range(2))
    pumps = {code: station.assets.get(code=code) for code in ("POM-01", "POM-02")}
    settling.settle(first, by=person, asset=pumps["POM-02"], always=True)
    settling.settle(second, by=person, asset=pumps["POM-01"])

    settling.undo(first, by=person)

    assert where(first) == (None, None, "")
    assert where(second) == ("POM-01", None, "person")
    assert not SourceAlias.objects.exists()


def test_a_wrong_automatic_location_is_put_right_and_undoing_brings_it_back(station, source, steward):
    one = order(
        station, source, asset=station.assets.get(code="POM-01"), placed="name", placed_reason="name|pompe"
    )
    assert steward.get(f"{PAGE}{one.pk}/").status_code == 200

    steward.post(f"{PAGE}{one.pk}/settle/", {"target": "POM-02"})
    assert where(one) == ("POM-02", None, "person")

    steward.post(f"{PAGE}{one.pk}/undo/")
    assert (*where(one), one.placed_reason) == ("POM-01", None, "name", "name|pompe")


def test_who_comes_second_is_told_so_and_changes_nothing(station, source, steward, person):
    one = order(station, source)
    settling.settle(one, by=person, asset=station.assets.get(code="POM-01"))

    answer = steward.post(f"{PAGE}{one.pk}/settle/", {"target": "POM-02"}, follow=True)

    assert "Somebody else was faster" in answer.content.decode()
    assert where(one) == ("POM-01", None, "person")
    settling.undo(one, by=person)
    answer = steward.post(f"{PAGE}{one.pk}/undo/", follow=True)
    assert "Somebody else was faster" in answer.content.decode()


@pytest.mark.parametrize("target", ["", "NOTHING", "FOREIGN"])
def test_only_what_is_of_the_station_can_be_chosen(station, source, steward, target):
    factories.asset(factories.station(), "FOREIGN")
    one = order(station, source)

    answer = steward.post(f"{PAGE}{one.pk}/settle/", {"target": target}, follow=True)

    assert "Choose what the order is about first" in answer.content.decode()
    assert where(one) == (None, None, "")


def test_another_stations_asset_is_refused_by_the_verb_itself(station, source, person):
    one = order(station, source)

    with pytest.raises(settling.NotSettled):
        settling.settle(one, by=person, asset=factories.asset(factories.station(), "FOREIGN"))
    with pytest.raises(settling.NotSettled):
        settling.settle(one, by=person)


def test_every_step_is_in_the_history_and_the_chain_holds(station, source, steward, person):
    first, second = (order(station, source, equipment_code="EQ 9", number=f"OT-{n}") for n in (1, 2))
    settling.settle(first, by=person, asset=station.assets.get(code="POM-02"), always=True)
    settling.undo(first, by=person)

    entries = HistoryEntry.objects.filter(subject_kind="workorder").order_by("pk")

    assert [(entry.verb, entry.subject_id, entry.actor) for entry in entries] == [
        ("located as another", second.pk, person),
        ("located", first.pk, person),
        ("location taken back", second.pk, person),
        ("location taken back", first.pk, person),
    ]
    assert history.verify().intact
    assert "Order located by a person: OT-1" in steward.get("/stations/SFA/history/").content.decode()


def test_searching_beside_an_order_gives_things_to_tap(station, source, steward):
    one = order(station, source, title="Bruit")

    found = steward.get(f"{PAGE}{one.pk}/search/", {"q": "chaufferie"}).content.decode()
    nothing = steward.get(f"{PAGE}{one.pk}/search/", {"q": "zzzz"}).content.decode()

    assert re.findall(r'name="target" value="(.*?)"', found) == ["N0-Chaufferie", "POM-01"]
    assert "Nothing answers to “zzzz”" in nothing


def test_the_nearest_are_proposed_each_with_why(station, source):
    def proposed(**values):
        (found,) = candidates([order(station, source, **values)])
        return [((each.asset or each.location).code, each.why) for each in found]

    assert [code for code, _ in proposed(title="Pompe HS")] == ["POM-01", "POM-02"]
    assert [code for code, _ in proposed(title="x", equipment_code="POM-03")] == ["POM-01", "POM-02"]
    assert proposed(title="compte bloqué") == []
    assert all(why for _, why in proposed(title="Pompe HS"))


def test_of_a_crowd_that_fits_alike_none_is_proposed(station, source):
    for number in range(9):
        factories.asset(station, f"ECL-{number}", name="Luminaire", kind="light-fixture")

    assert candidates([order(station, source, title="luminaire éteint")]) == [[]]


@pytest.mark.parametrize("role", ["agent", "manager", "contractor", "deputy"])
def test_only_stewards_settle(station, source, role):
    one = order(station, source)
    other = signed_in(factories.person(role, station=station))

    assert other.get(PAGE).status_code == 404
    assert other.get(f"{PAGE}{one.pk}/").status_code == 404
    assert other.get(f"{PAGE}{one.pk}/search/?q=pompe").status_code == 404
    assert other.post(f"{PAGE}{one.pk}/settle/", {"target": "POM-01"}).status_code == 404
    assert other.post(f"{PAGE}{one.pk}/undo/").status_code == 404
    assert other.post(f"{PAGE}again/").status_code == 404
    assert where(one) == (None, None, "")


def test_an_order_of_another_station_does_not_exist_here(station, source, steward):
    foreign = order(factories.station(), source)

    assert steward.get(f"{PAGE}{foreign.pk}/").status_code == 404
    assert steward.post(f"{PAGE}{foreign.pk}/settle/", {"target": "POM-01"}).status_code == 404


def test_a_page_of_thirty_orders_asks_no_more_of_the_database_for_each(
    station, source, steward, django_assert_max_num_queries
):
    for number in range(30):
        order(station, source, title="Pompe HS", number=f"OT-{number}")

    with django_assert_max_num_queries(14):
        steward.get(PAGE)


def test_nothing_waiting_says_so(station, steward):
    assert "Every open order is located." in steward.get(PAGE).content.decode()


def test_an_order_about_nothing_of_the_station_leaves_the_list_too(station, source, steward):
    one = order(station, source, equipment_code="VEH-0231", number="OT-5")

    answer = steward.post(f"{PAGE}{one.pk}/settle/", {"target": "/", "always": "yes"}, follow=True)

    assert "OT-5 is about nothing here." in answer.content.decode()
    assert where(one) == (None, None, "person")
    assert not SourceAlias.objects.exists()
    steward.post(f"{PAGE}{one.pk}/undo/")
    assert where(one) == (None, None, "")


def test_looking_again_places_what_the_register_knows_by_now(station, source, steward, person):
    late, unknown = order(station, source, title="CAM-01 floue"), order(station, source, title="Tout va mal")
    settled = order(station, source, title="CAM-01 cassée")
    settling.settle(settled, by=person, asset=station.assets.get(code="POM-01"))
    factories.asset(station, "CAM-01", kind="audio-visual-appliance-camera")

    answer = steward.post(f"{PAGE}again/", follow=True)

    assert "1 order found its place." in answer.content.decode()
    assert where(late) == ("CAM-01", None, "code")
    assert where(unknown) == (None, None, "")
    assert where(settled) == ("POM-01", None, "person")
