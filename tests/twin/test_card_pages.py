"""What to close: on the sheet, as a page, as a card to print; and writing a card in six taps."""

from __future__ import annotations

import io
import re
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from assets import isolation_cards
from assets.isolation_cards import Said
from assets.models import Asset, IsolationCard
from maintenance import isolation_cards as written
from maintenance import reviewing, where_to_cut
from maintenance.models import Change, Declaration
from tests import factories
from twin import stylesheets
from twin.views import isolation_cards as isolation_card_pages

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def station():
    return factories.station("VDO")


@pytest.fixture
def room(station):
    """A pump room with a valve of the cold water, which a model draws."""
    room = factories.location(
        station, "S1-012", name="012", long_name="Local pompes", parent=factories.storey(station), z_min=-4.0
    )
    drawn = factories.element(
        factories.revision(station), "EFS-V-012", kind="valve-isolating", location=room, storey=room.parent,
        x_min=0, y_min=0, z_min=-2.8, x_max=0.2, y_max=0.2, z_max=-2.6,
    )  # fmt: skip
    factories.asset(
        station, "EFS-V-012", drawn_by=drawn, location=room, kind="valve-isolating", name="Vanne EFS"
    )
    factories.system(station, "EFS", drawn)
    return room


@pytest.fixture
def people(station):
    return {
        role: factories.person(role, station=station, username=f"{role}-1") for role in ("agent", "steward")
    }


def signed_in(user, language: str = "en") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(user)
    return client


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def photo() -> SimpleUploadedFile:
    kept = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(kept, "JPEG")
    return SimpleUploadedFile("photo.jpg", kept.getvalue())


def verified(room, people, **values) -> IsolationCard:
    said = Said(**({"medium": "water", "device": "EFS-V-012", "turn": "clockwise"} | values))
    made = written.declare(room, said, by=people["agent"])
    reviewing.decide(made.changes.get(), by=people["steward"], verdict="APPROVED")
    return IsolationCard.objects.get()


def test_a_card_is_sent_with_a_device_a_photo_and_a_turn_and_stands_as_not_verified(station, room, people):
    agent = signed_in(people["agent"])
    form = agent.get("/stations/VDO/isolation-cards/new/?code=S1-012").content.decode()
    assert re.findall(r'name="medium" value="(\w+)" checked', form) == ["water"]  # its only network
    assert 'name="device" value="EFS-V-012"' in form

    answer = agent.post(
        "/stations/VDO/isolation-cards/new/?code=S1-012",
        {"key": str(uuid.uuid4()), "about": "location:S1-012", "medium": "water", "device": "EFS-V-012",
         "turn": "clockwise", "photo": photo()},
    )  # fmt: skip

    assert (answer.status_code, answer.url) == (302, "/stations/VDO/assets/S1-012/")
    change = Change.objects.get()
    assert (change.kind, change.declaration.location, change.declaration.state) == ("CARD", room, "IN_REVIEW")
    assert (change.value["photos"], change.findings) == ([change.declaration.evidence.get().pk], [])
    panel = text_of(agent.get("/stations/VDO/what-to-close/?code=S1-012", headers=HTMX))
    assert "not verified" in panel
    assert "Written on site by Maintenance agent-1" in panel or "Written on site by agent-1" in panel


def test_what_is_missing_is_said_beside_its_field_and_nothing_typed_is_lost(station, room, people):
    agent = signed_in(people["agent"])
    said = {"key": str(uuid.uuid4()), "about": "location:S1-012", "medium": "water", "device": "",
            "steps": "Stop the pump.\nClose.", "height": "high", "photo": photo()}  # fmt: skip

    answer = agent.post("/stations/VDO/isolation-cards/new/?code=S1-012", said)
    assert answer.status_code == 422
    assert "This is no height in a room" in text_of(answer)
    kept = re.search(r'name="kept" value="(\d+)"', answer.content.decode())
    assert kept
    assert "Stop the pump.\nClose." in answer.content.decode()

    said |= {"height": "1,20", "kept": kept[1]}
    said.pop("photo")
    answer = agent.post("/stations/VDO/isolation-cards/new/?code=S1-012", said)
    assert (answer.status_code, "Say what is to be closed" in text_of(answer)) == (422, True)

    answer = agent.post(
        "/stations/VDO/isolation-cards/new/?code=S1-012", said | {"device_words": "efs v 012"}
    )
    assert answer.status_code == 302
    value = Declaration.objects.get().changes.get().value
    assert (value["device"], value["height"], len(value["photos"])) == ("EFS-V-012", 1.2, 1)


def test_the_reviewer_reads_the_whole_card_and_approves_it(station, room, people):
    written.declare(
        room,
        Said(medium="water", device="EFS-V-012", turn="clockwise", steps=("Stop the pump.",)),
        by=people["agent"],
    )
    steward = signed_in(people["steward"])

    page = text_of(steward.get("/stations/VDO/review/"))
    assert "Plumbing – water: close EFS-V-012" in page
    assert "turn clockwise until it stops" in page
    assert "Stop the pump." in page

    change = Change.objects.get()
    seen = {"seen": [f"{change.pk}:{reviewing.three_way.as_seen(change)}"]}
    steward.post(f"/stations/VDO/review/{change.pk}/decide/", {"verdict": "APPROVED"} | seen, headers=HTMX)
    assert IsolationCard.objects.get().verified_by == people["steward"]


def test_the_sheets_of_the_room_and_of_what_stands_in_it_show_the_card(station, room, people):
    verified(room, people)
    agent = signed_in(people["agent"])

    for code in ("S1-012", "EFS-V-012"):
        sheet = text_of(agent.get(f"/stations/VDO/sheet/?code={code}"))
        assert "M-001 Plumbing – water : EFS-V-012 Vanne EFS" in sheet
        assert "What to close" in sheet


def test_the_page_says_which_is_which_and_that_it_is_no_certificate(station, room, people):
    verified(room, people)
    factories.asset(station, "V-XX", kind="valve", location=room)

    page = text_of(signed_in(people["agent"], "fr").get("/stations/VDO/what-to-close/?code=S1-012"))

    assert "ne remplace pas l’attestation de consignation" in page
    order = [
        "Manœuvres que deux personnes garantissent",
        "M-001",
        "Appareils les plus proches",
        "V-XX",
        "Ce que personne ne sait",
    ]
    places = [page.find(words) for words in order]
    assert places == sorted(places), dict(zip(order, places, strict=True))
    assert -1 not in places
    assert "personne n’a dit ce qui y circule" in page


def test_where_no_connection_is_drawn_the_3d_is_told_what_the_card_closes_and_where(station, room, people):
    verified(room, people, further=("the grey lever",))

    told = signed_in(people["agent"]).get("/stations/VDO/traces.json?code=S1-012&ask=close").json()

    assert told["nothing"]
    where = "Sous-sol · 012 · Local pompes · 1.20 m above the floor"
    assert told["cards"] == [
        {"label": "M-001·1", "code": "EFS-V-012", "words": "Close EFS-V-012 Vanne EFS", "room": "S1-012",
         "where": where},
        {"label": "M-001·2", "code": "", "words": "Close the grey lever", "room": "", "where": ""},
    ]  # fmt: skip
    stops = signed_in(people["agent"]).get("/stations/VDO/traces.json?code=S1-012&ask=stops").json()
    assert stops["cards"] == []


def test_a_card_is_one_page_with_the_square_of_its_place(station, room, people):
    card = verified(room, people, steps=("Stop the pump.", "Close."))

    page = signed_in(people["agent"]).get(f"/stations/VDO/isolation-cards/{card.pk}/")

    said = text_of(page)
    assert "M-001" in said
    assert "1.20 m above the floor" in said
    assert page.content.decode().count("<li>Stop the pump.</li>") == 1
    assert re.search(r'class="square".*?<svg', page.content.decode(), re.DOTALL)


def test_a_revision_shows_what_the_card_said_before(station, room, people):
    card = verified(room, people)
    agent = signed_in(people["agent"])
    agent.post(
        f"/stations/VDO/isolation-cards/{card.pk}/revise/",
        {"key": str(uuid.uuid4()), "medium": "water", "device": "", "device_words": "the grey lever"},
    )
    reviewing.decide(Change.objects.latest("pk"), by=people["steward"], verdict="APPROVED")

    page = text_of(agent.get(f"/stations/VDO/isolation-cards/{card.pk}/"))

    assert "revision 2" in page
    assert "the grey lever" in page
    assert "What it said before" in page
    assert "EFS-V-012" in page.split("What it said before")[1]


def test_what_came_back_is_written_again(station, room, people):
    made = written.declare(room, Said(medium="water", device="EFS-V-012"), by=people["agent"])
    reviewing.send_back(made, by=people["steward"], reason="Which way?")
    agent = signed_in(people["agent"])
    address = f"/stations/VDO/isolation-cards/new/?draft={made.pk}"
    page = agent.get(address)
    assert "Which way?" in text_of(page)

    key = re.search(r'name="key" value="([^"]+)"', page.content.decode())[1]
    agent.post(address, {"key": key, "medium": "water", "device": "EFS-V-012", "turn": "quarter"})

    made.refresh_from_db()
    assert (made.state, made.changes.get().value["turn"]) == ("IN_REVIEW", "quarter")


def test_a_pipe_a_network_and_an_object_of_the_model_say_what_to_close_too(station, room, people):
    revision = station.revisions.get()
    pipes = [
        factories.element(revision, f"PIPE-{n}", kind="pipe", location=room, storey=room.parent)
        for n in (1, 2)
    ]
    network = station.systems.get()
    for pipe in pipes:
        network.members.create(element=pipe)
    factories.run(station, "EFS-T-001", pipes[:1])
    agent = signed_in(people["agent"])

    for asked in ("code=EFS-T-001", "code=PIPE-2", f"system={network.pk}"):
        assert "EFS-V-012" in text_of(agent.get(f"/stations/VDO/what-to-close/?{asked}"))
        assert agent.get(f"/stations/VDO/isolation-cards/new/?{asked}").status_code == 200
    assert agent.get("/stations/VDO/what-to-close/?code=NOWHERE").status_code == 404


def test_the_list_has_verified_cards_and_what_waits(station, room, people):
    verified(room, people)
    written.declare(
        station.systems.get(), Said(medium="water", device_words="under the hatch"), by=people["agent"]
    )

    page = text_of(signed_in(people["agent"]).get("/stations/VDO/isolation-cards/"))

    assert page.index("under the hatch") < page.index("M-001")
    assert "the whole network “EFS”" in page


def test_cards_are_told_in_the_history_the_table_and_the_day(station, room, people):
    verified(room, people)
    written.declare(room, Said(medium="water", device_words="x" * 300), by=people["agent"])
    steward, agent = signed_in(people["steward"]), signed_in(people["agent"])

    assert "Isolation card verified: S1-012" in text_of(steward.get("/stations/VDO/history/"))
    assert "Plumbing – water: close EFS-V-012" in text_of(steward.get("/stations/VDO/tables/declarations/"))
    day = agent.get("/stations/VDO/today/").content.decode()
    assert "/stations/VDO/isolation-cards/new/?draft=" in day


def test_isolation_cards_are_kept_by_code_so_that_a_new_model_changes_nothing(room, people):
    card = verified(room, people)

    said = isolation_cards.as_said(card)

    assert Said.of_json(said.as_json()) == said


def test_a_steward_takes_the_table_away_and_brings_it_back(station, room, people):
    verified(room, people)
    steward = signed_in(people["steward"])

    away = b"".join(steward.get("/stations/VDO/isolation-cards.csv").streaming_content)
    back = SimpleUploadedFile("cards.csv", away.replace(b"EFS-V-012;", b"EFS-V-012 | the red cock;"))
    answer = steward.post("/stations/VDO/isolation-cards/import/", {"table": back}, follow=True)

    assert "1 card sent: somebody else checks it." in text_of(answer)
    assert Change.objects.latest("pk").value["further"] == ["the red cock"]
    back.seek(0)
    again = text_of(steward.post("/stations/VDO/isolation-cards/import/", {"table": back}, follow=True))
    assert "1 said nothing new." in again
    assert "0 cards" not in again
    head = SimpleUploadedFile("cards.csv", away.splitlines()[0])
    none = steward.post("/stations/VDO/isolation-cards/import/", {"table": head}, follow=True)
    assert "The table holds no line." in text_of(none)
    agent = signed_in(people["agent"])
    assert agent.post("/stations/VDO/isolation-cards/import/", {"table": photo()}).status_code == 404


def test_of_a_long_list_that_was_brought_in_the_first_are_shown_and_the_rest_are_counted(
    station, room, people, monkeypatch
):
    monkeypatch.setattr(isolation_card_pages, "MOST_WAITING", 2)
    for words in ("the red cock", "the blue cock", "the green cock"):
        written.declare(room, Said(medium="water", device_words=words), by=people["agent"])

    page = text_of(signed_in(people["steward"]).get("/stations/VDO/isolation-cards/"))

    assert "Written, not verified 3" in page
    assert [words in page for words in ("the red", "the blue", "the green")] == [False, True, True]
    assert "and one more that waits for its review" in page


def test_the_colour_of_a_card_is_printed_where_the_browser_saves_ink():
    """An empty square on paper is a box to tick."""
    sheet = (stylesheets.SOURCES / "twin/cards.css").read_text("utf-8")
    [rule] = re.findall(r"\.card-sheet \.swatch \{(.*?)\}", sheet, re.DOTALL)

    assert "print-color-adjust: exact" in rule


def test_a_card_and_a_trace_that_disagree_stand_on_the_stewards_page(station, room, people, monkeypatch):
    verified(room, people)
    other = factories.asset(station, "EFS-V-099", kind="valve-isolating")
    factories.asset(station, "EFS-V-098", kind="valve-isolating")
    IsolationCard.objects.update(further=["EFS-V-098"])
    monkeypatch.setattr(
        where_to_cut,
        "through_ports",
        lambda spot, medium, **how: where_to_cut.Traced((other,), complete=True),
    )

    page = text_of(signed_in(people["steward"]).get("/stations/VDO/disagreements/"))
    panel = text_of(signed_in(people["agent"]).get("/stations/VDO/what-to-close/?code=S1-012"))

    assert "M-001" in page
    assert "card: EFS-V-012, EFS-V-098 · trace: EFS-V-099" in page
    assert "The card and the trace through the model disagree." in panel
    assert panel.index("M-001") < panel.index("Traced through the model") < panel.index("Nearest devices")


def test_programs_read_the_cards_that_hold(station, room, people):
    card = verified(room, people)
    agent = signed_in(people["agent"])

    told = agent.get(f"/api/v1/isolation-cards/?station=VDO&medium=water&location={room.pk}").json()[
        "results"
    ]

    assert [(each["label"], each["device"], each["hangs_on"], each["subject"]) for each in told] == [
        ("M-001", "EFS-V-012", "location", "S1-012")
    ]
    assert (told[0]["written_by"], told[0]["verified_by"]) == ("agent-1", "steward-1")
    assert agent.get("/api/v1/isolation-cards/?medium=gas").json()["results"] == []
    isolation_cards.put(card, room, Said(medium="water", device_words="x", ends=True), word_of(people))
    assert agent.get("/api/v1/isolation-cards/").json()["results"] == []


def word_of(people) -> isolation_cards.Word:
    return isolation_cards.Word(people["agent"].pk, people["steward"].pk, timezone.now(), change=0)


def test_a_firms_person_reads_on_her_order_what_to_close_with_its_photo_and_nothing_of_other_rooms(
    station, room, people
):
    other = factories.location(station, "S1-099", parent=room.parent)
    kept = factories.evidence(station, by=people["agent"], content=b"a photo")
    hidden = factories.evidence(station, by=people["agent"], content=b"another")
    for place, device, photo_of in ((room, "EFS-V-012", kept), (other, "", hidden)):
        said = Said(
            medium="water", device=device, device_words="" if device else "secret", photos=(photo_of.pk,)
        )
        made = written.declare(place, said, by=people["agent"])
        reviewing.decide(made.changes.get(), by=people["steward"], verdict="APPROVED")
    written.declare(room, Said(medium="water", device_words="not checked"), by=people["agent"])
    firm = factories.organisation()
    plumber = factories.contractor(firm, station=station)
    order = factories.work_order(station, organisation=firm, location=room)
    client = signed_in(plumber)

    page = client.get(f"/my-orders/{order.pk}/")

    assert "What to close before" in text_of(page)
    assert "EFS-V-012" in text_of(page)
    assert [word for word in ("secret", "not checked", "/stations/") if word in page.content.decode()] == []
    photo_of_the_card = client.get(f"/evidence/{kept.pk}/")
    assert b"".join(photo_of_the_card.streaming_content)
    assert client.get(f"/evidence/{hidden.pk}/").status_code == 404


@pytest.mark.parametrize(("role", "shown"), [("contractor", False), ("operator", True)])
def test_a_card_of_a_network_that_is_told_to_no_firm_is_on_no_order_of_a_firm(
    station, room, people, role, shown
):
    """It stands for the room where she works, and says how the fire main is closed: that is the operator's."""
    card = verified(room, people, behind="panneau rouge")
    IsolationCard.objects.filter(pk=card.pk).update(medium="fire")
    organisation = factories.organisation(role=role)
    order = factories.begun(
        factories.work_order(station, location=room, organisation=organisation), people["agent"]
    )
    hers = factories.contractor(organisation, station=station) if role == "contractor" else people["agent"]
    client = signed_in(hers)

    page = text_of(client.get(f"/my-orders/{order.pk}/"))

    assert ("panneau rouge" in page) is shown
    if not shown:
        said = {"said": "stuck", "key": str(uuid.uuid4())}
        Asset.objects.filter(code="EFS-V-012").update(location=None)
        assert client.post(f"/my-orders/{order.pk}/declare/state/EFS-V-012/", said).status_code == 404


def test_an_order_without_a_card_says_that_nobody_has_said_what_to_close(station, room):
    firm = factories.organisation()
    order = factories.work_order(station, organisation=firm, location=room)

    page = signed_in(factories.contractor(firm, station=station)).get(f"/my-orders/{order.pk}/")

    assert "nobody has said here what to close. Ask the station" in text_of(page)


def test_what_to_close_goes_along_into_the_basement(station, room, people):
    factories.work_order(station, location=room, priority="P1")

    told = signed_in(people["agent"]).get("/offline/provisions/?station=VDO").json()["items"]

    addresses = {each["url"] for each in told}
    assert {
        "/stations/VDO/isolation-cards/",
        "/stations/VDO/what-to-close/?code=S1-012",
        "/stations/VDO/traces.json?code=S1-012&ask=close",
    } <= addresses


@pytest.fixture
def plumber(station, room):
    """A firm's person whose order on the valve is read and begun, and the order."""
    firm = factories.organisation("Plomberie Martin")
    person = factories.contractor(firm, station=station)
    valve = Asset.objects.get(code="EFS-V-012")
    order = factories.work_order(station, organisation=firm, asset=valve)
    return person, factories.begun(order, person)


def test_a_firms_person_writes_a_card_from_her_order_and_it_waits_for_the_steward(
    station, room, people, plumber
):
    person, order = plumber
    client = signed_in(person)
    address = f"/my-orders/{order.pk}/card/"
    assert f'href="{address}"' in client.get(f"/my-orders/{order.pk}/").content.decode()
    form = client.get(address).content.decode()
    assert 'name="device" value="EFS-V-012"' in form

    answer = client.post(
        address,
        {"key": str(uuid.uuid4()), "about": "location:S1-012", "medium": "water", "device": "EFS-V-012",
         "turn": "clockwise", "photo": photo()},
    )  # fmt: skip

    assert (answer.status_code, answer.url) == (302, f"/my-orders/{order.pk}/")
    made = Declaration.objects.get()
    assert (made.state, made.work_order, made.organisation.name) == ("IN_REVIEW", order, "Plomberie Martin")
    page = text_of(client.get(f"/my-orders/{order.pk}/"))
    assert re.search("S1-012 Isolation card .* in review", page)
    assert "No card is written for this place" in page  # one person's word is not told to others as a card
    reviewing.decide(made.changes.get(), by=people["steward"], verdict="APPROVED")
    assert "M-001" in text_of(client.get(f"/my-orders/{order.pk}/"))


def test_her_form_offers_nothing_of_elsewhere_and_takes_it_as_words(station, room, plumber):
    other = factories.location(station, "S1-099", name="099", long_name="Coffre", parent=room.parent)
    drawn = factories.element(station.revisions.get(), "EFS-V-099", kind="valve-isolating", location=other)
    factories.asset(
        station, "EFS-V-099", drawn_by=drawn, location=other, kind="valve-isolating", name="Secret"
    )
    station.systems.get().members.create(element=drawn)
    person, order = plumber
    client = signed_in(person)
    address = f"/my-orders/{order.pk}/card/"

    form = client.get(address).content.decode()
    said = {"key": str(uuid.uuid4()), "about": "asset:EFS-V-012", "medium": "water", "device": "EFS-V-099",
            "device_room": "S1-099", "rooms": ["S1-099"], "photo": photo()}  # fmt: skip
    answer = client.post(address, said)

    assert [word for word in ("EFS-V-099", "S1-099", "Coffre", "Secret") if word in form] == []
    assert answer.status_code == 302
    value = Declaration.objects.get().changes.get().value
    assert (value["device"], value["device_words"]) == ("", "EFS-V-099")
    assert (value["device_room"], value["rooms"]) == ("", [])
    assert client.post(address, said | {"about": "location:S1-099"}).status_code == 404
    assert Declaration.objects.count() == 1


def test_before_the_order_is_begun_there_is_no_form_on_it_and_nothing_is_taken(station, room):
    firm = factories.organisation()
    valve = Asset.objects.get(code="EFS-V-012")
    order = factories.work_order(station, organisation=firm, asset=valve)
    client = signed_in(factories.contractor(firm, station=station))
    address = f"/my-orders/{order.pk}/card/"

    said = {"key": str(uuid.uuid4()), "about": "asset:EFS-V-012", "medium": "water", "device": "EFS-V-012"}
    answer = client.post(address, said)

    assert address not in client.get(f"/my-orders/{order.pk}/").content.decode()
    assert (answer.status_code, Declaration.objects.count()) == (422, 0)
    assert "Read the safety instructions of the order first" in text_of(answer)


def test_what_came_back_to_her_is_written_again_from_the_order(station, room, people, plumber):
    person, order = plumber
    valve = Asset.objects.get(code="EFS-V-012")
    made = written.declare(valve, Said(medium="water", device="EFS-V-012"), by=person, work_order=order)
    reviewing.send_back(made, by=people["steward"], reason="Which way?")
    client = signed_in(person)

    page = client.get(f"/my-orders/{order.pk}/").content.decode()
    again = f"/my-orders/{order.pk}/card/?draft={made.pk}"
    assert again in page
    form = client.get(again)
    key = re.search(r'name="key" value="([^"]+)"', form.content.decode())[1]
    client.post(again, {"key": key, "medium": "water", "device": "EFS-V-012", "turn": "quarter"})

    made.refresh_from_db()
    assert "Which way?" in text_of(form)
    assert (made.state, made.changes.get().value["turn"]) == ("IN_REVIEW", "quarter")
