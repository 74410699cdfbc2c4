"""Every English sentence that maintenance keeps about other systems, to be said again in the reader's language."""

from __future__ import annotations

from maintenance import connectors, delivering, receiving, sending, syncing
from maintenance.connectors import odoo, odoo_records, odoo_rpc

SENTENCES = (
    connectors.NOBODY_KNOWS_HOW,
    odoo.REPEATS_ITSELF,
    odoo_records.NOT_A_TIME,
    odoo_records.NO_STAGE,
    odoo_records.NO_TITLE,
    odoo_rpc.UNREACHABLE,
    odoo_rpc.TOO_SLOW,
    odoo_rpc.TROUBLED,
    odoo_rpc.BUSY,
    odoo_rpc.NOT_ODOO,
    odoo_rpc.UNKNOWN_DATABASE,
    odoo_rpc.WRONG_PASSWORD,
    odoo_rpc.NO_RIGHT,
    odoo_rpc.SESSION_OVER,
    odoo_rpc.SAID_NO,
    odoo_rpc.GONE,
    odoo_rpc.FAILED,
    receiving.NO_STATION,
    receiving.NO_STATION_AT_ALL,
    receiving.DOES_NOT_FIT,
    receiving.CAME_IN,
    receiving.REPORTED_THERE,
    receiving.CLOSED_WITHOUT,
    delivering.CLOSED_MEANWHILE,
    delivering.CANCELLED_MEANWHILE,
    delivering.NOT_THERE,
    delivering.UNREADABLE,
    delivering.NO_SUCH_EQUIPMENT,
    sending.SIX_TIMES,
    syncing.INTERRUPTED,
    syncing.FEWER_THAN_BEFORE,
)
