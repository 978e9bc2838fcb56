"""Whether a mutant differs from its workflow: a story on which they answer differently, or a proof that there is none.

One search serves all mutants of a workflow: the space of the proofs, with an observer for each situation in which a
mutant would answer differently. A situation that a complete search does not meet does not exist; one that it meets is
told as a story of the original, which the mutant must answer otherwise before it is believed.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from attrs import evolve, frozen

from ...access import Actor
from ...engine import machine_of
from ...model.definition import CLOCK, Definition
from ...verification.replay import Run, Told
from ...verification.space import Budget
from ..suites.apart import newcomer_like
from ..suites.goals import BUDGET, OPEN, TRIES, UNREACHABLE, Left, Situation
from ..suites.ground import Ground
from ..suites.runs import FEW_TRIES
from ..suites.trying import Attempt
from .differing import situations
from .following import Differs, Following, Pair
from .mutant import Mutant

DIFFERS, EQUAL, UNKNOWN = "differs", "equal", "unknown"
MOST_PEOPLE = 40  # who try one act in one situation
MOST_NEXT = 60  # steps that are told beyond the runs that are there


@frozen
class Judgement:
    """`steps`: the story whose last step the mutant answers differently. `left`: why nothing is known."""

    verdict: str
    steps: tuple[Told, ...] = ()
    left: Left | None = None


def judged(
    definition: Definition, mutants: Sequence[Mutant], budget: Budget | None = None
) -> Iterator[tuple[Mutant, Judgement]]:
    """Each mutant of a definition whose parameters are given, with what is found out about it."""
    table = machine_of(definition).table
    found = [
        [s for act in each.change.acts for s in situations(definition, each.definition, act, table)]
        for each in mutants
    ]
    ground = Ground(
        definition, tuple(dict.fromkeys(s for several in found for s in several)), budget or Budget()
    )
    for each, several in zip(mutants, found, strict=True):
        yield each, _Judging(ground, each, several).judge()


class _Judging:
    def __init__(self, ground: Ground, mutant: Mutant, found: Sequence[Situation]) -> None:
        self.ground, self.mutant, self.situations = ground, mutant, found
        self.following = Following(ground.machine, machine_of(mutant.definition))

    def judge(self) -> Judgement:
        if not self.mutant.change.acts:  # ends and goals: nothing that runs reads them
            return Judgement(EQUAL)
        steps = next(self._known(), None) or self._told()
        if isinstance(steps, tuple):
            return Judgement(DIFFERS, steps)
        return Judgement(EQUAL) if steps.why == UNREACHABLE else Judgement(UNKNOWN, left=steps)

    def _known(self) -> Iterator[tuple[Told, ...]]:
        """Stories that are there already: the run to each node, and along each branch of the acts in question."""
        runs: list[Run] = list(self.ground.runs.at.values())
        for act, leaf, number in self.ground.found.branches:
            if act in self.mutant.change.acts:
                told = self.ground.told_branch(act, leaf, number)
                if not isinstance(told, Left):
                    runs.append(told[0])
        for run in runs:
            found = self.following.follow(run)
            if isinstance(found, Differs):
                yield found.steps
                return
        yield from islice(self._next(), 1)

    def _next(self) -> Iterator[tuple[Told, ...]]:
        """Stories one step longer, by the acts in question: several runs come to where a branch begins."""
        tried = 0
        for node, run in self.ground.runs.at.items():
            for edge in self.ground.found.edges_from(node):
                if edge.event in self.mutant.change.acts and tried < MOST_NEXT:
                    tried += 1
                    for after in islice(self.ground.runs.steps(run, edge, FEW_TRIES), 1):
                        found = self.following.follow(after)
                        if isinstance(found, Differs):
                            yield found.steps

    def _told(self) -> tuple[Told, ...] | Left:
        left: Left = self._start()
        for situation in self.situations:
            found = self.ground.told_situation(situation, self._differs, self._people)
            if not isinstance(found, Left):
                return self._steps(found)
            left = left if left.why in (BUDGET, OPEN, TRIES) else found
        return left

    def _start(self) -> Left:
        """What is known before any situation is looked for: of clocks and attestations no situation speaks."""
        acts = [self.ground.definition.events.get(name) for name in self.mutant.change.acts]
        timed = [event for event in acts if event is not None and event.by == (CLOCK,)]
        off = all(event.after is not None and event.after.parameter in self._unset() for event in timed)
        if (timed and not off) or not (self.situations or timed):
            acting = set(self.mutant.change.acts)
            edges = (e for key, each in self.ground.found.branches.items() if key[0] in acting for e in each)
            return self.ground.left(list(islice(edges, 1)))
        return Left(UNREACHABLE)

    def _unset(self) -> set[str]:
        return {*self.ground.definition.parameters} - {*self.ground.definition.values}

    def _differs(self, attempt: Attempt) -> bool:
        return self._last(attempt) is not None

    def _last(self, attempt: Attempt) -> Differs | None:
        pair = self.following.follow(attempt.run)
        if isinstance(pair, Differs):
            return pair
        found = self.following.step(pair, _as_told(attempt), list(attempt.run.told))
        return found if isinstance(found, Differs) else self._recast(attempt)

    def _recast(self, attempt: Attempt) -> Differs | None:
        """The same story, in which one person of their own does both what a dropped duty keeps apart."""
        last = _as_told(attempt)
        one, other = (d.events.get(attempt.act) for d in (self.ground.definition, self.mutant.definition))
        dropped = set(one.not_by) - set(other.not_by) if one and other else set()
        doing = [step.actor for step in (*attempt.run.told, last) if step.event in dropped and step.actor]
        if not doing or last.actor is None:
            return None
        newcomer = newcomer_like(*doing, last.actor)
        steps = [
            evolve(step, actor=newcomer) if step is last or step.event in dropped else step
            for step in (*attempt.run.told, last)
        ]
        pair = Pair()
        for number, step in enumerate(steps):
            found = self.following.step(pair, step, steps[:number])
            if isinstance(found, Differs):
                return found
            pair = found
        return None

    def _steps(self, attempt: Attempt) -> tuple[Told, ...]:
        found = self._last(attempt)
        assert found is not None  # it was accepted for that
        return found.steps

    def _people(self, run: Run, act: str) -> list[Actor]:
        """Who may act in the workflow or in the mutant, newcomers, and whoever has acted before."""
        return list(islice(dict.fromkeys(self._anybody(run, act)), MOST_PEOPLE))

    def _anybody(self, run: Run, act: str) -> Iterable[Actor]:
        able: list[Actor] = []
        for definition in (self.ground.definition, self.mutant.definition):
            declared = definition.start.get(act) or definition.events[act]
            leaf = run.case.state if run.case else declared.to  # type: ignore[union-attr]  # no case: a start
            data = run.case.data if run.case else {}
            people = evolve(run.people, definition=definition)
            able += [actor for _, actor in people.able(declared, leaf, data)]
        yield from able
        yield from (evolve(actor, parties=set()) for actor in able)
        acted = dict.fromkeys(told.actor.id for told in run.told if told.actor is not None)
        yield from (evolve(actor, id=who) for who in acted for actor in able)


def _as_told(attempt: Attempt) -> Told:
    line, case = attempt.line, attempt.run.case
    target = line.target or (case.state if case else "")
    return Told(
        line.at,
        attempt.act,
        attempt.actor,
        None,
        line.payload,
        case.state if case else None,
        target,
        line.links,
    )
