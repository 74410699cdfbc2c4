"""What a person of the other house sees: the list of orders, one order with its chatter, and a few plain buttons."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from html import escape
from pathlib import Path
from string import Template
from typing import Any
from zoneinfo import ZoneInfo

from maintenance.pretend_cmms.models import MODELS
from maintenance.pretend_cmms.records import DATETIME, Records

PERSON = 2
PARIS = ZoneInfo("Europe/Paris")
SOON = timedelta(hours=2)  # when an order is planned, unless its writer says otherwise
REQUEST, STAGE, TEAM = (MODELS[f"maintenance.{name}"] for name in ("request", "stage", "team"))
SHOWN = [
    "x_number", "name", "description", "equipment_id", "maintenance_team_id", "stage_id", "kanban_state", "archive",
    "priority", "schedule_date", "x_due_date", "request_date", "close_date", "x_station", "x_place", "x_inspection",
    "maintenance_type", "done",
]  # fmt: skip
REFERENCE = re.compile(r"\[[0-9a-f-]{36}\]")
PRIORITIES = {"0": "", "1": "★", "2": "★★", "3": "★★★"}


class Refused(Exception):
    """A button that does not fit; the message says why, in French."""


class Pages:
    def __init__(self, records: Records) -> None:
        self.records = records

    def all_orders(self, asked: dict[str, str]) -> str:
        """All orders, the newest change first; `?station=` and `?stage=` narrow."""
        rows = self._requests([])
        stations = sorted({row["x_station"] for row in rows if row["x_station"]})
        station, stage = asked.get("station", ""), asked.get("stage", "")
        rows = [row for row in rows if station in ("", row["x_station"])]
        counted = {name: sum(_stage_of(row) == name for row in rows) for name in STAGES}
        chosen = [row for row in rows if stage in ("", _stage_of(row))]
        talk = self._talk()
        tabs = [_tab("Tout", "", stage, station, len(rows))]
        tabs += [_tab(name, name, stage, station, count) for name, count in counted.items() if count]
        where = "".join(
            f'<a class="tab{" on" if station == code else ""}" href="/?station={code}">{code or "Toutes"}</a>'
            for code in ("", *stations)
        )
        lines = "".join(_line(row, talk.get(row["id"], (0, 0, ""))) for row in chosen)
        body = f'<nav aria-label="Gares">{where}</nav><nav aria-label="Étapes">{"".join(tabs)}</nav>'
        body += f"<table><thead><tr>{HEAD}</tr></thead><tbody>{lines}</tbody></table>"
        if not chosen:
            body += '<p class="none">Aucune fiche.</p>'
        return _page("Maintenance", body)

    def order(self, pk: int) -> str | None:
        rows = self._requests([["id", "=", pk]])
        if not rows:
            return None
        row = rows[0]
        facts = "".join(f"<dt>{label}</dt><dd>{value}</dd>" for label, value in _facts(row) if value)
        head = f'<p class="back"><a href="/">← Toutes les fiches</a></p><h1>{escape(row["name"])}</h1>'
        head += f'<p class="sub"><span class="code">{_number(row)}</span> {_badge(row)}</p>'
        text = f'<section class="box">{_text(row["description"])}</section>' if row["description"] else ""
        photos, messages = self._chatter(pk)
        return _page(
            f"{_number(row)} {row['name']}",
            f'{head}<div class="two"><div><dl class="box">{facts}</dl>{text}'
            f"<h2>Échanges</h2>{messages}</div><aside>{self._buttons(row)}{photos}</aside></div>",
        )

    def act(self, pk: int, verb: str, form: dict[str, str]) -> None:
        """`stage`: move it (form: stage) · `approve`: plan a request and give it to a team (form: when, team)."""
        rows = self._requests([["id", "=", pk]])
        if not rows:
            raise Refused("Cette fiche n'existe pas.")
        if verb == "stage":
            self._move(pk, form.get("stage", ""))
        elif verb == "approve":
            self._approve(pk, form)
        else:
            raise Refused("Cette action n'existe pas.")

    def _move(self, pk: int, wanted: str) -> None:
        if wanted == "blocked":
            values: dict[str, Any] = {"kanban_state": "blocked"}
        elif wanted == "archive":
            values = {"archive": True}
        elif wanted.isdigit() and self.records.read(STAGE, [int(wanted)], ["name"]):
            values = {"stage_id": int(wanted), "kanban_state": "normal", "archive": False}
        else:
            raise Refused("Cette étape n'existe pas.")
        self.records.write(REQUEST, [pk], values, PERSON)

    def _approve(self, pk: int, form: dict[str, str]) -> None:
        try:
            local = datetime.strptime(form.get("when", ""), "%Y-%m-%dT%H:%M").replace(tzinfo=PARIS)
        except ValueError:
            raise Refused("Choisissez le jour et l'heure.") from None
        if not form.get("team", "").isdigit() or not self.records.read(TEAM, [int(form["team"])], ["name"]):
            raise Refused("Choisissez l'équipe.")
        planned = local.astimezone(ZoneInfo("UTC")).strftime(DATETIME)
        values = {"schedule_date": planned, "maintenance_team_id": int(form["team"])}
        self.records.write(REQUEST, [pk], values, PERSON)

    def _requests(self, domain: list[Any]) -> list[dict[str, Any]]:
        found = self.records.search(REQUEST, domain, order="write_date desc, id desc")
        return self.records.read(REQUEST, found, SHOWN, "fr_FR")

    def _talk(self) -> dict[int, tuple[int, int, str]]:
        """Of each order: how many messages and photos it has, and what was said last."""
        said: dict[int, tuple[int, int, str]] = {}
        message = MODELS["mail.message"]
        ids = self.records.search(message, [["model", "=", REQUEST.name]])
        for row in self.records.read(message, ids, ["res_id", "body", "message_type", "attachment_ids"]):
            if "Maintenance Request created" in (row["body"] or ""):
                continue
            count, photos, _last = said.get(row["res_id"], (0, 0, ""))
            said[row["res_id"]] = (count + 1, photos + len(row["attachment_ids"]), _plain(row["body"] or ""))
        attachment = MODELS["ir.attachment"]
        counted: dict[int, int] = {}
        ids = self.records.search(attachment, [["res_model", "=", REQUEST.name]])
        for row in self.records.read(attachment, ids, ["res_id"]):
            counted[row["res_id"]] = counted.get(row["res_id"], 0) + 1
        return {
            pk: (said.get(pk, (0, 0, ""))[0], counted.get(pk, 0), said.get(pk, (0, 0, ""))[2])
            for pk in {*said, *counted}
        }

    def _chatter(self, pk: int) -> tuple[str, str]:
        message, attachment = MODELS["mail.message"], MODELS["ir.attachment"]
        about = [["model", "=", REQUEST.name], ["res_id", "=", pk]]
        said = self.records.read(
            message, self.records.search(message, about, order="id desc"), ["date", "body", "author_id"]
        )
        lines = "".join(
            f'<li><span class="who">{escape(row["author_id"][1])} · {_when(row["date"])}</span>'
            f"{_text(row['body'])}</li>"
            for row in said
            if row["body"]
        )
        about = [["res_model", "=", REQUEST.name], ["res_id", "=", pk]]
        files = self.records.read(attachment, self.records.search(attachment, about), ["name", "mimetype"])
        shown = "".join(_file(row) for row in files)
        title = f"<h2>Pièces jointes ({len(files)})</h2>"
        photos = f'<section class="box">{title}<div class="files">{shown}</div></section>'
        return (photos if files else ""), f'<ul class="talk">{lines}</ul>'

    def _buttons(self, row: dict[str, Any]) -> str:
        where = f"/odoo/maintenance/{row['id']}"
        stages = self.records.read(STAGE, self.records.search(STAGE, [], order="sequence"), ["name"], "fr_FR")
        moves = [(str(stage["id"]), stage["name"]) for stage in stages if stage["id"] != row["stage_id"][0]]
        moves += [("blocked", "Bloqué")] * (row["kanban_state"] != "blocked" and not row["done"])
        moves += [("archive", "Annuler")] * (not row["archive"])
        buttons = "".join(
            f'<button name="stage" value="{value}">{escape(name)}</button>' for value, name in moves
        )
        form = f'<form method="post" action="{where}/stage" class="box"><h2>Passer à</h2>{buttons}</form>'
        return (self._approval(where) if _stage_of(row) == "Demande" else "") + form

    def _approval(self, where: str) -> str:
        teams = self.records.read(TEAM, self.records.search(TEAM, [], order="name"), ["name"])
        options = "".join(f'<option value="{team["id"]}">{escape(team["name"])}</option>' for team in teams)
        soon = (self.records.clock() + SOON).astimezone(PARIS).strftime("%Y-%m-%dT%H:00")
        return (
            f'<form method="post" action="{where}/approve" class="box"><h2>Approuver la demande</h2>'
            f'<label>Prévue le<input type="datetime-local" name="when" value="{soon}" required></label>'
            f'<label>Équipe<select name="team" required><option value="">Choisir…</option>{options}</select></label>'
            '<button class="main">En faire un ordre</button></form>'
        )


STAGES = ("Demande", "À faire", "En cours", "Bloqué", "Réparé", "Rebut", "Annulé")
HEAD = "".join(
    f"<th>{word}</th>"
    for word in ("Numéro", "Objet", "Équipement", "Équipe", "Étape", "Prévu", "Dernier échange")
)


def _stage_of(row: dict[str, Any]) -> str:
    if row["archive"]:
        return "Annulé"
    if row["kanban_state"] == "blocked" and not row["done"]:
        return "Bloqué"
    if row["stage_id"][1] == "Nouvelle demande":
        return "À faire" if row["schedule_date"] else "Demande"
    return str(row["stage_id"][1])


def _tab(word: str, stage: str, chosen: str, station: str, count: int) -> str:
    on = " on" if stage == chosen else ""
    return f'<a class="tab{on}" href="/?station={station}&amp;stage={stage}">{word} <b>{count}</b></a>'


def _line(row: dict[str, Any], talk: tuple[int, int, str]) -> str:
    _count, photos, last = talk
    link = f'<a href="/odoo/maintenance/{row["id"]}">{escape(row["name"])}</a>'
    stars = f'<span class="stars">{PRIORITIES.get(row["priority"] or "", "")}</span>'
    pictures = f' <span class="photos">{photos} photo{"s" if photos > 1 else ""}</span>' if photos else ""
    equipment = (
        escape(row["equipment_id"][1]) if row["equipment_id"] else f"<i>{escape(row['x_place'] or '')}</i>"
    )
    team = escape(row["maintenance_team_id"][1])
    said = escape(REFERENCE.sub("", last).strip()[:90])
    return (
        f'<tr><td class="code">{_number(row)}<br><span class="station">{row["x_station"] or ""}</span></td>'
        f"<td>{link} {stars}</td><td>{equipment}</td><td>{team}</td><td>{_badge(row)}</td>"
        f'<td class="when">{_when(row["schedule_date"])}</td><td class="last">{said}{pictures}</td></tr>'
    )


def _facts(row: dict[str, Any]) -> list[tuple[str, str]]:
    kind = (
        "Contrôle"
        if row["x_inspection"]
        else {"preventive": "Préventif"}.get(row["maintenance_type"], "Correctif")
    )
    return [
        ("Gare", escape(row["x_station"] or "")),
        ("Lieu", escape(row["x_place"] or "")),
        ("Équipement", escape(row["equipment_id"][1]) if row["equipment_id"] else ""),
        ("Équipe", escape(row["maintenance_team_id"][1])),
        ("Nature", kind),
        ("Priorité", PRIORITIES.get(row["priority"] or "", "")),
        ("Demandé le", _day(row["request_date"])),
        ("Prévu le", _when(row["schedule_date"])),
        ("Échéance", _when(row["x_due_date"])),
        ("Fermé le", _day(row["close_date"])),
    ]


def _number(row: dict[str, Any]) -> str:
    return escape(row["x_number"] or f"#{row['id']}")


def _badge(row: dict[str, Any]) -> str:
    stage = _stage_of(row)
    return f'<span class="badge b{STAGES.index(stage) if stage in STAGES else 1}">{escape(stage)}</span>'


def _when(text: str | bool) -> str:
    """Naive UTC as people of the station read it."""
    if not isinstance(text, str):
        return ""
    moment = datetime.strptime(text, DATETIME).replace(tzinfo=ZoneInfo("UTC")).astimezone(PARIS)
    return moment.strftime("%d/%m %H:%M")


def _day(text: str | bool) -> str:
    return "/".join(reversed(text.split("-"))) if isinstance(text, str) else ""


def _plain(html: str) -> str:
    text = re.sub(r"<[^>]*>", " ", html.replace("<br>", "\n"))
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&#x27;", "'"), ("&amp;", "&")):
        text = text.replace(entity, sign)
    return text.strip()


def _text(html: str) -> str:
    """Whatever somebody wrote, as plain paragraphs."""
    html = html.replace("Maintenance Request created", "Fiche créée")
    return "".join(_line_of(line) for line in _plain(html).splitlines() if line.strip())


def _line_of(line: str) -> str:
    """A reference of another system stands small below what it said."""
    if REFERENCE.fullmatch(line.strip()):
        return f'<p class="who">réf. {escape(line.strip()[1:-1])}</p>'
    return f"<p>{escape(line)}</p>"


def _file(row: dict[str, Any]) -> str:
    address, name = f"/web/content/{row['id']}", escape(row["name"])
    if str(row["mimetype"]).startswith("image/"):
        return f'<a href="{address}"><img src="{address}" alt="{name}"></a>'
    return f'<a href="{address}">{name}</a>'


def _page(title: str, body: str) -> str:
    return _FRAME.substitute(title=escape(title), body=body)


_FRAME = Template(Path(__file__).with_name("frame.html").read_text(encoding="utf-8"))
