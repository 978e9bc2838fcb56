"""`apart`: the same person never does both, whatever roles one may hold.

One person is followed, whoever it is: at each step it is they who act, or somebody else. What bars them is what they
have done themselves, as far as `not_by` looks for it. First only leaves are followed, whatever the data; where that
proves nothing, the whole space is.
"""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence

from attrs import field, frozen

from ..engine import WorkflowMachine, machine_of
from ..model.definition import Definition, Property
from ..properties import VIOLATED, Doing, Scoped, automaton, scoped
from .paths import back
from .prove import Found
from .space import Edge, Space

Done = frozenset[tuple[str, str]]  # acts of the person, each on a visit to a state or tag ("": ever)
Stand = tuple[
    str | int | None, Done, int
]  # a leaf or node, None before the start; then the automaton's state
Ways = Mapping[str | int | None, Sequence[tuple[str | int, Doing, Edge]]]


def judge_apart(definition: Definition, space: Space, claim: Property) -> Found:
    """Proved, vacuous, a path along which one person can do both, or unknown by `budget`."""
    following = _following(machine_of(definition), claim)
    path = following.broken(_by_leaf(space)) and following.broken(_by_node(space))
    if path:
        return Found(holds=False, path=path)
    if space.stopped_by:
        return Found(holds=False, why="budget")
    met = {edge.event for edges in (space.starts, *space.edges) for edge in edges}
    return Found(holds=True, vacuous=any(met.isdisjoint(letter.events) for letter in claim.letters))


def _following(machine: WorkflowMachine, claim: Property) -> "_Following":
    rules = automaton(claim)
    assert rules is not None  # it is judged along a run
    asked: set[tuple[str, str]] = set()
    waiting = [name for letter in claim.letters for name in letter.events]
    while waiting:
        event = machine.definition.events.get(waiting.pop())
        more = {(event.within or "", name) for name in event.not_by} - asked if event else set()
        asked |= more
        waiting += [name for _, name in more]
    return _Following(machine, claim, scoped(rules, claim, machine.table.tree), frozenset(asked))


@frozen(eq=False)
class _Following:
    """`asked`: what some act that matters asks of whoever does it."""

    machine: WorkflowMachine
    claim: Property
    rules: Scoped
    asked: Done
    known: dict[tuple[Doing, Done, int], list[tuple[Done, int]]] = field(factory=dict)

    def broken(self, ways: Ways) -> tuple[Edge, ...]:
        """A shortest path on which one person does both; empty if there is none."""
        begin: Stand = (None, frozenset(), self.rules.start)
        parents: dict[Stand, tuple[Stand | None, Edge]] = {}
        waiting = deque([begin])
        while waiting:
            here = waiting.popleft()
            for place, doing, edge in ways.get(here[0], ()):
                for done, state in self._after(doing, here[1], here[2]):
                    there = (place, done, state)
                    if there in parents:
                        continue
                    parents[there] = (None if here is begin else here, edge)
                    if state == VIOLATED:
                        return back(parents, there)
                    waiting.append(there)
        return ()

    def _after(self, doing: Doing, done: Done, state: int) -> list[tuple[Done, int]]:
        key = (doing, done, state)
        found = self.known.get(key)
        if found is None:
            found = self.known[key] = list(dict.fromkeys(self._steps(doing, done, state)))
        return found

    def _steps(self, doing: Doing, done: Done, state: int) -> Iterator[tuple[Done, int]]:
        """What the person has done after somebody else's step, and after their own where nothing bars it."""
        event = self.machine.definition.events.get(doing.event) if doing.source is not None else None
        mine = sum(1 << n for n, letter in enumerate(self.claim.letters) if doing.event in letter.events)
        for stay in self._stays(doing):
            passage = self.machine.table.passages[doing.source, doing.target, stay]
            kept = frozenset((visit, name) for visit, name in done if not visit or visit in passage.going_on)
            yield kept, self.rules.after(state, doing, 0)
            barred = event and any((event.within or "", name) in done for name in event.not_by)
            if barred or (event and event.is_clock):
                continue
            now = {"", *passage.now}
            more = {(visit, name) for visit, name in self.asked if name == doing.event and visit in now}
            yield kept | more, self.rules.after(state, doing, mine)

    def _stays(self, doing: Doing) -> tuple[bool, ...]:
        """Whether a step to the same leaf stays on its visit, begins another one, or may do either."""
        if doing.source != doing.target:
            return (False,)
        branches = self.machine.table.events[doing.event].branches[doing.target]
        return tuple({branch.to is None for branch in branches if branch.to in (None, doing.target)})


def _by_leaf(space: Space) -> Ways:
    found: dict[str | int | None, dict[Doing, tuple[str | int, Doing, Edge]]] = {}
    for place, edges in _by_node(space).items():
        leaf = None if place is None else space.leaf(int(place))
        for _, doing, edge in edges:
            found.setdefault(leaf, {}).setdefault(doing, (edge.leaf, doing, edge))
    return {leaf: list(ways.values()) for leaf, ways in found.items()}


def _by_node(space: Space) -> Ways:
    found: dict[str | int | None, Sequence[tuple[str | int, Doing, Edge]]] = {
        node: _alike(edges, space.leaf(node)) for node, edges in enumerate(space.edges)
    }
    found[None] = _alike(space.starts, None)
    return found


def _alike(edges: Sequence[Edge], source: str | None) -> list[tuple[str | int, Doing, Edge]]:
    """Of edges that differ in their payload alone the first."""
    found: dict[tuple[str, int], Edge] = {}
    for edge in edges:
        found.setdefault((edge.event, edge.target), edge)
    return [(edge.target, Doing(edge.event, source, edge.leaf), edge) for edge in found.values()]
