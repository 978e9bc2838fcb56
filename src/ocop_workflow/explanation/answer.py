"""What an explanation says: data only; sentences are made where they are read."""

from collections.abc import Mapping
from datetime import datetime

from attrs import field, frozen

from ..case import Case, Reason
from ..model.text import Text


@frozen
class Post:
    """A role that may act, and where it must be held: a unit, or a `problem` where there is none (None: anywhere).

    `party` is the id that the actor must act for, where the role is a party's.
    """

    role: str
    unit: str | None = None
    party: str | None = None
    problem: Text | None = None


@frozen
class Able:
    """A person of the directory who may act, in which role and unit, and in whose place."""

    actor: str
    role: str | None
    unit: str | None
    on_behalf: str | None


@frozen
class Barred:
    """A person who holds the role but whom a duty bars."""

    actor: str
    reasons: tuple[Reason, ...]


@frozen
class Who:
    """Who could do `event` in `state`. `able` and `barred` are None where no directory was given."""

    event: str
    state: str
    posts: tuple[Post, ...]
    able: tuple[Able, ...] | None = None
    barred: tuple[Barred, ...] | None = None


@frozen
class Way:
    """A shortest way of events to a state where the event is possible: (event, the state it leads to), in order.

    Control only: whether guards and people let a case go it is not judged.
    """

    state: str
    steps: tuple[tuple[str, str], ...]


@frozen
class Need:
    """One comparison or condition that must turn: `what` has the value `has` and must be `relation` `bound`.

    `what` is the text of an expression, or the name of a `let`. Relations: >= > <= < == != in, "not in", set, unset,
    and holds or fails for conditions. `has` is None where there is no value yet. `more` counts how many more of a
    whole number are needed. `kept`: it is so already, and must stay so when the rest turns.
    """

    what: str
    relation: str
    has: object = None
    bound: object = None
    bound_text: str = ""
    more: int | None = None
    kept: bool = False


@frozen
class Change:
    """Data, payload, linked cases or day with which it would hold, as they were tried, and what has to turn for that.

    `data` has None for a field that is cleared; `taken` is a whole payload, with plain values where nothing hangs on
    them; `links` is what linked cases would have to say; `at` is the instant to wait for. `writers` are the events
    that are possible in the case's state and write one of these data.
    """

    needs: tuple[Need, ...]
    data: Mapping[str, object] = field(factory=dict)
    taken: Mapping[str, object] = field(factory=dict)
    links: Mapping[str, object] = field(factory=dict)
    at: datetime | None = None
    writers: tuple[str, ...] = ()


@frozen
class Remedy:
    """For a guard that does not hold: what it says, and changes that satisfy it, the smallest first, if any."""

    guard: str
    said: Text
    changes: tuple[Change, ...]


@frozen
class Outcome:
    """Where the event would lead (`target` None: it stays), whether it does so now, and with which changes else."""

    target: str | None
    taken: bool
    changes: tuple[Change, ...] = ()


@frozen
class Missing:
    """An event that must have happened before: who could do it, or the ways to where it is possible."""

    event: str
    who: Who | None
    ways: tuple[Way, ...] = ()


@frozen
class Explanation:
    """The answer about one event on a case, settled at `at`; `reasons` are those that hold for everybody able.

    `asked` are the reasons against the one actor that was asked for. A remedy stands for each guard that is not met
    or that only the payload decides.
    """

    event: str
    case: Case
    at: datetime
    reasons: tuple[Reason, ...]
    asked: tuple[Reason, ...] | None = None
    who: Who | None = None
    remedies: tuple[Remedy, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    ways: tuple[Way, ...] = ()
    missing: tuple[Missing, ...] = ()
