"""Logs as XES (IEEE 1849): read element by element, so that a large log needs little memory."""

from collections.abc import Iterator
from pathlib import Path
from xml.parsers import expat

from ...errors import DefinitionError
from .logs import Logged, Trace, unfit

CHUNK = 1 << 16  # bytes that are parsed at once
DONE = "complete"  # the transition of an activity's life that counts, where a log has several


def read_xes(file: Path) -> Iterator[Trace]:
    """The traces of the log, in its order. Of events with a life cycle those count that complete.

    A document type is refused: it could name other files, or swell.
    """
    reading = _Reading(file)
    with file.open("rb") as stream:
        while True:
            chunk = stream.read(CHUNK)
            reading.feed(chunk)
            yield from reading.taken()
            if not chunk:
                return


class _Reading:
    """The state of one parser: the trace and the event that are open, and those traces that are whole."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._open
        self._parser.EndElementHandler = self._close
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._whole: list[Trace] = []
        self._depth = 0
        self._inside = 0  # 1 in a trace, 2 in an event
        self._at = 0  # the depth at which attributes are those of the trace or event itself
        self._trace: dict[str, str] = {}
        self._event: dict[str, str] = {}
        self._events: list[Logged] = []

    def feed(self, chunk: bytes) -> None:
        try:
            self._parser.Parse(chunk, not chunk)
        except expat.ExpatError as error:
            detail = expat.errors.messages[error.code]
            raise unfit(self._file, "log_xml", error.lineno, error.offset + 1, detail=detail) from None

    def taken(self) -> list[Trace]:
        whole, self._whole = self._whole, []
        return whole

    def _open(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._inside and self._depth == self._at + 1:
            key = attributes.get("key")
            if key is not None and "value" in attributes and name in {"string", "date"}:
                (self._event if self._inside == 2 else self._trace)[key] = attributes["value"]  # noqa: PLR2004
        if name == "log" and self._depth == 1:
            return
        if self._depth == 1:
            raise self._wrong("log_not_xes", found=name)
        if name == "trace" and not self._inside:
            self._inside, self._at, self._trace, self._events = 1, self._depth, {}, []
        elif name == "event" and self._inside == 1 and self._depth == self._at + 1:
            self._inside, self._at, self._event = 2, self._depth, {}

    def _close(self, name: str) -> None:
        if self._inside == 2 and self._depth == self._at:  # noqa: PLR2004 - an event
            self._take_event()
            self._inside, self._at = 1, self._at - 1
        elif self._inside == 1 and self._depth == self._at and name == "trace":
            if "concept:name" not in self._trace:
                raise self._wrong("log_unnamed_trace")
            self._whole.append(Trace(self._trace["concept:name"], tuple(self._events)))
            self._inside = 0
        self._depth -= 1

    def _take_event(self) -> None:
        event = self._event
        if "concept:name" not in event:
            raise self._wrong("log_unnamed_event")
        if event.get("lifecycle:transition", DONE).casefold() == DONE:
            self._events.append(
                Logged(
                    event["concept:name"], event.get("time:timestamp"),
                    event.get("org:resource"), event.get("org:role"),
                )
            )  # fmt: skip

    def _refuse(self, *_: object) -> None:
        raise self._wrong("log_doctype")

    def _wrong(self, code: str, **values: object) -> DefinitionError:
        line, column = self._parser.CurrentLineNumber, self._parser.CurrentColumnNumber + 1
        return unfit(self._file, code, line, column, **values)
