"""Cards written on site: checked and approved like any declaration, and what to close by them."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from assets.isolation_cards import Said
from assets.models import Asset, IsolationCard
from maintenance import declarations, isolation_cards, notices, reviewing, where_to_cut
from maintenance.models import Change, Verification
from maintenance.where_to_cut import Doubt, Origin, Traced, Unknown
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def room(station):
    return factories.location(station, "S1-012", name="012", parent=factories.storey(station))


@pytest.fixture
def valve(station, room):
    made = factories.asset(station, "EFS-V-012", location=room, kind="valve-isolating", name="Vanne")
    factories.system(station, "EFS").registered.add(made)
    return made


@pytest.fixture
def others(station):
    return factories.person("steward", station=station), factories.person("deputy", station=station)


def said(device: str = "", **values) -> Said:
    return Said(
        **({"medium": "water", "device": device, "device_words": "" if device else "red valve"} | values)
    )


def approved(declaration, *people):
    change = declaration.changes.get()
    for person in people:
        reviewing.decide(change, by=person, verdict=Change.Verdict.APPROVED)
    declaration.refresh_from_db()
    return declaration


def written(subject, by, *checked_by, card=None, **values) -> IsolationCard:
    made = isolation_cards.declare(subject, said(**values), by=by, card=card)
    approved(made, *checked_by)
    return IsolationCard.objects.get(change=made.changes.get().pk)


def origins(answer) -> list[tuple[str, list[str]]]:
    return [(way.origin, way.names) for way in answer.ways]


# The way of a declaration


def test_a_card_waits_for_somebody_else_and_is_the_registers_once_she_approves(room, valve, agent, others):
    made = isolation_cards.declare(room, said("EFS-V-012"), by=agent)
    assert (made.state, IsolationCard.objects.count()) == ("IN_REVIEW", 0)

    approved(made, others[0])

    card = IsolationCard.objects.get()
    assert (made.state, card.device, card.location) == ("APPLIED", valve, room)
    assert (card.written_by, card.verified_by, card.verified_on) == (agent, others[0], made.performed_at)
    assert Verification.objects.count() == 0


def test_nobody_approves_her_own_card(room, others):
    made = isolation_cards.declare(room, said(), by=others[0])

    with pytest.raises(reviewing.NotHers):
        approved(made, others[0])
    with pytest.raises(IntegrityError), transaction.atomic():
        made.changes.update(verdict="APPROVED", reviewed_by=others[0])

    assert IsolationCard.objects.count() == 0


def test_a_card_whose_device_left_the_register_meanwhile_is_not_approved(room, valve, agent, others):
    made = isolation_cards.declare(room, said("EFS-V-012"), by=agent)
    Asset.objects.filter(pk=valve.pk).update(removed_at=timezone.now())

    with pytest.raises(reviewing.NotNow, match="Nothing in this station is called EFS-V-012"):
        approved(made, others[0])

    assert IsolationCard.objects.count() == 0


def test_a_refused_card_is_nobodys_and_its_writer_hears_why(room, agent, others):
    made = isolation_cards.declare(room, said(), by=agent)

    reviewing.decide(made.changes.get(), by=others[0], verdict="REFUSED", reason="That valve is dead.")

    made.refresh_from_db()
    assert (made.state, made.reason, IsolationCard.objects.count()) == ("REJECTED", "That valve is dead.", 0)


def test_who_wrote_it_reads_by_mail_that_it_was_refused_or_comes_back(room, agent, others, mailoutbox):
    type(agent).objects.filter(pk=agent.pk).update(email="agent@gare.example")
    agent.refresh_from_db()
    refused, returned = (
        isolation_cards.declare(room, said(device_words=words), by=agent) for words in ("a", "b")
    )

    reviewing.decide(refused.changes.get(), by=others[0], verdict="REFUSED", reason="Dead valve.")
    reviewing.send_back(returned, by=others[0], reason="Which way?")
    notices.send_digests()

    (mail,) = mailoutbox
    assert [words in mail.body for words in ("S1-012", "Dead valve.", "Which way?")] == [True, True, True]
    assert f"/stations/VDO/isolation-cards/new/?draft={returned.pk}" in mail.body


@pytest.mark.parametrize("medium", ["fire", "electricity"])
def test_fire_protection_and_electricity_ask_two_more_people(room, agent, others, medium):
    made = isolation_cards.declare(room, said(medium=medium), by=agent)

    assert approved(made, others[0]).state == "IN_REVIEW"
    assert approved(made, others[1]).state == "APPLIED"
    assert IsolationCard.objects.get().verified_by == others[1]


def test_the_same_card_sent_twice_is_one(room, agent):
    key = uuid.uuid4()

    for _ in range(2):
        isolation_cards.declare(room, said(), by=agent, key=key)

    assert Change.objects.filter(kind="CARD").count() == 1


def test_a_revision_keeps_the_card_and_what_it_said(room, valve, agent, others):
    card = written(room, agent, others[0], device="EFS-V-012")

    again = written(room, others[0], others[1], card=card, device_words="the blue one", device="")

    assert (again.pk, again.revision, again.device_words) == (card.pk, 2, "the blue one")
    kept = Change.objects.filter(kind="CARD").order_by("pk")
    assert [each.value["device"] for each in kept] == ["EFS-V-012", ""]


def test_two_revisions_of_one_card_are_a_conflict_and_not_an_overwrite(room, agent, others):
    card = written(room, agent, others[0])
    first = isolation_cards.declare(room, said(device_words="to the left"), by=agent, card=card)
    second = isolation_cards.declare(room, said(device_words="to the right"), by=agent, card=card)

    approved(first, others[0])
    second.refresh_from_db()
    assert second.state == "CONFLICT"

    reviewing.decide(second.changes.get(), by=others[0], verdict="APPROVED")
    card.refresh_from_db()
    assert card.device_words == "to the left"
    reviewing.decide(second.changes.get(), by=others[0], verdict="APPROVED", over=True)
    card.refresh_from_db()
    assert card.device_words == "to the right"


def test_a_card_that_closes_two_devices_names_both_in_their_order(station, room, valve, agent, others):
    factories.asset(station, "EFS-V-013", location=room, kind="valve-isolating")

    written(room, agent, others[0], device="EFS-V-012", further=("EFS-V-013", "the cock behind the boiler"))

    answer = where_to_cut.where_to_cut(room, "water")
    assert origins(answer) == [(Origin.CARD, ["EFS-V-012", "EFS-V-013", "the cock behind the boiler"])]


def test_a_card_of_two_devices_of_which_one_is_gone_is_no_longer_called_verified(
    station, room, valve, agent, others
):
    second = factories.asset(station, "EFS-V-013", location=room, kind="valve-isolating")
    written(room, agent, others[0], device="EFS-V-012", further=("EFS-V-013",))
    Asset.objects.filter(pk=second.pk).update(removed_at=timezone.now())

    way = where_to_cut.where_to_cut(room, "water").ways[0]

    assert (way.verified, way.doubts) == (False, (Doubt.DEVICE_GONE,))


def test_a_card_that_still_holds_is_checked_again(room, agent, others):
    card = written(room, agent, others[0])
    IsolationCard.objects.update(verified_on=timezone.now() - timedelta(days=2000))

    again = written(room, others[1], others[0], card=card)

    assert (again.pk, again.revision) == (card.pk, 2)
    assert again.verified_on > timezone.now() - timedelta(minutes=5)


def test_what_was_sent_stays_as_it_was(room, agent):
    made = isolation_cards.declare(room, said(), by=agent)

    for values in ({"value": said(device_words="x").as_json()}, {"kind": "CORRECT"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            made.changes.update(**values)
    with pytest.raises(IntegrityError), transaction.atomic():
        type(made).objects.filter(pk=made.pk).update(location=room.parent)


def test_a_firms_person_writes_for_what_her_order_is_about_and_nothing_else(station, room, valve):
    firm = factories.organisation()
    plumber = factories.contractor(firm, station=station)
    order = factories.begun(factories.work_order(station, organisation=firm, location=room), plumber)

    made = isolation_cards.declare(room, said(), by=plumber, work_order=order)

    assert (made.state, made.organisation) == ("IN_REVIEW", firm)
    with pytest.raises(declarations.NotHers):
        isolation_cards.declare(room.parent, said(), by=plumber, work_order=order)


# The checks


@pytest.mark.parametrize(
    ("values", "code", "state"),
    [
        ({"medium": ""}, "card-cuts-nothing", "CHECKS_FAILED"),
        ({"device_words": "  "}, "card-closes-nothing", "CHECKS_FAILED"),
        ({"device": "NOWHERE"}, "card-device-unknown", "CHECKS_FAILED"),
        ({"rooms": ("NOWHERE",)}, "card-room-unknown", "CHECKS_FAILED"),
        ({"height": 500.0}, "card-height-is-none", "CHECKS_FAILED"),
        ({"behind": "x" * 201}, "too-long", "CHECKS_FAILED"),
        ({"steps": ("x",) * 13}, "card-steps-too-long", "CHECKS_FAILED"),
        ({"turn": "sideways"}, "not-a-choice", "CHECKS_FAILED"),
        ({"device": "P-01", "further": ("x",) * 8}, "card-too-many-devices", "CHECKS_FAILED"),
        ({"device": "P-01"}, "card-device-stops-nothing", "IN_REVIEW"),
        ({"device": "CH-V-001"}, "card-device-of-another-network", "IN_REVIEW"),
        ({}, "card-without-photo", "IN_REVIEW"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_what_the_checks_say(station, room, agent, values, code, state):
    factories.asset(station, "P-01")
    heating = factories.system(station, "CH", family="heating")
    heating.registered.add(factories.asset(station, "CH-V-001", kind="valve-isolating"))

    made = isolation_cards.declare(room, said(**values), by=agent)

    assert code in [each["code"] for each in made.changes.get().findings]
    assert made.state == state


def test_a_second_card_of_the_same_device_here_is_pointed_at(room, valve, agent, others):
    written(room, agent, others[0], device="EFS-V-012")

    made = isolation_cards.declare(room, said("EFS-V-012"), by=agent)

    findings = {each["code"]: each["said"] for each in made.changes.get().findings}
    assert findings["card-known-already"] == {"code": "M-001"}


# What to close


def test_a_verified_card_comes_before_one_persons_word_and_before_what_is_near(
    station, room, valve, agent, others
):
    near = factories.asset(station, "EFS-V-013", location=room, kind="valve-isolating")
    station.systems.get().registered.add(near)
    written(room, agent, others[0], device="EFS-V-012")
    isolation_cards.declare(room, said(device_words="behind the boiler"), by=agent)

    answer = where_to_cut.where_to_cut(room, "water")

    assert origins(answer) == [
        (Origin.CARD, ["EFS-V-012"]),
        (Origin.UNVERIFIED, ["behind the boiler"]),
        (Origin.CANDIDATE, ["EFS-V-013"]),
    ]
    assert [way.verified for way in answer.ways] == [True, False, False]


def test_without_a_card_nothing_is_called_verified_and_what_nobody_knows_is_said(room, valve):
    answer = where_to_cut.where_to_cut(room, "water")

    assert origins(answer) == [(Origin.CANDIDATE, ["EFS-V-012"])]
    assert answer.verified is False
    assert answer.unknown == (Unknown.POSITION, Unknown.PATH, Unknown.STATE)


def test_where_nobody_has_said_what_flows_no_device_is_proposed_until_it_is_chosen(station, room):
    factories.asset(station, "V-001", location=room, kind="valve-isolating")

    told = [where_to_cut.where_to_cut(room, medium) for medium in ("", "water")]

    assert [origins(each) for each in told] == [[], [(Origin.CANDIDATE, ["V-001"])]]
    assert told[0].unknown == (Unknown.MEDIUM,)


def test_what_stops_another_medium_is_not_proposed(station, room, valve):
    wires = factories.system(station, "Force", family="electricity")
    wires.registered.add(
        factories.asset(station, "D-01", location=room, kind="protective-device-circuitbreaker")
    )

    assert where_to_cut.where_to_cut(valve).ways[0].names == ["EFS-V-012"]
    assert len(where_to_cut.where_to_cut(valve).ways) == 1
    assert origins(where_to_cut.where_to_cut(room, "electricity")) == [(Origin.CANDIDATE, ["D-01"])]


def test_a_card_whose_device_is_gone_is_no_longer_called_verified(room, valve, agent, others):
    written(room, agent, others[0], device="EFS-V-012")
    Asset.objects.filter(pk=valve.pk).update(removed_at=timezone.now())

    way = where_to_cut.where_to_cut(room, "water").ways[0]

    assert (way.origin, way.verified, way.doubts) == (Origin.UNVERIFIED, False, (Doubt.DEVICE_GONE,))


@pytest.mark.parametrize(
    ("change", "doubt", "verified"),
    [
        ({"presence": "to_confirm"}, Doubt.DEVICE_TO_CONFIRM, False),
        ({"location": "elsewhere"}, Doubt.DEVICE_MOVED, True),
    ],
)
def test_what_the_register_learns_of_a_device_is_told(
    station, room, valve, agent, others, change, doubt, verified
):
    written(room, agent, others[0], device="EFS-V-012")
    if "location" in change:
        change = {"location": factories.location(station, "S1-099", parent=room.parent)}
    Asset.objects.filter(pk=valve.pk).update(**change)

    way = where_to_cut.where_to_cut(room, "water").ways[0]

    assert (way.verified, way.doubts) == (verified, (doubt,))


def test_an_old_card_says_that_nobody_has_looked_since(room, agent, others):
    written(room, agent, others[0])
    IsolationCard.objects.update(verified_on=timezone.now() - where_to_cut.OLD - timedelta(days=1))

    assert where_to_cut.where_to_cut(room, "water").ways[0].doubts == (Doubt.OLD,)


def test_a_card_that_is_to_be_withdrawn_is_no_way_to_close_anything(room, agent, others):
    card = written(room, agent, others[0])

    isolation_cards.declare(room, said(ends=True), by=agent, card=card)

    assert [way.origin for way in where_to_cut.where_to_cut(room, "water").ways] == [Origin.CARD]


def test_a_trace_stands_between_cards_and_candidates_and_a_disagreement_is_a_task(
    station, room, valve, agent, others, monkeypatch
):
    other = factories.asset(station, "EFS-V-099", kind="valve-isolating")
    card = written(room, agent, others[0], device="EFS-V-012")
    monkeypatch.setattr(
        where_to_cut,
        "through_ports",
        lambda spot, medium, **how: Traced((other,), complete=True, evidence="A"),
    )

    answer = where_to_cut.where_to_cut(room, "water")

    assert [way.origin for way in answer.ways][:2] == [Origin.CARD, Origin.TRACE]
    assert [each.card for each in answer.disagrees] == [card]
    assert [each.card for each in where_to_cut.disagreements(station)] == [card]


def test_a_card_and_a_trace_that_agree_are_no_task(station, room, valve, agent, others, monkeypatch):
    written(room, agent, others[0], device="EFS-V-012")
    monkeypatch.setattr(
        where_to_cut, "through_ports", lambda spot, medium, **how: Traced((valve,), complete=True)
    )

    assert where_to_cut.disagreements(station) == []
