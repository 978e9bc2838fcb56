"""The edges of a space as claims see them, read for all claims at once.

Edges that no claim can tell apart have the same sign, and most do. What a condition reads is gathered in columns, one
an event and name, so that each condition is tried once for each combination of the values that it reads.
"""

from collections.abc import Iterator, Mapping, Sequence

from attrs import field, frozen

from ..guards import scope_of
from ..model.definition import Property
from ..properties import Doing, Letters, Plan, Step, Test
from .answers import comparable
from .space import MANIFOLD, Edge, Space

Way = tuple[Doing, ...]  # an edge without its data: one a role in which it can be done


@frozen(eq=False)
class Sign:
    """What an edge is to each claim: what is done where, and the letters that hold, as columns of the tables.

    `columns` has, by claim, one for each doing.
    """

    number: int
    way: Way
    columns: tuple[tuple[int, ...], ...]


@frozen(eq=False)
class _Group:
    """The edges of one act, with columns of what they read."""

    act: str
    edges: Sequence[Edge]
    attests: tuple[str, ...]
    columns: dict[tuple[str, str], list[object]] = field(factory=dict)

    def column(self, side: str, name: str, *, manifold: bool) -> list[object]:
        """The values of one name at all edges, `before`, `after` or in the `payload`; None where it is not set."""
        column = self.columns.get((side, name))
        if column is None:
            column = [getattr(edge, side).get(name) for edge in self.edges]
            if manifold:
                column = [comparable(value) for value in column]
            self.columns[side, name] = column
        return column


class Signs:
    """Every edge of a space with its sign. `roles` has, by act, the roles in which it can be done."""

    def __init__(
        self, space: Space, claims: Sequence[Property], roles: Mapping[str, tuple[str, ...]] | None = None
    ) -> None:
        self.space, self.claims = space, tuple(claims)
        self.signs: list[Sign] = []
        definition, tree = space.machine.definition, space.machine.table.tree
        plain = scope_of(definition)
        self._letters = [Letters(definition, claim, tree, plain) for claim in claims]
        self._roles = _told_apart(claims, roles or {})
        self._manifold = {name for name, data in definition.data.items() if isinstance(data.type, MANIFOLD)}
        self._leaves: list[str | None] = [space.leaf(node) for node in range(len(space.cases))]
        starts: dict[str, Iterator[Sign]] = {}
        events: dict[str, Iterator[Sign]] = {}
        for is_start, group in _grouped(space):
            (starts if is_start else events)[group.act] = iter(self._read(group))
        self.starts = [(edge, next(starts[edge.event])) for edge in space.starts]
        self.edges = [[(edge, next(events[edge.event])) for edge in out] for out in space.edges]

    def out_of(self, node: int | None) -> list[tuple[Edge, Sign]]:
        """What can happen at a node; None: as a start."""
        return self.starts if node is None else self.edges[node]

    def _read(self, group: _Group) -> list[Sign]:
        """The signs of the edges of one act, in their order."""
        ways = self._ways(group)
        plans = {way: [self._plans(doing, group.attests) for doing in way] for way in dict.fromkeys(ways)}
        tests = {
            test: None
            for by_role in plans.values()
            for by_claim in by_role
            for plan in by_claim
            for _, asked in plan.asked
            for test in asked
        }
        truths = [self._truths(test, group) for test in tests]
        known: dict[tuple[object, ...], Sign] = {}
        found = []
        for key in zip(ways, *truths, strict=True):
            sign = known.get(key)
            if sign is None:
                way, *held = key
                true = dict(zip(tests, held, strict=True))
                columns = zip(
                    *([plan.column(true.__getitem__) for plan in each] for each in plans[way]), strict=True
                )
                sign = known[key] = Sign(len(self.signs), way, tuple(columns))
                self.signs.append(sign)
            found.append(sign)
        return found

    def _plans(self, doing: Doing, attests: tuple[str, ...]) -> list[Plan]:
        return [letters.plan(doing, attests) for letters in self._letters]

    def _ways(self, group: _Group) -> list[Way]:
        """What is done at each edge, the same object for the same leaves."""
        known: dict[tuple[str | None, str], Way] = {}
        roles = self._roles.get(group.act, ("",))
        found = []
        for edge in group.edges:
            leaves = (None if edge.source is None else self._leaves[edge.source], edge.leaf)
            way = known.get(leaves)
            if way is None:
                way = known[leaves] = tuple(Doing(group.act, *leaves, role) for role in roles)
            found.append(way)
        return found

    def _truths(self, test: Test, group: _Group) -> list[bool]:
        """Whether a test holds at each edge."""
        columns = [
            group.column(side, name, manifold=name in self._manifold)
            for side, names in (("before", test.before), ("payload", test.taken), ("after", test.after))
            for name in names
        ]
        if not columns:
            return [test.holds(_step(group.edges[0]))] * len(group.edges)
        keys = columns[0] if len(columns) == 1 else list(zip(*columns, strict=True))
        known = {
            key: test.holds(_step(edge)) for key, edge in dict(zip(keys, group.edges, strict=True)).items()
        }
        return [known[key] for key in keys]


def _step(edge: Edge) -> Step:
    return Step(edge.event, edge.before, edge.payload, edge.after)


def _grouped(space: Space) -> Iterator[tuple[bool, _Group]]:
    """The edges of each act, and whether it is a start."""
    starts = space.machine.definition.start
    for is_start, out in ((True, [space.starts]), (False, space.edges)):
        found: dict[str, list[Edge]] = {}
        for edges in out:
            for edge in edges:
                found.setdefault(edge.event, []).append(edge)
        for act, edges in found.items():
            yield is_start, _Group(act, edges, starts[act].attests if is_start else ())


def _told_apart(
    claims: Sequence[Property], roles: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    """The roles of the acts of which some claim says who does them; of the others it is all one."""
    said = [letter for claim in claims for letter in claim.letters if letter.by]
    return {
        act: able
        for act, able in roles.items()
        if able and any(not letter.events or act in letter.events for letter in said)
    }
