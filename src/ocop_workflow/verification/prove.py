"""Verdicts: the automata of all properties run together along every path of a relaxed workflow's space.

What can be reached at a node is one whole number: a bit for each state of each automaton. An edge moves bits, so that
one pass over the space serves all claims, however many there are.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from time import process_time

from attrs import frozen

from ..model.definition import Property
from ..properties import CLOSED, VIOLATED, Doing, Scoped, automaton, needs, scoped, spoken
from .paths import back
from .signs import Sign, Signs
from .space import Edge, Space

Pair = tuple[int, int]  # a node, and the automaton's state there
_ANYWHERE = Doing("", None, "")  # of what has no scope
_LOOKS = 512  # nodes between two looks at the clock


@frozen
class Found:
    """What the search says of one property: holds, vacuous, a path that breaks it, or neither (`why`)."""

    holds: bool
    vacuous: bool = False
    path: tuple[Edge, ...] | None = None
    why: str = ""


@frozen(eq=False)
class _Watched:
    """One claim with its number, its automaton, and where the bits of its states begin; the last is CLOSED."""

    number: int
    claim: Property
    rules: Scoped
    offset: int
    inner: int  # states of the automaton, VIOLATED apart

    @property
    def states(self) -> tuple[int, ...]:
        return (*range(self.inner), CLOSED)

    def bit(self, state: int) -> int:
        return 1 << self.offset + (self.inner if state == CLOSED else state)

    @property
    def whole(self) -> int:
        """The bits of all its states."""
        return (1 << self.inner + 1) - 1 << self.offset


@frozen(eq=False)
class _Move:
    """What a sign does to bits: each mask is moved up by so many places, and the bits of `breaks` break a claim."""

    shifts: tuple[tuple[int, int], ...]
    breaks: int

    def after(self, bits: int) -> int:
        found = 0
        for mask, up in self.shifts:
            moved = bits & mask
            if moved:
                found |= moved << up if up >= 0 else moved >> -up
        return found

    def before(self, bits: int) -> int:
        """The bits that it moves to some of these."""
        found = 0
        for mask, up in self.shifts:
            found |= (bits >> up if up >= 0 else bits << -up) & mask
        return found


def ends_of(space: Space) -> set[str]:
    """Leaves at which a run may end: final ones, and goals."""
    tree = space.machine.table.tree
    return {
        leaf
        for leaf in tree.leaves
        for name in tree.path[leaf]
        if tree.states[name].final or tree.states[name].goal
    }


def judge(signs: Signs, numbers: Iterable[int], until: float = float("inf")) -> dict[int, Found]:
    """The claims of these numbers on a whole space, until the processor's clock says so.

    A space that a budget cut short proves nothing, nor does a pass that time cut short.
    """
    found: dict[int, Found] = {}
    watched: list[_Watched] = []
    offset = 0
    for number in numbers:
        claim = signs.claims[number]
        rules = automaton(claim)
        if rules is None:
            found[number] = Found(holds=False, why="class")
            continue
        inner = len(rules.table) - 1
        within = scoped(rules, claim, signs.space.machine.table.tree)
        watched.append(_Watched(number, claim, within, offset, inner))
        offset += inner + 1
    return found | _Pass(signs, watched, until).run()


class _Pass:
    """All claims along all edges."""

    def __init__(self, signs: Signs, watched: Sequence[_Watched], until: float) -> None:
        self.signs, self.space, self.watched, self.until = signs, signs.space, watched, until
        ends, nodes = ends_of(self.space), range(len(self.space.cases))
        self.ends = [self.space.leaf(node) in ends for node in nodes]
        self.pending = sum(w.bit(s) for w in watched for s in w.states if w.rules.is_pending(s))
        self.moves: list[_Move | None] = [None] * len(signs.signs)
        self.arcs = [{(edge.target, sign.number): None for edge, sign in signs.edges[n]} for n in nodes]
        self.reached = [0] * len(nodes)
        self.seen = [0] * len(signs.signs)  # by sign, the bits with which an edge of it was met
        self.broken = 0
        self._rows: dict[tuple[int, int, Doing | None], tuple[dict[int, int], int]] = {}
        self._silent = [w for w in watched if w.rules.turns is None]
        self._scoped = [w for w in watched if w.rules.turns is not None]
        self._unmoved = self._together((w, None, 0) for w in self._silent)  # where no letter holds

    def run(self) -> dict[int, Found]:
        in_time = self._reach()
        short = self._incomplete() if in_time and not self.space.stopped_by else 0
        return {w.number: self._found(w, short, in_time=in_time) for w in self.watched}

    def _found(self, watched: _Watched, short: int, *, in_time: bool) -> Found:
        if self.broken & watched.whole:
            path = self._path(watched)
            return Found(holds=False, path=path, why="" if path else "budget")
        if self.space.stopped_by or not in_time:
            return Found(holds=False, why="budget")
        if watched.rules.automaton.pending and short & watched.whole:
            return Found(holds=False, why="completion")
        return Found(holds=True, vacuous=self._is_vacuous(watched))

    def _reach(self) -> bool:
        """Follow all bits until nothing new is reached; False if time ended it."""
        begin = sum(w.bit(w.rules.start) for w in self.watched)
        fresh = [0] * len(self.reached)  # what is reached and not yet followed
        waiting: deque[int] = deque()
        self._follow(
            {(edge.target, sign.number): None for edge, sign in self.signs.starts}, begin, fresh, waiting
        )
        looked = 0
        while waiting:
            node = waiting.popleft()
            bits, fresh[node] = fresh[node], 0
            self._follow(self.arcs[node], bits, fresh, waiting)
            looked += 1
            if looked % _LOOKS == 0 and process_time() > self.until:
                return False
        return True

    def _follow(
        self, arcs: Iterable[tuple[int, int]], bits: int, fresh: list[int], waiting: deque[int]
    ) -> None:
        for target, number in arcs:
            move = self.moves[number]
            if move is None:
                move = self.moves[number] = self._move(self.signs.signs[number])
            self.seen[number] |= bits
            new = move.after(bits) & ~self.reached[target]
            self.broken |= bits & move.breaks
            if new:
                if self.ends[target]:
                    self.broken |= new & self.pending
                self.reached[target] |= new
                if not fresh[target]:
                    waiting.append(target)
                fresh[target] |= new

    def _move(self, sign: Sign) -> _Move:
        spoken = [w for w in self._silent if any(sign.columns[w.number])]
        others = sum(w.whole for w in spoken)
        shifts, breaks = self._together(
            (w, doing if w.rules.turns else None, column)
            for w in (*spoken, *self._scoped)
            for doing, column in zip(sign.way, sign.columns[w.number], strict=True)
        )
        for up, mask in self._unmoved[0].items():
            shifts[up] = shifts.get(up, 0) | mask & ~others
        breaks |= self._unmoved[1] & ~others
        return _Move(tuple((mask, up) for up, mask in shifts.items() if mask), breaks)

    def _together(self, steps: Iterable[tuple[_Watched, Doing | None, int]]) -> tuple[dict[int, int], int]:
        """How far up bits are moved, as masks, and those from which something is broken."""
        shifts: dict[int, int] = {}
        breaks = 0
        for watched, doing, column in steps:
            key = (watched.number, column, doing)
            row = self._rows.get(key)
            if row is None:
                row = self._rows[key] = _row(watched, doing or _ANYWHERE, column)
            for up, mask in row[0].items():
                shifts[up] = shifts.get(up, 0) | mask
            breaks |= row[1]
        return shifts, breaks

    def _incomplete(self) -> int:
        """The bits from which, at some node, no end is reached at which nothing is pending."""
        asked = sum(w.whole for w in self.watched if w.rules.automaton.pending)
        back: list[list[tuple[int, int]]] = [[] for _ in self.arcs]
        for node, arcs in enumerate(self.arcs):
            for target, number in arcs:
                back[target].append((node, number))
        good = [
            bits & asked & ~self.pending if end else 0
            for bits, end in zip(self.reached, self.ends, strict=True)
        ]
        waiting = deque(node for node, bits in enumerate(good) if bits)
        while waiting:
            here = waiting.popleft()
            for node, number in back[here]:
                move = self.moves[number]
                if move is not None:
                    new = move.before(good[here]) & self.reached[node] & ~good[node]
                    if new:
                        good[node] |= new
                        waiting.append(node)
        lacking = 0
        for bits, fine in zip(self.reached, good, strict=True):
            lacking |= bits & asked & ~fine
        return lacking

    def _is_vacuous(self, watched: _Watched) -> bool:
        """Whether what the claim speaks of has never happened where it is judged."""
        needed = [frozenset(1 << letter for letter in each) for each in needs(watched.claim)]
        judged = False
        for sign, seen in zip(self.signs.signs, self.seen, strict=True):
            if not seen & watched.whole:
                continue
            columns = sign.columns[watched.number]
            if judged and not any(columns) and watched.claim.template not in ("never", "absence"):
                continue  # nothing new is spoken of
            for doing, column in zip(sign.way, columns, strict=True):
                if any(seen & watched.bit(s) and watched.rules.reads(s, doing) for s in watched.states):
                    judged = True
                    said = spoken(watched.claim, doing.event, column)
                    needed = [bits for bits in needed if not any(said & bit for bit in bits)]
            if judged and not needed:
                return False
        return True

    def _path(self, watched: _Watched) -> tuple[Edge, ...] | None:
        """A shortest path that breaks the claim; None if time ended the search for it."""
        parents: dict[Pair, tuple[Pair | None, Edge]] = {}
        waiting: deque[Pair | None] = deque([None])
        while waiting:
            here = waiting.popleft()
            node, before = here or (None, watched.rules.start)
            for edge, state in self._next(watched, node, before):
                there = (edge.target, state)
                if there in parents:
                    continue
                parents[there] = (here, edge)
                if state == VIOLATED or (self.ends[edge.target] and watched.rules.is_pending(state)):
                    return back(parents, there)
                waiting.append(there)
            if process_time() > self.until:
                return None
        return None

    def _next(self, watched: _Watched, node: int | None, state: int) -> Iterator[tuple[Edge, int]]:
        for edge, sign in self.signs.out_of(node):
            for doing, column in zip(sign.way, sign.columns[watched.number], strict=True):
                yield edge, watched.rules.after(state, doing, column)


def _row(watched: _Watched, doing: Doing, column: int) -> tuple[dict[int, int], int]:
    """How far up each state's bit is moved, as masks, and the bits from which the claim is broken."""
    shifts: dict[int, int] = {}
    breaks = 0
    for state, after in zip(watched.states, watched.rules.row(doing, column), strict=False):
        bit = watched.bit(state)
        if after == VIOLATED:
            breaks |= bit
        else:
            up = watched.bit(after).bit_length() - bit.bit_length()
            shifts[up] = shifts.get(up, 0) | bit
    return shifts, breaks
