"""Drawings beside the 3D: what is told of them to whom, and how a steward brings one and its next edition."""

from __future__ import annotations

import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from assets import documents, hotspots
from assets.hotspots import Box
from assets.models import Document, Hotspot
from tests import factories
from twin import desk, synoptics

pytestmark = pytest.mark.django_db
SVG = "image/svg+xml"
HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100">'
DRAWN = f"""{HEAD}<g data-code="P-01" id="P-01"><rect x="20" y="20" width="20" height="20"/></g>
<g data-code="GONE-9"><rect x="60" y="20" width="20" height="20"/></g>
<text x="100" y="50" font-size="9">V-01</text></svg>""".encode()


@pytest.fixture
def station():
    made = factories.station("VDO")
    room = factories.location(made, "R-1", name="R-1", long_name="Pump room")
    made.pump = factories.asset(made, "P-01", name="Pump 1", location=room)
    made.valve = factories.asset(made, "V-01", name="Valve 1", kind="valve")
    made.drawing = factories.document(made, "Cold water", DRAWN, media_type=SVG)
    hotspots.take_in(made.drawing)
    return made


def of(role: str, station) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(factories.person(role, station=station))
    return client


def told(client: Client, station, path: str = "contents.json") -> dict:
    return client.get(f"/stations/VDO/synoptics/{station.drawing.pk}/{path}").json()


def sent(client: Client, path: str, **said):
    return client.post(f"/api/v1/hotspots/{path}", json.dumps(said), content_type="application/json")


PLACE = {"x": 0.5, "y": 0.5, "width": 0.1, "height": 0.1}


def test_an_agent_is_told_what_resolves_and_nothing_of_what_is_to_settle(station):
    contents = told(of("agent", station), station)

    [spot] = contents["hotspots"]
    assert {key: spot[key] for key in ("code", "words", "place", "page", "x", "standing")} == {
        "code": "P-01", "words": "Pump 1", "place": "R-1 · Pump room", "page": 1, "x": 0.1, "standing": "placed",
    }  # fmt: skip
    assert (contents["may_draw"], contents["unsettled"], contents["proposals"]) == (False, [], [])


def test_who_marks_what_is_no_longer_there_is_told_and_nothing_is_placed(station):
    steward = of("steward", station)
    seen = told(steward, station)["edition"]
    marked = {"document": str(station.drawing.pk), "asset": "V-01", "edition": seen, **PLACE}
    made = sent(steward, "", **marked)
    Document.objects.filter(pk=station.drawing.pk).update(sha256="f" * 64)

    late = (
        sent(steward, "", **marked),
        steward.patch(
            f"/api/v1/hotspots/{made.json()['id']}/",
            json.dumps({"x": 0.1, "edition": seen}),
            content_type="application/json",
        ),
        sent(steward, "confirm/", ids=[made.json()["id"]], edition=seen),
    )

    assert made.status_code == 201
    assert [answer.status_code for answer in late] == [409, 409, 409]
    assert "A new edition of this drawing has come" in late[0].json()["detail"]
    assert Hotspot.objects.filter(code="V-01").values_list("x", flat=True).get() == 0.5
    assert sent(steward, "", **marked | {"edition": "f" * 12}).status_code == 201


def test_every_hotspot_resolves_or_is_listed_for_the_steward_with_what_to_do(station):
    contents = told(of("steward", station), station)

    assert [each["code"] for each in contents["hotspots"]] == ["P-01"]
    [broken] = contents["unsettled"]
    assert (broken["code"], broken["why"]) == ("GONE-9", "nothing here has this code")
    assert broken["what_to_do"] == "Choose the equipment that it stands for, or remove it."
    assert [each["code"] for each in contents["proposals"]] == ["V-01"]
    page = of("steward", station).get("/stations/VDO/synoptics/").content.decode()
    assert "nothing here has this code" in page
    assert (
        "nothing here has this code"
        not in of("agent", station).get("/stations/VDO/synoptics/").content.decode()
    )


def test_a_steward_places_moves_and_removes_a_hotspot(station):
    steward, document = of("steward", station), str(station.drawing.pk)

    made = sent(steward, "", document=document, asset="V-01", **PLACE)
    address = f"/api/v1/hotspots/{made.json()['id']}/"
    moved = steward.patch(address, json.dumps({"x": 0.7, "asset": "P-01"}), content_type="application/json")
    gone = steward.delete(address)

    assert (made.status_code, moved.status_code, gone.status_code) == (201, 200, 204)
    assert (made.json()["code"], moved.json()["code"], moved.json()["x"], moved.json()["width"]) == (
        "V-01",
        "P-01",
        0.7,
        0.1,
    )
    assert sorted(Hotspot.objects.values_list("code", flat=True)) == ["GONE-9", "P-01"]


@pytest.mark.parametrize(
    ("said", "status"),
    [({"asset": "NO"}, 400), ({"x": 0.95}, 400), ({"document": "999999"}, 404), ({"document": "x"}, 400)],
)
def test_a_hotspot_off_the_page_or_of_nothing_is_refused(station, said, status):
    asked = {"document": str(station.drawing.pk), "asset": "V-01", **PLACE} | said

    assert sent(of("steward", station), "", **asked).status_code == status


@pytest.mark.parametrize("role", ["agent", "manager", "deputy", "contractor"])
def test_only_a_steward_draws(station, role):
    client, pk = of(role, station), station.drawing.hotspots.first().pk

    answers = [
        client.patch(f"/api/v1/hotspots/{pk}/", json.dumps(PLACE), content_type="application/json"),
        client.delete(f"/api/v1/hotspots/{pk}/"),
        sent(client, "confirm/", ids=[str(pk)]),
        sent(client, "accept/", document=str(station.drawing.pk), marks=["=V-01"]),
        client.post(f"/stations/VDO/synoptics/{station.drawing.pk}/remove/"),
        client.post(
            f"/stations/VDO/synoptics/{station.drawing.pk}/edition/",
            {"file": SimpleUploadedFile("a.svg", DRAWN)},
        ),
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert (Hotspot.objects.count(), Document.objects.count()) == (2, 1)


def test_an_agent_proposes_a_pin_changes_her_own_and_a_steward_confirms_it(station):
    agent, other, steward = of("agent", station), of("agent", station), of("steward", station)
    document = str(station.drawing.pk)

    made = sent(agent, "", document=document, asset="V-01", **PLACE).json()
    address = f"/api/v1/hotspots/{made['id']}/"
    moved = agent.patch(address, json.dumps({"x": 0.7}), content_type="application/json").json()

    assert (made["standing"], moved["standing"], moved["x"]) == ("proposed", "proposed", 0.7)
    assert {each["code"]: each["hers"] for each in told(agent, station)["hotspots"]} == {
        "P-01": False,
        "V-01": True,
    }
    assert {each["code"]: each["hers"] for each in told(other, station)["hotspots"]} == {
        "P-01": False,
        "V-01": False,
    }
    assert [told(each, station)["may_propose"] for each in (agent, steward)] == [True, False]
    assert other.delete(address).status_code == 404
    [waits] = [each for each in told(steward, station)["unsettled"] if each["code"] == "V-01"]
    assert waits["why"] == "proposed by somebody on site, to confirm"
    assert sent(steward, "confirm/", ids=[made["id"]]).json() == {"count": 1}
    assert Hotspot.objects.get(pk=made["id"]).standing == "placed"
    assert agent.delete(address).status_code == 404  # it is the station's now


def test_an_agent_takes_back_what_she_proposed(station):
    agent = of("agent", station)
    made = sent(agent, "", document=str(station.drawing.pk), asset="V-01", **PLACE).json()

    assert agent.delete(f"/api/v1/hotspots/{made['id']}/").status_code == 204
    assert not Hotspot.objects.filter(pk=made["id"]).exists()


def test_what_was_removed_is_put_back_by_a_steward_or_by_who_proposed_and_removed_it(station):
    agent, steward = of("agent", station), of("steward", station)
    [own] = [sent(agent, "", document=str(station.drawing.pk), asset="V-01", **PLACE).json()]
    placed = str(station.drawing.hotspots.get(code="P-01").pk)
    agent.delete(f"/api/v1/hotspots/{own['id']}/")
    steward.delete(f"/api/v1/hotspots/{placed}/")

    asked = [(agent, own["id"]), (agent, placed), (steward, placed), (steward, placed), (steward, "x")]
    answers = [sent(client, f"{pk}/restore/") for client, pk in asked]

    assert [answer.status_code for answer in answers] == [201, 404, 201, 404, 404]
    assert answers[0].json() == own
    assert sent(of("contractor", station), f"{placed}/restore/").status_code == 404


def test_what_an_agent_brings_is_shown_and_what_it_marks_is_to_confirm(station):
    station.twin_mode = "PLAN_2D"
    station.save()
    agent = of("agent", station)

    for name, content in (("plan.svg", DRAWN), ("photo.jpg", picture("JPEG"))):
        agent.post("/stations/VDO/synoptics/receive/", {"file": SimpleUploadedFile(name, content)})

    plan, photo = Document.objects.exclude(pk=station.drawing.pk).order_by("pk")
    assert (plan.purpose, photo.purpose) == ("PLAN", "PHOTO")
    assert {each.standing for each in plan.hotspots.all()} == {"proposed"}
    assert f"/stations/VDO/drawings/{photo.pk}/" in agent.get("/stations/VDO/overview/").content.decode()


def test_a_steward_removes_what_was_brought_and_nothing_that_came_with_a_model(station):
    steward = of("steward", station)
    of("agent", station).post(
        "/stations/VDO/synoptics/receive/", {"file": SimpleUploadedFile("plan.svg", DRAWN)}
    )
    brought = Document.objects.exclude(pk=station.drawing.pk).get()
    path = f"/stations/VDO/synoptics/{brought.pk}/remove/"

    assert f'action="{path}"' in steward.get("/stations/VDO/synoptics/").content.decode()
    page = steward.post(path, follow=True).content.decode()

    assert "“plan” was removed." in page
    assert list(Document.objects.all()) == [station.drawing]
    assert steward.post(f"/stations/VDO/synoptics/{station.drawing.pk}/remove/").status_code == 404


def test_a_contractor_sees_no_hotspot_of_the_station(station):
    contractor = of("contractor", station)

    assert contractor.get("/api/v1/hotspots/").status_code == 404
    assert sent(contractor, "", document=str(station.drawing.pk), asset="V-01", **PLACE).status_code == 404
    brought = {"file": SimpleUploadedFile("a.svg", DRAWN)}
    assert contractor.post("/stations/VDO/synoptics/receive/", brought).status_code == 404
    assert contractor.get(f"/stations/VDO/synoptics/{station.drawing.pk}/contents.json").status_code == 404


def test_what_is_typed_finds_equipment_and_no_room(station):
    found = told(of("steward", station), station, "equipment.json?q=pump")

    assert [each["code"] for each in found["results"]] == ["P-01"]


def test_proposals_are_accepted_together(station):
    steward = of("steward", station)
    marks = [each["mark"] for each in told(steward, station)["proposals"]]

    answer = sent(steward, "accept/", document=str(station.drawing.pk), marks=marks)

    assert answer.json() == {"count": 1}
    assert [each["code"] for each in told(steward, station)["hotspots"]] == ["P-01", "V-01"]


def test_what_waits_on_drawings_is_counted_for_the_desk_as_it_is_listed(station):
    """A spot of nothing, of an asset that is gone, kept, lost; not what stands in its place, by asset or by code."""
    photo = factories.document(station, "Photo", b"\xff\xd8", media_type="image/jpeg")
    gone = factories.asset(station, "X-9", removed_at=timezone.now())
    factories.hotspot(photo, gone)
    factories.hotspot(photo, station.pump, standing="kept")
    factories.hotspot(photo, station.valve, standing="lost", why="page_gone")
    by_code = factories.hotspot(photo, station.valve)
    Hotspot.objects.filter(pk=by_code.pk).update(asset=None)
    steward = factories.person("steward", station=station)

    listed = sum(line.to_settle for line in synoptics.listed(station, steward))

    assert synoptics.waiting(station).count() == listed == 4
    [line] = [line for line in desk.of(steward, station) if line.tab == "synoptics"]
    [waits] = desk.waiting_in(steward, [station])
    assert (line.waiting, [(each.tab, each.waiting) for each in waits.lines]) == (4, [("synoptics", 4)])
    assert desk.waiting_in(factories.person("deputy", station=station), [station]) == []


def test_former_editions_of_a_drawing_that_was_brought_are_read_as_they_were(station):
    steward, agent = of("steward", station), of("agent", station)
    steward.post(
        "/stations/VDO/synoptics/receive/", {"file": SimpleUploadedFile("a.svg", DRAWN), "name": "Plan"}
    )
    brought = Document.objects.get(name="Plan")
    newer = DRAWN.replace(b"V-01", b"V-02")
    steward.post(
        f"/stations/VDO/synoptics/{brought.pk}/edition/", {"file": SimpleUploadedFile("b.svg", newer)}
    )

    brought.refresh_from_db()
    now, former = documents.editions(brought)
    page = agent.get(f"/stations/VDO/documents/{brought.pk}/").content.decode()
    address = f"/documents/{brought.pk}/received/{former.received}/"

    assert (now.path, former.sha256 != now.sha256) == (brought.path, True)
    assert (f'href="{address}"' in page, "brought by hand" in page) == (True, True)
    answer = agent.get(address)
    assert (b"".join(answer), answer["Content-Type"]) == (DRAWN, SVG)
    assert "sandbox" in answer["Content-Security-Policy"]
    assert agent.get(f"/documents/{brought.pk}/received/{now.received + 1}/").status_code == 404
    assert of("contractor", station).get(address).status_code == 404


def test_the_list_says_which_drawings_there_are_and_what_waits_on_them(station):
    factories.document(station, "Manual", b"%PDF-1.4")
    path = "/stations/VDO/synoptics.json"

    lines = {role: of(role, station).get(path).json() for role in ("agent", "steward")}

    assert [
        (each["title"], each["hotspots"], each["to_settle"]) for each in lines["steward"]["drawings"]
    ] == [("Cold water", 2, 1)]
    assert [each["to_settle"] for each in lines["agent"]["drawings"]] == [0]
    assert [each["codes"] for each in lines["agent"]["drawings"]] == [["P-01"]]
    assert [each["title"] for each in lines["agent"]["others"]] == ["Manual"]


def test_the_next_edition_keeps_what_it_can_and_the_steward_confirms(station):
    steward = of("steward", station)
    new = DRAWN.replace(b'data-code="GONE-9"', b'data-code="V-01"').replace(b'<rect x="20"', b'<rect x="40"')

    answer = steward.post(
        f"/stations/VDO/synoptics/{station.drawing.pk}/edition/",
        {"file": SimpleUploadedFile("b.svg", new)},
        follow=True,
    )
    before = told(steward, station)
    sent(steward, "confirm/", ids=[each["id"] for each in before["unsettled"]])
    after = told(steward, station)

    assert "1 spot was kept. 1 was not found in the new edition." in answer.content.decode()
    assert [(each["code"], each["standing"]) for each in before["unsettled"]] == [
        ("P-01", "kept"),
        ("GONE-9", "lost"),
    ]
    assert [(each["code"], each["x"]) for each in before["hotspots"]] == [("P-01", 0.2), ("V-01", 0.3)]
    assert [each["code"] for each in after["unsettled"]] == ["GONE-9"]


def test_the_sheet_leads_to_the_drawings_that_mark_the_equipment_and_to_those_of_its_systems(station):
    element = factories.element(factories.revision(station), "P-01")
    others = [factories.element(element.revision, f"P-0{n}") for n in (2, 3)]
    factories.system(station, "Cold water", element, *others)
    station.pump.matches.create(element=element, method="new")
    for each in others:
        pump = factories.asset(station, each.code, drawn_by=each)
        hotspots.place(station.drawing, pump, Box(0.5, 0.5, 0.1, 0.1), by=None)

    page = of("agent", station).get("/stations/VDO/assets/P-01/").content.decode()

    assert page.count(f'data-beside="{station.drawing.pk}"') == 2
    assert f'href="/stations/VDO/?beside={station.drawing.pk}&amp;select=P-01"' in page


def test_a_station_without_a_model_has_the_drawing_beside_the_sheet(station):
    station.twin_mode = "PLAN_2D"
    station.save()
    agent = of("agent", station)

    page = agent.get(f"/stations/VDO/synoptics/{station.drawing.pk}/?select=P-01").content.decode()

    assert ('"alone": ' in page, 'id="drawing-contents"' in page) == (True, True)
    assert (
        f"/stations/VDO/synoptics/{station.drawing.pk}/?select=P-01"
        in agent.get("/stations/VDO/assets/P-01/").content.decode()
    )


def test_what_a_browser_cannot_draw_is_no_drawing(station):
    notes = factories.document(station, "Notes", b"a", media_type="text/plain")

    assert of("agent", station).get(f"/stations/VDO/synoptics/{notes.pk}/contents.json").status_code == 404


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 30)) -> bytes:
    content = io.BytesIO()
    made = Image.new("RGB", size, "white")
    exif = made.getexif()
    exif.get_ifd(0x8825)[1] = "N"
    made.save(content, kind, exif=exif)
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (DRAWN, SVG),
        (b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj trailer<</Root 1 0 R>>\n%%EOF", "application/pdf"),
        (picture(), "image/png"),
        (picture("JPEG"), "image/jpeg"),
    ],
)
def test_a_steward_brings_a_drawing(station, content, media_type):
    answer = of("steward", station).post(
        "/stations/VDO/synoptics/receive/",
        {"name": "Hot water", "file": SimpleUploadedFile("hot.bin", content)},
    )

    brought = Document.objects.get(name="Hot water")
    assert answer["Location"] == f"/stations/VDO/synoptics/{brought.pk}/"
    assert (brought.media_type, synoptics.is_drawing(brought)) == (media_type, True)


def test_a_picture_is_kept_as_pixels_and_nothing_else(station):
    of("steward", station).post(
        "/stations/VDO/synoptics/receive/",
        {"name": "Scan", "file": SimpleUploadedFile("a.jpg", picture("JPEG"))},
    )

    kept = b"".join(of("agent", station).get(f"/documents/{Document.objects.get(name='Scan').pk}/"))
    assert dict(Image.open(io.BytesIO(kept)).getexif()) == {}


@pytest.mark.parametrize(
    "content",
    [
        HEAD.encode() + b"<script>alert(1)</script></svg>",
        HEAD.encode() + b'<rect onclick="alert(1)"/></svg>',
        HEAD.encode() + b'<a href="javascript:alert(1)"><rect/></a></svg>',
        HEAD.encode() + b'<image href="https://example.org/x.png"/></svg>',
        HEAD.encode() + b"<foreignObject/></svg>",
        b'<!DOCTYPE svg [<!ENTITY a "b">]>' + HEAD.encode() + b"&a;</svg>",
        HEAD.encode() + b"<g>",
        b"%PDF-1.4\n<</Root/OpenAction<</S/JavaScript/JS(app.alert)>>>>\n%%EOF",
        b"%PDF-1.4 cut short",
        b"\x89PNG\r\n\x1a\n broken",
        b"GIF89a",
        b"<html><script>1</script></html>",
    ],
)
def test_what_acts_or_is_broken_is_refused_in_words(station, content):
    answer = of("steward", station).post(
        "/stations/VDO/synoptics/receive/", {"file": SimpleUploadedFile("a.svg", content)}, follow=True
    )

    assert 'class="notice error"' in answer.content.decode()
    assert Document.objects.count() == 1
