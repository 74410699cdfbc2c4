"""The JSON-RPC door: services, methods and rights, answered as recorded from a real Odoo 18."""

from __future__ import annotations

import html
import json
from typing import Any

from maintenance.pretend_cmms import errors
from maintenance.pretend_cmms.models import MODELS, Model
from maintenance.pretend_cmms.records import Records

DATABASE = "gares"
VERSION = {
    "server_version": "18.0",
    "server_version_info": [18, 0, 0, "final", 0, ""],
    "server_serie": "18.0",
    "protocol_version": 1,
}
PLAIN_USERS = {6}
"""Plain internal users: they see what they wrote themselves and make no equipment."""
REQUEST = "maintenance.request"


class MalformedJson(Exception):
    """Not JSON at all: the one thing that is answered with HTTP 400."""


class JsonRpc:
    def __init__(self, records: Records) -> None:
        self.records = records

    def answer(self, body: bytes) -> dict[str, Any]:
        """Raises MalformedJson; everything else is an answer, errors too."""
        try:
            asked = json.loads(body)
            params = asked["params"]
        except (ValueError, KeyError, TypeError):
            raise MalformedJson from None
        said: dict[str, Any] = {"jsonrpc": "2.0", "id": asked.get("id")}
        try:
            result = self._call(params["service"], params["method"], params["args"])
        except errors.OdooError as refusal:
            return said | {"error": refusal.answer()}
        return said if result is None else said | {"result": result}

    def _call(self, service: str, method: str, args: list[Any]) -> Any:
        if (service, method) == ("common", "version"):
            return VERSION
        if (service, method) == ("common", "authenticate"):
            database, login, password, _agent = args
            _known_database(database)
            return self._authenticated([["login", "=", login]], password) or False
        if (service, method) != ("object", "execute_kw"):
            raise errors.OdooError("builtins.AttributeError", f"{service}.{method} is not there")
        database, uid, password, model, called, positional, *named = args
        _known_database(database)
        if not self._authenticated([["id", "=", uid]], password):
            raise errors.OdooError("odoo.exceptions.AccessDenied", "Access Denied")
        return Call(self.records, uid, model, called, list(positional), dict(*named)).result()

    def _authenticated(self, who: list[Any], password: str) -> int | None:
        users = MODELS["res.users"]
        found = self.records.read(users, self.records.search(users, who), ["password"])
        return found[0]["id"] if found and found[0]["password"] == password else None


def _known_database(name: str) -> None:
    if name != DATABASE:
        message = (
            'connection to server at "127.0.0.1", port 55432 failed: '
            f'FATAL:  database "{name}" does not exist\n'
        )
        raise errors.OdooError("psycopg2.OperationalError", message)


class Call:
    """One call of one method of one model by one user."""

    def __init__(
        self, records: Records, user: int, model: str, method: str, args: list[Any], named: dict[str, Any]
    ) -> None:
        if model not in MODELS:
            raise errors.OdooError("odoo.exceptions.UserError", f"Object {model} doesn't exist")
        self.records, self.user, self.method, self.args, self.named = records, user, method, args, named
        self.model: Model = MODELS[model]
        self.context: dict[str, Any] = named.get("context") or {}

    def result(self) -> Any:
        if self.method.startswith("_"):
            message = f"Private methods (such as {self.method}) cannot be called remotely."
            raise errors.not_allowed(message)
        done = getattr(self, f"do_{self.method}", None)
        if done is None:
            message = f"The method '{self.method}' does not exist on the model '{self.model.name}'"
            raise errors.OdooError("builtins.AttributeError", message)
        return done()

    def do_search(self) -> list[int]:
        return self.records.search(
            self.model,
            [*self._rule(), *(self._argument(0, "domain") or [])],
            order=self.named.get("order") or "",
            limit=self.named.get("limit"),
            offset=self.named.get("offset") or 0,
            archived=self.context.get("active_test") is False,
        )

    def do_search_count(self) -> int:
        return len(self.do_search())

    def do_search_read(self) -> list[dict[str, Any]]:
        return self._read(self.do_search())

    def do_read(self) -> list[dict[str, Any]]:
        """An unknown id is simply not in the answer."""
        return self._read(self.args[0])

    def do_fields_get(self) -> dict[str, Any]:
        return {name: _described(field) for name, field in self.model.fields.items()}

    def do_create(self) -> int | list[int]:
        if self.user in PLAIN_USERS and self.model.name != REQUEST:
            raise errors.not_allowed(
                f"You are not allowed to create '{self.model.label}' ({self.model.name}) records.\n\nThis operation is "
                "allowed for the following groups:\n\t- Maintenance/Equipment Manager\n\nContact your administrator "
                "to request access if necessary."
            )
        values = self._argument(0, "vals_list")
        if isinstance(values, list):
            with self.records.transaction():
                return [self.records.create(self.model, each, self.user) for each in values]
        return self.records.create(self.model, values, self.user)

    def do_write(self) -> bool:
        self.records.write(self.model, self.args[0], self._argument(1, "vals"), self.user)
        return True

    def do_unlink(self) -> bool:
        self.records.unlink(self.model, self.args[0])
        return True

    def do_archive_equipment_request(self) -> None:
        self.records.write(self.model, self.args[0], {"archive": True}, self.user)

    def do_message_post(self) -> int:
        """The text is plain: Odoo escapes it and makes a paragraph of it."""
        (pk,) = self.args[0]
        if not self.records.read(self.model, [pk], ["create_date"]):
            raise errors.missing(self.model.name, pk, self.user)
        body = html.escape(self.named.get("body") or "", quote=False).replace("\n", "<br>")
        return self.records.note(
            self.model,
            pk,
            f"<p>{body}</p>",
            self.user,
            kind=self.named.get("message_type") or "notification",
            attachments=self.named.get("attachment_ids"),
        )

    def _read(self, ids: list[int]) -> list[dict[str, Any]]:
        fields = self.named.get("fields") or (self.args[1] if len(self.args) > 1 else None)
        return self.records.read(self.model, ids, fields, self.context.get("lang") or "")

    def _rule(self) -> list[Any]:
        """The record rule of plain internal users: only what they follow."""
        hidden = self.user in PLAIN_USERS and self.model.name == REQUEST
        return [["create_uid", "=", self.user]] if hidden else []

    def _argument(self, place: int, name: str) -> Any:
        return self.args[place] if len(self.args) > place else self.named.get(name)


def _described(field: Any) -> dict[str, Any]:
    said = {"type": field.type, "required": field.required, "readonly": field.readonly}
    if field.relation:
        said["relation"] = field.relation
    if field.selection:
        said["selection"] = [list(each) for each in field.selection]
    return said
