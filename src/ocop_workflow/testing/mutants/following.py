"""A workflow and its mutant side by side: the same steps on both, until they answer differently."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from attrs import define, field, frozen

from ...access import Actor
from ...access.any_units import AnyUnits
from ...calendar.weekends import WEEKENDS
from ...case import Case
from ...engine import Facts, WorkflowMachine, apply, settle, weigh
from ...verification.replay import Run, Told


@frozen
class Pair:
    """A case of the workflow and one of its mutant, to which the same has happened."""

    one: Case | None = None
    other: Case | None = None


@frozen
class Differs:
    """The steps up to the first that is answered differently: the last of them."""

    steps: tuple[Told, ...]


@define
class Following:
    """Runs of the workflow, taken along on the mutant; each run is asked once."""

    machine: WorkflowMachine
    mutant: WorkflowMachine
    known: dict[int, Pair | Differs] = field(factory=dict)
    kept: list[Run] = field(factory=list)  # so that no other run gets the number of one that is gone

    def follow(self, run: Run) -> Pair | Differs:
        """Both cases after the run, or the first difference on it."""
        chain: list[Run] = []
        here: Run | None = run
        while here is not None and id(here) not in self.known:
            chain.append(here)
            here = here.before
        pair: Pair | Differs = Pair() if here is None else self.known[id(here)]
        for each in reversed(chain):
            if isinstance(pair, Pair):
                before = len(each.before.told) if each.before else 0
                for number in range(before, len(each.told)):
                    pair = self.step(pair, each.told[number], each.told[:number])
                    if isinstance(pair, Differs):
                        break
            self.known[id(each)] = pair
            self.kept.append(each)
        return pair

    def step(self, pair: Pair, told: Told, before: list[Told]) -> Pair | Differs:
        """One step more on both; clock events are due for both, somebody's act is asked of both."""
        if told.actor is None:
            after = Pair(*(_settled(m, c, told.at) for m, c in self._both(pair)))
        else:
            after = Pair(*(_asked(m, c, told, told.actor) for m, c in self._both(pair)))
        if seen(after.one) != seen(after.other) or (after.one is pair.one) != (after.other is pair.other):
            return Differs((*before, told))
        return after

    def _both(self, pair: Pair) -> Iterator[tuple[WorkflowMachine, Case | None]]:
        yield self.machine, pair.one
        yield self.mutant, pair.other


def seen(case: Case | None) -> object:
    """What can be seen of a case: where it stands, its data, and when clock events are due."""
    return None if case is None else (case.state, dict(case.data), dict(case.due))


def facts(machine: WorkflowMachine, at: datetime, links: Mapping[str, object]) -> Facts:
    """The made-up world in which both are asked."""
    units = AnyUnits() if machine.definition.unit else None
    return Facts(at, "case", units, WEEKENDS, links=links)


def _settled(machine: WorkflowMachine, case: Case | None, at: datetime) -> Case | None:
    if case is None:
        return None
    for entry in settle(machine, case, max(at, case.at), facts(machine, max(at, case.at), {})).entries:
        case = apply(machine, case, entry)
    return case


def _asked(machine: WorkflowMachine, case: Case | None, told: Told, actor: Actor) -> Case | None:
    """The case afterwards, or as it was where the act is refused."""
    given = facts(machine, told.at, told.links)
    decision = weigh(machine, case, told.event, told.payload, actor, told.at, given)
    return decision.case if decision.allowed else case
