"""Building reasons: the frozen codes, their order, and the names that people read."""

from collections.abc import Iterable

from ..case import MIGRATE, Reason
from ..messages import say
from ..messages.spelling import nearest
from ..model.definition import Definition, Event, Start
from ..model.text import Text
from ..model.tree import StateTree

CODES = (
    "unknown_event",
    "wrong_state",
    "not_permitted",
    "invalid_payload",
    "requires_unmet",
    "guard_unmet",
    "guard_error",
)


def in_order(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """Sorted by code as SEMANTICS has them; within a code, as they were found."""
    return tuple(sorted(reasons, key=_place))


def _place(reason: Reason) -> int:
    return CODES.index(reason.code)


def titled(title: Text, name: str) -> Text:
    """The title in each language, else the other language's, else the name itself."""
    return Text(vi=title.say("vi") or name, en=title.say("en") or name)


def event_title(definition: Definition, name: str) -> Text:
    """The title of an event or a start, or of the move that brought a case under the definition."""
    if name == MIGRATE:
        return say("engine.moved", version=definition.version)
    declared: Event | Start | None = definition.events.get(name) or definition.start.get(name)
    return titled(declared.title if declared else Text(), name)


def state_title(tree: StateTree, name: str) -> Text:
    """A tag has no title: its name stands."""
    state = tree.states.get(name)
    return titled(state.title if state else Text(), name)


def listed(texts: Iterable[Text]) -> Text:
    """Names one after the other, in each language."""
    given = list(texts)
    return Text(vi="; ".join(t.say("vi") for t in given), en="; ".join(t.say("en") for t in given))


def unknown_event(definition: Definition, event: str, known: Iterable[str]) -> Reason:
    """An event that the workflow does not declare, with the nearest name that it does."""
    close = nearest(event, list(known))
    if close:
        text = say("engine.unknown_event_close", event=event, close=close)
    else:
        text = say(
            "engine.unknown_event", event=event, workflow=titled(definition.title, definition.workflow)
        )
    return Reason("unknown_event", text, values={"event": event})


def basis_of(*bases: Iterable[str]) -> tuple[str, ...]:
    """Sources and marks without repetition, in order."""
    return tuple(dict.fromkeys(item for basis in bases for item in basis))
