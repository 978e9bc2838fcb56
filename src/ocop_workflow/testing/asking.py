"""What a trial asks of a store: one request under its key, the way it is sent, and what comes back."""

from collections.abc import Mapping
from datetime import datetime
from inspect import signature
from typing import Any

from attrs import frozen

from ..access import Actor
from ..case import Case, Decision
from ..errors import Refused
from ..workflow import Workflow
from .stores import CaseStore


@frozen
class Request:
    """An event that somebody asks for under a key; `start` is the workflow where a case begins with it.

    `now` is when it is asked for, `at` when it happened, if that is said. `expected` is the number of the entry that
    the asker has read last, where they say so.
    """

    key: str
    case_id: str
    event: str
    payload: Mapping[str, object]
    actor: Actor
    now: datetime
    at: datetime | None = None
    start: Workflow | None = None
    expected: int | None = None

    def send(self, store: CaseStore) -> Case:
        """Ask the store; raises what it raises."""
        if self.start is not None:
            return store.start(
                self.start,
                self.payload,
                actor=self.actor,
                id=self.case_id,
                event=self.event,
                at=self.at,
                key=self.key,
            )
        given: dict[str, Any] = {} if self.expected is None else {"expected": self.expected}
        return store.fire(
            self.case_id, self.event, self.payload, actor=self.actor, at=self.at, key=self.key, **given
        )


@frozen
class Answered:
    """A request with the case that was the answer."""

    request: Request
    case: Case


def takes_expected(store: CaseStore) -> bool:
    """Whether askers of this store can say what they have read."""
    return "expected" in signature(store.fire).parameters


def codes_of(said: Decision | Refused) -> tuple[str, ...]:
    """The codes of its reasons, each once."""
    return tuple(dict.fromkeys(reason.code for reason in said.reasons))
