"""`apart`: the same person never does both, whatever roles one may hold.

One person is followed, whoever it is: at each step it is they who act, or somebody else. What bars them is what they
have done themselves, as far as `not_by` looks for it. First only leaves are followed, whatever the data, and of the
person's acts only those of the claim; where that proves nothing, more is.
"""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence

from attrs import field, frozen

from ..engine import WorkflowMachine, machine_of
from ..model.definition import Definition, Property
from ..properties import VIOLATED, Doing, Scoped, automaton, scoped
from .paths import back
from .prove import Found
from .signs import Sign, Signs
from .space import Edge

Done = frozenset[tuple[str, str]]  # acts of the person, each on a visit to a state or tag ("": ever)
Stand = tuple[
    str | int | None, Done, int
]  # a leaf or node, None before the start; then the automaton's state
Ways = Mapping[str | int | None, Sequence[tuple[str | int, Doing, Edge | None]]]


def judge_apart(definition: Definition, signs: Signs, claim: Property) -> Found:
    """Proved, vacuous, a path along which one person can do both, or unknown by `budget`."""
    machine, space = machine_of(definition), signs.space
    named = frozenset(name for letter in claim.letters for name in letter.events)
    leaves = _by_leaf(signs)
    following = _following(machine, claim, _asked(definition, named, named))
    if following.reaches(leaves) is not None:
        following = _following(machine, claim, _asked(definition, named, None))
        if following.reaches(leaves) is not None and (path := following.reaches(_by_node(signs))) is not None:
            return Found(holds=False, path=path)
    if space.stopped_by:
        return Found(holds=False, why="budget")
    met = {doing.event for sign in signs.signs for doing in sign.way}
    return Found(holds=True, vacuous=any(met.isdisjoint(letter.events) for letter in claim.letters))


def _asked(definition: Definition, acts: frozenset[str], among: frozenset[str] | None) -> Done:
    """What these acts ask of whoever does them, as far as it is among some; None: and what that asks, and so on."""
    asked: set[tuple[str, str]] = set()
    waiting = list(acts)
    while waiting:
        event = definition.events.get(waiting.pop())
        more = {(event.within or "", name) for name in event.not_by} - asked if event else set()
        asked |= {each for each in more if among is None or each[1] in among}
        waiting += [name for _, name in more] if among is None else []
    return frozenset(asked)


def _following(machine: WorkflowMachine, claim: Property, asked: Done) -> "_Following":
    rules = automaton(claim)
    assert rules is not None  # it is judged along a run
    return _Following(machine, claim, scoped(rules, claim, machine.table.tree), asked)


@frozen(eq=False)
class _Following:
    """`asked`: what is remembered of the person's acts."""

    machine: WorkflowMachine
    claim: Property
    rules: Scoped
    asked: Done
    known: dict[tuple[Doing, Done, int], list[tuple[Done, int]]] = field(factory=dict)

    def reaches(self, ways: Ways) -> tuple[Edge, ...] | None:
        """The edges of a shortest way on which one person does both; None if there is none."""
        begin: Stand = (None, frozenset(), self.rules.start)
        parents: dict[Stand, tuple[Stand | None, Edge | None]] = {}
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
                        return tuple(each for each in back(parents, there) if each is not None)
                    waiting.append(there)
        return None

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
            counted = self.machine.table.counted.get(doing.event, doing.event)
            more = {(visit, name) for visit, name in self.asked if name == counted and visit in now}
            yield kept | more, self.rules.after(state, doing, mine)

    def _stays(self, doing: Doing) -> tuple[bool, ...]:
        """Whether a step to the same leaf stays on its visit, begins another one, or may do either."""
        if doing.source != doing.target:
            return (False,)
        branches = self.machine.table.events[doing.event].branches[doing.target]
        return tuple({branch.to is None for branch in branches if branch.to in (None, doing.target)})


def _by_leaf(signs: Signs) -> Ways:
    """From leaf to leaf, whatever the data."""
    found: dict[str | int | None, dict[Doing, tuple[str | int, Doing, None]]] = {}
    for sign in signs.signs:
        doing = sign.way[0]
        found.setdefault(doing.source, {})[doing] = (doing.target, doing, None)
    return {leaf: list(ways.values()) for leaf, ways in found.items()}


def _by_node(signs: Signs) -> Ways:
    nodes = (None, *range(len(signs.space.cases)))
    return {node: _alike(signs.out_of(node)) for node in nodes}


def _alike(edges: Sequence[tuple[Edge, Sign]]) -> list[tuple[str | int, Doing, Edge | None]]:
    """Of edges that differ in their payload alone the first."""
    found: dict[tuple[str, int], tuple[str | int, Doing, Edge | None]] = {}
    for edge, sign in edges:
        found.setdefault((edge.event, edge.target), (edge.target, sign.way[0], edge))
    return list(found.values())
