"""The profile of a server (DEBUG=0): what it insists on, and that its pages find their files."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

SECRET = "not-a-secret-" * 5 + "0123456789ABCDEFabcdef"
LOOK = """
import re, django
django.setup()
from django.test import Client
client = Client(HTTP_HOST="twin.example")
page = client.get("/sign-in/", secure=True)
files = set(re.findall(r'(?:src|href)="(/static/[^"#]+)', page.content.decode()))
print(page.status_code, len(files) > 2, {client.get(file, secure=True).status_code for file in files})
print(client.get("/sign-in/").headers["Location"])
print(client.get("/welcome/", secure=True).headers["Location"])
print(page.headers["Strict-Transport-Security"])
print(" 'unsafe-eval'" in page.headers["Content-Security-Policy"])
"""


@pytest.fixture
def server(tmp_path: Path) -> dict[str, str]:
    """Environment of a server's processes."""
    left = {name: value for name, value in os.environ.items() if name not in ("REDIS_URL", "DATABASE_URL")}
    own = {"DEBUG": "0", "SECRET_KEY": SECRET, "ALLOWED_HOSTS": "twin.example", "DATA_DIR": str(tmp_path)}
    return left | own | {"DJANGO_SETTINGS_MODULE": "twin.settings"}


def run(server: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=ROOT, env=server, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS"])
def test_a_server_does_not_start_without_what_keeps_it_safe(server, name):
    ended = run(server | {name: ""}, "manage.py", "check")

    assert ended.returncode != 0
    assert f"{name} must be set when DEBUG=0" in ended.stderr


@pytest.mark.parametrize(("asked", "promised"), [("0", "False False 31536000"), ("1", "True True 31536000")])
def test_names_below_the_sites_are_promised_only_when_asked_for(server, asked, promised):
    said = run(
        server | {"HSTS_SUBDOMAINS": asked},
        "-c",
        "from django.conf import settings as s;"
        "print(s.SECURE_HSTS_INCLUDE_SUBDOMAINS, s.SECURE_HSTS_PRELOAD, s.SECURE_HSTS_SECONDS)",
    )

    assert said.stdout.strip() == promised


def test_djangos_advice_for_a_server_is_followed(server):
    ended = run(server, "manage.py", "check", "--deploy", "--fail-level", "WARNING")

    assert (ended.returncode, ended.stderr) == (0, "")


def test_pages_are_https_only_find_their_files_and_have_no_demo_cards(server):
    assert run(server, "manage.py", "migrate", "-v", "0").returncode == 0
    assert run(server, "manage.py", "collectstatic", "--no-input", "-v", "0").returncode == 0

    said = run(server, "-c", LOOK)

    assert said.stdout.splitlines() == [
        "200 True {200}",
        "https://twin.example/sign-in/",
        "/sign-in/",
        "max-age=31536000",
        "False",
    ], said.stderr
