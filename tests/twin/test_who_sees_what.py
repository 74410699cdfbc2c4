"""Every address of the site against every kind of person, from the URL table itself: a new one without a rule fails.

RULES says for each address who gets an answer when it is about the first firm's things. To everybody else it is not
there (404), or she is led to the sign-in page, and whatever is answered holds not one word of the first firm's.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import pytest
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from maintenance import dossiers
from tests.twin import two_firms
from tests.twin.two_firms import World
from twin import zones

pytestmark = [pytest.mark.django_db, pytest.mark.once]

WHOLE = frozenset({"agent", "steward", "manager", "deputy", "admin"})  # who sees the station whole
STEWARDS = frozenset({"steward", "admin"})
INVITERS = STEWARDS | {"manager"}
HISTORIANS = INVITERS | {"deputy"}
REVIEWERS = STEWARDS | {"deputy"}
FIRST = frozenset({"contractor A", "dossier A"})
SECOND = frozenset({"contractor B", "dossier B"})
TOKENS = frozenset({"token A", "token B"})
ORDER = WHOLE | FIRST  # who sees an order of the first firm
SIGNED_IN = WHOLE | FIRST | SECOND
EVERYBODY = SIGNED_IN | TOKENS | {"anonymous"}
NOBODY: frozenset[str] = frozenset()
OTHERS = SECOND | {"token B", "anonymous"}  # who may not read a word of the first firm's


@dataclass(frozen=True)
class Rule:
    """`of(world)` gives the address's arguments for a thing of the first firm; `ask` is added to it."""

    who: frozenset[str]
    of: Callable[[World], list[Any]] = lambda world: []
    ask: str = ""
    method: str = "get"
    data: Callable[[World], dict[str, Any]] = field(default=lambda world: {})


def station(world: World) -> list[Any]:
    return ["VDO"]


def in_station(of: Callable[[World], Any]) -> Callable[[World], list[Any]]:
    return lambda world: ["VDO", of(world)]


def own(name: str) -> Callable[[World], list[Any]]:
    return lambda world: [getattr(world.first.own, name).pk]


def common(name: str) -> Callable[[World], list[Any]]:
    return lambda world: [getattr(world.own, name).pk]


def of_order(*more: Callable[[World], Any]) -> Callable[[World], list[Any]]:
    return lambda world: [world.first.own.order.pk, *(one(world) for one in more)]


def dossier(world: World) -> Any:
    return world.first.own.dossier.pk


def lost(world: World) -> Any:
    return world.first.own.lost.pk


def act(name: str) -> Callable[[World], dict[str, Any]]:
    return lambda world: {"act": name, "text": "x", "reason": "x"}


def zone_chunk(world: World) -> str:
    return zones.of_order(world.first.own.order)[0].chunks[0].key


RULES: dict[str, Rule] = {
    # Doors and preferences
    "root": Rule(SIGNED_IN),
    "entry": Rule(NOBODY),  # the demo's: on a server it leads to the sign-in page
    "enter": Rule(NOBODY, lambda world: ["agent"], method="post"),
    "enter_with_own_model": Rule(NOBODY, method="post"),
    "login": Rule(EVERYBODY),
    "logout": Rule(EVERYBODY, method="post"),
    "set_language": Rule(EVERYBODY, method="post"),
    "theme": Rule(EVERYBODY, method="post"),
    "health_live": Rule(EVERYBODY),
    "offline_worker": Rule(EVERYBODY),
    "web_manifest": Rule(EVERYBODY),
    "offline_page": Rule(EVERYBODY, lambda world: ["fr"]),
    "provisions": Rule(SIGNED_IN, ask="?station=VDO"),
    "health_ready": Rule(EVERYBODY),
    "?": Rule(NOBODY, lambda world: []),  # whatever else lies below /api/
    # The station whole
    "portfolio": Rule(WHOLE),
    "portfolio_csv": Rule(WHOLE),
    "portfolio_xlsx": Rule(WHOLE),
    "station": Rule(WHOLE, station),
    "overview": Rule(WHOLE, station),
    "position": Rule(STEWARDS, station),
    "systems": Rule(WHOLE, station),
    "system": Rule(WHOLE, in_station(lambda world: world.own.system.pk)),
    "weak_points": Rule(WHOLE, station),
    "common_cause": Rule(WHOLE, station, ask="?one=ZEBRA-P-01"),
    "assets": Rule(WHOLE, station),
    **{
        f"{name}{form}": Rule(who, station)
        for name, who in (
            ("table_assets", WHOLE),
            ("table_units", WHOLE),
            ("table_rooms", WHOLE),
            ("table_orders", WHOLE),
            ("table_documents", WHOLE),
            ("table_declarations", HISTORIANS),
            ("table_findings", STEWARDS),
        )
        for form in ("", "_csv", "_xlsx")
        if f"{name}{form}" not in ("table_assets", "table_documents")  # these pages have names of their own
    },
    "sheet": Rule(WHOLE, in_station(lambda world: world.first.own.asset.code)),
    "sheet_fragment": Rule(WHOLE, station, ask="?code=ZEBRA-P-01"),
    "search": Rule(WHOLE, station, ask="?q=zebra"),
    "locations": Rule(WHOLE, station),
    "coverage": Rule(WHOLE, station),
    "coverage_export": Rule(WHOLE, station),
    "coverage_states": Rule(WHOLE, station),
    "coverage_import": Rule(STEWARDS, station, method="post"),
    "documents": Rule(WHOLE, station),
    "document": Rule(WHOLE, own("document")),
    "document_page": Rule(WHOLE, in_station(lambda world: world.first.own.document.pk)),
    "document_edition": Rule(WHOLE, lambda world: [world.first.own.document.pk, world.own.revision.pk]),
    "document_received": Rule(
        WHOLE, lambda world: [world.first.own.drawing.pk, world.first.own.received.number]
    ),
    "drawing": Rule(WHOLE, in_station(lambda world: world.first.own.drawing.pk)),
    "synoptics": Rule(WHOLE, station),
    "synoptic_lines": Rule(WHOLE, station),
    "synoptic": Rule(WHOLE, in_station(lambda world: world.first.own.drawing.pk)),
    "synoptic_contents": Rule(WHOLE, in_station(lambda world: world.first.own.drawing.pk)),
    "synoptic_equipment": Rule(WHOLE, in_station(lambda world: world.first.own.drawing.pk), ask="?q=zebra"),
    "schematic": Rule(WHOLE, in_station(lambda world: world.own.system.pk)),
    "schematic_contents": Rule(WHOLE, in_station(lambda world: world.own.system.pk)),
    "synoptic_receive": Rule(WHOLE, station, method="post"),
    "synoptic_remove": Rule(STEWARDS, in_station(lambda world: world.first.own.drawing.pk), method="post"),
    "synoptic_edition": Rule(STEWARDS, in_station(lambda world: world.first.own.drawing.pk), method="post"),
    "chunk": Rule(WHOLE, lambda world: [world.first.own.chunk]),
    "history": Rule(HISTORIANS, station),
    "history_verify": Rule(HISTORIANS, station, method="post"),
    "register": Rule(STEWARDS, station),
    "register_pattern": Rule(STEWARDS, station),
    "revisions": Rule(STEWARDS, station),
    "revision": Rule(STEWARDS, in_station(lambda world: world.own.revision.pk)),
    "revision_progress": Rule(STEWARDS, in_station(lambda world: world.own.revision.pk)),
    "revision_remove": Rule(STEWARDS, in_station(lambda world: world.own.revision.pk), method="post"),
    "revision_give_back": Rule(
        NOBODY, in_station(lambda world: world.own.revision.pk), method="post"
    ),  # not ours
    "revision_file": Rule(NOBODY, in_station(lambda world: world.own.revision.pk)),  # its bytes are not here
    "releases": Rule(STEWARDS, station),
    "release_prepare": Rule(STEWARDS, station, method="post"),
    "release_progress": Rule(STEWARDS, station),
    "disagreements": Rule(STEWARDS, station),
    "disagreements_export": Rule(STEWARDS, station),
    "connections": Rule(STEWARDS, station),
    "connections_drawn": Rule(STEWARDS, station),
    "connection_proposal": Rule(STEWARDS, in_station(lambda world: world.first.own.proposal.pk)),
    "connections_all": Rule(STEWARDS, station, method="post", data=lambda world: {"act": "confirmed:0"}),
    "connection_decide": Rule(
        STEWARDS,
        in_station(lambda world: world.first.own.proposal.pk),
        method="post",
        data=lambda world: {"state": "confirmed"},
    ),
    "connectivity": Rule(STEWARDS, in_station(lambda world: world.own.revision.pk)),
    "connectivity_table": Rule(STEWARDS, in_station(lambda world: world.own.revision.pk)),
    "revision_publish": Rule(STEWARDS, in_station(lambda world: world.own.revision.pk), method="post"),
    "try": Rule(WHOLE),
    "try_progress": Rule(NOBODY, station),  # of a visitor's own trial
    "try_progress_fragment": Rule(NOBODY, station),
    # Orders, fault reports and notes of the station
    "today": Rule(WHOLE, station),
    "orders": Rule(WHOLE, station),
    "order_cards": Rule(WHOLE, station, ask="?orders=1,2,3&requests=1,2&notes=1,2"),
    "order": Rule(WHOLE, in_station(lambda world: world.first.own.order.pk)),
    "report": Rule(WHOLE, station, ask="?code=ZEBRA-P-01"),
    "request": Rule(WHOLE, in_station(lambda world: world.first.own.request.pk)),
    "request_life": Rule(WHOLE, in_station(lambda world: world.first.own.request.pk)),
    "notes": Rule(WHOLE, station),
    "note_new": Rule(WHOLE, station, ask="?code=ZEBRA-P-01"),
    "note": Rule(WHOLE, in_station(lambda world: world.first.own.note.pk)),
    "note_resolve": Rule(WHOLE, in_station(lambda world: world.first.own.note.pk), method="post"),
    "what_to_close": Rule(WHOLE, station, ask="?code=ZEBRA-P-01"),
    "traces": Rule(WHOLE, station, ask="?code=ZEBRA-P-01&ask=stops"),
    "trace_diagram": Rule(WHOLE, station, ask="?code=ZEBRA-P-01&ask=stops"),
    "trace_diagram_contents": Rule(WHOLE, station, ask="?code=ZEBRA-P-01&ask=close"),
    "traces_json": Rule(WHOLE, station, ask="?code=ZEBRA-P-01&ask=close"),
    "traces_csv": Rule(WHOLE, station, ask="?code=ZEBRA-P-01&ask=close"),
    "isolation_cards": Rule(WHOLE, station),
    "isolation_card": Rule(WHOLE, in_station(lambda world: world.first.own.card.pk)),
    "isolation_cards_csv": Rule(WHOLE, station),
    "isolation_cards_import": Rule(STEWARDS, station, method="post"),
    "isolation_card_new": Rule(WHOLE, station, ask="?code=ZEBRA-P-01"),
    "isolation_card_revise": Rule(WHOLE, in_station(lambda world: world.first.own.card.pk)),
    "labels": Rule(WHOLE, station, ask="?place=ZEBRA-ROOM"),
    "pins": Rule(WHOLE, station),
    "freshness_states": Rule(WHOLE, station),
    "manager": Rule(INVITERS),
    "mails": Rule(NOBODY),  # the demo's
    # Firms and precautions
    "dossiers": Rule(INVITERS, station),
    "dossier": Rule(INVITERS, in_station(dossier)),
    "dossier_renew": Rule(INVITERS, in_station(dossier), method="post"),
    "dossier_revoke": Rule(INVITERS, in_station(dossier), method="post"),
    "dossier_token": Rule(INVITERS, in_station(dossier), method="post"),
    "dossier_token_revoke": Rule(
        INVITERS, lambda world: ["VDO", dossier(world), world.first.own.token.pk], method="post"
    ),
    "precautions": Rule(STEWARDS, station, ask="?about=ZEBRA-P-01"),
    "precaution_withdraw": Rule(
        STEWARDS, lambda world: ["VDO", "hazard", world.first.own.hazard.pk], method="post"
    ),
    # Orders that stand nowhere yet, and where they come from
    "unplaced": Rule(STEWARDS, station),
    "unplaced_again": Rule(STEWARDS, station, method="post"),
    "unplaced_order": Rule(STEWARDS, in_station(lost)),
    "unplaced_search": Rule(STEWARDS, in_station(lost), ask="?q=zebra"),
    "unplaced_settle": Rule(
        STEWARDS, in_station(lost), method="post", data=lambda world: {"code": "ZEBRA-P-01"}
    ),
    "unplaced_undo": Rule(STEWARDS, in_station(lost), method="post"),
    "sources": Rule(INVITERS, station),
    "source_pull": Rule(INVITERS, in_station(lambda world: world.own.source.pk), method="post"),
    "located": Rule(INVITERS, lambda world: ["VDO", world.own.source.pk, "person"]),
    "alias_forget": Rule(STEWARDS, in_station(lambda world: world.first.own.alias.pk), method="post"),
    "letter_replay": Rule(INVITERS, in_station(lambda world: world.first.own.letter.pk), method="post"),
    "letter_dismiss": Rule(INVITERS, in_station(lambda world: world.first.own.letter.pk), method="post"),
    "message_again": Rule(INVITERS, in_station(lambda world: world.first.own.message.pk), method="post"),
    # What was found on site
    "scanned": Rule(ORDER, in_station(lambda world: "ZEBRA-P-01")),
    "declare": Rule(WHOLE, lambda world: ["VDO", "correct", "ZEBRA-P-01"]),
    "review": Rule(REVIEWERS, station),
    "review_bulk": Rule(REVIEWERS, station, method="post"),
    "review_change": Rule(REVIEWERS, in_station(lambda world: world.first.own.change.pk)),
    "review_decide": Rule(
        REVIEWERS,
        in_station(lambda world: world.first.own.change.pk),
        method="post",
        data=lambda world: {"verdict": "APPROVED"},
    ),
    # The work
    "work": Rule(SIGNED_IN),
    "work_csv": Rule(SIGNED_IN),
    "work_xlsx": Rule(SIGNED_IN),
    "work_calendar": Rule(FIRST | SECOND),
    "work_calendar_revoke": Rule(NOBODY, own("token"), method="post"),  # the station made it
    "work_declare": Rule(ORDER, of_order(lambda world: "correct", lambda world: "ZEBRA-P-01")),
    "dossier_door": Rule(EVERYBODY, lambda world: [dossiers.link(world.first.own.dossier)]),
    "work_order": Rule(ORDER, of_order()),
    "work_act": Rule(ORDER, of_order(lambda world: "reported"), method="post", data=act("reported")),
    "work_sheet": Rule(ORDER, of_order(lambda world: "ZEBRA-P-01")),
    "work_sheet_fragment": Rule(ORDER, of_order(), ask="?code=ZEBRA-P-01"),
    "work_trace": Rule(ORDER, of_order(), ask="?code=ZEBRA-P-01&ask=close"),
    "work_trace_json": Rule(ORDER, of_order(), ask="?code=ZEBRA-P-01&ask=stops"),
    "work_trace_csv": Rule(ORDER, of_order(), ask="?code=ZEBRA-P-01&ask=close"),
    "work_card_new": Rule(ORDER, of_order()),
    "work_document": Rule(ORDER, of_order(lambda world: world.first.own.document.pk)),
    "work_view": Rule(ORDER, of_order()),
    "work_chunk": Rule(ORDER, of_order(zone_chunk)),
    "evidence": Rule(ORDER, own("photo")),
    # The interface for programs
    "api:work-orders-json": Rule(SIGNED_IN | TOKENS),
    "api:work-orders-csv": Rule(SIGNED_IN | TOKENS),
    "api:work-orders-ics": Rule(SIGNED_IN | TOKENS),
    "api:work-order-acts": Rule(ORDER | {"token A"}, of_order(), method="post", data=act("reported")),
    "api:work-order-list": Rule(SIGNED_IN | TOKENS),
    "api:work-order-detail": Rule(ORDER | {"token A"}, own("order")),
    "api:declaration-list": Rule(SIGNED_IN),
    "api:device-state-list": Rule(SIGNED_IN),
    "api:device-state-detail": Rule(ORDER, own("state")),
    "api:coverage-list": Rule(SIGNED_IN),  # a firm's people: the rooms of their orders
    "api:coverage-detail": Rule(ORDER, own("room")),
    "api:declaration-detail": Rule(ORDER, own("declaration")),
    "api:declaration-submit": Rule(frozenset({"contractor A"}), own("declaration"), method="post"),
    "api:declaration-decide": Rule(
        REVIEWERS,
        own("declaration"),
        method="post",
        data=lambda world: {"change": str(world.first.own.change.pk), "verdict": "APPROVED"},
    ),
    "api:hotspot-confirm": Rule(
        STEWARDS, method="post", data=lambda world: {"ids": [str(world.first.own.hotspot.pk)]}
    ),
    "api:hotspot-restore": Rule(NOBODY, own("hotspot"), method="post"),  # it was not removed
    "api:hotspot-accept": Rule(
        STEWARDS,
        method="post",
        data=lambda world: {"document": str(world.first.own.drawing.pk), "marks": ["#x"]},
    ),
    "api:revision-connectivity": Rule(WHOLE, common("revision")),
    **{
        f"api:connection-{act}": Rule(
            STEWARDS, lambda world: [f"p{world.first.own.proposal.pk}"], method="post"
        )
        for act in ("refuse", "reopen", "confirm")
    },
    "api:schema": Rule(EVERYBODY),
    "api:docs": Rule(EVERYBODY),
    "api:traces": Rule(
        WHOLE | {"contractor A", "dossier A"}, ask="?station=VDO&asset=ZEBRA-P-01&kind=connected"
    ),
    "api:common-cause": Rule(
        WHOLE | {"contractor A", "dossier A"}, ask="?station=VDO&one=ZEBRA-P-01&other=ZEBRA-P-01"
    ),
    "api:system-graph": Rule(WHOLE, common("system")),
    "api:system-weak-points": Rule(WHOLE, common("system")),
    "api:scene-features": Rule(WHOLE, own("scene")),
    "api:scene-manifest": Rule(WHOLE, own("scene")),
}
# Resources of the station: a list, and one row of it.
RESOURCES: dict[str, Rule] = {
    "station": Rule(WHOLE, lambda world: [world.station.pk]),
    "revision": Rule(WHOLE, common("revision")),
    "location": Rule(WHOLE, own("room")),
    "asset": Rule(WHOLE, own("asset")),
    "unit": Rule(WHOLE, common("unit")),
    "survey": Rule(WHOLE, own("survey")),
    "isolation-card": Rule(WHOLE, own("card")),
    "element": Rule(WHOLE, own("element")),
    "type": Rule(WHOLE, own("type")),
    "system": Rule(WHOLE, common("system")),
    "connection": Rule(WHOLE, common("connection")),
    "document": Rule(WHOLE, own("document")),
    "hotspot": Rule(WHOLE, own("hotspot")),
    "document_page": Rule(WHOLE, in_station(lambda world: world.first.own.document.pk)),
    "document_edition": Rule(WHOLE, lambda world: [world.first.own.document.pk, world.own.revision.pk]),
    "scene": Rule(WHOLE, own("scene")),
    "finding": Rule(STEWARDS, common("finding")),
    "history": Rule(HISTORIANS, common("entry")),
    "source": Rule(INVITERS, common("source")),
    "job": Rule(STEWARDS, common("job")),
}
FORMAT_WORDS = r"\b(?:Ifc[A-Z]\w*|IFC[A-Z]{4,}|GlobalId|Pset_\w+|Qto_\w+|None|null|undefined|NaN)\b"
WITHOUT_TAGS = re.compile(r"<(script|style)\b.*?</\1>|<[^>]*>", re.DOTALL)
LISTS = WHOLE  # a list is there for whoever sees a station; what is in it follows from the rows


def addresses(resolver: URLResolver | None = None, within: tuple[str, ...] = ()) -> Iterator[str]:
    """The name of every address, below its namespace. The administration, which has its own door, counts as one."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            yield ":".join([*within, pattern.name or "?"])
        elif pattern.app_name == "admin":
            yield "admin:index"
        else:
            yield from addresses(pattern, (*within, pattern.namespace) if pattern.namespace else within)


def rule_of(name: str) -> Rule | None:
    resource = re.fullmatch(r"api:(.+)-(list|detail)", name)
    if name == "admin:index":
        return Rule(frozenset({"admin"}))
    if name not in RULES and resource and resource[1] in RESOURCES:
        return RESOURCES[resource[1]] if resource[2] == "detail" else Rule(LISTS)
    return RULES.get(name)


@dataclass(frozen=True)
class Answer:
    """`there`: an answer, be it a refusal in words; not there: 404, or the way to the sign-in page."""

    status: int
    there: bool
    body: str


def ask(world: World, person: str, name: str, rule: Rule) -> Answer:
    address = "/api/nowhere/" if name == "?" else reverse(name, args=rule.of(world))
    headers = {"Authorization": f"Bearer {world.keys[person]}"} if person in world.keys else {}
    if name == "api:work-order-acts":
        headers["Idempotency-Key"] = "k"
    client = world.clients[person]()
    values = {"data": rule.data(world)} if rule.method == "post" else {}
    with transaction.atomic():
        answer = getattr(client, rule.method)(address + rule.ask, headers=headers, **values)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        told = content.decode("utf-8", "replace") + str(answer.headers)
        transaction.set_rollback(True)
    asked = address + rule.ask
    for typed in (asked, html.escape(asked), quote(asked), quote(asked, safe="")):
        told = told.replace(typed, "")  # what she typed herself, given back
    away = answer.status_code == 302 and bool(re.match(r"/(sign-in|welcome|admin/login)/", answer.url))
    there = answer.status_code not in (401, 403, 404) and not (away and name not in ("login", "logout"))
    return Answer(answer.status_code, there, told)


@pytest.fixture
def world() -> World:
    return two_firms.build()


def test_every_address_has_a_rule():
    without = sorted({name for name in addresses() if rule_of(name) is None})

    assert without == [], "say in RULES who may see these"


@pytest.mark.parametrize("person", sorted(EVERYBODY))
def test_every_address_answers_those_of_its_rule_and_tells_nobody_else_a_word(person, world):
    wrong, read = [], []
    for name in dict.fromkeys(addresses()):
        rule = rule_of(name)
        assert rule is not None, name
        answer = ask(world, person, name, rule)
        if answer.there != (person in rule.who):
            wrong.append(f"{name}: {answer.status}, {'there' if answer.there else 'not there'}")
        if person in OTHERS:
            read += [f"{name}: {secret}" for secret in world.first.secrets if secret in answer.body]

    assert (wrong, read) == ([], [])


def test_the_words_looked_for_are_read_by_those_who_may(world):
    """Otherwise the test above would look for words that are nowhere."""
    pages = {
        name: ask(world, "steward", name, rule)
        for name in dict.fromkeys(addresses())
        if (rule := rule_of(name))
    }
    everything = "".join(answer.body for answer in pages.values())

    for secret in (
        "ZEBRA-OT",
        "ZEBRA leak",
        "ZEBRA-P-01",
        "ZEBRA-ROOM",
        "ZEBRA burns",
        world.first.own.chunk,
    ):
        assert secret in everything


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("person", ["agent", "contractor A"])
def test_no_page_of_those_who_know_no_bim_speaks_it(person, language, world):
    """Pages for people, not the interface for programs; in the other language too."""
    world.clients[person]().cookies["django_language"] = language
    read, told = [], []
    for name in dict.fromkeys(addresses()):
        rule = rule_of(name)
        if (
            rule is None
            or rule.method != "get"
            or name.startswith(("api:", "admin:"))
            or person not in rule.who
        ):
            continue
        body = ask(world, person, name, rule).body
        if "'Content-Type': 'text/html" in body:
            read.append(name)
            told += [f"{name}: {token}" for token in re.findall(FORMAT_WORDS, WITHOUT_TAGS.sub(" ", body))]

    assert len(read) >= 6
    assert told == []


def test_a_firms_geometry_is_not_in_the_bytes_that_another_gets(world):
    mine, theirs = (zones.of_order(firm.own.order) for firm in (world.first, world.second))

    assert [scene.columns()["code"] for scene in mine] == [["ZEBRA-P-01"]]
    assert mine[0].chunks[0].key != theirs[0].chunks[0].key
    assert len(zones.content_of(mine[0].chunks[0])) > 0
    assert zones.content_of(mine[0].chunks[0]) != zones.content_of(theirs[0].chunks[0])
    answer = world.clients["contractor B"]().get(
        reverse("work_chunk", args=[world.second.own.order.pk, mine[0].chunks[0].key])
    )
    assert answer.status_code == 404
