"""The XML form of OCEL 2.0: `log` with `objects` and `events`, each with its attributes and relationships."""

from pathlib import Path
from typing import Any
from xml.parsers import expat

from ...errors import DefinitionError
from .logs import unfit

OBJECT, EVENT = ("log", "objects", "object"), ("log", "events", "event")
SAID = (*EVENT, "attributes", "attribute")
TOUCHED = (*EVENT, "objects", "relationship")


def read_xml(file: Path) -> dict[str, list[dict[str, Any]]]:
    """The log in the shape of its JSON form. A document type is refused: it could name other files, or swell."""
    reading = _Reading(file)
    with file.open("rb") as stream:
        reading.read(stream.read())
    return {"objects": reading.objects, "events": reading.events}


class _Reading:
    """One parser, and the elements that are open."""

    def __init__(self, file: Path) -> None:
        self.objects: list[dict[str, Any]] = []
        self.events: list[dict[str, Any]] = []
        self._file = file
        self._path: tuple[str, ...] = ()
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._open
        self._parser.EndElementHandler = self._close
        self._parser.CharacterDataHandler = self._text
        self._parser.StartDoctypeDeclHandler = self._refuse

    def read(self, text: bytes) -> None:
        try:
            self._parser.Parse(text, True)  # noqa: FBT003 - expat's
        except expat.ExpatError as error:
            detail = expat.errors.messages[error.code]
            raise unfit(self._file, "log_xml", error.lineno, error.offset + 1, detail=detail) from None

    def _open(self, name: str, attributes: dict[str, str]) -> None:
        self._path = (*self._path, name)
        if len(self._path) == 1 and name != "log":
            raise self._wrong("log_not_ocel")
        try:
            if self._path == OBJECT:
                self.objects.append({"id": attributes["id"], "type": attributes["type"]})
            elif self._path == EVENT:
                plain = {key: attributes[key] for key in ("id", "type", "time")}
                self.events.append({**plain, "attributes": [], "relationships": []})
            elif self._path == SAID:
                self.events[-1]["attributes"].append({"name": attributes["name"], "value": ""})
            elif self._path == TOUCHED:
                touched = {"objectId": attributes["object-id"], "qualifier": attributes.get("qualifier")}
                self.events[-1]["relationships"].append(touched)
        except KeyError:
            raise self._wrong("log_not_ocel") from None

    def _text(self, text: str) -> None:
        if self._path == SAID:
            self.events[-1]["attributes"][-1]["value"] += text

    def _close(self, _name: str) -> None:
        self._path = self._path[:-1]

    def _refuse(self, *_: object) -> None:
        raise self._wrong("log_doctype")

    def _wrong(self, code: str) -> DefinitionError:
        line, column = self._parser.CurrentLineNumber, self._parser.CurrentColumnNumber + 1
        return unfit(self._file, code, line, column)
