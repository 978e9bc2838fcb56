"""Cases, histories, definitions and due dates over a PEP 249 connection: what must not be lost."""

from .dues import DueEvent
from .firing import Command
from .store import Store
from .verify import Finding

__all__ = ["Command", "DueEvent", "Finding", "Store"]
