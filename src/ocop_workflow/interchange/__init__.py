"""What happened in the forms that other systems read. Nothing in the library imports it."""

from .cloudevents import cloud_event

__all__ = ["cloud_event"]
