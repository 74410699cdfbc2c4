"""Who made an entity, where the schema wants to know: IFC2X3 takes no relation or set without it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from assets.ifc.attributes import Entity

APPLICATION = "station-twin"
APPLICATION_NAME = "Station Twin"
VERSION = "1"


@dataclass
class Ownership:
    """Gives new entities their owner history: one for a release in IFC2X3, none in younger schemas.

    `moment` is when the changes were made; `organisation` on whose word.
    """

    model: Any
    moment: datetime
    organisation: str
    _made: Entity | None = None

    def history(self) -> Entity | None:
        if self.model.schema_identifier != "IFC2X3":
            return None
        if self._made is None:
            self._made = self._history()
        return self._made

    def _history(self) -> Entity:
        stamp = int(self.moment.replace(tzinfo=self.moment.tzinfo or UTC).timestamp())
        application = self._application()
        user = self.model.create_entity(
            "IfcPersonAndOrganization",
            ThePerson=self.model.create_entity("IfcPerson", FamilyName=self.organisation),
            TheOrganization=self.model.create_entity("IfcOrganization", Name=self.organisation),
        )
        return self.model.create_entity(
            "IfcOwnerHistory",
            OwningUser=user,
            OwningApplication=application,
            ChangeAction="ADDED",
            CreationDate=stamp,
        )

    def _application(self) -> Entity:
        """One program is named once in a file: rule UR1 of IfcApplication."""
        for one in self.model.by_type("IfcApplication"):
            if one.ApplicationIdentifier == APPLICATION:
                return one
        return self.model.create_entity(
            "IfcApplication",
            ApplicationDeveloper=self.model.create_entity("IfcOrganization", Name=APPLICATION_NAME),
            Version=VERSION,
            ApplicationFullName=APPLICATION_NAME,
            ApplicationIdentifier=APPLICATION,
        )
