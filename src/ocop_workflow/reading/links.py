"""`links:`: what is asked about cases of other workflows, each under the name by which guards read it."""

from attrs import evolve

from ..model.definition import Link
from ..model.types import CaseType
from . import scalars
from .basis import read_basis
from .context import Context
from .fields import Fields, entries
from .nodes import MappingNode, Node, ScalarNode
from .numbers import whole

MOST = 1_000_000_000


def read_links(node: Node | None, context: Context) -> dict[str, Link]:
    """`{name: {of: FIELD, in: STATES}}` or `{name: {count: WORKFLOW, by: FIELD, in: STATES, max: N}}`."""
    found: dict[str, Link] = {}
    for key, value in entries(node, context.problems):
        if (name := scalars.name(key, context.problems)) is None:
            continue
        fields = Fields(value, context.problems)
        if isinstance(value, MappingNode) and ("of" in fields) == ("count" in fields):
            context.problems.add("link_of_or_count", key, {"name": name})
        asked = Link(name, position=key.position)
        asked = _of(asked, fields, context) if "of" in fields else _count(asked, fields, context)
        title = scalars.bilingual(fields.take("title"), context.problems)
        basis = read_basis(fields.take("basis"), context)
        if "of" not in fields:
            fields.offer("of", "count")
        fields.done()
        context.keys[key.position] = key
        found[name] = evolve(asked, title=title, basis=basis)
    return found


def read_case_type(fields: Fields, context: Context) -> CaseType | None:
    """`{case: WORKFLOW}`."""
    if "type" in fields:
        fields.take("type")
        context.problems.add("type_and_case", fields.key("type"))
    workflow = _workflow(fields.take("case"), context)
    return None if workflow is None else CaseType(workflow)


def _of(asked: Link, fields: Fields, context: Context) -> Link:
    of = fields.take("of")
    if "count" in fields:  # which has been told
        fields.take("count")
    asked = _states(asked, fields.need("in"), context)
    if of is None or scalars.name(of, context.problems) is None or not isinstance(of, ScalarNode):
        return asked
    context.refer("data", of)
    return evolve(asked, of=of.text, places={**asked.places, of.text: of.position})


def _count(asked: Link, fields: Fields, context: Context) -> Link:
    workflow = _workflow(fields.take("count"), context)
    by = fields.need("by") if "count" in fields else fields.take("by")
    asked = _states(asked, fields.take("in"), context)
    maximum = whole(fields.take("max"), context, 1, MOST)
    if by is not None and scalars.name(by, context.problems) and isinstance(by, ScalarNode):
        asked = evolve(asked, by=by.text, places={**asked.places, by.text: by.position})
    return evolve(asked, count=workflow, maximum=maximum or asked.maximum)


def _states(asked: Link, node: Node | None, context: Context) -> Link:
    words = () if node is None else scalars.names(node, context.problems)
    places = {word.text: word.position for word in words}
    return evolve(asked, states=tuple(places), places=places)


def _workflow(node: Node | None, context: Context) -> str | None:
    """The name of a workflow."""
    word = None if node is None else scalars.quoted(node, context.problems)
    if node is not None and word is not None and not scalars.IDENTIFIER.fullmatch(word):
        context.problems.add("bad_identifier", node, {"name": word[:80]})
        return None
    return word
