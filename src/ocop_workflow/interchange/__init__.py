"""What happened in the forms that other systems read. Nothing in the library imports it."""

from .cloudevents import cloud_event
from .eventlog import LogWritten, write_log

__all__ = ["LogWritten", "cloud_event", "write_log"]
