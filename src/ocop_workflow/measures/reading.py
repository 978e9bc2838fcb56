"""A file of targets as YAML: all that is wrong with it is told at once, each at its place."""

from collections.abc import Mapping
from pathlib import Path

from attrs import evolve, frozen

from ..access.tree import UnitTree
from ..calendar import Calendar
from ..errors import DefinitionError
from ..model.text import Text
from ..reading import Fields, MappingNode, Node, Problems, read_calendar, read_nodes, read_units, scalars
from ..reading.basis import MARKS
from ..reading.context import Context
from ..reading.fields import entries
from ..reading.kinds import OTHERS
from ..reading.mentions import beside
from ..reading.offered import is_path
from ..store import Store
from .catalogue import find_targets
from .checks import check
from .parts import read_measure, read_risk, read_split
from .targets import ROOM, Targets
from .versions import Versions


def load_targets(name: str | Path, store: Store | None = None) -> Targets:
    """The targets in a file, or by name (`market`), checked against every version of the workflows they count.

    These are the versions that the `store` keeps; of workflows that it has none of, those beside the file or among
    installed packages. What is found nowhere is in `unfound`. Raises DefinitionError with every problem.
    """
    path = Path(name) if isinstance(name, Path) or is_path(name) else find_targets(name)
    return read_targets(path, store=store)


def read_targets(path: Path | str, text: str | bytes | None = None, *, store: Store | None = None) -> Targets:
    """The same, of a file or of a text that would stand in it."""
    problems = Problems()
    node = read_nodes(path, text, problems)
    context = Context(problems)
    targets = _read(node, context, Path(path))
    versions = Versions(targets.file, store)
    check(targets, versions, problems)
    problems.check()
    return evolve(targets, unfound=versions.unfound(targets))


def _read(node: Node, context: Context, path: Path) -> Targets:
    problems = context.problems
    _check_kind(node, problems)
    fields = Fields(node, problems)
    name, title = fields.need("targets"), scalars.bilingual(fields.take("title"), problems)
    sources = _sources(fields.take("sources"), context)
    beside_it = _Beside(path, problems)
    list_of_units = fields.take("units")
    units, calendar = beside_it.units(list_of_units), beside_it.calendar(fields.take("calendar"))
    measures, splits, risks = fields.need("measures"), fields.take("splits"), fields.take("risks")
    fields.done()
    if isinstance(measures, MappingNode) and not measures.entries:
        problems.add("no_measures", measures, room=ROOM)
    counted = (read_measure(key, value, context) for key, value in entries(measures, problems))
    divided = (read_split(key, value, context) for key, value in entries(splits, problems))
    listed = (read_risk(key, value, context) for key, value in entries(risks, problems))
    lost = list_of_units is not None and units is None  # which was told: nothing more is said of levels
    targets = Targets(
        name=(scalars.text(name, problems) or "") if name is not None else "",
        measures={each.name: each for each in counted if each},
        splits={each.name: each for each in divided if each and not (lost and each.level)},
        risks={each.name: each for each in listed if each},
        units=units,
        calendar=calendar,
        title=title,
        sources=sources,
        file=node.source.file,
        expressions=context.expressions,
    )
    _check_sources(context, sources)
    return targets


def _check_kind(node: Node, problems: Problems) -> None:
    """Raises DefinitionError for a workflow, and for a file of another kind."""
    first = next((key for key, _ in node.entries), None) if isinstance(node, MappingNode) else None
    if first is not None and first.text in {"workflow", "extends", *OTHERS} - {"targets"}:
        problems.add("not_targets", first, {"key": first.text}, room=ROOM)
        problems.check()


def _sources(node: Node | None, context: Context) -> dict[str, Text]:
    return {
        key.text: scalars.bilingual(text, context.problems) for key, text in entries(node, context.problems)
    }


def _check_sources(context: Context, sources: Mapping[str, Text]) -> None:
    for each in context.references:
        if each.kind == "source" and each.name not in sources:
            values, among = {"name": each.name[:80]}, [*sources, *MARKS]
            context.problems.add("unknown_source", each.node, values, wrong=each.name, among=among)


@frozen
class _Beside:
    """The files that a file of targets names; what is wrong in them is told of them."""

    path: Path
    problems: Problems

    def units(self, node: Node | None) -> UnitTree | None:
        file = self._file(node)
        try:
            return None if file is None else read_units(file)
        except DefinitionError as error:
            self.problems.also(error)
            return None

    def calendar(self, node: Node | None) -> Calendar | None:
        file = self._file(node)
        try:
            return None if file is None else read_calendar(file)
        except DefinitionError as error:
            self.problems.also(error)
            return None

    def _file(self, node: Node | None) -> Path | None:
        told = len(self.problems)
        file = beside(self.path, node, self.problems)
        return file if len(self.problems) == told else None
