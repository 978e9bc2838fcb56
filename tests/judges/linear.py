"""Judges a log of what several processes did with cases: is there one history a case, as if they had come one by one?

It knows nothing of the library: it takes operations with the times of one monotonic clock, and a transition table as
data. A case is judged by itself, as linearizability is local (Herlihy and Wing, 1990); histories that are read whole
show the order of all commands (list-append, as in Kingsbury and Alvaro's Elle, 2020). Every command carries a token of
its own, which its entry shows; retries of one command carry the same.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from attrs import frozen

RULES = {
    "prefix": "a read is no prefix of the longest history",
    "gap": "sequence numbers do not run from 1 without a gap",
    "chain": "an entry does not name the hash before it",
    "illegal": "a step that the transition table does not have",
    "foreign": "an entry that no command asked for",
    "lost": "a command was acknowledged and is not there",
    "twice": "a command is there more than once, or two answers name different entries",
    "kept": "a command was refused or in conflict, and is there",
    "answer": "what was acknowledged is not what the history has there",
    "order": "an entry was seen before its command was given",
    "stale": "a read or a look lacks what was known before it began",
    "expected": "somebody else's entry lies between the version that was expected and the entry",
    "unjust": "it was refused or in conflict, and at no moment between question and answer had to be",
}


@frozen
class Line:
    """An entry as somebody read it; `token` is the command's, None where time did it."""

    seq: int
    event: str
    token: str | None
    source: str | None
    target: str
    hash: str
    previous: str | None


@frozen
class Operation:
    """What one process asked of one case, and what it was told.

    `kind`: `command` (answers: acknowledged, refused, conflict, failed (nothing was written), unknown), `read` of the
    whole history (`lines`), `look` at how the case stands, `due` for an entry that firing what was due says it made.
    `seq` and `head` are what an acknowledgement, a look or a `due` names. `returned` is None where it never did.
    """

    process: str
    case: str
    kind: str
    invoked: int
    returned: int | None
    answer: str = "acknowledged"
    event: str = ""
    token: str | None = None
    expected: int | None = None
    seq: int = 0
    head: str | None = None
    lines: Sequence[Line] = ()


@frozen
class Rules:
    """The transition table: (state, event) → state; None is a case that is not there. `clocks` fire by themselves."""

    moves: Mapping[tuple[str | None, str], str]
    clocks: frozenset[str]

    def settled(self, state: str | None) -> str | None:
        """Where the case is once time has done what is due."""
        for event in sorted(self.clocks):
            if (state, event) in self.moves:
                return self.settled(self.moves[state, event])
        return state


@frozen
class Violation:
    """A rule that does not hold, by its name in `RULES`."""

    rule: str
    case: str
    told: str


def violations(operations: Sequence[Operation], rules: Rules) -> list[Violation]:
    """Everything that does not fit, none if there is one linear history a case."""
    cases: dict[str, list[Operation]] = defaultdict(list)
    for each in operations:
        cases[each.case].append(each)
    return [found for case in sorted(cases) for found in _Judge(case, cases[case], rules).found()]


class _Judge:
    """One case."""

    def __init__(self, case: str, operations: list[Operation], rules: Rules) -> None:
        self.case, self.operations, self.rules = case, operations, rules
        self.history = max((each.lines for each in operations if each.kind == "read"), key=len, default=())
        self.commands: dict[str, list[Operation]] = defaultdict(list)
        for each in operations:
            if each.kind == "command":
                self.commands[str(each.token)].append(each)
        self.invoked = [self._invoked(line) for line in self.history]
        shown = [
            (each.returned, len(each.lines) if each.kind == "read" else each.seq)
            for each in operations
            if each.returned is not None and each.answer == "acknowledged"
        ]
        self.times, self.most = [], [0]
        for time, seq in sorted(shown):
            self.times.append(time)
            self.most.append(max(self.most[-1], seq))

    def found(self) -> Iterator[Violation]:
        for rule, told in (*self._whole(), *self._effects(), *self._times(), *self._refusals()):
            yield Violation(rule, self.case, told)

    def _whole(self) -> Iterator[tuple[str, str]]:
        for each in self.operations:
            if each.kind == "read" and tuple(each.lines) != tuple(self.history[: len(each.lines)]):
                yield "prefix", f"{each.process} read {len(each.lines)} entries"
            if each.kind == "look" and each.seq and self._at(each.seq) != each.head:
                yield "prefix", f"{each.process} looked at {each.seq}, {each.head}"
        state: str | None = None
        previous: str | None = None
        for number, line in enumerate(self.history, 1):
            if line.seq != number:
                yield "gap", f"entry {number} is numbered {line.seq}"
            if line.previous != previous:
                yield "chain", f"entry {number}"
            by_time = line.event in self.rules.clocks
            there = self.rules.moves.get((state, line.event))
            if line.source != state or line.target != there or by_time != (line.token is None):
                yield "illegal", f"entry {number}: {line.event} from {state} to {line.target}"
            state, previous = line.target, line.hash

    def _effects(self) -> Iterator[tuple[str, str]]:
        times = Counter(line.token for line in self.history if line.token is not None)
        for token in times:
            if token not in self.commands:
                yield "foreign", token
        for token, attempts in self.commands.items():
            answers = {each.answer for each in attempts}
            if "acknowledged" in answers and not times[token]:
                yield "lost", token
            if times[token] > 1:
                yield "twice", token
            if times[token] and not answers & {"acknowledged", "unknown"}:
                yield "kept", f"{token}: {', '.join(sorted(answers))}"
            if len({(each.seq, each.head) for each in attempts if each.answer == "acknowledged"}) > 1:
                yield "twice", f"{token} was answered differently"
        made = Counter((each.seq, each.head) for each in self.operations if each.kind == "due")
        yield from (
            ("twice", f"entry {seq} was fired by {count}") for (seq, _), count in made.items() if count > 1
        )
        for each in self.operations:
            if each.kind not in {"command", "due"} or each.answer != "acknowledged":
                continue
            line = self.history[each.seq - 1] if 0 < each.seq <= len(self.history) else None
            named = (each.head, each.event, each.token)
            if line is None and each.kind == "due":
                yield "lost", f"entry {each.seq}, by time"
            elif line is None or (line.hash, line.event, line.token) != named:
                yield "answer", f"{each.process}: {each.event} {each.token} is not entry {each.seq}"
            elif each.expected is not None:
                between = self.history[each.expected : each.seq - 1]
                if each.expected >= each.seq or any(other.token is not None for other in between):
                    yield "expected", f"{each.token} at {each.seq}, expected {each.expected}"

    def _times(self) -> Iterator[tuple[str, str]]:
        for number, invoked in enumerate(self.invoked, 1):
            if invoked is not None and self._known_before(invoked) >= number:
                yield "order", f"entry {number} was seen before {self.history[number - 1].token} was given"
        for each in self.operations:
            seen = len(each.lines) if each.kind == "read" else each.seq
            if each.kind in {"read", "look"} and seen < self._known_before(each.invoked):
                yield "stale", f"{each.process} saw {seen} of {self._known_before(each.invoked)}"

    def _refusals(self) -> Iterator[tuple[str, str]]:
        states = [None, *(line.target for line in self.history)]
        for each in self.operations:
            if each.kind != "command" or each.answer not in {"refused", "conflict"}:
                continue
            known = self._known_before(each.invoked)
            between = range(known, self._possible_before(each.returned) + 1)
            if any(line.token == each.token for line in self.history[:known]):
                just = False  # the same command had its effect before: it is answered as it was then
            elif each.answer == "conflict":
                just = each.expected is None or any(seq != each.expected for seq in between)
            else:
                just = any(
                    (self.rules.settled(states[seq]), each.event) not in self.rules.moves
                    for seq in between
                    if seq < len(states)
                )
            if not just:
                yield "unjust", f"{each.process}: {each.event} {each.token} {each.answer} at {[*between]}"

    def _at(self, seq: int) -> str | None:
        return self.history[seq - 1].hash if 0 < seq <= len(self.history) else None

    def _invoked(self, line: Line) -> int | None:
        """When the entry's command was first given; of time's own entries only those that somebody names are known."""
        if line.token is None:
            made = [each for each in self.operations if each.kind == "due" and each.head == line.hash]
        else:
            made = [
                each
                for each in self.commands.get(line.token, [])
                if each.answer in {"acknowledged", "unknown"}
            ]
        return min((each.invoked for each in made), default=None)

    def _known_before(self, time: int) -> int:
        """How long the history was known to be by answers that came before that time."""
        return self.most[bisect_left(self.times, time)]

    def _possible_before(self, time: int | None) -> int:
        """How long it can have been by then: what follows was asked for only later."""
        for number, invoked in enumerate(self.invoked):
            if time is not None and invoked is not None and invoked >= time:
                return number
        return len(self.history)
