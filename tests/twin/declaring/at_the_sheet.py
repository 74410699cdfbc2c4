"""What the tests of declaring and of reviewing do and read on a page."""

from __future__ import annotations

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from maintenance import three_way
from maintenance.models import Change
from tests import factories

HTMX = {"hx-request": "true"}


def signed_in(role: str, station, language: str = "en") -> Client:
    client = Client(headers={"accept-language": language})
    client.user = factories.person(role, station=station)
    client.force_login(client.user)
    return client


def plate() -> SimpleUploadedFile:
    picture = BytesIO()
    Image.new("RGB", (60, 40), "white").save(picture, "JPEG")
    return SimpleUploadedFile("plate.jpg", picture.getvalue(), "image/jpeg")


def address(name: str) -> str:
    return f"/stations/VDO/declare/{name}/P-01/"


def text_of(answer) -> str:
    return answer.content.decode()


def seen(*changes: Change) -> list[str]:
    """As the page gives it back."""
    return [f"{change.pk}:{three_way.as_seen(change)}" for change in changes]


def decided(client: Client, change: Change, verdict: str):
    said = {"verdict": verdict, "seen": seen(change)}
    return client.post(f"/stations/VDO/review/{change.pk}/decide/", said, headers=HTMX)
