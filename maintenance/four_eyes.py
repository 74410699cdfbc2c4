"""What a check constraint cannot see, as triggers: whose word counts when a declared change is decided.

The constraints of `Change` keep declarer, reviewer and second steward apart. These triggers see to the rest, on SQLite
and PostgreSQL: nobody of a contractor's firm decides; author, value and kind of what was sent stay as they were; what
asks two people asks two until it is decided; nothing undecided comes into the register, and what is in it stays decided
as it was, about the equipment it was sent for; and no row is put in the place of another, decided before anybody has
read it, or taken away once it was sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db.migrations.operations.base import Operation

_BY_A_FIRM = """EXISTS (
    SELECT 1 FROM assets_employment e JOIN assets_organisation o ON o.id = e.organisation_id
    WHERE o.role <> 'operator' AND (e.user_id = NEW.reviewed_by_id OR e.user_id = NEW.seconded_by_id))"""
_NOT_THE_AUTHOR = """NOT EXISTS (
    SELECT 1 FROM maintenance_declaration d WHERE d.id = NEW.declaration_id AND d.author_id = NEW.author_id)"""

_OPEN = "('DRAFT', 'CHECKS_FAILED', 'CHANGES_REQUESTED')"
_SETTLED = f"""(OLD.reviewed_by_id IS NOT NULL OR OLD.verdict <> 'PENDING' OR EXISTS (
    SELECT 1 FROM maintenance_declaration d WHERE d.id = OLD.declaration_id
    AND d.state NOT IN {_OPEN}))"""  # noqa: S608
_ANOTHER_VALUE = """(NEW.value {differs} OLD.value OR NEW.unit <> OLD.unit OR NEW.field <> OLD.field
    OR NEW.set_name <> OLD.set_name OR NEW.name <> OLD.name OR NEW.author_id <> OLD.author_id
    OR NEW.card_id {differs} OLD.card_id OR NEW.declaration_id <> OLD.declaration_id)"""
# What the register knew already becomes "verified": the one way from two people to one.
_FEWER_PEOPLE = """(OLD.needs_second AND NOT NEW.needs_second
    AND NOT (OLD.kind <> 'VERIFY' AND NEW.kind = 'VERIFY'))"""
_OTHER_KIND = f"""(({_SETTLED} AND NEW.kind <> OLD.kind AND NEW.kind <> 'VERIFY')
    OR (OLD.verdict <> 'PENDING' AND (NEW.kind <> OLD.kind OR NEW.needs_second <> OLD.needs_second)))"""
_ANOTHER_AUTHOR = "NEW.author_id <> OLD.author_id"
_UNDECIDED = """(NEW.state <> OLD.state AND NEW.state IN ('APPROVED', 'APPLIED', 'RELEASED') AND EXISTS (
    SELECT 1 FROM maintenance_change c WHERE c.declaration_id = NEW.id AND c.verdict = 'PENDING'))"""
# SQLite's REPLACE removes the row in the way without asking a trigger on DELETE.
_IN_ANOTHERS_PLACE = "EXISTS (SELECT 1 FROM {table} known WHERE known.id = NEW.id)"
_UNDER_ANOTHERS_KEY = "EXISTS (SELECT 1 FROM {table} known WHERE known.id = NEW.id OR known.key = NEW.key)"
_ANOTHER_ROW = "NEW.id <> OLD.id"
_ANOTHER_SUBJECT = """(NEW.id <> OLD.id OR NEW.key <> OLD.key OR NEW.asset_id {differs} OLD.asset_id
    OR NEW.run_id {differs} OLD.run_id OR NEW.system_id {differs} OLD.system_id
    OR NEW.location_id {differs} OLD.location_id OR NEW.station_id <> OLD.station_id)"""
# A verification that was taken without review may be undone for some seconds.
_REOPENED = """(NEW.state <> OLD.state AND (OLD.state IN ('REJECTED', 'RELEASED', 'WITHDRAWN')
    OR (OLD.state = 'APPROVED' AND NEW.state <> 'APPLIED')
    OR (OLD.state = 'APPLIED' AND NEW.state NOT IN ('RELEASED', 'WITHDRAWN'))
    OR (OLD.state = 'APPLIED' AND NEW.state = 'WITHDRAWN' AND EXISTS (
        SELECT 1 FROM maintenance_change c WHERE c.declaration_id = NEW.id AND c.verdict <> 'TAKEN'))))"""
_CONCLUDED = "('APPROVED', 'APPLIED', 'RELEASED', 'REJECTED')"
_OTHER_WORDS = """(NEW.verdict <> OLD.verdict OR NEW.needs_second <> OLD.needs_second
    OR NEW.reviewed_by_id {differs} OLD.reviewed_by_id OR NEW.seconded_by_id {differs} OLD.seconded_by_id)"""
# Until then a word may be taken back, and is never turned into another.
_WORDS_TURNED = f"""((NEW.verdict <> OLD.verdict AND NEW.verdict <> 'PENDING' AND OLD.verdict <> 'PENDING')
    OR NEW.reviewed_by_id <> OLD.reviewed_by_id OR NEW.seconded_by_id <> OLD.seconded_by_id
    OR ({_OTHER_WORDS} AND EXISTS (SELECT 1 FROM maintenance_declaration d WHERE d.id = OLD.declaration_id
        AND d.state IN {_CONCLUDED})))"""  # noqa: S608
_DECIDED_UNREAD = f"""(NEW.verdict <> 'PENDING' OR NEW.reviewed_by_id IS NOT NULL OR NEW.seconded_by_id IS NOT NULL
    OR NOT EXISTS (SELECT 1 FROM maintenance_declaration d WHERE d.id = NEW.declaration_id AND d.state IN {_OPEN}))"""  # noqa: S608
# A trial station is its visitor's own, and is swept with all that is in it.
_OF_A_TRIAL = """EXISTS (
    SELECT 1 FROM maintenance_declaration d JOIN assets_station s ON s.id = d.station_id
    WHERE d.id = OLD.declaration_id AND s.trial_owner_id IS NOT NULL)"""
_SENT = f"""(OLD.state NOT IN {_OPEN} AND NOT EXISTS (
    SELECT 1 FROM assets_station s WHERE s.id = OLD.station_id AND s.trial_owner_id IS NOT NULL))"""  # noqa: S608
_BECOMES_A_TRIAL = "(OLD.trial_owner_id IS NULL AND NEW.trial_owner_id IS NOT NULL)"


@dataclass(frozen=True)
class Rule:
    """Rows of `table` for which `condition` holds are refused, in `refusal`'s words."""

    name: str
    condition: str
    refusal: str
    table: str = "maintenance_change"
    acts: tuple[str, ...] = ("UPDATE",)


_BOTH = ("INSERT", "UPDATE")
_TABLES, _NOT_EMPTIED = ("maintenance_change", "maintenance_declaration"), "sent_is_not_emptied"
RULES = (
    Rule("firms_do_not_decide", _BY_A_FIRM, "nobody of a contractor''s firm decides about data", acts=_BOTH),
    Rule("change_has_its_author", _NOT_THE_AUTHOR, "a change has the author of its declaration", acts=_BOTH),
    Rule("sent_values_stay", f"{_SETTLED} AND {_ANOTHER_VALUE}", "what was sent or decided stays as it is"),
    Rule("two_people_stay_two", _FEWER_PEOPLE, "what two people decide is not decided by one"),
    Rule("sent_kinds_stay", _OTHER_KIND, "what was sent or decided stays of its kind"),
    Rule(
        "declaration_keeps_its_author",
        _ANOTHER_AUTHOR,
        "a declaration keeps its author",
        table="maintenance_declaration",
    ),
    Rule(
        "undecided_is_not_applied",
        _UNDECIDED,
        "what is not decided does not come into the register",
        table="maintenance_declaration",
    ),
    Rule(
        "concluded_is_not_reopened",
        _REOPENED,
        "what was decided is not opened again",
        table="maintenance_declaration",
    ),
    Rule(
        "declaration_keeps_its_subject",
        _ANOTHER_SUBJECT,
        "a declaration keeps the equipment it is about",
        table="maintenance_declaration",
    ),
    Rule(
        "stations_stay_lasting",
        _BECOMES_A_TRIAL,
        "a station is not made a trial one",
        table="assets_station",
    ),
    Rule("changes_come_in_undecided", _DECIDED_UNREAD, "a change comes in undecided", acts=("INSERT",)),
    Rule("sent_changes_stay", f"{_SETTLED} AND NOT {_OF_A_TRIAL}", "what was sent stays", acts=("DELETE",)),
    Rule(
        "sent_declarations_stay",
        _SENT,
        "what was sent stays",
        table="maintenance_declaration",
        acts=("DELETE",),
    ),
    Rule("words_stay", _WORDS_TURNED, "a word that was given is not made another"),
    Rule("changes_keep_their_place", _ANOTHER_ROW, "a change is not put in another''s place"),
    Rule(
        "change_takes_nobodys_place",
        _IN_ANOTHERS_PLACE,
        "a change is not put in another''s place",
        acts=("INSERT",),
    ),
    Rule(
        "declaration_takes_nobodys_place",
        _UNDER_ANOTHERS_KEY,
        "a declaration is not put in another''s place",
        table="maintenance_declaration",
        acts=("INSERT",),
    ),
)


@contextmanager
def removal_allowed(connection: Any) -> Iterator[None]:
    """For tests alone, which empty every table after each other."""
    rules = [rule for rule in RULES if "DELETE" in rule.acts]
    with connection.cursor() as cursor:
        for statement in _removal(connection.vendor, rules) + _emptying_allowed(connection.vendor):
            cursor.execute(statement)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for rule in rules:
                for statement in _creation(connection.vendor, rule):
                    cursor.execute(statement)
            for statement in _emptying_refused(connection.vendor):
                cursor.execute(statement)


def _creation(vendor: str, rule: Rule) -> list[str]:
    differs = "IS NOT" if vendor == "sqlite" else "IS DISTINCT FROM"
    condition = rule.condition.format(differs=differs, table=rule.table)
    if vendor == "sqlite":
        body = f"WHEN {condition} BEGIN SELECT RAISE(ABORT, '{rule.refusal}'); END"
        return [
            f"CREATE TRIGGER {rule.name}_{act.lower()} BEFORE {act} ON {rule.table} {body}"
            for act in rule.acts
        ]
    refuse = f"RAISE EXCEPTION '{rule.refusal}' USING ERRCODE = 'integrity_constraint_violation'"
    body = f"BEGIN IF {condition} THEN {refuse}; END IF; RETURN COALESCE(NEW, OLD); END"
    acts = " OR ".join(rule.acts)
    return [
        f"CREATE OR REPLACE FUNCTION {rule.name}() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$",
        f"CREATE TRIGGER {rule.name} BEFORE {acts} ON {rule.table} FOR EACH ROW EXECUTE FUNCTION {rule.name}()",
    ]


def _removal(vendor: str, rules: Iterable[Rule]) -> list[str]:
    if vendor == "sqlite":
        return [f"DROP TRIGGER IF EXISTS {rule.name}_{act.lower()}" for rule in rules for act in rule.acts]
    return [f"DROP TRIGGER IF EXISTS {rule.name} ON {rule.table}" for rule in rules]


def _emptying_refused(vendor: str) -> list[str]:
    """TRUNCATE asks no trigger on DELETE; SQLite has none."""
    if vendor == "sqlite":
        return []
    refuse = "RAISE EXCEPTION 'what was sent stays' USING ERRCODE = 'integrity_constraint_violation'"
    return [
        f"CREATE OR REPLACE FUNCTION {_NOT_EMPTIED}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {refuse}; END $$",
        *(
            f"CREATE TRIGGER {_NOT_EMPTIED} BEFORE TRUNCATE ON {table} FOR EACH STATEMENT"
            f" EXECUTE FUNCTION {_NOT_EMPTIED}()"
            for table in _TABLES
        ),
    ]


def _emptying_allowed(vendor: str) -> list[str]:
    if vendor == "sqlite":
        return []
    return [f"DROP TRIGGER IF EXISTS {_NOT_EMPTIED} ON {table}" for table in _TABLES]


class FourEyes(Operation):
    """Migration operation: the triggers are there from here on."""

    reversible = True

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Models look the same."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for rule in RULES:
            for statement in _creation(schema_editor.connection.vendor, rule):
                _run(schema_editor, statement)
        for statement in _emptying_refused(schema_editor.connection.vendor):
            _run(schema_editor, statement)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        vendor = schema_editor.connection.vendor
        for statement in _removal(vendor, RULES) + _emptying_allowed(vendor):
            _run(schema_editor, statement)

    def describe(self) -> str:
        return "Nobody of a contractor's firm decides about data"


def _run(schema_editor: Any, statement: str) -> None:
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(statement)
