"""What Odoo says when it refuses: always HTTP 200, the class name in the answer (recorded texts)."""

from __future__ import annotations

from typing import Any


class OdooError(Exception):
    """`name` is the Python class a caller reads in `error.data.name`."""

    def __init__(self, name: str, message: str, *, code: int = 200) -> None:
        super().__init__(message)
        self.name = name
        self.code = code

    def answer(self) -> dict[str, Any]:
        """The `error` object of a JSON-RPC answer."""
        said = {
            "name": self.name,
            "debug": "Traceback (most recent call last): ...<cut>",
            "message": str(self),
            "arguments": [str(self)],
            "context": {},
        }
        words = "Odoo Session Expired" if self.code == 100 else "Odoo Server Error"
        return {"code": self.code, "message": words, "data": said}


def invalid(message: str) -> OdooError:
    return OdooError("odoo.exceptions.ValidationError", message)


def value_error(message: str) -> OdooError:
    return OdooError("builtins.ValueError", message)


def missing(model: str, pk: int, user: int) -> OdooError:
    message = f"Record does not exist or has been deleted.\n(Record: {model}({pk},), User: {user})"
    return OdooError("odoo.exceptions.MissingError", message)


def not_allowed(message: str) -> OdooError:
    return OdooError("odoo.exceptions.AccessError", message)


def mandatory(label: str, model: str, field_label: str, field: str) -> OdooError:
    return invalid(
        "The operation cannot be completed:\n- Create/update: a mandatory field is not set.\n- Delete: another model "
        "requires the record being deleted. If possible, archive it instead.\n\n"
        f"Model: {label} ({model})\nField: {field_label} ({field})\n"
    )


def session_expired() -> OdooError:
    return OdooError("odoo.http.SessionExpiredException", "Session expired", code=100)
