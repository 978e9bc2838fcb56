"""`properties:`: claims about every run, each a template of the field's over letters, with an optional scope."""

from collections.abc import Mapping

from attrs import frozen

from ..model.definition import Duration, Letter, Property
from ..model.expression import Expression
from ..model.types import Field
from . import scalars
from .basis import read_basis
from .context import Context
from .durations import read_duration
from .expressions import read_expression
from .fields import Fields, as_mapping
from .letters import read_consequence, read_letter, read_scope
from .nodes import ListNode, MappingNode, Node, ScalarNode

ONE = ("existence", "absence", "exactly", "init", "end", "never")
TWO = (
    *("responded_existence", "co_existence", "response", "precedence", "succession"),
    *("alternate_response", "alternate_precedence", "alternate_succession"),
    *("chain_response", "chain_precedence", "chain_succession"),
    *("not_co_existence", "not_succession", "not_chain_succession"),
    *("choice", "exclusive_choice", "within", "apart"),
)
DECISIONS = ("complete", "unique")  # of the branches that a set of events has in a state
TEMPLATES = (*ONE, *TWO, "invariant", "at", *DECISIONS)
COUNTED = ("existence", "absence", "exactly")
MOST_TIMES = 100


@frozen
class _Said:
    """What the template's own value says."""

    letters: tuple[Letter, ...] = ()
    holds: Expression | None = None
    scope: tuple[str, ...] | None = None


def read_properties(
    node: Node | None, context: Context, parameters: Mapping[str, Field]
) -> tuple[Property, ...]:
    """A list of mappings, each with one template and what limits or explains it."""
    if node is None:
        return ()
    read = [_read_property(item, context, parameters) for item in scalars.plain_list(node, context.problems)]
    return tuple(found for found in read if found is not None)


def _read_property(node: Node, context: Context, parameters: Mapping[str, Field]) -> Property | None:
    mapping = as_mapping(node, context.problems)
    if mapping is None:
        return None
    template = _template(mapping, context)
    if template is None:
        return None
    fields = Fields(mapping, context.problems)
    said = _read_said(template, fields, context)
    scope = said.scope or read_scope(fields, context, template)
    duration = _read_time(fields, context, parameters) if template == "within" else None
    times = fields.take("times") if template in COUNTED else None
    title = scalars.bilingual(fields.take("title"), context.problems)
    basis = read_basis(fields.take("basis"), context)
    fields.done()
    if times is None and template == "exactly":
        context.problems.add("missing_key", node, {"key": "times"})
    count = None if times is None else scalars.integer(times, context.problems)
    if times is not None and count is not None and not 1 <= count <= MOST_TIMES:
        context.problems.add(
            "number_out_of_range", times, {"given": count, "minimum": 1, "maximum": MOST_TIMES}
        )
    return Property(
        template,
        said.letters,
        scope,
        holds=said.holds,
        duration=duration,
        times=count,
        title=title,
        basis=basis,
        position=node.position,
    )


def _template(mapping: MappingNode, context: Context) -> str | None:
    """The one template; `within` with a single word is a scope, with a list the template."""
    keys = [key for key, value in mapping.entries if key.text in TEMPLATES and not _is_scope(key, value)]
    if len(keys) == 1:
        return keys[0].text
    if keys:
        context.problems.add("two_templates", keys[1], {"first": keys[0].text, "second": keys[1].text})
    else:
        first = mapping.entries[0][0] if mapping.entries else mapping
        wrong = first.text if isinstance(first, ScalarNode) else ""
        context.problems.add("unknown_template", first, {"given": wrong[:80]}, wrong=wrong, among=TEMPLATES)
    return None


def _is_scope(key: ScalarNode, value: Node) -> bool:
    return key.text == "within" and isinstance(value, ScalarNode)


def _read_said(template: str, fields: Fields, context: Context) -> _Said:
    node = fields.take(template)
    assert node is not None
    if template == "invariant":
        return _Said(holds=read_expression(node, context))
    if template == "at":
        inner = Fields(node, context.problems)
        spoken, done, holds = read_consequence(inner, context)
        inner.done()
        return _Said((spoken,) if done == Letter(None) else (spoken, done), holds)
    if template in DECISIONS:
        return _read_decision(node, context)
    wanted = 1 if template in ONE else 2
    nodes = node.items if isinstance(node, ListNode) else (node,)
    if len(nodes) != wanted:
        context.problems.add("letters_wanted", node, {"template": template, "count": wanted})
        return _Said()
    letters = [read_letter(item, context) for item in nodes]
    if template == "apart":
        for item, letter in zip(nodes, letters, strict=True):
            if letter is not None and (letter.is_conditional or not letter.events):
                context.problems.add("events_alone", item, {"template": template})
    return _Said(tuple(letter for letter in letters if letter is not None))


def _read_decision(node: Node, context: Context) -> _Said:
    fields = Fields(node, context.problems)
    state, events = fields.need("state"), fields.need("events")
    fields.done()
    named = scalars.names(events, context.problems)
    where = () if state is None else scalars.names(state, context.problems)
    letters = tuple(Letter(event) for event in context.refer("event", *named))
    return _Said(letters, scope=("state", *context.refer("state", *where[:1])))


def _read_time(fields: Fields, context: Context, parameters: Mapping[str, Field]) -> Duration | None:
    time = fields.need("time")
    return None if time is None else read_duration(time, context, parameters)
