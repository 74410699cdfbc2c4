"""What people do to a station and learn about it: orders, declarations, notes, and the systems they come from."""

from maintenance.models.declaration import Change, Declaration, Verification
from maintenance.models.device_state import DeviceState
from maintenance.models.dossier import Dossier, DossierUse, SecondFactor
from maintenance.models.evidence import Evidence
from maintenance.models.note import Note, Notice
from maintenance.models.outbox import OutboxMessage
from maintenance.models.source import DeadLetter, Source, SourceAlias, Sync
from maintenance.models.token import AccessToken
from maintenance.models.work_order import ENDED, OPEN, Act, Placed, Request, Status, WorkOrder

__all__ = [
    "ENDED",
    "OPEN",
    "AccessToken",
    "Act",
    "Change",
    "DeadLetter",
    "Declaration",
    "DeviceState",
    "Dossier",
    "DossierUse",
    "Evidence",
    "Note",
    "Notice",
    "OutboxMessage",
    "Placed",
    "Request",
    "SecondFactor",
    "Source",
    "SourceAlias",
    "Status",
    "Sync",
    "Verification",
    "WorkOrder",
]
