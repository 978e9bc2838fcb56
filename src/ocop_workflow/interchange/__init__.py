"""What happened in the forms that other systems read. Nothing in the library imports it."""

from .cloudevents import cloud_event
from .eventlog import LogWritten, write_log
from .machines import from_transitions
from .payload_schema import payload_schema

__all__ = ["LogWritten", "cloud_event", "from_transitions", "payload_schema", "write_log"]
