"""What a station is made of: places, equipment, what is fitted there, and the files that say so."""

from assets.models.access import Membership
from assets.models.asset import Asset, AssetAlias, AssetType, Unit
from assets.models.document import Document, DocumentLink
from assets.models.element import Element, ElementMatch, Run
from assets.models.finding import Finding
from assets.models.history import HistoryEntry
from assets.models.job import Job
from assets.models.location import Location, LocationSource
from assets.models.network import Connection, Port, System, SystemMember
from assets.models.revision import Revision
from assets.models.station import Station

__all__ = [
    "Asset",
    "AssetAlias",
    "AssetType",
    "Connection",
    "Document",
    "DocumentLink",
    "Element",
    "ElementMatch",
    "Finding",
    "HistoryEntry",
    "Job",
    "Location",
    "LocationSource",
    "Membership",
    "Port",
    "Revision",
    "Run",
    "Station",
    "System",
    "SystemMember",
    "Unit",
]
