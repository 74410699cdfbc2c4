"""Where the only steward declared it, the manager decides: she finds it, and only while there is something to find."""

from __future__ import annotations

import pytest
from django.test import Client

from maintenance import reviewing
from tests import factories

pytestmark = pytest.mark.django_db


def test_who_stands_in_opens_the_page_of_what_only_she_may_decide():
    station = factories.station("VDO")
    pump = factories.asset(station, "P-01")
    agent, steward = (factories.person(role, station=station) for role in ("agent", "steward"))
    manager = factories.person("manager", station=station)
    hers = Client()
    hers.force_login(manager)
    factories.declared(pump, agent, voltage="400 V")
    assert hers.get("/stations/VDO/review/").status_code == 404

    change = factories.declared(pump, steward, flow="120 m³/h").changes.get()
    page = hers.get("/stations/VDO/review/")

    assert [(row.line.change.author_id, row.may_decide) for row in page.context["rows"]] == [
        (agent.pk, False),
        (steward.pk, True),
    ]
    assert "/stations/VDO/review/" in hers.get("/stations/VDO/today/").content.decode()
    reviewing.decide(change, by=manager, verdict="APPROVED")
    assert hers.get("/stations/VDO/review/").status_code == 404


def test_who_stands_in_sends_back_what_only_she_may_decide():
    station = factories.station("VDO")
    steward, manager = (factories.person(role, station=station) for role in ("steward", "manager"))
    declaration = factories.declared(factories.asset(station, "P-01"), steward, flow="120 m³/h")

    reviewing.send_back(declaration, by=manager, reason="Which pump?")

    declaration.refresh_from_db()
    assert declaration.state == "CHANGES_REQUESTED"
