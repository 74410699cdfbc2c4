"""Connectors: the code that speaks to one kind of external information system. One line a kind."""

from __future__ import annotations

from django.utils.module_loading import import_string
from django.utils.translation import gettext_noop

from maintenance.connectors.base import Access, Connector, PermanentError

NOBODY_KNOWS_HOW = gettext_noop("Nothing here knows how to speak to a system of the kind {kind}.")
KINDS = {
    "odoo": "maintenance.connectors.odoo.Odoo",
}


def of(kind: str, access: Access) -> Connector:
    """The connector for `kind`. Raises PermanentError when nobody has written one."""
    if kind not in KINDS:
        raise PermanentError(NOBODY_KNOWS_HOW, kind=kind)
    connector: Connector = import_string(KINDS[kind])(access)
    return connector
