"""Odoo's search domains (`[["stage_id", "=", 3], "|", …]`, polish notation) as SQL conditions."""

from __future__ import annotations

from typing import Any

from maintenance.pretend_cmms.errors import value_error
from maintenance.pretend_cmms.models import Field, Model

Condition = tuple[str, list[Any]]
COMPARED = {"=": "=", "!=": "<>", "<": "<", "<=": "<=", ">": ">", ">=": ">="}


def condition(model: Model, domain: list[Any]) -> Condition:
    """(SQL, parameters). Raises ValueError as Odoo does for a field nobody knows."""
    stack: list[Condition] = []
    for part in reversed(domain):
        if part == "!":
            sql, values = stack.pop()
            stack.append((f"NOT ({sql})", values))
        elif part in ("&", "|"):
            (one, first), (other, second) = stack.pop(), stack.pop()
            joint = "AND" if part == "&" else "OR"
            stack.append((f"({one} {joint} {other})", first + second))
        else:
            stack.append(_leaf(model, *part))
    sql = " AND ".join(sql for sql, _values in reversed(stack)) or "1"
    return sql, [value for _sql, values in reversed(stack) for value in values]


def _leaf(model: Model, name: str, operator: str, value: Any) -> Condition:
    field = Field("integer") if name == "id" else model.field(name)
    if field is None:
        raise value_error(f"Invalid field {model.name}.{name} in leaf {(name, operator, value)}")
    column = f'"{name}"'
    if operator in ("in", "not in"):
        marks = ", ".join("?" * len(value))
        return f"COALESCE({column}, 0) {operator.upper()} ({marks})", list(value)
    if operator in ("like", "ilike"):
        return f"{column} LIKE ?", [f"%{value}%"]
    if operator not in COMPARED:
        raise value_error(f"Invalid operator '{operator}' in leaf {(name, operator, value)}")
    if field.type == "boolean":
        return f"COALESCE({column}, 0) {COMPARED[operator]} ?", [int(bool(value))]
    if value is False or value is None:
        return f"{column} IS {'NOT ' if operator == '!=' else ''}NULL", []
    if operator == "!=":
        return f"({column} IS NULL OR {column} <> ?)", [value]
    return f"{column} {COMPARED[operator]} ?", [value]


def ordering(model: Model, order: str) -> str:
    """ "write_date asc, id asc" as SQL; by id when nothing is said."""
    parts = [part.split() for part in order.split(",") if part.strip()]
    for name, *_way in parts:
        if name != "id" and model.field(name) is None:
            raise value_error(f"Invalid field '{name}' on model '{model.name}'")
    return ", ".join(f'"{name}" {"DESC" if way == ["desc"] else "ASC"}' for name, *way in parts) or '"id"'


def unarchived(domain: list[Any]) -> list[Any]:
    """The domain, and only what is not archived."""
    return (
        ["&", ["active", "=", True], *(["&"] * (_terms(domain) - 1)), *domain]
        if domain
        else [["active", "=", True]]
    )


def _terms(domain: list[Any]) -> int:
    """How many conditions stand side by side, to be joined by an unwritten "and"."""
    return sum(1 if isinstance(part, list) else {"!": 0}.get(part, -1) for part in domain)
