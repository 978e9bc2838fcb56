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
from .fields import Fields, as_mapping, items
from .nodes import ListNode, MappingNode, Node, ScalarNode

ONE = ("existence", "absence", "exactly", "init", "end", "never")
TWO = (
    *("responded_existence", "co_existence", "response", "precedence", "succession"),
    *("alternate_response", "alternate_precedence", "alternate_succession"),
    *("chain_response", "chain_precedence", "chain_succession"),
    *("not_co_existence", "not_succession", "not_chain_succession"),
    *("choice", "exclusive_choice", "within"),
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
    scope = said.scope or _read_scope(fields, context, template)
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
        known = {"known": ", ".join(TEMPLATES), "given": wrong[:80]}
        context.problems.add("unknown_template", first, known, wrong=wrong, among=TEMPLATES)
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
        letter = _letter_of(inner, context, with_parts=False)
        holds = read_expression(inner.need("holds"), context)
        inner.done()
        return _Said(() if letter is None else (letter,), holds)
    if template in DECISIONS:
        return _read_decision(node, context)
    wanted = 1 if template in ONE else 2
    nodes = node.items if isinstance(node, ListNode) else (node,)
    if len(nodes) != wanted:
        context.problems.add("letters_wanted", node, {"template": template, "count": wanted})
        return _Said()
    letters = [_read_letter(item, context) for item in nodes]
    return _Said(tuple(letter for letter in letters if letter is not None))


def _read_decision(node: Node, context: Context) -> _Said:
    fields = Fields(node, context.problems)
    state, events = fields.need("state"), fields.need("events")
    fields.done()
    named = scalars.names(events, context.problems)
    where = () if state is None else scalars.names(state, context.problems)
    letters = tuple(Letter(event) for event in context.refer("event", *named))
    return _Said(letters, scope=("state", *context.refer("state", *where[:1])))


def _read_letter(node: Node, context: Context) -> Letter | None:
    if isinstance(node, ScalarNode):
        if scalars.name(node, context.problems) is None:
            return None
        return Letter(context.refer("act", node)[0])
    fields = Fields(node, context.problems)
    letter = _letter_of(fields, context, with_parts=True)
    fields.done()
    return letter


def _letter_of(fields: Fields, context: Context, *, with_parts: bool) -> Letter | None:
    event = fields.take("event") if with_parts else fields.need("event")
    where = read_expression(fields.take("where"), context) if with_parts else None
    changes = read_expression(fields.take("changes"), context) if with_parts else None
    name: str | None = None
    if event is not None:
        if scalars.name(event, context.problems) is None or not isinstance(event, ScalarNode):
            return None
        (name,) = context.refer("act", event)
    elif with_parts and "where" not in fields and "changes" not in fields:
        context.problems.add("empty_letter", fields.node)
        return None
    return Letter(name, where, changes)


def _read_scope(fields: Fields, context: Context, template: str) -> tuple[str, ...] | None:
    found: list[tuple[str, ...]] = []
    if (rounds := fields.take("per_round")) is not None:
        inner = Fields(rounds, context.problems)
        starts = scalars.names(inner.need("starts"), context.problems)
        inner.done()
        found.append(("per_round", *context.refer("act", *starts)))
    visit = fields.take("within") if template != "within" else None
    if visit is not None and scalars.name(visit, context.problems) and isinstance(visit, ScalarNode):
        found.append(("within", *context.refer("scope", visit)))
    if (between := fields.take("between")) is not None:
        inner = Fields(between, context.problems)
        ends = [items(inner.need(key), context.problems)[:1] for key in ("after", "until")]
        inner.done()
        nodes = [node for end in ends for node in end if scalars.name(node, context.problems)]
        found.append(("between", *context.refer("act", *(n for n in nodes if isinstance(n, ScalarNode)))))
    if len(found) > 1:
        context.problems.add("two_scopes", fields.node, {"first": found[0][0], "second": found[1][0]})
    return found[0] if found else None


def _read_time(fields: Fields, context: Context, parameters: Mapping[str, Field]) -> Duration | None:
    time = fields.need("time")
    return None if time is None else read_duration(time, context, parameters)
