"""Whom and where the records of a source speak of: our stations and firms by the names they give them."""

from __future__ import annotations

from assets.models import Organisation, Station
from maintenance.connectors.base import WorkOrderRecord
from maintenance.models import Source


class Named:
    """The stations and the firms, read once."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._stations = {station.code: station for station in Station.objects.lasting()}
        self._firms = _firms()

    def station(self, record: WorkOrderRecord) -> Station | None:
        return self._stations.get(record.station_code) if record.station_code else self._source.station

    def firm(self, team: str) -> Organisation | None:
        """As the source's settings say, else the firm of the same name; a team of the operator's own is none."""
        named = self._source.settings.get("teams", {}).get(team, team)
        return self._firms.get(str(named).casefold())


def _firms() -> dict[str, Organisation]:
    """Whose orders are whose, by name; not the operator's: its own teams are no firm, whoever else is called so."""
    known = list(Organisation.objects.all())
    operators = {each.name.casefold() for each in known if each.role == Organisation.Role.OPERATOR}
    names = {each.name.casefold(): each for each in known}
    return {name: firm for name, firm in names.items() if name not in operators}
