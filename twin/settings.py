"""The one settings file. The environment chooses the profile; with nothing set, everything lives in `DATA_DIR`.

DATA_DIR       where the embedded profile writes: database, files, scenes, messages   (default: var/)
DATABASE_URL   postgres://… or sqlite:///…                                            (default: SQLite in DATA_DIR)
REDIS_URL      redis://…, broker and cache                                            (default: files in DATA_DIR)
DEBUG          1: demo and development; 0: a server, with the two below and https     (default: 1)
SECRET_KEY     signs sessions                                     (DEBUG=1: made once and kept in DATA_DIR)
ALLOWED_HOSTS  the names the site answers to, with commas         (DEBUG=1: this machine)
SITE_URL       how links in mails and on labels begin                   (default: the first of ALLOWED_HOSTS)
EMAIL_URL      smtp://user:password@host:port (smtps: TLS, smtp+tls: STARTTLS)  (default: files in DATA_DIR)
MAIL_FROM      who writes them                                          (default: station-twin@ that host)
INSECURE_HTTP  1: a server without TLS, on a closed network       (default: 0)
OFFLINE        0: devices keep nothing to read without network, and forget what they kept   (default: 1)
HSTS_SUBDOMAINS  1: browsers are told that every name below the site's speaks https too   (default: 0)
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from zlib import crc32

import dj_database_url
from celery.schedules import crontab
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(os.environ.get("DATA_DIR") or BASE_DIR / "var").resolve()
DEBUG = os.environ.get("DEBUG", "1").lower() in ("1", "true", "yes", "on")


def _secret_key() -> str:
    """The one of the environment; in the demo, one made on the first run and kept beside the data."""
    if key := os.environ.get("SECRET_KEY"):
        return key
    if not DEBUG:
        raise ImproperlyConfigured("SECRET_KEY must be set when DEBUG=0: a long random text, kept secret.")
    kept = DATA_DIR / "secret-key"
    if not kept.exists():
        DATA_DIR.mkdir(parents=True, exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(50))
    return kept.read_text().strip()


def _allowed_hosts() -> list[str]:
    hosts = [host.strip() for host in os.environ.get("ALLOWED_HOSTS", "").split(",") if host.strip()]
    if not hosts and not DEBUG:
        raise ImproperlyConfigured("ALLOWED_HOSTS must be set when DEBUG=0: the site's names, with commas.")
    return hosts


def _database() -> dict[str, Any]:
    url = os.environ.get("DATABASE_URL") or f"sqlite:///{DATA_DIR / 'station-twin.sqlite3'}"
    database: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True))
    if database["ENGINE"].endswith("sqlite3"):
        DATA_DIR.mkdir(parents=True, exist_ok=True)
        # A writer takes the lock when its transaction begins, and waits for it; without IMMEDIATE a reader
        # that turns writer is refused at once ("database is locked").
        database["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        }
        # A file, not memory: tests run web server, worker and test side by side on it.
        database["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
    return database


SECRET_KEY = _secret_key()
ALLOWED_HOSTS = _allowed_hosts()
DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "twin",
    "maintenance",
    "assets",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_filters",
    "django_htmx",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "twin.security.ContentSecurityPolicyMiddleware",
    "twin.serving.CompressedTextMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "twin.plain_errors.PlainErrorsMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "twin.addresses.ReadableAddressMiddleware",
    "twin.offline.KeepingMiddleware",
    "twin.contractors.OnlyTheirWorkMiddleware",
]

ROOT_URLCONF = "twin.urls"
WSGI_APPLICATION = "twin.wsgi.application"
ASGI_APPLICATION = "twin.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "twin.context.preferences",
            ]
        },
    }
]

# Languages: the visitor's cookie, then the browser's wish, then French.
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
FORMAT_MODULE_PATH = ["twin.formats"]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Paris"
USE_TZ = True

# People.
AUTHENTICATION_BACKENDS = ["twin.signing_in.AccountsBackend"]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]

# Files. Uploads and scenes are never public: views serve them after asking `assets.permissions`.
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
MEDIA_ROOT = DATA_DIR / "files"
SCENES_DIR = DATA_DIR / "scenes"
SAMPLES_DIR = Path(os.environ.get("SAMPLES_DIR") or BASE_DIR / "ifc_samples").resolve()  # what the demo shows
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "twin.stylesheets.JoinedSheets",
]
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG  # no collectstatic in the demo
# Named by their content, by Django's storage or by the viewer's build: kept by browsers for ever.
WHITENOISE_IMMUTABLE_FILE_TEST = rf"^{STATIC_URL}(viewer/chunks/|.+\.[0-9a-f]{{12}}\.[^/]+$)"
FILE_UPLOAD_MAX_MEMORY_SIZE = 2**20
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20  # forms; files stream to disk
MAX_MODEL_BYTES = int(os.environ.get("MAX_MODEL_BYTES", 1024 * 2**20))  # one uploaded IFC file
EVIDENCE_BYTES = int(os.environ.get("EVIDENCE_BYTES", 25 * 2**20))  # one photo or PDF from the site
EVIDENCE_PIXELS = int(
    os.environ.get("EVIDENCE_PIXELS", 64_000_000)
)  # of one photo; 3 bytes each when unpacked

# Reading without network (twin/offline.py): of one device, and of one paper in it.
OFFLINE = os.environ.get("OFFLINE", "1") != "0"
OFFLINE_BYTES = int(os.environ.get("OFFLINE_BYTES", 250 * 2**20))
OFFLINE_PAPER_BYTES = int(os.environ.get("OFFLINE_PAPER_BYTES", 8 * 2**20))

# How the site is called from outside, and its mail. The demo writes mails to files; a page of its own shows them.
_OUTSIDE = next((host.lstrip(".") for host in ALLOWED_HOSTS if host != "*"), "127.0.0.1:8000")
SITE_URL = os.environ.get("SITE_URL") or f"{'http' if DEBUG else 'https'}://{_OUTSIDE}"
MAILS_DIR = DATA_DIR / "mails"
DEFAULT_FROM_EMAIL = (
    os.environ.get("MAIL_FROM") or f"Station Twin <station-twin@{_OUTSIDE.partition(':')[0]}>"
)
_mail = urlsplit(os.environ.get("EMAIL_URL", ""))
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend" if _mail.hostname else "twin.mail_files.MailFiles"
)
EMAIL_HOST, EMAIL_PORT = _mail.hostname or "localhost", _mail.port or 25
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_mail.username or ""), unquote(_mail.password or "")
EMAIL_USE_SSL, EMAIL_USE_TLS = _mail.scheme == "smtps", _mail.scheme == "smtp+tls"
EMAIL_TIMEOUT = 20

# Security: https everywhere on a server, plain http on one's own machine.
_HTTPS = not DEBUG and os.environ.get("INSECURE_HTTP", "0") != "1"
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if _HTTPS else 0
# Not every site of the operator's domain need speak https: the promise for all of them is made by who may make it.
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = (
    _HTTPS and os.environ.get("HSTS_SUBDOMAINS", "0") == "1"
)
SILENCED_SYSTEM_CHECKS = [] if SECURE_HSTS_INCLUDE_SUBDOMAINS else ["security.W005", "security.W021"]
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "twin.views.errors.csrf"
SESSION_COOKIE_AGE = 12 * 3600
CSRF_TRUSTED_ORIGINS = (
    [f"https://{host.lstrip('.')}" for host in ALLOWED_HOSTS if host != "*"] if _HTTPS else []
)
if DEBUG:
    # Two demos on two ports of one machine must not sign each other out.
    SESSION_COOKIE_NAME = f"station-twin-{crc32(bytes(DATA_DIR)):08x}"

# REST.
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "twin.api.sessions.SessionAuthentication",
        "twin.api.tokens.TokenAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": [
        "rest_framework.permissions.IsAuthenticated",
        "twin.api.tokens.WithinScope",
    ],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "twin.pagination.KeysetPagination",
    "DEFAULT_PARSER_CLASSES": [
        "twin.api.parsing.ReadableJSONParser",
        "rest_framework.parsers.FormParser",
        "rest_framework.parsers.MultiPartParser",
    ],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "twin.problems.handler",
    "PAGE_SIZE": 100,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Station Twin",
    "DESCRIPTION": "A railway station's register, models and scenes.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
}

# Long acts. A message is only a wake-up that carries a job's id (assets/jobs.py): losing the broker loses nothing.
REDIS_URL = os.environ.get("REDIS_URL", "")
BROKER_DIR = DATA_DIR / "messages"
CELERY_BROKER_URL = REDIS_URL or "filesystem://localhost//"
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {}
    if REDIS_URL
    else {
        "data_folder_in": str(BROKER_DIR),
        "data_folder_out": str(BROKER_DIR),
        "control_folder": str(BROKER_DIR),
    }
)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_PUBLISH_RETRY = False  # the job's row waits; beat wakes it again
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_TIMEZONE = TIME_ZONE
CELERY_IMPORTS = ("maintenance.notices",)
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")
PULL_SECONDS = float(os.environ.get("PULL_SECONDS", 20 if DEBUG else 60))  # how often sources are asked
OUTBOX_HOLD_SECONDS = float(
    os.environ.get("OUTBOX_HOLD_SECONDS", 90)
)  # after which a killed delivery is taken up
CELERY_BEAT_SCHEDULE = {
    "requeue-expired-jobs": {"task": "assets.tasks.requeue_expired", "schedule": 30.0},
    "tell-people": {"task": "maintenance.notices.tell_people", "schedule": 60.0},
    "sweep": {"task": "twin.tasks.sweep", "schedule": 900.0},
    "pull-sources": {"task": "maintenance.tasks.pull_sources", "schedule": PULL_SECONDS},
    "find-deleted-orders": {
        "task": "maintenance.tasks.pull_sources",
        "schedule": crontab(hour=3, minute=15),
        "kwargs": {"full": True},
    },
    "sweep-outbox": {"task": "maintenance.tasks.sweep_outbox", "schedule": 5.0},
}
# Shapes of one file: after so many seconds the rest become boxes; one kernel process may not grow beyond so much.
SHAPES_SECONDS = float(os.environ.get("SHAPES_SECONDS", 1800))
SHAPES_MEMORY_MB = int(os.environ.get("SHAPES_MEMORY_MB", 6144))
JOB_LEASE_SECONDS = float(os.environ.get("JOB_LEASE_SECONDS", 30))
JOB_WAKE_SECONDS = float(
    os.environ.get("JOB_WAKE_SECONDS", 60)
)  # a queued job nobody took is announced again
JOB_ATTEMPTS = 3

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "station-twin"}
}


# One calm line for each thing worth reading; the web server writes its own access log when asked to.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname:<7} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("LOG_LEVEL", "WARNING")},
    "loggers": {
        name: {"level": os.environ.get("LOG_LEVEL", "INFO")} for name in ("assets", "maintenance", "twin")
    },
}
