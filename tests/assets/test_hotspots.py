"""Hotspots of drawings: none is lost silently, from its placing to the next edition of its drawing."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from assets import files, hotspots
from assets.hotspots import BadPlace, Box
from assets.models import HistoryEntry, Hotspot
from ifc_samples.station.scans import scanned
from ifc_samples.station.synoptics import lifting
from tests import factories

pytestmark = pytest.mark.django_db
SVG = "image/svg+xml"
HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100">'
FIRST = f"""{HEAD}<g id="P-01" data-code="P-01"><rect x="20" y="20" width="20" height="20"/></g>
<g data-code="GONE-9"><circle cx="100" cy="50" r="5"/></g>
<g><rect x="120" y="60" width="10" height="10"/><text x="120" y="58" font-size="6">v 01</text></g>
<text x="20" y="90">Pump room</text></svg>"""


@pytest.fixture
def station():
    made = factories.station("VDO")
    made.pump = factories.asset(made, "P-01", name="Pump 1")
    made.valve = factories.asset(made, "V-01", name="Valve 1")
    return made


@pytest.fixture
def steward(station):
    return factories.person("steward", station=station)


def drawn(station, content: str = FIRST):
    return factories.document(station, "Cold water", content.encode(), media_type=SVG)


def next_edition(document, content: str | bytes, media_type: str = ""):
    stored = files.store([content.encode() if isinstance(content, str) else content], ".bin")
    document.path, document.sha256 = stored.path, stored.sha256
    document.media_type = media_type or document.media_type
    document.save()
    return document


def said(document) -> dict[str, str]:
    return {each.code: each.standing for each in document.hotspots.all()}


def test_what_a_drawing_marks_becomes_hotspots_once_whether_the_station_knows_it_or_not(station):
    document = drawn(station)

    taken = [hotspots.take_in(document), hotspots.take_in(document)]

    rows = list(document.hotspots.all())
    assert taken == [2, 0]
    assert {each.code: each.asset for each in rows} == {"P-01": station.pump, "GONE-9": None}
    assert hotspots.box_of(rows[0]) == Box(0.1, 0.2, 0.1, 0.2)
    assert HistoryEntry.objects.get(verb="marked").after["codes"] == ["GONE-9", "P-01"]


def test_a_hotspot_resolves_by_its_asset_else_by_its_code(station, steward):
    document = drawn(station)
    hotspots.take_in(document)
    placed = hotspots.place(document, station.valve, Box(0.5, 0.5, 0.1, 0.1), by=steward)
    station.valve.code, station.valve.removed_at = "V-01-OLD", None
    station.valve.save()
    came = factories.asset(station, "GONE-9")

    known = hotspots.resolved(document.hotspots.all(), station)

    assert known[placed.pk] == station.valve
    assert set(known.values()) == {station.pump, station.valve, came}


def test_what_is_no_longer_there_resolves_to_nothing(station, steward):
    placed = hotspots.place(drawn(station), station.valve, Box(0.5, 0.5, 0.1, 0.1), by=steward)
    station.valve.removed_at = timezone.now()
    station.valve.save()

    assert hotspots.resolved([placed], station) == {}


@pytest.mark.parametrize(
    "box", [Box(-0.1, 0, 0.1, 0.1), Box(0, 0, 0, 0.1), Box(0.9, 0, 0.2, 0.1), Box(0, 0, 0.1, 0.1, page=0)]
)
def test_a_hotspot_lies_on_its_page(station, steward, box):
    document = drawn(station)

    with pytest.raises(BadPlace):
        hotspots.place(document, station.pump, box, by=steward)
    with pytest.raises(IntegrityError), transaction.atomic():
        Hotspot.objects.create(
            document=document, code="P-01", edition="x", x=0.5, y=0.5, width=0.6, height=0.1
        )


def test_whatever_is_done_to_a_hotspot_is_in_the_history(station, steward):
    placed = hotspots.place(drawn(station), station.pump, Box(0.5, 0.5, 0.1, 0.1), by=steward)
    hotspots.change(placed, asset=station.valve, by=steward)
    hotspots.remove(placed, by=steward)

    entries = list(
        HistoryEntry.objects.order_by("pk").values_list("verb", "actor", "before__code", "after__code")
    )
    assert entries == [
        ("placed", steward.pk, None, "P-01"),
        ("moved", steward.pk, "P-01", "V-01"),
        ("removed", steward.pk, "V-01", None),
    ]


def test_what_a_drawing_only_writes_is_proposed_until_it_is_accepted(station, steward):
    document = drawn(station)
    hotspots.take_in(document)

    [proposal] = hotspots.proposals(document)
    accepted = hotspots.accept(document, [proposal.mark, "#NOTHING"], by=steward)

    assert (proposal.asset, proposal.box.x, proposal.box.y) == (station.valve, 0.6, 0.532)
    assert (accepted, hotspots.proposals(document)) == (1, [])
    assert said(document) == {"P-01": "placed", "GONE-9": "placed", "V-01": "placed"}


def test_the_next_edition_of_a_diagram_keeps_what_it_still_names_where_it_names_it(station, steward):
    """P-01 has moved, GONE-9 is no longer drawn, V-01 is marked otherwise than before."""
    document = drawn(station)
    hotspots.take_in(document)
    hotspots.accept(document, [each.mark for each in hotspots.proposals(document)], by=steward)
    new = f"""{HEAD}<g id="P-01"><rect x="100" y="20" width="20" height="20"/></g>
    <g id="V1" data-code="V-01"><rect x="150" y="60" width="10" height="10"/></g></svg>"""

    carried = hotspots.carry_over(next_edition(document, new))
    again = hotspots.carry_over(document)

    assert (carried.kept, carried.lost, again.kept) == (2, 1, 0)
    assert said(document) == {"P-01": "kept", "GONE-9": "lost", "V-01": "kept"}
    assert {each.code: each.x for each in document.hotspots.exclude(standing="lost")} == {
        "P-01": 0.5,
        "V-01": 0.75,
    }
    assert document.hotspots.get(code="GONE-9").why == "element_gone"
    told = HistoryEntry.objects.get(verb="carried over").after
    assert (told["kept"], told["lost"]) == (["P-01", "V-01"], ["GONE-9"])


def test_a_rectangle_on_a_diagram_stays_where_its_words_stay_and_not_on_another_one(station, steward):
    document = drawn(station)
    hotspots.place(document, station.pump, Box(0.1, 0.2, 0.1, 0.2), by=steward)

    hotspots.carry_over(next_edition(document, FIRST.replace("120", "121")))
    first = said(document)
    hotspots.carry_over(next_edition(document, f"{HEAD}<text>Nothing of it</text></svg>"))

    assert (first, said(document)) == ({"P-01": "kept"}, {"P-01": "lost"})
    assert document.hotspots.get().why == "other_picture"


def test_a_new_scan_keeps_its_hotspots_whatever_its_size_but_not_those_whose_place_shows_something_else(
    station, steward
):
    first, second = lifting(), lifting(edition="C", third_pump=False)
    document = factories.document(station, "Lifting", scanned(first, "x", seed="one"))
    for code, box in first.places.items():
        hotspots.place(document, factories.asset(station, code), Box(*box), by=steward)

    hotspots.carry_over(next_edition(document, scanned(second, "x", seed="two", askew=-0.3, scale=1.3)))

    assert said(document) == {code: "kept" if code != "EU-P-03" else "lost" for code in first.places}
    assert hotspots.confirm(document.hotspots.all(), by=steward) == len(first.places) - 1
    assert said(document) == {code: "placed" if code != "EU-P-03" else "lost" for code in first.places}


def test_a_page_that_is_gone_and_a_file_that_cannot_be_read_are_said_to_be_so(station, steward):
    scan = scanned(lifting(), "x", seed="one")
    document = factories.document(station, "Lifting", scan)
    hotspots.place(document, station.pump, Box(0.5, 0.5, 0.1, 0.1, page=2), by=steward)

    hotspots.carry_over(next_edition(document, scan + b"\n%%EOF"))
    page_gone = document.hotspots.get().why
    hotspots.carry_over(next_edition(document, b"%PDF-1.4 broken"))

    assert (page_gone, document.hotspots.get().why) == ("page_gone", "unreadable")


def test_who_places_a_lost_one_again_has_settled_it(station, steward):
    document = drawn(station)
    hotspots.take_in(document)
    hotspots.carry_over(next_edition(document, f"{HEAD}</svg>"))
    lost = document.hotspots.get(code="P-01")

    hotspots.change(lost, box=Box(0.3, 0.3, 0.1, 0.1), by=steward)

    assert (lost.standing, lost.why, lost.mark, hotspots.waits(document)) == ("placed", "", "", False)


def test_a_model_that_brings_a_new_edition_carries_its_hotspots_over_when_it_is_published(
    station, steward, django_capture_on_commit_callbacks
):
    from assets import documents

    document = drawn(station)
    station.documents.update(discipline="PLB", identification="SYN-1")
    hotspots.take_in(document)
    stored = files.store([FIRST.replace("GONE-9", "V-01").encode()], ".svg")
    brought = {
        "step_id": 1, "identification": "SYN-1", "name": "Cold water", "location": "", "revision": "B", "purpose": "",
        "confidentiality": "", "about": [], "path": stored.path, "sha256": stored.sha256, "media_type": SVG,
    }  # fmt: skip
    revision = factories.revision(station, documents=[brought])

    with django_capture_on_commit_callbacks(execute=True):
        documents.attach(revision, as_asset=lambda element: element)

    assert said(document) == {"P-01": "kept", "GONE-9": "lost", "V-01": "placed"}


def test_what_was_removed_comes_back_exactly_as_it_was_and_both_acts_stay_told(station, steward):
    document = drawn(station)
    hotspots.take_in(document)
    marked = document.hotspots.get(code="P-01")
    Hotspot.objects.filter(pk=marked.pk).update(standing="kept", asset=station.valve)
    marked.refresh_from_db()
    before = Hotspot.objects.filter(pk=marked.pk).values().get()
    pk = marked.pk
    hotspots.remove(marked, by=steward)

    back = hotspots.restore(hotspots.removal(pk), by=steward)

    assert Hotspot.objects.filter(pk=back.pk).values().get() == before
    acts = HistoryEntry.objects.filter(subject_kind="hotspot", subject_id=pk).order_by("number")
    assert list(acts.values_list("verb", "actor")) == [("removed", steward.pk), ("restored", steward.pk)]
    assert hotspots.removal(pk) is None


def test_there_is_no_way_back_to_an_element_that_another_hotspot_follows_now(station, steward):
    document = drawn(station)
    hotspots.take_in(document)
    marked = document.hotspots.get(code="P-01")
    pk = marked.pk
    hotspots.remove(marked, by=steward)
    hotspots.take_in(document)

    with pytest.raises(hotspots.NoWayBack):
        hotspots.restore(hotspots.removal(pk), by=steward)

    assert document.hotspots.filter(code="P-01").count() == 1
