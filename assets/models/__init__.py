"""What a station is made of: places, equipment, what is fitted there, and the files that say so."""

from assets.models.access import Membership, ReadingLanguage
from assets.models.asset import Asset, AssetAlias, AssetType, Unit
from assets.models.connection_proposal import ConnectionProposal
from assets.models.document import Document, DocumentLink
from assets.models.element import Element, ElementMatch, Run
from assets.models.finding import Finding
from assets.models.history import HistoryEntry, HistoryHead
from assets.models.hotspot import Hotspot
from assets.models.isolation_card import IsolationCard
from assets.models.job import Job
from assets.models.location import Location, LocationSource
from assets.models.network import Connection, Control, Port, ServedPlace, System, SystemMember
from assets.models.organisation import Employment, Organisation
from assets.models.precaution import Access, Hazard, ResponsibleParty
from assets.models.property_version import PropertyVersion
from assets.models.revision import Revision
from assets.models.station import Station
from assets.models.survey import DrawnRoom, Survey

__all__ = [
    "Access",
    "Asset",
    "AssetAlias",
    "AssetType",
    "Connection",
    "ConnectionProposal",
    "Control",
    "Document",
    "DocumentLink",
    "DrawnRoom",
    "Element",
    "ElementMatch",
    "Employment",
    "Finding",
    "Hazard",
    "HistoryEntry",
    "HistoryHead",
    "Hotspot",
    "IsolationCard",
    "Job",
    "Location",
    "LocationSource",
    "Membership",
    "Organisation",
    "Port",
    "PropertyVersion",
    "ReadingLanguage",
    "ResponsibleParty",
    "Revision",
    "Run",
    "ServedPlace",
    "Station",
    "Survey",
    "System",
    "SystemMember",
    "Unit",
]
