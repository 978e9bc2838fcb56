"""The way of one case to a state: what leads nearer first, by people who may and payloads that will do."""

from collections import deque
from collections.abc import Callable, Mapping
from typing import Any

from attrs import define, field
from hypothesis import reject
from hypothesis import strategies as st

from ..case import Case, Decision
from ..engine.table import CompiledEvent
from .chances import Chances
from .draws import Draws
from .mirror import Mirror

CASE = "case-1"
TRIES = 12  # payloads that are tried until one will do

Draw = Callable[..., Any]


@define
class Journey:
    """One case, which `begin` starts; nothing is stored."""

    mirror: Mirror
    chances: Chances
    draws: Draws
    _far: dict[str, Mapping[str, int]] = field(factory=dict)

    @property
    def case(self) -> Case:
        return self.mirror.cases[CASE]

    def there(self, state: str) -> bool:
        return self.case.state in self.mirror.machine.table.tree.members[state]

    def begin(self, draw: Draw, state: str | None) -> None:
        """Start the case, by a start from which the state can be reached."""
        far, starts = self._distances(state), self.mirror.machine.table.starts.values()
        able = [start for start in starts if (start.branches[""][0].to or "") in far]
        if not able:
            reject()
        start = draw(st.sampled_from(able))
        for _ in range(TRIES):
            payload = draw(self.draws.payload(start.takes, self.chances.today))
            for actor in self.chances.starters(start, payload)[:1]:
                decision = self.mirror.decide(CASE, start.name, payload, actor)
                if decision.allowed:
                    self._became(decision, payload)
                    return
        reject()

    def go_on(self, draw: Draw, state: str | None) -> None:
        """One step: nearer to the state if people can do one that is, else any; time where nobody can do anything."""
        far = self._distances(state)
        here = far.get(self.case.state, 0)
        found = [
            (event, people)
            for event, people in self.chances.likely(self.case)
            if any(branch.to in far or branch.to is None for branch in event.branches[self.case.state])
        ]
        nearer = [each for each in found if state is not None and self._leads(each[0], far, here)]
        clock = self._next_due(far, here if state is not None else None)
        if clock and not nearer:
            self._wait()
        elif found:
            event, people = draw(st.sampled_from(nearer or found))
            self._fire(draw, event, people, far, here if nearer else None)
        elif state is not None:
            reject()

    def _fire(
        self, draw: Draw, event: CompiledEvent, people: list[Any], far: Mapping[str, int], here: int | None
    ) -> None:
        actor = draw(st.sampled_from(people))
        for _ in range(TRIES):
            payload = draw(self.draws.payload(event.takes, self.chances.today))
            decision = self.mirror.decide(CASE, event.name, payload, actor)
            if decision.allowed and decision.case is not None:
                if here is None or far.get(decision.case.state, here) < here:
                    self._became(decision, payload)
                    return
            elif not event.takes:
                return

    def _became(self, decision: Decision, payload: Mapping[str, object]) -> None:
        assert decision.case is not None  # it was allowed
        self.mirror.became(CASE, decision.case, decision.entries, payload)

    def _wait(self) -> None:
        """Until the next thing is due."""
        dues = [due.at for due in self.case.due.values() if due.at is not None]
        self.mirror.clock.to(max(self.mirror.now, min(dues)))
        settled = self.mirror.due(CASE)
        self.mirror.became(CASE, settled.case, settled.entries)

    def _next_due(self, far: Mapping[str, int], here: int | None) -> bool:
        """Whether time leads nearer."""
        table, state = self.mirror.machine.table, self.case.state
        armed = [table.events[name] for name, due in self.case.due.items() if due.at is not None]
        return here is not None and any(
            self._leads(clock, far, here) for clock in armed if state in clock.branches
        )

    def _leads(self, event: CompiledEvent, far: Mapping[str, int], here: int) -> bool:
        branches = event.branches.get(self.case.state, ())
        return any(branch.to is not None and far.get(branch.to, here) < here for branch in branches)

    def _distances(self, state: str | None) -> Mapping[str, int]:
        """Leaf → moves to the state, whatever guards say; leaves from which it cannot be reached are missing."""
        table = self.mirror.machine.table
        goal = list(table.tree.members[state]) if state is not None else list(table.tree.leaves)
        if (state or "") not in self._far:
            before: dict[str, set[str]] = {}
            for event in table.events.values():
                for leaf, branches in event.branches.items():
                    for branch in branches:
                        before.setdefault(branch.to or leaf, set()).add(leaf)
            far = dict.fromkeys(goal, 0)
            queue = deque(goal)
            while queue:
                leaf = queue.popleft()
                for earlier in sorted(before.get(leaf, ())):
                    if earlier not in far:
                        far[earlier] = far[leaf] + 1
                        queue.append(earlier)
            self._far[state or ""] = far
        return self._far[state or ""]
