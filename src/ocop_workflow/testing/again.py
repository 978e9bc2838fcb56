"""Requests that come again: the same one with its key, and another one with a key that was used."""

from attrs import evolve

from ..errors import Refused, StoreError
from .asking import Answered
from .trial import Trial


def redeliver(trial: Trial, earlier: Answered) -> None:
    """The same request again: the same answer, flagged, and nothing changes."""
    request, tale = evolve(earlier.request, at=None), trial.tale
    tale.note("again", event=request.event)
    tale.last = "redelivered"
    found = tale.answer(request.case_id, lambda: request.send(trial.store))
    if isinstance(found, Refused) or found != earlier.case or not found.replayed:
        tale.differ(request.case_id, "answered_anew", event=request.event)


def reuse(trial: Trial, earlier: Answered) -> None:
    """The key of one request for another's: an error, and nothing changes."""
    request, tale = earlier.request, trial.tale
    tale.note("reused", event=request.event)
    tale.last = "reused"
    other = evolve(request, at=None, actor=evolve(request.actor, id="somebody-else"))
    try:
        other.send(trial.store)
    except (StoreError, Refused):
        return
    except Exception as error:  # noqa: BLE001 - a host's store may raise anything
        tale.raised(request.case_id, error)
    tale.differ(request.case_id, "key_taken_twice", event=request.event)
