"""Cases, histories, definitions and due dates over a PEP 249 connection: what must not be lost."""

from .dues import DueEvent
from .firing import Command
from .outbox import Consumer, DeadLetter, Delivered, Delivery, Progress, Retry
from .store import Store
from .verify import Finding

__all__ = [
    "Command",
    "Consumer",
    "DeadLetter",
    "Delivered",
    "Delivery",
    "DueEvent",
    "Finding",
    "Progress",
    "Retry",
    "Store",
]
