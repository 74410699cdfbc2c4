"""From applied declarations to revision n+1 and back to the register: nothing else changes, nothing is done twice."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from pathlib import Path

import ifcopenshell
import ifcopenshell.util.element
import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from assets import files, history, revisions
from assets.models import (
    Asset,
    AssetAlias,
    Document,
    DocumentLink,
    Element,
    ElementMatch,
    HistoryEntry,
    PropertyVersion,
    Revision,
    Station,
)
from maintenance import dropped, waiting_changes, writeback
from maintenance.models import Change, Declaration
from tests import factories, small_model
from tests.assets.ifc import round_trip, step_lines
from tests.maintenance import declaring
from twin import reception, writebacks

pytestmark = pytest.mark.django_db
SERIAL = ("Pset_ManufacturerOccurrence", "SerialNumber")


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return small_model.write(tmp_path / "essai_PLB.ifc", pumps=3)


@pytest.fixture
def station(model: Path) -> Station:
    """One published model: three pumps with serial numbers, the pipes that leave them, a wall, two rooms."""
    made = factories.station("VDO")
    call_command("import_ifc", str(model), "--station", "VDO", "--json")
    return made


@pytest.fixture
def pump(station: Station) -> Asset:
    return Asset.objects.get(station=station, code="EFS-P-02")


def published(station: Station) -> Revision:
    return Revision.objects.published().get(station=station, discipline="PLB")


def written(revision: Revision):
    return ifcopenshell.open(str(files.absolute(revision.path)))


def serial_in(revision: Revision, asset: Asset) -> str:
    element = ElementMatch.objects.get(asset=asset, element__revision=revision).element
    model = written(revision)
    return round_trip.said(model.by_id(element.step_id))[SERIAL]


def states(declaration: Declaration) -> str:
    declaration.refresh_from_db()
    return declaration.state


def register_of(station: Station) -> dict[str, list]:
    """Everything that hangs on the station's equipment, whatever the revision."""
    return {
        "assets": sorted(
            Asset.objects.filter(station=station).values_list("pk", "code", "name", "presence", "location")
        ),
        "aliases": sorted(
            AssetAlias.objects.filter(asset__station=station).values_list("asset", "alias", "source")
        ),
        "documents": sorted(Document.objects.filter(station=station).values_list("pk", "name", "sha256")),
        "links": sorted(DocumentLink.objects.filter(document__station=station).values_list("pk", "asset")),
        "codes": sorted(
            Element.objects.filter(revision=published(station)).values_list("step_id", "code", "match__asset")
        ),
        "values": sorted(
            PropertyVersion.objects.filter(asset__station=station).values_list("pk", "name", "superseded_at")
        ),
    }


def test_a_corrected_value_becomes_the_next_revision_and_nothing_else_changes(station, pump, tmp_path):
    parent = published(station)
    declaration = declaring.applied(pump, ("serial_number", "SN-2026"))
    received = files.absolute(parent.path).read_bytes()

    (released,) = writebacks.carry_out(station)

    assert (released.discipline, released.changes, released.valid, released.left_out) == ("PLB", 1, True, 0)
    revision = released.revision
    assert (revision.state, revision.number, revision.received_by) == ("SHARED", parent.number + 1, None)
    canonical = round_trip.canonical(files.absolute(parent.path), tmp_path / "canonical.ifc")
    element = pump.matches.get(element__revision=parent).element
    round_trip.judge(canonical, files.absolute(revision.path), {element.step_id: {SERIAL: "SN-2026"}})
    assert files.absolute(parent.path).read_bytes() == received
    assert states(declaration) == "APPLIED"
    assert published(station) == parent


def test_declarations_are_released_when_a_person_publishes_and_the_register_stays(station, pump):
    hanging = factories.document(station, "Notice", about={"asset": pump})
    declaration = declaring.applied(pump, ("serial_number", "SN-2026"), ("manufacturer", "Pompes Orne"))
    before = register_of(station)
    (released,) = writebacks.carry_out(station, by=factories.person("steward", station=station))

    reception.publish(released.revision, by=factories.person("steward", station=station))

    assert states(declaration) == "RELEASED"
    assert published(station) == released.revision
    assert register_of(station) == before
    assert serial_in(released.revision, pump) == "SN-2026"
    assert hanging.links.get().asset == pump
    assert history.verify().intact
    assert HistoryEntry.objects.filter(verb="declaration released", subject_id=declaration.pk).count() == 1


def test_asking_again_prepares_the_very_same_revision(station, pump):
    declaring.applied(pump, ("serial_number", "SN-2026"))

    (first,) = writebacks.carry_out(station)
    (second,) = writebacks.carry_out(station)

    assert second.revision == first.revision
    assert Revision.objects.filter(station=station).count() == 2
    assert HistoryEntry.objects.filter(verb="written back").count() == 1


def test_what_is_approved_later_joins_what_still_waits_in_one_newer_revision(station, pump):
    other = Asset.objects.get(station=station, code="EFS-P-03")
    declaring.applied(pump, ("serial_number", "SN-2026"))
    (first,) = writebacks.carry_out(station)
    declaring.applied(other, ("serial_number", "SN-2027"))

    (second,) = writebacks.carry_out(station)

    first.revision.refresh_from_db()
    assert (first.revision.state, first.revision.reason) == ("ARCHIVED", writeback.OVERTAKEN)
    assert [serial_in(second.revision, each) for each in _drawn(second.revision, pump, other)] == [
        "SN-2026",
        "SN-2027",
    ]


def _drawn(revision: Revision, *assets: Asset) -> list[Asset]:
    """Matches exist once it is published."""
    reception.publish(revision, by=factories.person("steward", station=revision.station))
    return list(assets)


def test_of_two_changes_of_one_value_the_last_stands_and_both_are_released(station, pump):
    first = declaring.applied(pump, ("serial_number", "SN-A"))
    last = declaring.applied(pump, ("serial_number", "SN-B"))

    (released,) = writebacks.carry_out(station)
    reception.publish(released.revision, by=factories.person("steward"))

    assert serial_in(released.revision, pump) == "SN-B"
    assert [states(first), states(last)] == ["RELEASED", "RELEASED"]
    results = [entry["result"] for entry in released.revision.report["written_back"]["changes"]]
    assert results == ["replaced", "written"]


def test_of_several_changes_of_one_value_the_last_that_can_be_written_stands_and_the_rest_waits(
    station, pump
):
    early, good, endless = (
        declaring.applied(pump, ("serial_number", value)) for value in ("SN-A", "SN-B", "X" * 300)
    )

    (released,) = writebacks.carry_out(station)
    reception.publish(released.revision, by=factories.person("steward"))

    assert serial_in(released.revision, pump) == "SN-B"
    assert (released.changes, released.left_out) == (1, 1)
    assert [states(one) for one in (early, good, endless)] == ["RELEASED", "RELEASED", "APPLIED"]
    results = [entry["result"] for entry in released.revision.report["written_back"]["changes"]]
    assert results == ["replaced", "written", "left out"]
    (nothing,) = writebacks.carry_out(station)
    assert (nothing.revision, nothing.left_out, states(endless)) == (None, 1, "APPLIED")


def test_where_no_word_on_a_value_can_be_written_all_of_them_wait(station, pump):
    first, last = (declaring.applied(pump, ("serial_number", letter * 300)) for letter in "XY")
    other = declaring.applied(pump, ("manufacturer", "Orne"))

    (released,) = writebacks.carry_out(station)
    reception.publish(released.revision, by=factories.person("steward"))

    assert [states(one) for one in (first, last, other)] == ["APPLIED", "APPLIED", "RELEASED"]


def test_what_was_verified_and_found_unchanged_needs_no_file(station, pump):
    declaration = declaring.applied(pump, kind="VERIFY", applied_at=timezone.now() - timedelta(minutes=2))

    assert writebacks.carry_out(station) == []

    assert states(declaration) == "RELEASED"
    assert Revision.objects.filter(station=station).count() == 1


def test_where_all_that_would_change_the_model_was_refused_the_rest_needs_no_file(station, pump):
    two_minutes_ago = timezone.now() - timedelta(minutes=2)
    declaration = declaring.applied(pump, kind="VERIFY", applied_at=two_minutes_ago, state="DRAFT")
    asked = {"kind": "CORRECT", "field": "serial_number", "value": "SN-9"}
    steward = factories.person("steward", station=station)
    change = Change.objects.create(declaration=declaration, author=declaration.author, **asked)
    Change.objects.filter(pk=change.pk).update(verdict="REFUSED", reviewed_by=steward.pk)
    Declaration.objects.filter(pk=declaration.pk).update(state="APPLIED")

    assert writebacks.carry_out(station) == []

    assert states(declaration) == "RELEASED"


def test_what_no_model_draws_stays_in_the_register(station):
    alone = factories.asset(station, "EXT-01")
    declaration = declaring.applied(alone, ("serial_number", "SN-9"))

    assert writebacks.carry_out(station) == []
    assert states(declaration) == "APPLIED"


def test_a_value_that_cannot_be_written_is_left_out_with_its_reason_and_waits(station, pump):
    declaration = declaring.applied(pump, ("serial_number", "SN-2026"), ("installation_date", "hier"))

    (released,) = writebacks.carry_out(station)
    reception.publish(released.revision, by=factories.person("steward"))

    assert (released.changes, released.left_out) == (1, 1)
    told = {
        entry["field"]: (entry["result"], entry["reason"])
        for entry in released.revision.report["written_back"]["changes"]
    }
    assert told == {
        "serial_number": ("written", ""),
        "installation_date": ("left out", "hier is not a date (year-month-day)."),
    }
    assert states(declaration) == "APPLIED"


def dislikes(monkeypatch, *values: str) -> list[Path]:
    """A validator that has something against a file in which one of these stands; gives the files it was shown."""
    shown: list[Path] = []

    def new_errors(parent: Path, written: Path, copies: dict[int, int], **_) -> tuple[str, ...]:
        shown.append(written)
        lines = written.read_text().splitlines()
        return tuple(f"{line.split('=')[0]} NominalValue: {v}" for line in lines for v in values if v in line)

    monkeypatch.setattr("assets.ifc.validation.new_errors", new_errors)
    return shown


def test_a_value_that_breaks_a_rule_of_the_format_is_left_out_and_the_others_are_released(
    station, pump, monkeypatch
):
    """Nine values, two of them guilty: nothing is known of whose they are but that the file is wrong with them."""
    pumps = [pump, *(Asset.objects.get(station=station, code=f"EFS-P-0{n}") for n in (1, 3))]
    fields = ("serial_number", "manufacturer", "model")
    declared = [
        declaring.applied(each, *((field, f"{field}-{number}") for field in fields))
        for number, each in enumerate(pumps)
    ]
    guilty = ("serial_number-1", "model-2")
    dislikes(monkeypatch, *guilty)

    (released,) = writebacks.carry_out(station)
    (again,) = writebacks.carry_out(station)
    reception.publish(released.revision, by=factories.person("steward"))

    assert again.revision == released.revision
    assert (released.valid, released.changes, released.left_out) == (True, 7, 2)
    told = released.revision.report["written_back"]["changes"]
    assert {each["new"] for each in told if each["result"] == "written"} == {
        f"{field}-{number}" for field in fields for number in range(3)
    } - set(guilty)
    reasons = [each["reason"].split(": ") for each in told if each["result"] == "left out"]
    assert [(rule, value) for rule, _, value in reasons] == [
        ("The written file would break rules of its format", value) for value in guilty
    ]
    assert [states(each) for each in declared] == ["RELEASED", "APPLIED", "APPLIED"]
    assert {each.value for each in waiting_changes.waiting(station)} == set(guilty)


def test_a_value_that_breaks_a_rule_gives_way_to_the_one_before_it(station, pump, monkeypatch):
    for serial in ("SN-GOOD", "SN-BAD"):
        declaring.applied(pump, ("serial_number", serial))
    dislikes(monkeypatch, "SN-BAD")

    (released,) = writebacks.carry_out(station)

    results = [each["result"] for each in released.revision.report["written_back"]["changes"]]
    assert results == ["written", "left out"]


def test_a_sound_file_is_validated_once(station, pump, monkeypatch):
    shown = dislikes(monkeypatch, "SN-BAD")
    declaring.applied(pump, ("serial_number", "SN-2026"), ("manufacturer", "Orne"))

    writebacks.carry_out(station)

    assert len(shown) == 1


def test_what_the_model_says_by_itself_meanwhile_is_released_without_a_file(station, pump):
    declaration = declaring.applied(pump, ("serial_number", "SN-2"))  # as drawn

    (released,) = writebacks.carry_out(station)

    assert released.revision is None
    assert states(declaration) == "RELEASED"
    assert Change.objects.get(declaration=declaration).released_in == published(station)


def test_a_release_that_is_given_back_frees_its_changes_and_can_be_prepared_again(station, pump):
    declaration = declaring.applied(pump, ("serial_number", "SN-2026"))
    (released,) = writebacks.carry_out(station)

    assert writeback.give_back(released.revision, reason="Not now.") is True

    assert Change.objects.get(declaration=declaration).released_in is None
    (again,) = writebacks.carry_out(station)
    assert (again.revision, again.revision.state) == (released.revision, "SHARED")
    reception.publish(again.revision, by=factories.person("steward"))
    assert states(declaration) == "RELEASED"


def test_a_model_published_meanwhile_is_not_undone_by_a_release_from_before(station, pump, tmp_path):
    declaration = declaring.applied(pump, ("serial_number", "SN-2026"))
    (released,) = writebacks.carry_out(station)

    newer = small_model.write(tmp_path / "plus_PLB.ifc", pumps=4)
    call_command("import_ifc", str(newer), "--station", "VDO", "--json")

    released.revision.refresh_from_db()
    assert (released.revision.state, released.revision.reason) == ("ARCHIVED", writeback.PARENT_GONE)
    (again,) = writebacks.carry_out(station)
    reception.publish(again.revision, by=factories.person("steward"))
    assert serial_in(again.revision, pump) == "SN-2026"
    assert len(written(again.revision).by_type("IfcPump")) == 4
    assert states(declaration) == "RELEASED"


def test_a_file_of_its_own_parent_only_is_published(station, pump, tmp_path):
    declaring.applied(pump, ("serial_number", "SN-2026"))
    (released,) = writebacks.carry_out(station)
    revision = released.revision
    Revision.objects.filter(pk=revision.pk).update(
        report={**revision.report, "written_back": {**revision.report["written_back"], "parent": 0}}
    )
    revision.refresh_from_db()

    with pytest.raises(revisions.NotPublishable):
        revisions.publish(revision)


def test_who_asked_does_not_publish_while_another_steward_could(station, pump):
    asking, other = (factories.person("steward", station=station) for _ in range(2))
    declaring.applied(pump, ("serial_number", "SN-2026"), reviewer=other)
    (released,) = writebacks.carry_out(station, by=asking)

    assert not reception.may_publish(asking, released.revision)
    assert reception.may_publish(other, released.revision)


def test_the_designers_old_file_takes_no_declared_value_away(station, pump, model):
    declaration = declaring.applied(pump, ("serial_number", "SN-2026"))
    (released,) = writebacks.carry_out(station)
    reception.publish(released.revision, by=factories.person("steward"))
    before = register_of(station)
    old_again = model.with_name("essai_PLB.ifc")
    old_again.write_text(model.read_text().replace("ENDSEC;", "ENDSEC;\n/* delivered again */", 1))

    call_command("import_ifc", str(old_again), "--station", "VDO", "--json")

    assert serial_in(published(station), pump) == "SN-2"
    assert register_of(station)["values"] == before["values"]
    assert register_of(station)["assets"] == before["assets"]
    assert states(declaration) == "RELEASED"


def test_what_a_delivered_file_drops_is_told_before_it_is_published_and_after(station, pump, model):
    declaring.applied(pump, ("serial_number", "SN-2026"), ("manufacturer", "Orne"))
    (released,) = writebacks.carry_out(station)
    steward = factories.person("steward", station=station)
    reception.publish(released.revision, by=steward)
    old_again = model.with_name("essai_PLB.ifc")
    old_again.write_text(model.read_text().replace("ENDSEC;", "ENDSEC;\n/* delivered again */", 1))
    client = Client(headers={"accept-language": "en"})
    client.force_login(steward)

    call_command("import_ifc", str(old_again), "--station", "VDO", "--share", "--json")
    delivered = Revision.objects.get(state="SHARED")
    before = dropped.by(delivered)
    page = client.get(f"/stations/VDO/revisions/{delivered.pk}/").content.decode()
    reception.publish(delivered, by=steward)
    delivered.refresh_from_db()
    after = dropped.by(delivered)
    page_after = client.get(f"/stations/VDO/revisions/{delivered.pk}/").content.decode()

    told = [("manufacturer", "Orne"), ("serial_number", "SN-2026")]
    for each in (before, after):
        assert sorted((one.key, one.field_value) for one in each) == told
    for each in (page, page_after):
        assert "2 declared values are not in it." in each
        assert "SN-2026" in each
    assert dropped.by(released.revision) == []


def test_what_the_designers_old_file_no_longer_holds_waits_once_and_is_written_again(station, pump, model):
    """Of two words on the serial number only the one that counts; what the old file says anyway stays released."""
    overtaken = declaring.applied(pump, ("serial_number", "SN-2025"))
    declaration = declaring.applied(pump, ("serial_number", "SN-2026"), ("manufacturer", "Orne"))
    as_drawn = declaring.applied(
        Asset.objects.get(station=station, code="EFS-P-03"), ("serial_number", "SN-3")
    )
    (released,) = writebacks.carry_out(station)
    reception.publish(released.revision, by=factories.person("steward"))
    assert not waiting_changes.waiting(station).exists()
    old_again = model.with_name("essai_PLB.ifc")
    old_again.write_text(model.read_text().replace("ENDSEC;", "ENDSEC;\n/* delivered again */", 1))

    call_command("import_ifc", str(old_again), "--station", "VDO", "--json")

    assert set(waiting_changes.waiting(station)) == set(declaration.changes.all())
    (again,) = writebacks.carry_out(station)
    reception.publish(again.revision, by=factories.person("steward"))
    assert (again.changes, serial_in(again.revision, pump)) == (2, "SN-2026")
    assert not waiting_changes.waiting(station).exists()
    assert {states(one) for one in (overtaken, declaration, as_drawn)} == {"RELEASED"}


def test_the_command_says_what_was_written_and_the_export_gives_the_file(station, pump, capsys, tmp_path):
    declaring.applied(pump, ("serial_number", "SN-2026"))
    capsys.readouterr()

    call_command("write_back", "--station", "VDO", "--json")

    (told,) = json.loads(capsys.readouterr().out)["revisions"]
    assert {key: told[key] for key in ("discipline", "changes", "valid")} == {
        "discipline": "PLB",
        "changes": 1,
        "valid": True,
    }
    out = tmp_path / "out.ifc"
    call_command(
        "export_ifc", "--station=VDO", "--discipline=PLB", f"--output={out}", f"--revision={told['revision']}"
    )
    revision = Revision.objects.get(pk=told["revision"])
    assert hashlib.sha256(out.read_bytes()).hexdigest() == revision.sha256
    call_command("export_ifc", "--station=VDO", "--discipline=PLB", f"--output={out}")
    assert step_lines.read(out) == step_lines.read(files.absolute(published(station).path))
    with pytest.raises(CommandError, match="no P07 revision"):
        call_command("export_ifc", "--station=VDO", "--discipline=PLB", f"--output={out}", "--revision=P07")
