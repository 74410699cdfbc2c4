"""The doors of the work pages: signed in, and the order hers to see. The rules are in `maintenance.scope`."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from maintenance import scope
from twin.views.access import View, signed_in


def of_order(view: View) -> View:
    """view(request, order, …) for the order whose id is in the address; 404 when it is not hers to see."""

    @wraps(view)
    def guarded(request: HttpRequest, pk: int, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, scope.order_or_404(request.user, pk), *args, **kwargs)

    return signed_in(guarded)
