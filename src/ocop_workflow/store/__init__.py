"""Cases, histories, definitions and due dates over a PEP 249 connection: what must not be lost."""

from .audit.checkpoint import Checkpoint, read_checkpoint
from .audit.exporting import Exported
from .audit.whole import Verification
from .case_ids import CaseIds
from .dues import DueEvent
from .firing import Command
from .outbox import Consumer, DeadLetter, Delivered, Delivery, Progress, Retry
from .store import Store
from .verify import Finding

__all__ = [
    "CaseIds",
    "Checkpoint",
    "Command",
    "Consumer",
    "DeadLetter",
    "Delivered",
    "Delivery",
    "DueEvent",
    "Exported",
    "Finding",
    "Progress",
    "Retry",
    "Store",
    "Verification",
    "read_checkpoint",
]
