"""A plan's YAML to a plan: all that is wrong with it is told at once, each at its place."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from attrs import evolve

from ..errors import DefinitionError
from ..model.definition import Definition
from ..model.position import Position
from ..model.text import Text
from ..reading import Fields, MappingNode, Node, Problems, ScalarNode, load_definition, read_nodes, scalars
from ..reading import bind as bind_values
from ..reading.basis import read_basis
from ..reading.bind import typed
from ..reading.checks.references import WORDS, check_references
from ..reading.context import Context
from ..reading.declared import read_fields
from ..reading.expressions import read_sets
from ..reading.fields import entries
from ..reading.kinds import OTHERS
from ..reading.moves import read_moves
from ..reading.offered import is_path
from ..reading.properties import read_properties
from .catalogue import find_plan
from .checked import check
from .claims import with_claims
from .compose import Composed, compose
from .plan import SAME, Plan, Waiver

PIN, BECAME = "pin", "became"
NONE = ("cannot_read", "unknown_workflow", "unknown_version")


def load_plan(name: str | Path, values: Mapping[str, object] | None = None) -> Composed:
    """The plan in a file, or by name (`permit@1-2`), put together with its versions.

    `values` are those of parameters of the plan and of the new version. Raises DefinitionError with every problem.
    """
    path = Path(name) if isinstance(name, Path) or is_path(name) else find_plan(name)
    composed = read_plan(path)
    return with_values(composed, values) if values else composed


def read_plan(path: Path | str, text: str | bytes | None = None) -> Composed:
    """The same, of a file or of a text that would stand in it."""
    problems = Problems()
    node = read_nodes(path, text, problems)
    context = Context(problems)
    plan = _read(node, context, Path(path).parent)
    problems.check()
    assert plan is not None  # or it was told
    return check(_settled(plan, context), context)


def with_values(
    composed: Composed, values: Mapping[str, object], places: Mapping[str, Position] | None = None
) -> Composed:
    """The same plan with values for its own parameters and for those of the new version; raises DefinitionError.

    `places` say where the values stand if they come from a file.
    """
    plan = composed.plan
    own = {name: value for name, value in values.items() if name in plan.parameters}
    rest = {name: value for name, value in values.items() if name not in plan.parameters}
    given = bind_values(_stub(plan), own, places).values
    return with_claims(compose(evolve(plan, values=given, new=bind_values(plan.new, rest, places))))


def with_written(composed: Composed, written: Iterable[tuple[str, Node]]) -> Composed:
    """The same of values as a file has them, each typed by its parameter."""
    declared = {**composed.plan.new.parameters, **composed.plan.parameters}
    nodes = dict(written)
    values = {
        name: typed(node, declared[name].type if name in declared else None) for name, node in nodes.items()
    }
    return with_values(composed, values, {name: node.position for name, node in nodes.items()})


def _settled(plan: Plan, context: Context) -> Plan:
    """With the values that the declarations of its parameters have."""
    given = {name: typed(node, plan.parameters[name].type) for name, node in context.values.items()}
    places = {name: node.position for name, node in context.values.items()}
    return evolve(plan, values=bind_values(_stub(plan), given, places).values)


def _stub(plan: Plan) -> Definition:
    """The new version with the plan's own parameters in place of those that it has."""
    return evolve(plan.new, parameters=plan.parameters, values=plan.values, file=plan.file)


def _read(node: Node, context: Context, folder: Path) -> Plan | None:
    problems = context.problems
    _check_kind(node, problems)
    fields = Fields(node, problems)
    name = fields.need("migration")
    called = scalars.quoted(name, problems) if name is not None else None
    title = scalars.bilingual(fields.take("title"), problems)
    sources = {
        key.text: scalars.bilingual(text, problems) for key, text in entries(fields.take("sources"), problems)
    }
    basis = read_basis(fields.take("basis"), context)
    old, new = (_version(fields.need(key), problems, folder) for key in ("from", "to"))
    parameters = read_fields(fields.take("parameters"), context, "parameter")
    states = read_moves(fields.need("states"), context, PIN)
    sets = read_sets(fields.take("sets"), context)
    names = {key: _names(fields.take(key), problems) for key in ("events", "scopes")}
    follows = _follows(fields.take("units"), problems)
    drops = {each.text: each.position for each in scalars.names(fields.take("drops"), problems)}
    waives = tuple(_waivers(fields.take("waives"), problems))
    claims = Context(problems, expressions=context.expressions)
    said = fields.take("properties")
    fields.done()
    if old is None or new is None or called is None:
        return None
    properties = read_properties(said, claims, {**new.parameters, **parameters})
    with_sources = evolve(new, sources={**old.sources, **new.sources, **sources})
    _check_references(context, claims, old, with_sources)
    return Plan(
        called,
        old,
        new,
        states,
        sets,
        {before.text: after.text for before, after in names["events"]},
        {before.text: after.text for before, after in names["scopes"]},
        follows,
        drops,
        waives,
        properties,
        parameters,
        {},
        title,
        sources,
        basis,
        node.source.file,
        node.position,
        {key: fields.key(key).position for key in fields.names()} | _places(names),
    )


def _check_kind(node: Node, problems: Problems) -> None:
    """Raises DefinitionError for a workflow, and for a file of another kind."""
    first = next((key for key, _ in node.entries), None) if isinstance(node, MappingNode) else None
    if first is not None and first.text in {"workflow", "extends", *OTHERS} - {"migration"}:
        problems.add("not_a_plan", first, {"key": first.text}, room="migration")
        problems.check()


def _version(node: Node | None, problems: Problems, folder: Path) -> Definition | None:
    name = None if node is None else scalars.text(node, problems)
    if node is None or name is None:
        return None
    if not is_path(name) and "@" not in name:
        problems.add("version_unpinned", node, {"name": name[:80]}, room="migration")
        return None
    try:
        return load_definition(folder / name if is_path(name) else name)
    except DefinitionError as error:  # where there is none, it is named wrongly here
        found = [evolve(p, position=node.position) if p.code in NONE else p for p in error.problems]
        problems.also(DefinitionError(found))
        return None


def _follows(node: Node | None, problems: Problems) -> bool:
    """`units: became`."""
    word = None if node is None else scalars.text(node, problems)
    if node is not None and word is not None and word != BECAME:
        problems.add("units_word", node, {"given": word[:80]}, among=(BECAME,), wrong=word, room="migration")
    return word == BECAME


def _names(node: Node | None, problems: Problems) -> list[tuple[ScalarNode, ScalarNode]]:
    """Old name → new name."""
    found = []
    for key, value in entries(node, problems):
        if scalars.name(key, problems) and scalars.name(value, problems) and isinstance(value, ScalarNode):
            found.append((key, value))
    return found


def _places(names: Mapping[str, list[tuple[ScalarNode, ScalarNode]]]) -> dict[str, Position]:
    """`events.x` → where the old name stands, `events.x.` → where the new one does."""
    found = {f"{key}.{before.text}": before.position for key, pairs in names.items() for before, _ in pairs}
    return found | {f"{key}.{old.text}.": new.position for key, pairs in names.items() for old, new in pairs}


def _waivers(node: Node | None, problems: Problems) -> Iterator[Waiver]:
    for item in scalars.plain_list(node, problems) if node is not None else ():
        fields = Fields(item, problems)
        claim, reason, decision = (fields.need(key) for key in ("property", "reason", "decision"))
        fields.done()
        number = scalars.quoted(decision, problems) if decision is not None else None
        why = scalars.bilingual(reason, problems) if reason is not None else Text()
        for said, place in scalars.texts(claim, problems).items():
            yield Waiver(said, why, number or "", place.position)


def _check_references(context: Context, claims: Context, old: Definition, new: Definition) -> None:
    """Sources of moves are states of the old version, all else is of the new one."""
    problems = context.problems
    before = [each for each in context.references if each.kind == "state"]
    after = [each for each in context.references if each.kind != "state" and each.name != SAME]
    check_references(old, Context(problems, before))
    check_references(new, Context(problems, [*after, *claims.references]), {**WORDS, "leaf": (SAME, PIN)})
