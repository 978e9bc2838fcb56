"""A file to a definition: the sections in the order that they need each other, then all checks."""

from datetime import date
from pathlib import Path
from unicodedata import normalize
from zoneinfo import ZoneInfo, available_timezones

from attrs import frozen

from ..model.definition import Definition
from ..model.text import Text
from . import scalars
from .bind import bind, typed
from .checks import check
from .context import Context
from .declared import read_fields, read_records
from .events import read_events, read_starts
from .extension import base_of, check_refines, merged
from .fields import Fields, entries
from .kinds import check_kind
from .links import read_links
from .nodes import Node, ScalarNode
from .problems import Problems
from .properties import read_properties
from .roles import read_lets, read_roles
from .states import read_states
from .stream import read_nodes


def read_definition(path: Path | str, text: str | bytes | None = None) -> Definition:
    """The definition in the file at `path`, or in `text`; raises DefinitionError with every problem found."""
    return _read(path, text, (), keep=False)[1]


def read_resolved(path: Path | str, text: str | bytes | None = None) -> tuple[Node, Definition]:
    """The nodes of the file put together with those of what it extends, and their definition."""
    node, definition = _read(path, text, (), keep=True)
    assert node is not None  # kept
    return node, definition


def _read(
    path: Path | str, text: str | bytes | None, above: tuple[Path, ...], *, keep: bool
) -> tuple[Node | None, Definition]:
    """`above` are the extensions that are being read; what was read is not kept while it is checked, unless asked."""
    problems = Problems()
    node: Node | None = read_nodes(path, text, problems)
    assert node is not None  # or it was raised
    check_kind(node, problems)
    chain = (*above, Path(path))
    base: Definition | None = None
    if (file := base_of(node, chain, problems)) is not None:
        whole, base = _read(file, None, chain, keep=True)
        assert whole is not None  # kept
        node = merged(node, whole, base, problems)
    context = Context(problems)
    before = len(problems)
    definition = build(node, context)
    if not keep:
        node = None
    definition = check(definition, context)
    if base is not None and len(problems) == before:
        check_refines(base, definition, problems)
    problems.check()
    return node, _settled(definition, context)


def _settled(definition: Definition, context: Context) -> Definition:
    """With the values that the declarations of its parameters have."""
    given = {name: typed(node, definition.parameters[name].type) for name, node in context.values.items()}
    return bind(definition, given, {name: node.position for name, node in context.values.items()})


def build(node: Node, context: Context) -> Definition:
    """The definition as far as it could be read; what is wrong is in the context."""
    problems = context.problems
    fields = Fields(node, problems)
    header = _read_header(fields, context)
    parameters = read_fields(fields.take("parameters"), context, "parameter")
    read_records(fields.take("types"), context)
    data = read_fields(fields.take("data"), context, "data")
    levels = _read_levels(fields.take("levels"), context)
    unit = fields.take("unit")
    unit_field = None if unit is None else scalars.name(unit, problems)
    if unit_field is not None and isinstance(unit, ScalarNode):
        context.refer("data", unit)
        context.keys[unit.position] = unit
    links = read_links(fields.take("links"), context)
    read_lets(fields.take("let"), context)
    roles = read_roles(fields.take("roles"), context)
    start = read_starts(fields.need("start"), context, data)
    if "start" in fields and not start:
        problems.add("no_start", fields.key("start"))
    states = read_states(fields.need("states"), context)
    events = read_events(fields.need("events"), context, data, parameters)
    properties = read_properties(fields.take("properties"), context, parameters)
    fields.done()
    return Definition(
        header.workflow,
        header.version,
        start,
        states,
        events,
        roles,
        parameters,
        types=context.records,
        data=data,
        unit=unit_field,
        let=context.lets,
        links=links,
        timezone=header.timezone,
        properties=properties,
        title=header.title,
        sources=header.sources,
        levels=levels,
        from_=header.from_,
        file=node.source.file,
    )


@frozen
class _Header:
    workflow: str
    version: str
    title: Text
    timezone: str | None
    sources: dict[str, Text]
    from_: date | None


def _read_header(fields: Fields, context: Context) -> _Header:
    problems = context.problems
    workflow, version = fields.need("workflow"), fields.need("version")
    title = scalars.bilingual(fields.take("title"), problems)
    zone, sources, first = fields.take("timezone"), fields.take("sources"), fields.take("from")
    return _Header(
        _identifier(workflow, context) if workflow is not None else "",
        (scalars.quoted(version, problems) or "") if version is not None else "",
        title,
        None if zone is None else _zone(zone, context),
        _read_sources(sources, context),
        None if first is None else scalars.day(first, problems),
    )


def _identifier(node: Node, context: Context) -> str:
    word = scalars.quoted(node, context.problems)
    if word and not scalars.IDENTIFIER.fullmatch(word):
        context.problems.add("bad_identifier", node, {"name": word[:80]})
    return word or ""


def _zone(node: Node, context: Context) -> str | None:
    zone = scalars.text(node, context.problems)
    if zone is None:
        return None
    try:
        ZoneInfo(zone)
    except (OSError, ValueError, KeyError):
        among = sorted(available_timezones())
        context.problems.add("unknown_timezone", node, {"given": zone[:80]}, wrong=zone, among=among)
        return None
    return zone


def _read_sources(node: Node | None, context: Context) -> dict[str, Text]:
    found: dict[str, Text] = {}
    for key, value in entries(node, context.problems):
        context.declare("source", key.text)
        found[normalize("NFC", key.text)] = scalars.bilingual(value, context.problems)
    return found


def _read_levels(node: Node | None, context: Context) -> dict[str, Text]:
    found: dict[str, Text] = {}
    for key, value in entries(node, context.problems):
        if (name := scalars.name(key, context.problems)) is not None:
            found[name] = scalars.bilingual(value, context.problems)
    return found
