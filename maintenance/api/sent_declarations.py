"""What callers send about declarations, as it must be before anything is done with it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from maintenance import texts

_NO_VALUE = gettext_lazy('A text, a number, true, false or null; or {"value": …, "unit": "…"}.')
KINDS = ("VERIFY", "CORRECT", "REPLACE")


class NewDeclaration(serializers.Serializer):
    station = serializers.CharField(help_text="Code of the station.")
    asset = serializers.CharField(help_text="Code of the equipment.")
    key = serializers.UUIDField(help_text="Made by the caller: sent twice, it is taken once.")
    kind = serializers.ChoiceField(choices=KINDS, default="CORRECT")
    values = serializers.DictField(
        child=serializers.JSONField(allow_null=True),
        required=False,
        default=dict,
        help_text="By characteristic: as people type it, or a number in the register's unit.",
    )
    work_order = serializers.RegexField(
        r"^[0-9]{1,18}$", required=False, help_text="Id of the order it was done on."
    )
    evidence = serializers.ListField(
        child=serializers.RegexField(r"^[0-9]{1,18}$"), required=False, default=list
    )
    performed_at = serializers.DateTimeField(required=False)
    message = serializers.CharField(required=False, allow_blank=True, default="", max_length=texts.MOST)
    submit = serializers.BooleanField(default=True)

    def validate_values(self, values: dict[str, Any]) -> dict[str, Any]:
        wrong = {
            key: [str(_NO_VALUE)] for key, value in values.items() if not (_is_text(key) and _is_value(value))
        }
        if wrong:
            raise ValidationError({key if _is_text(key) else "?": said for key, said in wrong.items()})
        return values


class Decision(serializers.Serializer):
    change = serializers.RegexField(r"^[0-9]{1,18}$")
    verdict = serializers.ChoiceField(choices=("APPROVED", "REFUSED"))
    reason = serializers.CharField(required=False, allow_blank=True, default="", max_length=500)
    over = serializers.BooleanField(
        default=False, help_text="You saw that the register says something else by now."
    )
    seen = serializers.CharField(
        required=False,
        default=None,
        max_length=64,
        help_text="The change's own `seen`, as you read it: refused when it says something else by now.",
    )


def typed_of(value: Any) -> tuple[Any, str]:
    """(what was typed, its unit or "")."""
    return (value.get("value"), value.get("unit", "")) if _with_unit(value) else (value, "")


def _is_value(value: Any) -> bool:
    """As `NewDeclaration.values` promises; a list of one is how a file keeps a choice."""
    if _with_unit(value):
        return set(value) <= {"value", "unit"} and _is_text(value.get("unit", "")) and _is_one(value["value"])
    return _is_one(value)


def _is_one(value: Any) -> bool:
    if isinstance(value, list):
        return len(value) == 1 and _is_text(value[0])
    return value is None or isinstance(value, bool | int | float) or _is_text(value)


def _is_text(value: Any) -> bool:
    """That a database can keep: no half of a pair of surrogates, no NUL."""
    return isinstance(value, str) and not any(each == "\0" or "\ud800" <= each <= "\udfff" for each in value)


def _with_unit(value: Any) -> bool:
    return isinstance(value, dict) and "value" in value
