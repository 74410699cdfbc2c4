"""Coming in: cards of the demo, one's own model, sign-in, preferences, health, errors."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from assets import reading_languages
from assets.ifc.findings import REFUSALS
from assets.models import Job, Revision, Station
from tests import factories
from twin.signing_in import DEMO_PASSWORD

pytestmark = pytest.mark.django_db
MODEL = b"ISO-10303-21;\nEND-ISO-10303-21;\n"


@pytest.fixture(autouse=True)
def _demo(settings):
    settings.DEBUG = True


@pytest.fixture
def client():
    return Client(headers={"accept-language": "en"})


def text_of(answer) -> str:
    return answer.content.decode()


def test_the_first_page_shows_a_card_for_each_account_that_is_there(client):
    factories.person("agent", username="agent")

    page = text_of(client.get("/", follow=True))

    assert "Maintenance agent" in page
    assert "Data steward" not in page
    assert "Try it with my own model" in page


@pytest.mark.parametrize("role", ["agent", "steward"])
def test_one_tap_signs_in(client, role):
    person = factories.person(role, username=role)

    answer = client.post(f"/enter/{role}/")

    assert (answer.status_code, answer.url) == (302, "/stations/")
    assert client.session["_auth_user_id"] == str(person.pk)


@pytest.mark.parametrize("role", ["admin", "deputy", "nobody"])
def test_no_card_leads_to_other_accounts(client, role):
    factories.person("manager", username=role, is_superuser=role == "admin")

    assert client.post(f"/enter/{role}/").status_code == 404
    assert "_auth_user_id" not in client.session


def test_looking_at_a_card_signs_nobody_in(client):
    factories.person("agent", username="agent")

    assert client.get("/enter/agent/").status_code == 405


def test_cards_and_the_demos_password_are_refused_on_a_real_server(client, settings):
    factories.person("agent", username="agent", password=DEMO_PASSWORD)
    settings.DEBUG = False
    settings.SECURE_SSL_REDIRECT = False

    assert client.get("/welcome/").url == "/sign-in/"
    assert client.post("/enter/agent/").status_code == 404
    assert client.post("/enter/own-model/").status_code == 404
    answer = client.post("/sign-in/", {"username": "agent", "password": DEMO_PASSWORD})
    assert "does not open this site" in text_of(answer)


@pytest.mark.parametrize("door", ["/sign-in/", "/admin/login/"])
@pytest.mark.parametrize(("debug", "opens"), [(True, True), (False, False)])
def test_the_demos_password_opens_no_door_of_a_real_server(client, settings, door, debug, opens):
    factories.person(username="admin", password=DEMO_PASSWORD, is_staff=True, is_superuser=True)
    settings.DEBUG = debug
    settings.SECURE_SSL_REDIRECT = False

    client.post(door, {"username": "admin", "password": DEMO_PASSWORD})

    assert ("_auth_user_id" in client.session) is opens


def test_ordinary_sign_in_and_out(client):
    factories.person("agent", username="paul", password="a long secret")

    assert client.post("/sign-in/", {"username": "paul", "password": "a long secret"}).status_code == 302
    assert "_auth_user_id" in client.session
    client.post("/sign-out/")
    assert "_auth_user_id" not in client.session


def test_each_visit_with_an_own_model_is_a_visitor_of_its_own(client):
    first, second = client, Client()
    for visit in (first, second):
        assert visit.post("/enter/own-model/").url == "/try/"
        visit.post("/try/", {"file": SimpleUploadedFile("maison.ifc", MODEL)})
    ours, theirs = Station.objects.order_by("pk")

    assert get_user_model().objects.count() == 2
    assert ours.is_trial
    assert first.get(f"/try/{ours.code}/").status_code == 200
    assert first.get(f"/try/{theirs.code}/").status_code == 404
    assert first.get(f"/stations/{theirs.code}/").status_code == 404
    assert not get_user_model().objects.first().has_usable_password()


@pytest.fixture
def trial(client):
    client.post("/enter/own-model/")
    client.post("/try/", {"file": SimpleUploadedFile("maison.ifc", MODEL)})
    return Station.objects.get()


def test_an_own_model_is_read_by_a_job_that_the_page_follows(client, trial):
    job = Job.objects.get()
    assert (job.kind, job.payload["revision"]) == ("import_revision", Revision.objects.get().pk)
    assert "Waiting for its turn" in text_of(client.get(f"/try/{trial.code}/"))

    Job.objects.update(state="running", sentence="shaping", progress=0.42, lease_until=job.created_at)
    page = text_of(client.get(f"/try/{trial.code}/progress/"))
    assert "Working out the shapes" in page
    assert 'value="42"' in page


def test_a_model_that_is_ready_leads_to_its_station_without_walls(client, trial):
    Revision.objects.update(state="PUBLISHED", outcome="read")

    fragment = client.get(f"/try/{trial.code}/progress/")

    assert fragment.headers["HX-Redirect"] == f"/stations/{trial.code}/?lens=without_walls"
    assert client.get(f"/try/{trial.code}/").url == f"/stations/{trial.code}/?lens=without_walls"


def test_a_model_that_is_refused_says_why_in_the_visitors_language(client, trial):
    Revision.objects.update(outcome="refused", reason=REFUSALS["file-empty"])

    french = client.get(f"/try/{trial.code}/progress/", headers={"accept-language": "fr"})

    assert "Le fichier est vide." in text_of(french)
    assert "every 1s" not in text_of(french)


def test_a_file_that_is_no_model_is_told_before_anything_is_made(client):
    client.post("/enter/own-model/")

    answer = client.post("/try/", {"file": SimpleUploadedFile("photo.png", b"x")})

    assert "is not an IFC model" in text_of(answer)
    assert Station.objects.count() == 0


def test_the_station_of_a_trial_that_is_not_ready_shows_its_progress(client, trial):
    assert client.get(f"/stations/{trial.code}/").url == f"/try/{trial.code}/"


def test_a_lasting_station_is_no_trial(client):
    factories.station("VDO")
    client.force_login(factories.person("agent"))

    assert client.get("/try/VDO/").status_code == 404
    assert client.get("/try/VDO/progress/").status_code == 404


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_the_theme_is_kept_and_written_on_the_page(client, theme):
    client.post("/theme/", {"theme": theme, "next": "/sign-in/"})

    assert f'data-theme="{theme}"' in text_of(client.get("/sign-in/"))

    client.post("/theme/", {"theme": "", "next": "/sign-in/"})
    assert "data-theme" not in text_of(client.get("/sign-in/"))


def test_choosing_a_theme_leads_back_and_never_to_another_site(client):
    assert client.post("/theme/", {"theme": "dark", "next": "/sign-in/"}).url == "/sign-in/"
    assert client.post("/theme/", {"theme": "dark", "next": "https://elsewhere.example/"}).url == "/"


def test_who_signs_in_is_written_to_in_the_language_of_that_page_until_she_chooses_another(client):
    steward = factories.person("steward", username="ada")
    steward.set_password("a long word")
    steward.save()
    assert reading_languages.of(steward) == "fr"

    client.post("/sign-in/", {"username": "ada", "password": "a long word"})
    assert reading_languages.of(steward) == "en"

    for chosen in ("fr", "xx"):
        client.post("/language/", {"language": chosen})
        assert reading_languages.of(steward) == "fr"
    client.logout()
    client.post(
        "/sign-in/", {"username": "ada", "password": "a long word"}, headers={"accept-language": "en"}
    )
    assert reading_languages.of(steward) == "fr"


def test_the_language_is_chosen_on_any_page(client):
    client.post("/language/", {"language": "fr", "next": "/sign-in/"})

    assert "Mot de passe" in text_of(client.get("/sign-in/"))


def test_health_says_alive_and_ready(client):
    assert client.get("/health/live").json() == {"status": "ok"}
    assert client.get("/health/ready").json() == {"status": "ok", "database": "ok"}


@pytest.mark.parametrize("debug", [True, False])
def test_an_unknown_address_is_answered_in_words_whatever_the_profile(client, settings, debug):
    settings.DEBUG = debug

    answer = client.get("/nowhere/at/all")

    assert answer.status_code == 404
    assert "We do not find this page" in text_of(answer)


def test_a_fault_of_ours_is_told_in_words(client, settings, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr("twin.views.entry.CARDS", None)

    answer = client.get("/welcome/")

    assert answer.status_code == 500
    assert "Something went wrong on our side" in text_of(answer)
    assert "Traceback" not in text_of(answer)


def test_a_page_left_open_too_long_says_so():
    strict = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})

    answer = strict.post("/enter/agent/")

    assert answer.status_code == 403
    assert "open too long" in text_of(answer)


def test_a_shared_link_survives_the_cards(client):
    factories.person("agent", username="agent")
    link = "/stations/VDO/?select=EU-P-01"
    factories.station("VDO")

    first = client.get(link, follow=True)
    assert first.redirect_chain[-1][0].startswith("/welcome/?next=")
    assert 'value="/stations/VDO/?select=EU-P-01"' in text_of(first)

    assert client.post("/enter/agent/", {"next": link}).url == link


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org/", "javascript:alert(1)"])
def test_a_card_leads_to_no_other_site(client, elsewhere):
    factories.person("agent", username="agent")

    assert client.post("/enter/agent/", {"next": elsewhere}).url == "/stations/"


def test_a_trial_whose_model_was_refused_is_not_among_the_stations(client):
    visitor = factories.person()
    client.force_login(visitor)
    refused = factories.trial(visitor, "ESSAI-1", name="Refused model")
    shown = factories.trial(visitor, "ESSAI-2", name="Shown model")
    factories.revision(refused, state="WIP", outcome="refused")
    factories.revision(shown)

    page = text_of(client.get("/stations/"))

    assert "Shown model" in page
    assert "Refused model" not in page
