"""Tells a one-stop-shop portal over HTTP what becomes of the dossiers that were handed in there.

    python portal.py sqlite:///cases.db https://portal.example.org/api/status

Run it by a timer. What the portal did not take is tried again with the next run; what it refuses for good waits for
somebody, and so does what came later in the same dossier, so that the portal never hears of a step before another.
"""

import json
import sys
from collections.abc import Callable
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request, urlopen

from ocop_workflow import Store
from ocop_workflow.interchange import cloud_event, history_document
from ocop_workflow.store import Delivery

SOURCE = "https://example.org/cases"
PATIENCE = 10  # seconds for one answer: the portal may be slow, and must not hold everything up


def teller(store: Store, address: str) -> Callable[[Delivery], None]:
    """The handler. Its request has the entry's id, by which the portal knows what it has heard already."""

    def tell(delivery: Delivery) -> None:
        entry, event = delivery.entry, cloud_event(delivery, SOURCE)
        definition = store.workflows(entry.case)[entry.definition].definition
        known = history_document(entry, definition)
        titles = {name: known[name] for name in ("event_title", "target_title")}
        body = json.dumps({**event, "data": titles}, ensure_ascii=False).encode()
        headers = {"Content-Type": "application/cloudevents+json", "Idempotency-Key": quote(str(event["id"]))}
        try:
            urlopen(Request(address, body, headers), timeout=PATIENCE).close()  # noqa: S310 - the address is given
        except HTTPError as refused:
            with refused:
                text = refused.read(200).decode(errors="replace")
            raise ConnectionError(f"{refused.code} {text}") from refused

    return tell


def main(database: str, address: str) -> int:
    """0 if the portal knows all that happened, 1 if something waits or somebody must decide."""
    with Store.connect(database) as store:
        done = store.consumer("portal").deliver(teller(store, address))
        dead = store.consumer("portal").dead_letters()
    print(f"{done.delivered} told, {done.waiting} waiting, {done.dead} dead")
    for letter in dead:
        print(letter)
    return int(done.more or done.waiting > 0 or done.dead > 0)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
