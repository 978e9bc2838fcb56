"""Roles, states, starts and events: who acts, from where to where."""

from ...model.definition import CLOCK
from ..checks.names import EXPRESSION_WORDS, MACHINE_PREFIXES, MACHINE_WORDS, STATE_WORDS
from ..durations import LENGTH
from ..events import CLOCK_ONLY, NOT_FOR_CLOCKS
from ..links import MOST as MOST_LINKED
from ..scalars import NAME
from ..states import FINALS
from .shapes import Shape, closed, named, one_or_list, ref, whole

DUTIES = ("requires", "not_by", "only_by")
OTHERWISE: Shape = {"type": "object", "required": ["else"]}
CONDITIONAL: Shape = {"not": OTHERWISE}
MOST_BRANCHES = 8  # of which a shape tells that only the last may be `else`
CLOSED: Shape = {"if": {"type": "array"}, "then": {"contains": OTHERWISE}}  # time cannot wait for a branch


def shapes() -> dict[str, Shape]:
    """What the sections refer to."""
    return {
        "state": _state(),
        "start": _start(),
        "event": _event(),
        "takes": _takes(),
        "moves": named({"anyOf": [ref("name"), _branches()]}, least=1),
        "duration": {"anyOf": [{"type": "string", "pattern": whole(LENGTH.pattern)}, ref("name")]},
    }


def sections() -> dict[str, Shape]:
    """`links`, `let`, `roles`, `start`, `states` and `events`."""
    words: dict[str, Shape] = {"title": ref("text"), "else": ref("text"), "basis": ref("basis")}
    let = closed("let", {"is": ref("expression")} | words, ["is"])
    role = closed(
        "role",
        {"title": ref("text"), "is": ref("name"), "at": ref("name")},
        **{"not": {"required": ["is", "at"]}},
    )
    return {
        "links": named(_link(), without=EXPRESSION_WORDS),
        "let": named(let),
        "roles": named(role, without=[CLOCK]),
        "start": named(ref("start"), least=1),
        "states": named(ref("state"), without=STATE_WORDS, least=1),
        "events": named(ref("event"), without=MACHINE_WORDS, pattern=_not_of_machines()),
    }


def _link() -> Shape:
    asks: dict[str, Shape] = {"of": ref("name"), "in": ref("names")}
    counts: dict[str, Shape] = {
        "count": ref("identifier"),
        "by": ref("name"),
        "in": ref("names"),
        "max": {"type": "integer", "minimum": 1, "maximum": MOST_LINKED},
    }
    words: dict[str, Shape] = {"title": ref("text"), "basis": ref("basis")}
    kinds = [closed("link", asks | words, asks), closed("link", counts | words, ["count", "by"])]
    return {"type": "object", "anyOf": kinds}


def _not_of_machines() -> str:
    """A name that no method of the state machine has."""
    return f"^(?!{'|'.join(MACHINE_PREFIXES)})(?:{NAME.pattern})$"


def state(inside: str = "state") -> dict[str, Shape]:
    """The keys of a state; `inside` is the shape of those in it."""
    return {
        "title": ref("text"),
        "states": named(ref(inside), without=STATE_WORDS, least=1),
        "initial": ref("name"),
        "at": ref("name"),
        "tag": ref("names"),
        "goal": {"type": "boolean"},
        "final": {"enum": list(FINALS)},
        "basis": ref("basis"),
    }


def _state() -> Shape:
    return closed(
        "state",
        state(),
        dependencies={"final": {"not": {"required": ["states"]}}, "initial": ["states"]},
    )


def _takes() -> Shape:
    own = named(ref("payload_field"))
    return {
        "anyOf": [
            ref("name"),
            own,
            {"type": "array", "items": {"anyOf": [ref("name"), own]}, "uniqueItems": True},
        ]
    }


def _start() -> Shape:
    role: Shape = {"allOf": [ref("name"), {"not": {"const": CLOCK}}]}
    keys: dict[str, Shape] = {
        "title": ref("text"),
        "by": one_or_list(role),
        "to": ref("name"),
        "takes": ref("takes"),
        "when": ref("guards"),
        "sets": ref("sets"),
        "attests": ref("names"),
        "basis": ref("basis"),
    }
    return closed("start", keys, ["by", "to"])


def _event() -> Shape:
    keys: dict[str, Shape] = {
        "title": ref("text"),
        "by": ref("names"),
        "not_by": ref("names"),
        "only_by": ref("names"),
        "requires": ref("names"),
        "within": ref("name"),
        "at": ref("expression"),
        "after": ref("duration"),
        "not_counting": ref("names"),
        "takes": ref("takes"),
        "collects": ref("name"),
        "when": ref("guards"),
        "sets": ref("sets"),
        "clears": ref("names"),
        "moves": ref("moves"),
        "must": {"type": "boolean"},
        "basis": ref("basis"),
    }
    alone: Shape = {"anyOf": [{"const": CLOCK}, {"const": [CLOCK]}]}
    clock: Shape = {
        "properties": {"moves": {"additionalProperties": CLOSED}} | dict.fromkeys(NOT_FOR_CLOCKS, False),
        "oneOf": [{"required": ["at"]}, {"required": ["after"]}],
        "dependencies": {"not_counting": ["after"]},
        "if": {"required": ["after"], "properties": {"after": {"type": "string", "pattern": " months?$"}}},
        "then": {"properties": {"not_counting": False}},
    }
    others: Shape = {
        "properties": {"by": {"not": {"contains": {"const": CLOCK}, "type": "array"}}}
        | dict.fromkeys(CLOCK_ONLY, False),
        "dependencies": {"within": {"anyOf": [{"required": [duty]} for duty in DUTIES]}},
    }
    when_clock: Shape = {
        "if": {"required": ["by"], "properties": {"by": alone}},
        "then": clock,
        "else": others,
    }
    return closed("event", keys, ["by", "moves"], **when_clock)


def _branches() -> Shape:
    """No `else` stands before others; behind the first branches, a shape cannot tell."""
    return {
        "type": "array",
        "items": _branch(),
        "minItems": 1,
        "allOf": [
            {"if": {"minItems": before + 1}, "then": {"items": [*[{}] * (before - 1), CONDITIONAL]}}
            for before in range(1, MOST_BRANCHES)
        ],
    }


def _branch() -> Shape:
    last = closed("branch", {"else": ref("name"), "sets": ref("sets")}, ["else"])
    keys: dict[str, Shape] = {"when": ref("guard"), "to": ref("name"), "sets": ref("sets")}
    return {"anyOf": [closed("branch", keys, ["when", "to"]), last]}
