"""The history is the outbox: consumers are told of every entry, at least once and in order within a case."""

from .consumer import Consumer
from .delivery import DeadLetter, Delivered, Delivery, Progress
from .progress import consumers
from .settings import RETRY, Retry, Settings

__all__ = [
    "RETRY",
    "Consumer",
    "DeadLetter",
    "Delivered",
    "Delivery",
    "Progress",
    "Retry",
    "Settings",
    "consumers",
]
