"""What a check constraint cannot see, as triggers: whose word counts when a declared change is decided.

The constraints of `Change` keep declarer, reviewer and second steward apart. These triggers see to the rest, on SQLite
and PostgreSQL: nobody of a contractor's firm decides, and a change has its declaration's author, for good.
"""

from __future__ import annotations

from typing import Any

from django.db.migrations.operations.base import Operation

_BY_A_FIRM = """EXISTS (
    SELECT 1 FROM assets_employment e JOIN assets_organisation o ON o.id = e.organisation_id
    WHERE o.role <> 'operator' AND (e.user_id = NEW.reviewed_by_id OR e.user_id = NEW.seconded_by_id))"""
_NOT_THE_AUTHOR = """NOT EXISTS (
    SELECT 1 FROM maintenance_declaration d WHERE d.id = NEW.declaration_id AND d.author_id = NEW.author_id)"""

RULES = {
    "firms_do_not_decide": (_BY_A_FIRM, "nobody of a contractor''s firm decides about data"),
    "change_has_its_author": (_NOT_THE_AUTHOR, "a change has the author of its declaration"),
}


def _statements(vendor: str) -> list[str]:
    return [statement for name, rule in RULES.items() for statement in _rule(vendor, name, *rule)]


def _rule(vendor: str, name: str, condition: str, refusal: str) -> list[str]:
    on = "ON maintenance_change"
    if vendor == "sqlite":
        body = f"WHEN {condition} BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
        return [
            f"CREATE TRIGGER {name}_{act.lower()} BEFORE {act} {on} {body}" for act in ("INSERT", "UPDATE")
        ]
    refuse = f"RAISE EXCEPTION '{refusal}' USING ERRCODE = 'integrity_constraint_violation'"
    body = f"BEGIN IF {condition} THEN {refuse}; END IF; RETURN NEW; END"
    return [
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$",
        f"CREATE TRIGGER {name} BEFORE INSERT OR UPDATE {on} FOR EACH ROW EXECUTE FUNCTION {name}()",
    ]


def _removal(vendor: str) -> list[str]:
    if vendor == "sqlite":
        return [f"DROP TRIGGER IF EXISTS {name}_{act}" for name in RULES for act in ("insert", "update")]
    return [f"DROP TRIGGER IF EXISTS {name} ON maintenance_change" for name in RULES]


class FourEyes(Operation):
    """Migration operation: the triggers are there from here on."""

    reversible = True

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Models look the same."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for statement in _statements(schema_editor.connection.vendor):
            _run(schema_editor, statement)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for statement in _removal(schema_editor.connection.vendor):
            _run(schema_editor, statement)

    def describe(self) -> str:
        return "Nobody of a contractor's firm decides about data"


def _run(schema_editor: Any, statement: str) -> None:
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(statement)
