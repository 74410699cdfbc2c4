"""The models of Odoo's maintenance module that are spoken about here, field by field, and some custom `x_` fields."""

from __future__ import annotations

from dataclasses import dataclass

TEXTS = ("char", "text", "html", "selection")


@dataclass(frozen=True)
class Field:
    """One field as `fields_get` tells it; `default` is what an empty one is created with."""

    type: str
    label: str = ""
    relation: str = ""
    required: bool = False
    readonly: bool = False
    default: object = None
    selection: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Model:
    """`archives`: records with `active` false are not found unless asked for. `tracked`: it has a chatter."""

    name: str
    label: str
    fields: dict[str, Field]
    archives: bool = False
    tracked: bool = False

    def field(self, name: str) -> Field | None:
        return self.fields.get(name)


_ALWAYS = {
    "create_uid": Field("many2one", relation="res.users", readonly=True),
    "create_date": Field("datetime", readonly=True),
    "write_uid": Field("many2one", relation="res.users", readonly=True),
    "write_date": Field("datetime", readonly=True),
}
_PRIORITIES = (("0", "Very Low"), ("1", "Low"), ("2", "Normal"), ("3", "High"))
_CHAR, _TEXT, _DATE, _DATETIME = Field("char"), Field("text"), Field("date"), Field("datetime")
_INTEGER, _BINARY = Field("integer", default=0), Field("binary")


def _to(relation: str, **values: object) -> Field:
    return Field("many2one", relation=relation, **values)


def _flag(default: bool = False, **values: object) -> Field:
    return Field("boolean", default=default, **values)


_STAGE = {
    "name": Field("char", "Name", required=True),
    "name_fr": _CHAR,
    "sequence": _INTEGER,
    "done": _flag(),
    "fold": _flag(),
}
_EQUIPMENT = {
    "name": Field("char", "Equipment Name", required=True),
    "active": _flag(True),
    "category_id": _to("maintenance.equipment.category"),
    "maintenance_team_id": _to("maintenance.team"),
    "location": _CHAR,
    "model": _CHAR,
    "serial_no": Field("char", "Serial Number"),
    "effective_date": Field("date", required=True),
    "warranty_date": _DATE,
    "cost": Field("float", default=0.0),
    "note": Field("html"),
    "x_code": Field("char", "Code of the asset in the station's register"),
    "x_ifc_guid": Field("char", "IFC GlobalId"),
}
_REQUEST = {
    "name": Field("char", "Subjects", required=True),
    "description": Field("html"),
    "request_date": _DATE,
    "equipment_id": _to("maintenance.equipment"),
    "maintenance_team_id": _to("maintenance.team", required=True),
    "stage_id": _to("maintenance.stage"),
    "user_id": _to("res.users"),
    "priority": Field("selection", selection=_PRIORITIES),
    "kanban_state": Field(
        "selection",
        required=True,
        default="normal",
        selection=(("normal", "In Progress"), ("blocked", "Blocked"), ("done", "Ready for next stage")),
    ),
    "archive": _flag(),
    "close_date": Field("date", readonly=True),
    "maintenance_type": Field(
        "selection",
        default="corrective",
        selection=(("corrective", "Corrective"), ("preventive", "Preventive")),
    ),
    "schedule_date": _DATETIME,
    "duration": Field("float", default=0.0),
    "done": _flag(readonly=True),
    "recurring_maintenance": _flag(),
    "repeat_interval": Field("integer", default=1),
    "repeat_unit": Field("selection", default="week", selection=(("day", "Days"), ("week", "Weeks"))),
    "x_number": Field("char", "Number", readonly=True),
    "x_station": Field("char", "Station code"),
    "x_place": Field("char", "Place"),
    "x_due_date": Field("datetime", "Due"),
    "x_inspection": _flag(label="Statutory inspection"),
    "x_twin_ref": Field("char", "Reference of the station twin"),
}
_MESSAGE = {
    "model": _CHAR,
    "res_id": _INTEGER,
    "date": _DATETIME,
    "body": Field("html"),
    "message_type": Field("selection", default="notification"),
    "author_id": _to("res.users"),
    "attachment_ids": Field("many2many", relation="ir.attachment"),
}
_ATTACHMENT = {
    "name": Field("char", "Name", required=True),
    "description": _TEXT,
    "res_model": _CHAR,
    "res_id": _INTEGER,
    "mimetype": _CHAR,
    "file_size": _INTEGER,
    "checksum": _CHAR,
    "datas": _BINARY,
}

MODELS = {
    model.name: model
    for model in (
        Model("maintenance.stage", "Maintenance Stage", _STAGE | _ALWAYS),
        Model("maintenance.team", "Maintenance Teams", {"name": Field("char", required=True)} | _ALWAYS),
        Model(
            "maintenance.equipment.category",
            "Maintenance Equipment Category",
            {"name": Field("char", required=True)} | _ALWAYS,
        ),
        Model(
            "maintenance.equipment",
            "Maintenance Equipment",
            _EQUIPMENT | _ALWAYS,
            archives=True,
            tracked=True,
        ),
        Model("maintenance.request", "Maintenance Request", _REQUEST | _ALWAYS, tracked=True),
        Model("mail.message", "Message", _MESSAGE | _ALWAYS),
        Model("ir.attachment", "Attachment", _ATTACHMENT | _ALWAYS),
        Model(
            "ir.model.data",
            "Model Data",
            {"module": _CHAR, "name": _CHAR, "model": _CHAR, "res_id": _INTEGER} | _ALWAYS,
        ),
        Model("res.users", "User", {"name": _CHAR, "login": _CHAR, "password": _CHAR} | _ALWAYS),
    )
}
