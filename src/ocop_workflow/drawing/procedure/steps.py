"""The steps of a procedure: each event once for every stage from which it can be done, in the order of cases."""

from collections.abc import Iterator, Mapping

from attrs import field, frozen

from ...engine.sources import innermost
from ...engine.table import CompiledEvent, Table
from ...model.definition import Event, Move, Start
from .flow import Place, flow, place_of, stage_of


@frozen
class Way:
    """The leaves of a stage from which one move leads on; no move for a start."""

    leaves: tuple[str, ...]
    move: Move | None = None


@frozen
class Step:
    """An event or a start in one stage. `leaves` are where it is done; of a start, where it leads.

    `whole` says that it can be done everywhere in the stage.
    """

    event: CompiledEvent
    stage: str
    ways: tuple[Way, ...]
    leaves: tuple[str, ...] = field(init=False)
    whole: bool

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "leaves", tuple(leaf for way in self.ways for leaf in way.leaves))


def stages_of(table: Table) -> dict[str, list[Step]]:
    """The steps by their stages, both in the order in which cases come to them."""
    order, number = flow(table), {name: place for place, name in enumerate(table.events)}
    found: dict[str, list[Step]] = {}
    for step in _all(table):
        found.setdefault(step.stage, []).append(step)

    def place(step: Step) -> tuple[bool, bool, int, int]:
        begins = isinstance(step.event.declared, Start)
        common = step.whole and len(table.tree.members[step.stage]) > 1
        first = min(order[leaf] for leaf in step.leaves)
        return not begins, common, first, number.get(step.event.name, 0)

    def where(stage: str) -> Place:
        return place_of(table.tree, order, stage)

    return {stage: sorted(found[stage], key=place) for stage in sorted(found, key=where)}


def _all(table: Table) -> Iterator[Step]:
    tree = table.tree
    for start in table.starts.values():
        declared = start.declared
        assert isinstance(declared, Start)  # events are below
        yield Step(start, stage_of(tree, declared.to), (Way((declared.to,)),), whole=False)
    for event in table.events.values():
        declared = event.declared
        assert isinstance(declared, Event)  # starts are above
        for stage, ways in _ways(table, declared).items():
            leaves = {leaf for way in ways for leaf in way.leaves}
            whole = leaves == set(tree.members[stage])
            yield Step(event, stage, tuple(ways), whole=whole)


def _ways(table: Table, event: Event) -> Mapping[str, list[Way]]:
    """By stage; a move from a composite state belongs to that one, any other to the stages of its leaves."""
    tree = table.tree
    leaves: dict[tuple[str, int], list[str]] = {}
    places = {id(move): number for number, move in enumerate(event.moves)}
    for leaf, move in innermost(tree, event).items():
        own = move.source in tree.states and move.source not in tree.path
        stage = move.source if own else stage_of(tree, leaf)
        leaves.setdefault((stage, places[id(move)]), []).append(leaf)
    found: dict[str, list[Way]] = {}
    for (stage, number), here in leaves.items():
        found.setdefault(stage, []).append(Way(tuple(here), event.moves[number]))
    return found
