"""A store's histories as event logs, for analysis by other tools: XES (IEEE 1849) and OCEL 2.0."""

from .write import FORMS, LogWritten, write_log

__all__ = ["FORMS", "LogWritten", "write_log"]
