"""Errors of the API as problem details (RFC 9457)."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpRequest, JsonResponse
from django.utils.translation import gettext, gettext_lazy
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import exception_handler

MEDIA_TYPE = "application/problem+json"
LONGEST = 500  # letters of one sentence


def handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """What DRF raises, said as `{"type", "title", "status", "detail", "errors"?}`."""
    response = exception_handler(_known(error), context)
    if response is None:
        return None
    response.data = problem(response.status_code, *_words(response.data))
    response.content_type = MEDIA_TYPE
    return response


def problem(code: int, detail: str = "", errors: dict | list | None = None) -> dict[str, Any]:
    title = gettext(HTTPStatus(code).phrase)
    body: dict[str, Any] = {"type": "about:blank", "title": title, "status": code, "detail": detail or title}
    if errors:
        body["errors"] = errors
    return body


def response(code: int, detail: str) -> JsonResponse:
    return JsonResponse(problem(code, detail), status=code, content_type=MEDIA_TYPE)


def unknown_address(request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
    """For addresses below /api/ that lead nowhere: JSON, like everything else there."""
    return response(status.HTTP_404_NOT_FOUND, gettext("There is nothing at this address."))


def _known(error: Exception) -> Exception:
    if isinstance(error, Http404):
        return exceptions.NotFound()
    if isinstance(error, RequestDataTooBig):
        return TooBig()
    return exceptions.PermissionDenied() if isinstance(error, PermissionDenied) else error


class TooBig(exceptions.APIException):
    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_detail = gettext_lazy("More was sent than is taken at once: send it in parts.")


def _words(data: Any) -> tuple[str, dict | list | None]:
    """(sentence, errors by field). DRF gives {"detail": …} or {field: [sentence, …]} or [sentence, …]."""
    if isinstance(data, dict) and set(data) == {"detail"}:
        return str(data["detail"]), None
    if isinstance(data, list):
        return " ".join(str(item) for item in data), None
    return gettext("Some values are missing or not right: see `errors`."), _shortened(data)


def _shortened(errors: Any) -> Any:
    """What is wrong repeats what was sent, which may be megabytes."""
    if isinstance(errors, dict):
        return {key: _shortened(each) for key, each in errors.items()}
    if isinstance(errors, list):
        return [_shortened(each) for each in errors]
    return errors if len(errors) <= LONGEST else f"{errors[:LONGEST]}…"
