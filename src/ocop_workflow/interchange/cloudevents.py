"""A delivered entry as a CloudEvent (CloudEvents 1.0.2, the JSON format), for buses and other systems."""

from ..case import Erased
from ..engine import entry_document
from ..errors import StoreError
from ..messages import say
from ..model.canonical import instant_text, plain
from ..store import Delivery

SPEC = "1.0"  # all of 1.0.x say so


def cloud_event(delivery: Delivery, source: str, *, personal: bool = False) -> dict[str, object]:
    """The envelope with the entry inside, ready for `json.dumps`.

    `source` names the store among all that send to the same place, as a URI or a part of one
    (`https://example.org/cases`). With it `id` is unique and stays the same however often the entry is delivered:
    whoever receives it twice can tell. `type` is the workflow and the event, `subject` the case, `time` when it
    happened, `sequence` the entry's number in its case. `data` is the entry as it is sealed, with its hash: commitments
    stand in place of personal values, which are added as `personal` only if asked for (null once erased).

    Raises StoreError for a source without letters or with blanks.
    """
    if not source or source != "".join(source.split()):
        raise StoreError(say("store.event_source", source=source), "event_source")
    entry = delivery.entry
    data = {**entry_document(entry), "hash": entry.hash}
    if personal:
        data["personal"] = {
            name: None if isinstance(value, Erased) else value for name, value in entry.personal.items()
        }
    return {
        "specversion": SPEC,
        "id": f"{entry.case}/{entry.seq}",
        "source": source,
        "type": f"{delivery.workflow}.{entry.event}",
        "subject": entry.case,
        "time": instant_text(entry.at),
        "sequence": f"{entry.seq:010}",  # the extension of that name sorts it as text
        "datacontenttype": "application/json",
        "data": plain(data),
    }
