"""Files of evidence: a line of canonical JSON for each thing, and a last line that seals all before it.

The first line names what the file is and its format; the last one counts what is in it and has the SHA-256 of the
bytes of all lines before. docs/format.md describes them for programs in other languages.
"""

import json
from collections.abc import Iterator
from hashlib import sha256
from typing import Any, BinaryIO

from ...errors import StoreError
from ...messages import say

FORMAT = 1
LONGEST = 64 * 1024 * 1024  # bytes of a line
END = "end"

Record = dict[str, Any]


def line_of(record: Record) -> bytes:
    """Sorted, compact, UTF-8, as it is: what is stored is not normalised again."""
    text = json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode() + b"\n"


class Writer:
    """Writes records to a binary stream and counts them; `end` seals them and gives the SHA-256."""

    def __init__(self, stream: BinaryIO, kind: str, **more: object) -> None:
        self._stream = stream
        self._sum = sha256()
        self.counts: dict[str, int] = {}
        self._write({"kind": kind, "format": FORMAT, **more})

    def add(self, kind: str, **record: object) -> None:
        self.counts[kind] = self.counts.get(kind, 0) + 1
        self._write({"kind": kind, **record})

    def end(self, *kinds: str) -> str:
        """The last line: how many records of each kind there are, and the seal."""
        seal = self._sum.hexdigest()
        counts = {kind: self.counts.get(kind, 0) for kind in kinds}
        self._stream.write(line_of({"kind": END, "records": counts, "sha256": seal}))
        return seal

    def _write(self, record: Record) -> None:
        line = line_of(record)
        self._sum.update(line)
        self._stream.write(line)


class Reader:
    """Reads such a file line by line; raises StoreError with file and line where it is not as it was written.

    That it was cut off, or that a line was changed, is known for certain at its last line only: what was read must
    not count before the iteration has ended. `sha256` is the seal and `head` the first line.
    """

    def __init__(self, stream: BinaryIO, name: str, kind: str) -> None:
        self._stream = stream
        self._name = name
        self._kind = kind
        self._sum = sha256()
        self.line = 0
        self.sha256 = ""
        self.head: Record = {}

    def __iter__(self) -> Iterator[Record]:
        self.head = self._next()
        if self.head.get("kind") != self._kind:
            raise self.damaged(f"file_not_{self._kind}")
        if self.head.get("format") != FORMAT:
            raise StoreError(
                say("store.file_format", file=self._name, format=self.head.get("format")), "file_format"
            )
        counts: dict[str, int] = {}
        while True:
            before = self._sum.hexdigest()
            record = self._next()
            if record.get("kind") == END:
                break
            kind = str(record.get("kind"))
            counts[kind] = counts.get(kind, 0) + 1
            yield record
        records = record.get("records")
        kept = (
            {kind: number for kind, number in records.items() if number}
            if isinstance(records, dict)
            else None
        )
        if set(record) != {"kind", "records", "sha256"} or record["sha256"] != before or kept != counts:
            raise self.damaged("file_seal")
        if self._stream.read(1):
            self.line += 1
            raise self.damaged("file_line")
        self.sha256 = before

    def damaged(self, code: str) -> StoreError:
        """What is wrong with the line that was read last."""
        return StoreError(say(f"store.{code}", file=self._name, line=self.line), code)

    def _next(self) -> Record:
        raw = self._stream.readline(LONGEST)
        self.line += 1
        if not raw.endswith(b"\n"):
            raise self.damaged("file_line" if raw else "file_cut_off")
        try:
            record = json.loads(raw)
            same = isinstance(record, dict) and line_of(record) == raw
        except (ValueError, RecursionError):
            same = False
        if not same:
            raise self.damaged("file_line")
        self._sum.update(raw)
        return dict(record)
