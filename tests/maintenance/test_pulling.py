"""Pulling from a CMMS: everything exactly once, whatever it repeats, shuffles, hides or breaks off."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from assets.models import HistoryEntry
from maintenance import connectors, dead_letters, outbox, placing, syncing
from maintenance.models import DeadLetter, Placed, Request, Source, Sync, WorkOrder
from tests import factories
from twin.tasks import sweep

pytestmark = pytest.mark.django_db


@pytest.fixture
def pull(source, cmms, station):
    """Two seconds later over there, so that what was just written lies in the window."""

    def pull(**how) -> Sync:
        cmms.faults.skew += 2
        source.refresh_from_db()
        return syncing.pull(source, **how)

    return pull


def counted(sync: Sync) -> tuple[int, int, int, int]:
    assert sync.fetched == sync.applied + sync.unchanged + sync.dead_lettered
    return sync.fetched, sync.applied, sync.unchanged, sync.dead_lettered


def only_order() -> WorkOrder:
    return WorkOrder.objects.get()


def test_an_order_comes_in_as_its_source_says_it(pull, cmms, source, station):
    firm = factories.organisation("Hydro-Services")
    equipment = cmms.equipment("POMPE 1", x_code="EU-P-01", location="VDO / sous-sol")
    pk = cmms.order(
        "FUITE <b>POMPE</b>",
        description="<p>Eau au sol&nbsp;!<br>vite</p><script>x</script>",
        equipment_id=equipment,
        maintenance_team_id=cmms.team("HYDRO-SERVICES"),
        priority="2",
        x_place="sous-sol",
        x_due_date="2026-11-25 17:00:00",
    )
    pump = factories.asset(station, "EU-P-01")

    assert counted(pull()) == (1, 1, 0, 0)

    order = only_order()
    assert (order.external_id, order.number, order.url) == (
        str(pk),
        f"MNT/{timezone.now():%Y}/{pk:05d}",
        f"{cmms.url}/odoo/maintenance/{pk}",
    )
    assert (order.title, order.description) == ("FUITE <b>POMPE</b>", "Eau au sol !\nvite")
    assert (order.status, order.source_status, order.priority) == ("APPROVED", "New Request", "P2")
    assert (order.organisation, order.equipment_code, order.place_text) == (firm, "EU-P-01", "sous-sol")
    assert (order.asset, order.placed) == (pump, Placed.CODE)
    assert (order.scheduled_at.hour, order.due_at.hour) == (8, 17)
    assert order.payload["equipment_id"] == [equipment, "POMPE 1"]
    (entry,) = HistoryEntry.objects.filter(subject_kind="workorder")
    assert (entry.verb, entry.station, entry.actor) == ("ordered", station, None)


def test_the_same_pulled_three_times_is_there_once_and_nothing_happens_again(pull, cmms):
    for number in range(7):
        cmms.order(f"OT {number}")

    assert [counted(pull()) for _ in range(3)] == [(7, 7, 0, 0), (7, 0, 7, 0), (7, 0, 7, 0)]
    assert WorkOrder.objects.count() == 7
    assert HistoryEntry.objects.count() == 7


def test_a_page_given_three_times_changes_nothing(pull, cmms):
    for number in range(7):
        cmms.order(f"OT {number}")
    cmms.faults.plan(
        "repeat", on="search_read", skip=4, times=2
    )  # after stages, their names and the first page

    assert counted(pull()) == (7, 7, 0, 0)
    assert WorkOrder.objects.count() == 7


def test_a_source_that_repeats_itself_for_ever_is_given_up_in_words(pull, cmms, source):
    for number in range(7):
        cmms.order(f"OT {number}")
    cmms.faults.plan("repeat", on="search_read", skip=3, times=50)

    sync = pull()

    assert sync.error == "The other system gives the same page again and again."
    source.refresh_from_db()
    assert (source.cursor, source.last_error, source.failures) == (None, sync.error, 1)


def test_pages_out_of_order_lose_nothing(pull, cmms):
    for number in range(8):
        cmms.order(f"OT {number}")
    cmms.faults.plan("shuffle", on="search_read", times=20)

    assert counted(pull()) == (8, 8, 0, 0)


def test_broken_off_after_page_two_of_five_the_next_pull_loses_nothing(pull, cmms, source):
    for number in range(14):
        cmms.order(f"OT {number}")
    cmms.faults.plan("status", on="search_read", skip=4, times=1)

    broken = pull()
    source.refresh_from_db()
    assert (broken.error, counted(broken)) == ("The other system has a fault (error 500).", (6, 6, 0, 0))
    assert (source.cursor, source.last_success_at) == (None, None)

    assert counted(pull()) == (14, 8, 6, 0)
    source.refresh_from_db()
    assert source.cursor is not None
    assert (source.last_error, source.failures) == ("", 0)


def test_the_cursor_stays_where_it_was_when_the_last_page_fails(pull, cmms, source):
    pull()
    source.refresh_from_db()
    before = source.cursor
    for number in range(5):
        cmms.order(f"OT {number}")
    cmms.faults.plan("timeout", on="search_read", skip=3, seconds=3)

    assert pull().error == "The other system takes too long to answer."
    source.refresh_from_db()
    assert source.cursor == before


def test_an_update_older_than_what_we_have_is_left_alone(pull, cmms):
    pk = cmms.order("Neuf")
    pull()
    WorkOrder.objects.update(version="2999-01-01 00:00:00", title="Plus neuf encore")
    cmms.change(pk, name="Vieux")

    assert counted(pull()) == (1, 0, 1, 0)
    assert only_order().title == "Plus neuf encore"


def test_two_changes_within_one_second_are_both_seen(pull, cmms):
    pk = cmms.order("Un")
    pull()
    version = only_order().version
    cmms.change(pk, name="Deux")
    pull()
    WorkOrder.objects.update(version=cmms.row(pk)["write_date"])
    cmms.records._update(
        _model("maintenance.request"), [pk], {"name": "Trois"}
    )  # same second, same write_date

    assert counted(pull()) == (1, 1, 0, 0)
    assert only_order().title == "Trois"
    assert only_order().version >= version


def _model(name: str):
    from maintenance.pretend_cmms.models import MODELS

    return MODELS[name]


def test_a_row_committed_after_the_watermark_passed_it_is_found_by_the_overlap(pull, cmms):
    """
    12:00:00  writer begins (write_date)     12:00:05  poller's window ends     12:00:06  writer commits
    """
    cmms.order("à l'heure")
    cmms.faults.skew -= 300
    stamp = cmms.records._stamp()
    cmms.faults.skew += 300
    pull()
    late = cmms.order("en retard")
    cmms.records._update(_model("maintenance.request"), [late], {"write_date": stamp})

    assert counted(pull()) == (2, 1, 1, 0)
    assert set(WorkOrder.objects.values_list("title", flat=True)) == {"à l'heure", "en retard"}


@pytest.mark.parametrize("skew", [-7200, 7200])
def test_a_clock_that_is_two_hours_off_loses_nothing(pull, cmms, source, skew):
    cmms.faults.skew = skew
    cmms.order("Un")
    assert counted(pull()) == (1, 1, 0, 0)
    cmms.order("Deux")

    assert counted(pull()) == (2, 1, 1, 0)
    source.refresh_from_db()
    assert abs(source.cursor - timezone.now() - timedelta(seconds=skew)) < timedelta(seconds=30)


def test_a_second_that_is_not_over_is_left_to_the_next_pull(source, cmms, station):
    """Something else may be written within it: told to the second, it could not be told from what was read."""
    moment = datetime(2026, 11, 26, 10, 0, 0, 400_000, tzinfo=UTC)
    cmms.faults.now = cmms.records.clock = lambda: moment
    cmms.order("Un")
    assert counted(syncing.pull(source)) == (0, 0, 0, 0)
    source.refresh_from_db()
    assert source.cursor == datetime(2026, 11, 26, 10, 0, 0, tzinfo=UTC)

    moment += timedelta(seconds=1)

    assert counted(syncing.pull(source)) == (1, 1, 0, 0)


def test_only_what_changed_since_is_read(pull, cmms, source):
    cmms.faults.skew = -3600
    cmms.order("Ancien")
    cmms.faults.skew = 0
    pull()
    cmms.order("Nouveau")

    assert counted(pull()) == (1, 1, 0, 0)


def test_a_session_that_ends_is_begun_again(pull, cmms):
    cmms.order()
    cmms.faults.plan("expired", on="search_read")

    assert counted(pull()) == (1, 1, 0, 0)
    assert cmms.faults.called.count("authenticate") == 2


def test_a_renamed_stage_and_one_of_the_sites_own_are_understood(pull, cmms):
    stage = _model("maintenance.stage")
    cmms.records.write(stage, [2], {"name": "On y travaille"}, 2)
    own = cmms.records.create(stage, {"name": "Contrôlé", "sequence": 9, "done": True}, 2)
    doing, checked = cmms.order("a", stage_id=2), cmms.order("b", stage_id=own)

    pull()

    statuses = dict(WorkOrder.objects.values_list("external_id", "status"))
    assert statuses == {str(doing): "IN_PROGRESS", str(checked): "DONE"}
    assert WorkOrder.objects.get(external_id=str(doing)).source_status == "On y travaille"


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({}, "APPROVED"),
        ({"kanban_state": "blocked"}, "WAITING"),
        ({"stage_id": 2}, "IN_PROGRESS"),
        ({"stage_id": 3}, "DONE"),
        ({"stage_id": 3, "kanban_state": "blocked"}, "DONE"),
        ({"stage_id": 4}, "CLOSED"),
        ({"archive": True}, "CANCELLED"),
    ],
)
def test_each_state_over_there_is_one_of_ours(pull, cmms, values, status):
    cmms.order(**values)

    pull()

    assert only_order().status == status


def test_the_sources_own_settings_say_what_a_stage_and_a_team_mean(pull, cmms, source):
    firm = factories.organisation("Hydro-Services SAS")
    settings = source.settings | {
        "stages": {"maintenance.stage_3": "CLOSED"},
        "teams": {"Plomberie": firm.name},
        "priorities": {"0": "P1"},
    }
    Source.objects.update(settings=settings)
    cmms.order(stage_id=3, maintenance_team_id=cmms.team("Plomberie"), priority="0")

    pull()

    assert (only_order().status, only_order().organisation, only_order().priority) == ("CLOSED", firm, "P1")


def test_archived_equipment_still_tells_its_code(pull, cmms, station):
    pump = factories.asset(station, "EU-P-01")
    cmms.order(equipment_id=cmms.equipment("POMPE", x_code="EU-P-01", active=False))

    pull()

    assert only_order().asset == pump


# Dead letters


def test_an_order_of_an_unknown_station_waits_with_its_reason_until_the_station_is_known(pull, cmms):
    cmms.order("ici")
    far = cmms.order("ailleurs", x_station="XYZ")

    assert counted(pull()) == (2, 1, 0, 1)
    assert counted(pull()) == (2, 0, 1, 1)
    (letter,) = DeadLetter.objects.all()
    assert (letter.external_id, letter.why) == (str(far), "mapping")
    assert letter.reason == "It names the station XYZ, which nobody knows here."
    assert letter.payload["name"] == "ailleurs"

    factories.station("XYZ")
    assert counted(pull()) == (2, 1, 1, 0)
    letter.refresh_from_db()
    assert letter.resolution == "It came in later."


def test_a_source_of_one_station_need_not_say_which(pull, cmms, source, station):
    cmms.order(x_station=False)
    pull()
    assert DeadLetter.objects.get().reason == "It does not say in which station it is."

    Source.objects.update(station=station)
    pull()

    assert only_order().station == station


def test_one_bad_record_does_not_stop_the_others(pull, cmms):
    for number in range(4):
        cmms.order(f"OT {number}")
    broken = cmms.order("bad")
    model = _model("maintenance.request")
    cmms.records._update(model, [broken], {"schedule_date": "hier"})

    sync = pull()

    assert counted(sync) == (5, 4, 0, 1)
    assert DeadLetter.objects.get().reason == "The field schedule_date holds no time: hier"


def test_a_text_longer_than_our_column_is_cut_and_a_nul_is_dropped(pull, cmms):
    cmms.order("x" * 2000, x_place="y" * 900, description="a\x00b")

    assert counted(pull()) == (1, 1, 0, 0)
    order = only_order()
    assert (len(order.title), len(order.place_text), order.description) == (500, 300, "ab")
    assert len(order.payload["name"]) == 2000
    assert counted(pull()) == (1, 0, 1, 0)


def test_a_dead_letter_is_replayed_as_the_record_stands_now(pull, cmms, source):
    pk = cmms.order(x_station="VD0")
    pull()
    letter = DeadLetter.objects.get()
    manager = factories.person("manager", station=source.station)
    assert dead_letters.replay(letter, by=manager) is False

    cmms.change(pk, x_station="VDO")

    assert dead_letters.replay(letter, by=manager) is True
    told = HistoryEntry.objects.filter(verb="read again").order_by("pk")
    assert [(entry.actor, entry.after["came_in"]) for entry in told] == [(manager, False), (manager, True)]
    assert only_order().external_id == str(pk)
    letter.refresh_from_db()
    assert letter.resolved_at is not None


def test_a_dead_letter_about_a_row_without_a_number_is_replayed_as_gone(cmms, source):
    letter = DeadLetter.objects.create(source=source, external_id="ZEBRA-9", why="parse", reason="?")

    assert dead_letters.replay(letter, by=factories.person("manager", station=source.station)) is True

    letter.refresh_from_db()
    assert letter.resolution == "It is no longer in the other system."


def test_a_settled_letter_goes_after_ninety_days_and_of_an_open_one_what_the_record_said(source):
    now = timezone.now()
    told = {"why": "parse", "reason": "?", "payload": {"name": "Mme Zèbre est tombée"}}
    moments = {"lately": timedelta(days=89), "long ago": timedelta(days=91)}
    for when, ago in moments.items():
        settled = DeadLetter.objects.create(source=source, external_id=f"settled {when}", **told)
        opened = DeadLetter.objects.create(source=source, external_id=f"open {when}", **told)
        DeadLetter.objects.filter(pk=settled.pk).update(resolved_at=now - ago)
        DeadLetter.objects.filter(pk=opened.pk).update(last_at=now - ago)

    assert sweep()["dead_letters"] == 1

    kept = {letter.external_id: letter.payload for letter in DeadLetter.objects.all()}
    assert kept == {
        "settled lately": told["payload"],
        "open lately": told["payload"],
        "open long ago": {},
    }
    assert DeadLetter.objects.get(external_id="open long ago").reason == "?"
    assert sweep()["dead_letters"] == 0


# Where it belongs


def test_an_unknown_asset_code_leaves_the_order_in_not_located(pull, cmms):
    cmms.order("dératisation", equipment_id=cmms.equipment("X", x_code="ZZ-99"))

    pull()

    order = only_order()
    assert (order.asset, order.location, order.placed, order.equipment_code) == (None, None, "", "ZZ-99")


def test_what_a_person_placed_stays_there_when_the_words_change(pull, cmms, station):
    pump, valve = factories.asset(station, "P-1"), factories.asset(station, "V-1")
    pk = cmms.order(equipment_id=cmms.equipment("V", x_code="V-1"))
    pull()
    assert only_order().asset == valve
    WorkOrder.objects.update(asset=pump, placed=Placed.PERSON)
    cmms.change(pk, name="Autre chose")

    pull()

    order = only_order()
    assert (order.title, order.asset, order.placed) == ("Autre chose", pump, Placed.PERSON)


def test_it_is_placed_again_when_its_words_change_and_only_then(pull, cmms, monkeypatch):
    asked = []
    monkeypatch.setattr(
        placing, "place", lambda *_, **words: asked.append(words["title"]) or placing.Placement()
    )
    pk = cmms.order("Fuite")
    pull()
    cmms.change(pk, stage_id=2)
    pull()
    cmms.change(pk, name="Fuite pompe")
    pull()

    assert asked == ["Fuite", "Fuite pompe"]


# Requests


def test_a_request_over_there_is_no_order_until_somebody_plans_it(pull, cmms, station):
    pk = cmms.order("Lampe grillée", schedule_date=False, priority="3")

    assert counted(pull()) == (1, 1, 0, 0)
    assert counted(pull()) == (1, 0, 1, 0)
    request = Request.objects.get()
    assert (request.text, request.urgency, request.state) == ("Lampe grillée", "danger", "sent")
    assert (request.external_id, request.station, request.author) == (str(pk), station, None)
    assert WorkOrder.objects.count() == 0

    cmms.change(pk, schedule_date="2026-11-26 08:00:00")
    pull()

    request.refresh_from_db()
    assert (request.state, request.work_order) == ("ordered", only_order())


def test_our_fault_report_is_recognised_by_its_reference_and_stays_where_it_was_reported(
    pull, cmms, source, station
):
    pump = factories.asset(station, "P-1")
    ours = Request.objects.create(
        source=source, station=station, text="Ça goutte", asset=pump, author=factories.person("agent")
    )
    pk = cmms.order("Ça goutte", schedule_date=False, x_twin_ref=str(ours.reference))
    pull()
    ours.refresh_from_db()
    assert (ours.state, ours.external_id, ours.text) == ("sent", str(pk), "Ça goutte")

    cmms.change(pk, schedule_date="2026-11-26 08:00:00", name="FUITE")
    pull()

    ours.refresh_from_db()
    order = only_order()
    assert (ours.state, ours.work_order) == ("ordered", order)
    assert (order.asset, order.placed, order.placed_reason) == (
        pump,
        Placed.PERSON,
        "The fault was reported on it.",
    )


def test_a_request_archived_over_there_is_closed_and_makes_no_order(pull, cmms):
    pk = cmms.order("Bruit", schedule_date=False)
    pull()

    cmms.change(pk, archive=True)
    pull()

    assert (Request.objects.get().state, WorkOrder.objects.count()) == ("closed", 0)


# Deletion


def test_what_was_deleted_over_there_gets_its_tombstone_by_a_full_pull(pull, cmms):
    kept, gone = cmms.order("gardé"), cmms.order("supprimé")
    report = cmms.order("signalé", schedule_date=False)
    pull()
    cmms.delete(gone)
    cmms.delete(report)
    pull()
    assert WorkOrder.objects.filter(gone_at=None).count() == 2  # there is no tombstone over there

    assert pull(full=True).error == ""

    assert WorkOrder.objects.get(external_id=str(gone)).gone_at is not None
    assert WorkOrder.objects.get(external_id=str(kept)).gone_at is None
    assert Request.objects.get().state == "closed"
    assert HistoryEntry.objects.filter(verb="gone").count() == 1


@pytest.mark.parametrize("known", [2, 12])
def test_an_account_that_lost_its_rights_deletes_nothing(pull, cmms, source, known):
    for number in range(known):
        cmms.order(f"OT {number}")
    pull()
    Source.objects.update(login="agent", secret="agent")  # a plain user sees only what it follows

    sync = pull(full=True)

    assert "nothing was removed" in sync.error
    assert WorkOrder.objects.filter(gone_at=None).count() == known


# A source in trouble


def test_a_source_that_is_down_is_said_in_a_sentence_and_left_alone_after_three_times(pull, cmms, source):
    cmms.order()
    pull()
    Source.objects.update(url="http://127.0.0.1:1")

    for _ in range(2):
        pull()
        source.refresh_from_db()
        assert source.paused_until is None
    pull()

    source.refresh_from_db()
    assert source.last_error == "The other system does not answer."
    assert 20 < (source.paused_until - timezone.now()).total_seconds() < 40
    assert WorkOrder.objects.count() == 1  # everything stays readable


def test_a_source_that_asks_for_patience_gets_it(pull, cmms, source):
    cmms.faults.plan("status", status=429, retry_after="120")

    assert pull().error == "The other system asks us to come less often."

    source.refresh_from_db()
    assert 100 < (source.paused_until - timezone.now()).total_seconds() <= 120


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"secret": "wrong"}, "The other system does not know this account, or its password has changed."),
        (
            {"settings": {"database": "nodb"}},
            "The other system has no database of this name.",
        ),
        ({"kind": "carl"}, "Nothing here knows how to speak to a system of the kind carl."),
    ],
)
def test_what_a_person_must_mend_is_said_and_not_tried_again_at_once(pull, source, change, sentence):
    Source.objects.update(**change)

    sync = pull()

    source.refresh_from_db()
    assert (sync.error, source.last_error) == (sentence, sentence)
    assert source.paused_until > timezone.now() + timedelta(minutes=4)


def test_every_kind_of_connector_can_be_found():
    from django.utils.module_loading import import_string

    assert [import_string(path).__name__ for path in connectors.KINDS.values()] == ["Odoo"]


def test_quiet_pulls_are_forgotten_all_but_the_last(pull, cmms):
    cmms.order()
    for _ in range(5):
        pull()

    assert [sync.applied for sync in Sync.objects.all()] == [0, 1]


# The command


def test_the_command_tells_what_it_did_as_the_contract_says(cmms, source, station, capsys):
    cmms.order()
    cmms.faults.skew = 2

    call_command("sync_work_orders", source.key, "--json")

    told = json.loads(capsys.readouterr().out)
    seconds = told.pop("seconds")
    assert told == {
        "source": source.key,
        "fetched": 1,
        "applied": 1,
        "unchanged": 0,
        "dead_lettered": 0,
        "pushed": 0,
    }
    assert 0 <= seconds < 30


def test_the_command_refuses_in_one_sentence(source, capsys):
    with pytest.raises(CommandError, match=f"No source is called nowhere. Known here: {source.key}."):
        call_command("sync_work_orders", "nowhere")
    Source.objects.update(url="http://127.0.0.1:1")
    with pytest.raises(CommandError, match=r"The other system does not answer\."):
        call_command("sync_work_orders", source.key)


def test_the_command_fails_when_the_source_takes_nothing_from_us(cmms, source, station, capsys):
    """What comes in came in; what should go out waits, and the caller is told why."""
    cmms.order()
    outbox.tell(
        source, "request", {}, request=Request.objects.create(station=station, source=source, text="x")
    )
    cmms.faults.skew = 2
    cmms.faults.plan("status", on="create")

    with pytest.raises(CommandError, match=r"The other system has a fault \(error 500\)\."):
        call_command("sync_work_orders", source.key, "--json")

    told = json.loads(capsys.readouterr().out)
    assert (told["applied"], told["pushed"]) == (1, 0)
