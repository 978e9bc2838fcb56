"""The lines of an export: what each kind has, and how one is told that is otherwise."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from attrs import frozen

from ...errors import StoreError
from ...messages import say
from ...model.text import Text
from .exporting import CASE, DEFINITION, ENTRY, LINK
from .sealed import Reader

NULLABLE = (str, type(None))
PARTS: Mapping[str, Mapping[str, Any]] = {  # of a line of each kind, with their types
    DEFINITION: dict.fromkeys(("digest", "workflow", "version", "behaviour", "document", "sha256"), str),
    ENTRY: {"document": str, "hash": str, "key": NULLABLE, "personal": list},
    CASE: {"id": str, "document": str},
    LINK: {"case": str, "field": str, "target": str},
}
PERSONAL = {"field": str, "value": NULLABLE, "key": NULLABLE}


@frozen
class Line:
    """The line that was read last, of the file called `name`."""

    reader: Reader
    name: str

    def require(self, record: Mapping[str, object], parts: Mapping[str, Any]) -> None:
        """Raises StoreError unless these are its parts, each of its type."""
        ok = isinstance(record, dict) and record.keys() == parts.keys()
        if not ok or not all(isinstance(record[part], kind) for part, kind in parts.items()):
            raise self.malformed()

    @contextmanager
    def decoding(self) -> Iterator[None]:
        """What cannot be decoded is told with the line."""
        try:
            yield
        except StoreError as error:
            raise self.damaged(error.told) from None
        except (ValueError, RecursionError):
            raise self.damaged(say("system.other_form")) from None

    def malformed(self) -> StoreError:
        """It is not of the format."""
        return self.reader.damaged("file_line")

    def damaged(self, why: Text) -> StoreError:
        """It does not agree with itself or with what came before."""
        told = say("store.import_damaged", file=self.name, line=self.reader.line, detail=why)
        return StoreError(told, "import_damaged")

    def differs(self, why: Text) -> StoreError:
        """It does not agree with what the store has."""
        told = say("store.import_differs", file=self.name, line=self.reader.line, detail=why)
        return StoreError(told, "import_differs")
