"""Files what happened as CloudEvents, one line of JSON each, and goes on where it stopped.

    python file_events.py sqlite:///cases.db events.jsonl

Run it by a timer, or again after it was killed at any moment: no event is left out, and none is filed twice.
"""

import json
import os
import sys
from pathlib import Path

from ocop_workflow import Store
from ocop_workflow.interchange import cloud_event
from ocop_workflow.store import Delivery

SOURCE = "https://example.org/cases"


class Journal:
    """A file of events that knows which it has: what is delivered again after a kill is there already."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("a+b")
        self._file.seek(0)
        text = self._file.read()
        whole = text.rfind(b"\n") + 1
        self._file.truncate(whole)  # a last line that was cut off
        self._ids = {json.loads(line)["id"] for line in text[:whole].splitlines()}

    def file(self, delivery: Delivery) -> None:
        """The handler: returns once the line is on the disk."""
        event = cloud_event(delivery, SOURCE)
        if event["id"] in self._ids:
            return
        self._file.write(json.dumps(event, ensure_ascii=False).encode() + b"\n")
        self._file.flush()
        os.fsync(self._file.fileno())
        self._ids.add(event["id"])

    def close(self) -> None:
        self._file.close()


def main(database: str, path: str) -> int:
    """0 if all that happened is filed, 1 if something waits or somebody must decide."""
    journal = Journal(Path(path))
    with Store.connect(database) as store:
        done = store.consumer("journal").deliver(journal.file)
    journal.close()
    print(f"{done.delivered} filed, {done.waiting} waiting, {done.dead} dead")
    if done.held_up:
        print(done.held_up.text("en"))
    return int(done.more or done.waiting > 0 or done.dead > 0)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
