"""The history is the outbox: consumers are told of every entry, at least once and in order within a case."""

from .consumer import Consumer, consumer
from .delivery import RETRY, DeadLetter, Delivered, Delivery, Progress, Retry
from .progress import consumers

__all__ = [
    "RETRY",
    "Consumer",
    "DeadLetter",
    "Delivered",
    "Delivery",
    "Progress",
    "Retry",
    "consumer",
    "consumers",
]
