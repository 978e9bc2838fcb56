"""Names that meet in one place must differ, and none may be a word that already means something there."""

from ...case import MIGRATE
from ...model.definition import Definition, Event, Start
from ...model.position import Position
from ...model.tree import walk
from ...model.types import RoleType
from ..context import Context

EXPRESSION_WORDS = frozenset({"today", "taken", "before", "after", "true", "false", "in"})
# Attributes of the models and machines of `transitions`, which an event's name would hide.
MACHINE_WORDS = frozenset(
    {
        *("state", "trigger", "states", "events", "initial", "name", "model", "models", "model_attribute"),
        *("model_override", "dispatch", "callback", "callbacks", "add_model", "add_state", "add_states"),
        *(
            "add_transition",
            "add_transitions",
            "add_ordered_transitions",
            "auto_transitions",
            "prepare_event",
        ),
        *("before_state_change", "after_state_change", "finalize_event", "event_cls", "state_cls"),
        *("transition_cls", "get_model_state", "get_state", "get_transitions", "get_triggers", "set_state"),
        *("has_queue", "ignore_invalid_triggers", "on_exception", "on_final", "remove_model", "send_event"),
        *(
            "remove_transition",
            "resolve_callable",
            "self_literal",
            "separator",
            "wildcard_all",
            "wildcard_same",
        ),
    }
)
MACHINE_PREFIXES = ("is_", "to_", "may_", "on_enter_", "on_exit_")
STATE_WORDS = frozenset({"stay", "clock"})
ACT_WORDS = frozenset({MIGRATE})


def check_names(definition: Definition, context: Context) -> None:
    """Data, parameters, links and lets share one name space; states and tags another; events and starts a third."""
    _check_expression_names(definition, context)
    _check_state_names(definition, context)
    _check_acts(definition, context)
    for name, parameter in definition.parameters.items():
        if isinstance(parameter.type, RoleType) and name in definition.roles:
            _twice(context, parameter.position, name, definition.roles[name].position)


def _check_expression_names(definition: Definition, context: Context) -> None:
    from ...guards.slips import WORDS

    declared: list[tuple[str, Position | None]] = [
        *((n, f.position) for n, f in definition.parameters.items()),
        *((n, f.position) for n, f in definition.data.items()),
        *((n, link.position) for n, link in definition.links.items()),
        *((n, let.position) for n, let in definition.let.items()),
    ]
    seen: dict[str, Position | None] = {}
    for name, position in declared:
        if name in EXPRESSION_WORDS or name in WORDS:
            _add(context, "reserved_name", position, {"name": name})
        if name in seen:
            _twice(context, position, name, seen[name])
        seen.setdefault(name, position)


def _check_state_names(definition: Definition, context: Context) -> None:
    seen: dict[str, Position | None] = {}
    for state, _ in walk(definition.states):
        if state.name in STATE_WORDS:
            _add(context, "reserved_name", state.position, {"name": state.name})
        if state.name in seen:
            _twice(context, state.position, state.name, seen[state.name])
        seen.setdefault(state.name, state.position)
    for reference in context.references:
        if reference.kind == "tag" and reference.name in seen:
            _twice(context, reference.node.position, reference.name, seen[reference.name])
        if reference.kind == "tag" and reference.name in STATE_WORDS:
            _add(context, "reserved_name", reference.node.position, {"name": reference.name})


def _check_acts(definition: Definition, context: Context) -> None:
    acts: list[Start | Event] = [*definition.start.values(), *definition.events.values()]
    for act in acts:
        if act.name in ACT_WORDS:
            _add(context, "reserved_name", act.position, {"name": act.name})
    for name, event in definition.events.items():
        if name in MACHINE_WORDS or name.startswith(MACHINE_PREFIXES):
            _add(context, "event_name_taken", event.position, {"name": name})
        if name in definition.start:
            _twice(context, event.position, name, definition.start[name].position)


def _twice(context: Context, position: Position | None, name: str, first: Position | None) -> None:
    _add(context, "name_taken", position, {"name": name, "line": first.line if first else "?"})


def _add(context: Context, code: str, position: Position | None, values: dict[str, object]) -> None:
    if position is not None:
        context.problems.add(code, position, values)
