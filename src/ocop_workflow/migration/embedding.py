"""A case of the old version, and its history, in the terms of both versions together."""

from collections.abc import Iterable, Iterator, Mapping

from attrs import evolve, frozen

from ..case import Case, Entry
from ..engine import WorkflowMachine
from ..properties import Step
from ..verification.log import steps
from .compose import Composed


@frozen
class Embedding:
    """Renames what is stored of a case of the old version."""

    composed: Composed

    def data(self, data: Mapping[str, object]) -> dict[str, object]:
        names = self.composed.renaming.names
        return {names.get(name, name): value for name, value in data.items()}

    def visits(self, names: Iterable[str]) -> frozenset[str]:
        """Names of the old version's visits, under all names that they have in both together."""
        held = frozenset(names)
        both: set[str] = {tag for name, tag in self.composed.scopes.values() if name in held}
        return frozenset(both | {self.composed.renaming.states[name] for name in held})

    def case(self, case: Case) -> Case:
        """The case without its clocks and evidence, which a move works out by itself."""
        state = self.composed.renaming.states[case.state]
        return evolve(case, state=state, data=self.data(case.data), due={}, evidence={})

    def steps(self, machine: WorkflowMachine, history: Iterable[Entry]) -> Iterator[tuple[Entry, Step]]:
        """The history of a case, which stands under the machine's definition, as claims on both versions see it."""
        renaming = self.composed.renaming
        for entry, step in steps(machine, history):
            yield (
                entry,
                evolve(
                    step,
                    event=renaming.acts.get(step.event, step.event),
                    before=self.data(step.before),
                    taken=self.data(step.taken),
                    after=self.data(step.after),
                    attests=tuple(renaming.acts.get(name, name) for name in step.attests),
                    source=None if step.source is None else renaming.states[step.source],
                    target=renaming.states[step.target],
                    role=renaming.roles.get(step.role, step.role),
                ),
            )
