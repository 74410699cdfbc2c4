"""What the demo puts into the database, and when it refuses to (twin/demo.py, twin/demo_services.py)."""

from __future__ import annotations

import json
import socket
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.contrib.auth import authenticate, get_user_model
from gunicorn.config import Config
from gunicorn.glogging import Logger, SafeAtoms

from assets.models import Membership, Station
from maintenance.models import Change
from tests import factories
from twin import demo, demo_cards, demo_services


@pytest.fixture
def samples(settings, tmp_path):
    """Writes `stations.json`; gives a function that takes its entries."""
    settings.SAMPLES_DIR = tmp_path
    (tmp_path / "portfolio").mkdir()

    def write(*entries):
        (tmp_path / "portfolio" / "stations.json").write_text(json.dumps({"stations": entries}))

    return write


@pytest.mark.django_db
def test_the_five_accounts_are_made_once_with_their_roles(settings):
    settings.DEBUG = True

    assert demo.make_accounts() == 5
    assert demo.make_accounts() == 0
    assert set(Membership.objects.values_list("user__username", "role", "station")) == {
        (name, name, None) for name in ("agent", "contractor", "steward", "manager")
    }
    assert list(get_user_model().objects.filter(is_superuser=True).values_list("username", flat=True)) == [
        "admin"
    ]
    assert authenticate(username="steward", password="station-twin-demo") is not None


@pytest.mark.django_db
def test_accounts_with_a_known_password_are_refused_on_a_server(settings):
    settings.DEBUG = False

    with pytest.raises(demo.RefusedDemo, match="DEBUG=1"):
        demo.make_accounts()
    assert get_user_model().objects.count() == 0


@pytest.mark.django_db
def test_a_station_is_made_as_the_portfolio_describes_it_and_kept_afterwards(samples, tmp_path):
    (tmp_path / "portfolio/a.csv").write_text("code;kind\n")
    (tmp_path / "portfolio/plan_N0.svg").write_text("<svg/>")
    samples(
        {
            "code": "ABC",
            "name": "Anse-Belle",
            "twin_mode": "REGISTER",
            "city": "Anse",
            "passengers": 9,
            "files": {"register": "a.csv", "plans": ["plan_N0.svg"]},
        }
    )
    (sample,) = demo.portfolio()

    demo.make_station(sample)
    Station.objects.update(city="Renamed by hand")
    station = demo.make_station(sample)

    assert (station.code, station.name, station.twin_mode, station.city) == (
        "ABC",
        "Anse-Belle",
        "REGISTER",
        "Renamed by hand",
    )
    assert sample.register == tmp_path / "portfolio/a.csv"
    assert station.passengers_per_year == {"2025": 9}
    assert list(station.documents.values_list("name", "media_type")) == [("Plan N0", "image/svg+xml")]
    assert demo.described("http://x/")["stations"] == [{"code": "ABC", "mode": "REGISTER"}]


def test_a_portfolio_that_names_an_absent_file_is_refused_with_its_name(samples):
    samples({"code": "ABC", "name": "A", "twin_mode": "MODEL_3D", "files": {"models": ["missing.ifc"]}})

    with pytest.raises(demo.RefusedDemo, match=r"missing\.ifc"):
        demo.portfolio()


def test_a_second_demo_on_the_same_data_is_refused_and_told_who_has_it(tmp_path):
    with (
        demo_services.only_one(tmp_path),
        pytest.raises(demo.RefusedDemo, match=r"already runs .*process \d+"),
        demo_services.only_one(tmp_path),
    ):
        pass

    with demo_services.only_one(tmp_path):
        pass  # free again


def test_a_taken_port_is_refused_with_the_next_one_offered():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(demo.RefusedDemo, match=f"make demo PORT={port + 1}"):
            demo_services.refuse_taken_port("127.0.0.1", port)


def test_a_process_that_keeps_on_stopping_is_not_started_for_ever(tmp_path, capsys):
    services = demo_services.Services(host="127.0.0.1", port=1, logs=tmp_path)
    services.commands = lambda: {"worker": ["false"]}

    services.start()
    with pytest.raises(demo.RefusedDemo, match="keeps on stopping"):
        services.watch()

    assert capsys.readouterr().out.count("it is started again") == 3


def test_a_web_server_that_gives_up_is_told_with_its_log(tmp_path):
    services = demo_services.Services(host="127.0.0.1", port=1, logs=tmp_path)
    services.commands = lambda: {"web": ["false"]}
    services.start()

    with pytest.raises(demo.RefusedDemo, match=r"web\.log"):
        services.wait_until_answering("http://127.0.0.1:1/")


def test_the_log_of_who_asked_for_what_holds_no_key_of_a_calendar(tmp_path):
    services = demo_services.Services(host="127.0.0.1", port=1, logs=tmp_path)
    command = services.commands()["web"]
    config = Config()
    config.set("access_log_format", command[command.index("--access-logformat") + 1])
    address = "/api/v1/work-orders.ics"
    environ = {
        "REQUEST_METHOD": "GET", "PATH_INFO": address, "QUERY_STRING": "key=st_1", "RAW_URI": f"{address}?key=st_1",
        "HTTP_REFERER": f"http://127.0.0.1{address}?key=st_1", "SERVER_PROTOCOL": "HTTP/1.1",
    }  # fmt: skip
    answer = SimpleNamespace(status="200 OK", sent=1, headers=[])

    atoms = Logger(config).atoms(answer, SimpleNamespace(headers=[]), environ, timedelta())
    line = config.access_log_format % SafeAtoms(atoms)

    assert (address in line, "st_1" in line) == (True, False)


@pytest.mark.django_db
def test_the_demos_people_write_cards_and_check_all_but_the_last_once(settings, samples, tmp_path):
    settings.DEBUG = True
    demo.make_accounts()
    station = factories.station("ABC")
    factories.location(station, "N0-Hall", name="Hall")
    (tmp_path / "portfolio/ABC").mkdir()
    lines = ["about;medium;devices;device_room;height;behind;turn;steps;cuts;rooms;photo"]
    lines += [f"Hall;{medium};le robinet {medium};;;;;;;;" for medium in ("water", "electricity", "gas")]
    (tmp_path / "portfolio/ABC/cards.csv").write_text("\n".join([*lines, "Nowhere;water;x;;;;;;;;"]))

    wrong = [demo_cards.take_in() for _ in range(2)]

    assert (len(wrong[0]), wrong[1]) == (1, [])
    checked = station.isolation_cards.values_list("medium", "written_by__username", "verified_by__username")
    assert list(checked) == [("water", "agent", "steward"), ("electricity", "agent", "admin")]
    assert Change.objects.filter(kind="CARD", verdict="PENDING").count() == 1
