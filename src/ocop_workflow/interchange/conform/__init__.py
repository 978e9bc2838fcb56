"""Does what another system did agree with a workflow? Logs in, deviations out."""

from .logs import Logged, Trace, read_log
from .replay import Deviation, Replay
from .report import Conformance, Group, conform

__all__ = ["Conformance", "Deviation", "Group", "Logged", "Replay", "Trace", "conform", "read_log"]
