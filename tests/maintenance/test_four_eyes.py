"""Who declared never decides, nor does anybody of a firm: refused by the verbs, and by both databases."""

from __future__ import annotations

import contextlib

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assets.models import Employment, HistoryEntry, Membership, Unit
from maintenance import declarations, reviewing, second_look
from maintenance.declaration_steps import STEPS, NotNow, State, move
from maintenance.models import Change, Declaration
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
Verdict = Change.Verdict


@pytest.fixture
def pump(station):
    return factories.asset(station, "P-01")


@pytest.fixture
def board(station):
    return factories.asset(station, "TGBT", kind="electric-distribution-board")


def sql(statement: str, *values) -> None:
    at_once([statement], values)


def at_once(statements: list[str], values) -> None:
    """In one transaction, each with the same values."""
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement, values)


# By the verbs


def test_who_declared_does_not_decide_even_as_a_steward(pump, steward, station):
    factories.person("steward", station=station, username="other")
    change = factories.declared(pump, steward, voltage="400 V").changes.get()

    with pytest.raises(reviewing.NotHers) as refusal:
        reviewing.decide(change, by=steward, verdict=Verdict.APPROVED)

    assert str(refusal.value) == "You declared this yourself: somebody else decides. Decided by: other."


def test_nobody_of_a_firm_decides_whatever_her_roles(pump, agent, station):
    change = factories.declared(pump, agent, voltage="400 V").changes.get()
    hired = factories.person("steward", station=station)
    Employment.objects.create(user=hired, organisation=factories.organisation())

    with pytest.raises(reviewing.NotHers):
        reviewing.decide(change, by=hired, verdict=Verdict.APPROVED)
    with pytest.raises(reviewing.NotHers):
        reviewing.send_back(change.declaration, by=hired, reason="…")


def test_an_agent_does_not_decide(pump, agent, station):
    change = factories.declared(pump, agent, voltage="400 V").changes.get()

    with pytest.raises(reviewing.NotHers):
        reviewing.decide(change, by=factories.person("agent", station=station), verdict=Verdict.APPROVED)


def test_a_steward_of_another_station_does_not_decide(pump, agent):
    change = factories.declared(pump, agent, voltage="400 V").changes.get()
    elsewhere = factories.person("steward", station=factories.station("BRM"))

    with pytest.raises(reviewing.NotHers):
        reviewing.decide(change, by=elsewhere, verdict=Verdict.APPROVED)


def test_electricity_asks_two_people(board, agent, steward, station):
    deputy = factories.person("deputy", station=station)
    declaration = factories.declared(board, agent, voltage="400 V")
    change = declaration.changes.get()

    reviewing.decide(change, by=steward, verdict=Verdict.APPROVED)
    declaration.refresh_from_db()
    assert declaration.state == "IN_REVIEW"
    with pytest.raises(reviewing.NotHers):
        reviewing.decide(change, by=steward, verdict=Verdict.APPROVED)

    reviewing.decide(change, by=deputy, verdict=Verdict.APPROVED)
    declaration.refresh_from_db()
    change.refresh_from_db()
    assert (declaration.state, change.reviewed_by, change.seconded_by) == ("APPLIED", steward, deputy)


def test_what_became_electric_after_it_was_declared_asks_two_people(pump, agent, steward):
    declaration = factories.declared(pump, agent, voltage="400 V")
    change = declaration.changes.get()
    type(pump).objects.filter(pk=pump.pk).update(kind="electric-distribution-board")

    reviewing.decide(change, by=steward, verdict=Verdict.APPROVED)

    declaration.refresh_from_db()
    change.refresh_from_db()
    assert (declaration.state, change.verdict, change.reviewed_by) == ("IN_REVIEW", "PENDING", steward)


@pytest.mark.parametrize("moved_first", [True, False])
def test_taking_an_item_off_a_board_asks_two_people(pump, board, agent, steward, station, moved_first):
    factories.unit(board, "SN-B")
    said = {
        "serial_number": "SN-B",
        "manufacturer": "M",
        "model": "X",
        "installation_date": timezone.localdate().isoformat(),
    }
    declaration = declarations.open(pump, by=agent)
    if moved_first:
        declarations.set_moved_from(declaration, board)
    declarations.replace_unit(declaration, said, [factories.evidence(station)], moved_from=board)
    declarations.submit(declaration, by=agent)

    assert list(declaration.changes.values_list("needs_second", flat=True)) == [True] * 5
    for change in declaration.changes.all():
        reviewing.decide(change, by=steward, verdict=Verdict.APPROVED)
    assert Unit.objects.get(asset=board).removed_on is None


def test_the_second_person_may_refuse(board, agent, steward, station):
    declaration = factories.declared(board, agent, voltage="400 V")
    change = declaration.changes.get()
    reviewing.decide(change, by=steward, verdict=Verdict.APPROVED)

    second = factories.person("deputy", station=station)
    reviewing.decide(change, by=second, verdict=Verdict.REFUSED, reason="230 V.")

    declaration.refresh_from_db()
    assert declaration.state == "REJECTED"


def test_a_pump_that_is_also_wired_asks_one_person(station):
    published = factories.revision(station)
    pump, lamp, hydrant = (factories.element(published, code) for code in ("P", "L", "H"))
    factories.system(station, "EU", pump, family="drainage")
    factories.system(station, "CFO", pump, lamp, family="electricity")
    factories.system(station, "INC", hydrant, family="fire")
    needed = {
        e.code: second_look.is_needed(factories.asset(station, e.code, drawn_by=e))
        for e in (pump, lamp, hydrant)
    }

    assert needed == {"P": False, "L": True, "H": True}


def test_where_the_only_steward_declared_it_the_managers_word_counts(pump, steward, station):
    manager = factories.person("manager", station=station)
    declaration = factories.declared(pump, steward, voltage="400 V")
    change = declaration.changes.select_related("declaration").get()
    assert reviewing.who_else_may(change) == f"Decided by: {manager.username}."

    reviewing.decide(change, by=manager, verdict=Verdict.APPROVED)

    declaration.refresh_from_db()
    assert declaration.state == "APPLIED"


def test_where_another_steward_may_decide_the_manager_does_not(pump, agent, steward, station):
    manager = factories.person("manager", station=station)
    change = factories.declared(pump, agent, voltage="400 V").changes.get()

    assert not reviewing.may_review(manager, station)
    with pytest.raises(reviewing.NotHers):
        reviewing.decide(change, by=manager, verdict=Verdict.APPROVED)


def test_a_station_where_nobody_else_exists_says_so(pump, steward):
    change = factories.declared(pump, steward, voltage="400 V").changes.select_related("declaration").get()

    assert reviewing.who_else_may(change).startswith("Nobody else of this station may decide about it.")


# By the database


APPROVED = "UPDATE maintenance_change SET verdict = 'APPROVED', reviewed_by_id = %s WHERE id = %s"


def test_direct_sql_does_not_let_an_author_review_her_own(pump, agent):
    change = factories.declared(pump, agent, voltage="400 V").changes.get()

    with pytest.raises(DatabaseError):
        sql(APPROVED, agent.pk, change.pk)


def test_direct_sql_does_not_let_a_firms_person_review(pump, agent, station):
    change = factories.declared(pump, agent, voltage="400 V").changes.get()
    plumber = factories.contractor(factories.organisation(), station=station)

    with pytest.raises(DatabaseError):
        sql(APPROVED, plumber.pk, change.pk)


def test_direct_sql_does_not_approve_without_a_reviewer(pump, agent):
    change = factories.declared(pump, agent, voltage="400 V").changes.get()

    for verdict in ("APPROVED", "REFUSED", "TAKEN"):
        with pytest.raises(DatabaseError):
            sql("UPDATE maintenance_change SET verdict = %s WHERE id = %s", verdict, change.pk)


def test_direct_sql_does_not_approve_electricity_with_one_person(board, agent, steward):
    change = factories.declared(board, agent, voltage="400 V").changes.get()

    with pytest.raises(DatabaseError):
        sql(APPROVED, steward.pk, change.pk)
    for second in (steward.pk, agent.pk):
        with pytest.raises(DatabaseError):
            sql(
                "UPDATE maintenance_change SET verdict = 'APPROVED', reviewed_by_id = %s, seconded_by_id = %s"
                " WHERE id = %s",
                steward.pk,
                second,
                change.pk,
            )


def test_direct_sql_does_not_give_a_change_another_author(pump, agent, steward):
    change = factories.declared(pump, agent, voltage="400 V").changes.get()

    with pytest.raises(DatabaseError):
        sql("UPDATE maintenance_change SET author_id = %s WHERE id = %s", steward.pk, change.pk)


OTHER_VALUES = (
    "value = '\"230 V\"'",
    "value = NULL",
    "unit = 'kV'",
    "field = 'model'",
    "set_name = 'Other'",
    "name = 'Other'",
)


@pytest.mark.parametrize("columns", OTHER_VALUES)
def test_direct_sql_changes_nothing_of_what_was_sent(pump, agent, columns):
    change = factories.declared(pump, agent, voltage="400 V").changes.get()

    with pytest.raises(DatabaseError):
        sql(f"UPDATE maintenance_change SET {columns} WHERE id = %s", change.pk)


@pytest.mark.parametrize("columns", [*OTHER_VALUES, "kind = 'REPLACE'", "needs_second = true"])
def test_direct_sql_changes_nothing_of_what_was_decided(pump, agent, steward, columns):
    change = factories.declared(pump, agent, voltage="400 V").changes.get()
    reviewing.decide(change, by=steward, verdict=Verdict.APPROVED)

    with pytest.raises(DatabaseError):
        sql(f"UPDATE maintenance_change SET {columns} WHERE id = %s", change.pk)


@pytest.mark.parametrize("columns", OTHER_VALUES)
def test_direct_sql_changes_nothing_between_the_two_words(board, agent, steward, columns):
    change = factories.declared(board, agent, voltage="400 V").changes.get()
    reviewing.decide(change, by=steward, verdict=Verdict.APPROVED)

    with pytest.raises(DatabaseError):
        sql(f"UPDATE maintenance_change SET {columns} WHERE id = %s", change.pk)


def test_direct_sql_does_not_make_two_people_one(board, agent):
    declaration = factories.declared(board, agent, voltage="400 V")
    change = declaration.changes.get()

    with pytest.raises(DatabaseError):
        sql("UPDATE maintenance_change SET needs_second = false WHERE id = %s", change.pk)
    sql("UPDATE maintenance_change SET needs_second = false, kind = 'VERIFY' WHERE id = %s", change.pk)
    with pytest.raises(DatabaseError):
        sql("UPDATE maintenance_change SET kind = 'CORRECT' WHERE id = %s", change.pk)


def test_direct_sql_does_not_give_a_declaration_another_author(pump, agent, steward):
    declaration = factories.declared(pump, agent, voltage="400 V")

    with pytest.raises(DatabaseError):
        sql("UPDATE maintenance_declaration SET author_id = %s WHERE id = %s", steward.pk, declaration.pk)


@pytest.mark.parametrize("state", ["APPROVED", "APPLIED", "RELEASED"])
def test_direct_sql_does_not_bring_the_undecided_into_the_register(pump, agent, state):
    declaration = factories.declared(pump, agent, voltage="400 V")

    with pytest.raises(DatabaseError):
        sql("UPDATE maintenance_declaration SET state = %s WHERE id = %s", state, declaration.pk)


COLUMNS = "declaration_id, author_id, kind, field, set_name, name, value, unit, findings, verdict, needs_second, reason"


@pytest.mark.parametrize("state", ["DRAFT", "IN_REVIEW", "APPLIED"])
def test_direct_sql_brings_in_nothing_that_is_decided_already(pump, agent, steward, state):
    declaration = factories.declared(pump, agent, voltage="400 V")
    Declaration.objects.filter(pk=declaration.pk).update(state="DRAFT")
    declaration.changes.all().delete()
    Declaration.objects.filter(pk=declaration.pk).update(state=state)
    row = (declaration.pk, agent.pk, "CORRECT", "voltage", "", "", '"230 V"', "", "[]", "APPROVED", False, "")
    places = ", ".join(["%s"] * len(row))

    with pytest.raises(DatabaseError):
        sql(
            f"INSERT INTO maintenance_change ({COLUMNS}, reviewed_by_id) VALUES ({places}, %s)",
            *row,
            steward.pk,
        )


def test_direct_sql_brings_nothing_into_what_was_sent(pump, agent):
    declaration = factories.declared(pump, agent, voltage="400 V")
    row = (declaration.pk, agent.pk, "CORRECT", "model", "", "", '"X"', "", "[]", "PENDING", False, "")

    with pytest.raises(DatabaseError):
        sql(f"INSERT INTO maintenance_change ({COLUMNS}) VALUES ({', '.join(['%s'] * len(row))})", *row)


def test_direct_sql_takes_away_nothing_that_was_sent_or_decided(pump, agent, steward):
    change = factories.declared(pump, agent, voltage="400 V").changes.get()

    with pytest.raises(DatabaseError):
        sql("DELETE FROM maintenance_change WHERE id = %s", change.pk)
    reviewing.decide(change, by=steward, verdict=Verdict.APPROVED)
    with pytest.raises(DatabaseError):
        sql("DELETE FROM maintenance_change WHERE id = %s", change.pk)


@pytest.mark.parametrize("table", ["maintenance_change", "maintenance_declaration"])
def test_direct_sql_puts_nothing_in_the_place_of_what_was_sent(pump, agent, table):
    declaration = factories.declared(pump, agent, voltage="400 V")
    pk = declaration.pk if table == "maintenance_declaration" else declaration.changes.get().pk
    replace = "REPLACE" if connection.vendor == "sqlite" else "INSERT"

    with pytest.raises(DatabaseError):
        sql(f"{replace} INTO {table} SELECT * FROM {table} WHERE id = %s", pk)


def test_direct_sql_takes_away_nothing_by_taking_its_declaration_first(pump, agent, steward):
    """Foreign keys are looked at when the transaction ends: by then nothing would be left that refers to anything."""
    change = factories.declared(pump, agent, voltage="400 V").changes.get()
    reviewing.decide(change, by=steward, verdict=Verdict.APPROVED)
    tables = (("verification", "declaration_id"), ("declaration", "id"), ("change", "declaration_id"))
    statements = [f"DELETE FROM maintenance_{table} WHERE {column} = %s" for table, column in tables]

    with pytest.raises(DatabaseError):
        at_once(statements, [change.declaration_id])

    assert Change.objects.filter(pk=change.pk).exists()


@pytest.mark.parametrize("state", ["DRAFT", "IN_REVIEW", "WITHDRAWN", "REJECTED"])
def test_direct_sql_does_not_open_again_what_is_in_the_register(pump, agent, steward, state):
    change = factories.declared(pump, agent, voltage="400 V").changes.get()
    reviewing.decide(change, by=steward, verdict=Verdict.APPROVED)

    with pytest.raises(DatabaseError):
        sql("UPDATE maintenance_declaration SET state = %s WHERE id = %s", state, change.declaration_id)


def test_direct_sql_takes_back_no_word_on_what_is_in_the_register(pump, agent, steward):
    change = factories.declared(pump, agent, voltage="400 V").changes.get()
    reviewing.decide(change, by=steward, verdict=Verdict.APPROVED)

    with pytest.raises(DatabaseError):
        sql(
            "UPDATE maintenance_change SET verdict = 'PENDING', reviewed_by_id = NULL WHERE id = %s",
            change.pk,
        )


def test_direct_sql_gives_a_word_to_nobody_else(pump, agent, steward, station):
    """One of two is decided: the other keeps the declaration in review."""
    change = factories.declared(pump, agent, voltage="400 V", flow="12 m³/h").changes.first()
    reviewing.decide(change, by=steward, verdict=Verdict.APPROVED)
    other = factories.person("steward", station=station)

    with pytest.raises(DatabaseError):
        sql("UPDATE maintenance_change SET verdict = 'REFUSED' WHERE id = %s", change.pk)
    with pytest.raises(DatabaseError):
        sql("UPDATE maintenance_change SET reviewed_by_id = %s WHERE id = %s", other.pk, change.pk)


def test_direct_sql_moves_a_declaration_to_no_other_equipment_or_station(pump, board, agent):
    declaration = factories.declared(pump, agent, voltage="400 V")
    trial = factories.trial(factories.person("agent"))

    with pytest.raises(DatabaseError):
        sql("UPDATE maintenance_declaration SET asset_id = %s WHERE id = %s", board.pk, declaration.pk)
    with pytest.raises(DatabaseError):
        sql("UPDATE maintenance_declaration SET station_id = %s WHERE id = %s", trial.pk, declaration.pk)


def test_direct_sql_makes_no_trial_of_a_station_to_empty_it(station, agent):
    with pytest.raises(DatabaseError):
        sql(
            "UPDATE assets_station SET trial_owner_id = %s, trial_expires_at = %s WHERE id = %s",
            agent.pk,
            timezone.now(),
            station.pk,
        )


def test_direct_sql_replaces_nothing_under_its_key_or_by_moving_a_row(pump, agent):
    """SQLite's REPLACE takes away whatever row is in the way, by id or key, and asks no trigger on DELETE."""
    replacing = "UPDATE OR REPLACE" if connection.vendor == "sqlite" else "UPDATE"
    sent = factories.declared(pump, agent, voltage="400 V")
    draft = declarations.open(pump, by=agent)
    declarations.set_value(draft, "flow", "12 m³/h")

    with pytest.raises(DatabaseError):
        sql(
            f"{replacing} maintenance_change SET id = %s WHERE id = %s",
            sent.changes.get().pk,
            draft.changes.get().pk,
        )
    with pytest.raises(DatabaseError):
        sql(f"{replacing} maintenance_declaration SET key = %s WHERE id = %s", sent.key.hex, draft.pk)


@pytest.mark.postgresql
@pytest.mark.parametrize("table", ["maintenance_change", "maintenance_declaration"])
def test_direct_sql_does_not_empty_what_was_sent(db, table):
    with pytest.raises(DatabaseError):
        sql(f"TRUNCATE {table} CASCADE")


def test_what_is_still_a_draft_may_be_taken_away(pump, agent):
    declaration = factories.declared(pump, agent, voltage="400 V")
    Declaration.objects.filter(pk=declaration.pk).update(state="DRAFT")

    declaration.changes.get().delete()

    assert not declaration.changes.exists()


def test_direct_sql_does_not_edit_the_history(pump, agent):
    factories.declared(pump, agent, voltage="400 V")
    entry = HistoryEntry.objects.first()

    with pytest.raises(DatabaseError):
        sql("UPDATE assets_historyentry SET verb = 'nothing' WHERE id = %s", entry.pk)
    with pytest.raises(DatabaseError):
        sql("DELETE FROM assets_historyentry WHERE id = %s", entry.pk)


# Whatever anybody tries, in whatever order

ACTS = st.tuples(
    st.sampled_from(["approve", "over", "refuse", "back", "set", "submit", "withdraw", "undo"]),
    st.integers(0, 4),
    st.sampled_from(["400 V", "230 V", "24 V"]),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(ACTS, max_size=12), electric=st.booleans(), verified=st.booleans())
def test_no_path_puts_a_value_into_the_register_on_the_word_of_who_declared_it(acts, electric, verified):
    with transaction.atomic():
        _try(acts, electric, verified)
        transaction.set_rollback(True)


def _try(acts, electric: bool, verified: bool) -> None:
    station = factories.station()
    asset = factories.asset(station, "X", kind="electric-distribution-board" if electric else "pump")
    author = factories.person("steward", station=station)
    hired = factories.person("steward", station=station)
    Employment.objects.create(user=hired, organisation=factories.organisation())
    people = [
        author,
        factories.person("steward", station=station),
        factories.person("deputy", station=station),
        hired,
        factories.person("agent", station=station),
    ]
    declaration = declarations.open(asset, by=author)
    if verified:
        Change.objects.create(declaration=declaration, author=author, kind="VERIFY")
    for act, who, typed in acts:
        seen = Declaration.objects.get(pk=declaration.pk)
        change = seen.changes.first()
        with contextlib.suppress(reviewing.NotHers, declarations.NotHers, NotNow):
            _do(act, seen, change, people[who], typed)
    _nothing_went_by(Declaration.objects.get(pk=declaration.pk), author, hired, electric)


def _do(act: str, declaration: Declaration, change: Change | None, who, typed: str) -> None:
    if act == "set":
        declarations.set_value(declaration, "voltage", typed)
    elif act == "submit":
        declarations.submit(declaration, by=who)
    elif act == "withdraw":
        declarations.withdraw(declaration, by=who)
    elif act == "undo":
        declarations.undo_verification(declaration, by=who)
    elif change is not None and act == "back":
        reviewing.send_back(declaration, by=who, reason="again")
    elif change is not None:
        verdict = Verdict.REFUSED if act == "refuse" else Verdict.APPROVED
        reviewing.decide(change, by=who, verdict=verdict, reason="no", over=act == "over")


def _nothing_went_by(declaration: Declaration, author, hired, electric: bool) -> None:
    for change in declaration.changes.filter(verdict=Verdict.APPROVED):
        said = {change.reviewed_by_id, change.seconded_by_id} - {None}
        assert said.isdisjoint({author.pk, hired.pk})
        assert len(said) == (2 if electric and change.kind == "CORRECT" else 1)
    versions = declaration.asset.property_versions.all()
    approved = set(declaration.changes.filter(verdict=Verdict.APPROVED).values_list("pk", flat=True))
    assert {version.change for version in versions} <= approved
    if declaration.state in (State.APPROVED, State.APPLIED):
        assert not declaration.changes.filter(verdict=Verdict.PENDING).exists()
    if declaration.state == State.WITHDRAWN:
        assert not versions.exists()
        assert not declaration.verifications.exists()


def test_every_step_that_is_not_in_the_table_is_refused(pump, agent):
    for former in State:
        declaration = declarations.open(pump, by=agent)
        Declaration.objects.filter(pk=declaration.pk).update(state=former)
        declaration.refresh_from_db()
        for to in set(State) - STEPS[former]:
            with pytest.raises(NotNow):
                move(declaration, to, by=agent)


def test_of_two_who_take_the_same_step_one_wins(pump, agent):
    declaration = factories.declared(pump, agent, voltage="400 V")
    mine, theirs = (Declaration.objects.get(pk=declaration.pk) for _ in range(2))

    move(mine, State.WITHDRAWN, by=agent)
    with pytest.raises(NotNow):
        move(theirs, State.REJECTED, by=agent, decided_at=timezone.now())

    assert Declaration.objects.get(pk=declaration.pk).state == State.WITHDRAWN


def test_who_was_hired_by_a_firm_after_she_reviewed_changes_nothing(pump, agent, steward, station):
    declaration = factories.declared(pump, agent, voltage="400 V")
    reviewing.decide(declaration.changes.get(), by=steward, verdict=Verdict.APPROVED)
    Membership.objects.filter(user=steward).delete()

    assert declaration.asset.property_versions.count() == 1
