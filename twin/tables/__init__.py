"""The lists of a station as tables: what each says, how it is narrowed, and who may read it. One file a table."""

from __future__ import annotations

from twin.tables import assets, declarations, documents, findings, orders, rooms, units
from twin.tables.table import Table

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        assets.TABLE,
        units.TABLE,
        rooms.TABLE,
        orders.TABLE,
        documents.TABLE,
        declarations.TABLE,
        findings.TABLE,
    )
}
