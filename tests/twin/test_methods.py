"""What is only read answers 405 to whatever would write, from the URL table itself."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests.twin import two_firms
from tests.twin.test_who_sees_what import Rule, addresses, rule_of

pytestmark = [pytest.mark.django_db, pytest.mark.once]

FORMS = frozenset(
    {
        "login", "position", "declare", "coverage", "register", "revisions", "report", "note_new", "dossiers",
        "precautions", "try", "dossier_door", "work_calendar", "work_declare", "isolation_card_new",
        "isolation_card_revise", "work_card_new",
    }
)  # fmt: skip
"""Read and filled in at the same address."""
OF_PROGRAMS = ("api:", "admin:")  # they have methods of their own


def rules() -> list[tuple[str, Rule]]:
    known = [(name, rule_of(name)) for name in dict.fromkeys(addresses())]
    return [(name, rule) for name, rule in known if rule and name != "?" and not name.startswith(OF_PROGRAMS)]


@pytest.fixture
def world() -> two_firms.World:
    return two_firms.build()


def answers(client: Client, name: str, rule: Rule, methods: tuple[str, ...], world) -> dict[str, int]:
    address = reverse(name, args=rule.of(world)) + rule.ask
    return {method: getattr(client, method)(address).status_code for method in methods}


def test_what_is_read_is_not_written_to(world):
    """With the checks of a browser on: 405 comes before any token is asked for."""
    client = Client(enforce_csrf_checks=True)
    methods = ("post", "put", "patch", "delete")
    read = [(name, rule) for name, rule in rules() if rule.method == "get" and name not in FORMS]

    wrong = {
        name: told
        for name, rule in read
        if set((told := answers(client, name, rule, methods, world)).values()) != {405}
    }

    assert len(read) > 80
    assert wrong == {}


def test_forms_and_acts_know_no_other_way_than_to_be_sent(world):
    client = world.clients["steward"]()
    methods = ("put", "patch", "delete")
    sent = [(name, rule) for name, rule in rules() if rule.method == "post" or name in FORMS]

    wrong = {
        name: told
        for name, rule in sent
        if set((told := answers(client, name, rule, methods, world)).values()) != {405}
    }

    assert wrong == {}
