"""A store beside a mirror: whatever is done to the store is decided purely as well, and both must agree.

No Hypothesis here: the machine draws what to do, a trial does it and raises Difference with the story so far.
"""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from ..access import Actor
from ..case import Case, Decision
from ..errors import Refused
from .agreeing import same_advice, same_case, same_history
from .asking import Answered, Request, codes_of
from .claims import broken
from .mirror import Mirror
from .stores import CaseStore
from .tale import Tale
from .world import World


class Trial:
    """One run: a fresh folder with the store in it, a clock that is moved, and the mirror of every case."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.mirror = Mirror(world)
        self.tale = Tale(world)
        self.answered: list[Answered] = []
        self._folder = TemporaryDirectory(prefix="workflow-machine-", ignore_cleanup_errors=True)
        self._number = 0
        self._judged: dict[str, int] = {}
        self._dead: list[CaseStore] = []
        self.store = self.open()

    @property
    def now(self) -> datetime:
        return self.mirror.now

    @property
    def cases(self) -> Mapping[str, Case]:
        """The cases as they must be."""
        return self.mirror.cases

    def settled(self, case_id: str) -> Case:
        """The case as time has left it by now, written or not."""
        return self.mirror.due(case_id).case

    def fire(self, case_id: str, event: str, payload: Mapping[str, object], actor: Actor) -> None:
        """Fire an event, or start the case."""
        self.take(self.request(case_id, event, payload, actor))

    def request(
        self,
        case_id: str,
        event: str,
        payload: Mapping[str, object],
        actor: Actor,
        *,
        late: bool = False,
    ) -> Request:
        """A request under a key of its own, made now; `late` says it happened with the case's last entry."""
        self._number += 1
        case = self.cases.get(case_id)
        at = case.at if late and case else None
        start = None if case_id in self.cases else self.world.workflow
        return Request(f"key-{self._number}", case_id, event, payload, actor, self.now, at, start)

    def take(self, request: Request) -> None:
        """Ask the store, and the workflow; they agree, and what was allowed has happened."""
        decision = self.decided(request)
        found = self.tale.answer(request.case_id, lambda: request.send(self.store), request)
        if isinstance(found, Refused):
            self._refused(request, decision, found)
        else:
            self._allowed(request, decision, found)

    def decided(self, request: Request) -> Decision:
        return self.mirror.decide(request.case_id, request.event, request.payload, request.actor, request.at)

    def pass_time(self, until: datetime) -> None:
        """Move the clock; nothing is told to the store."""
        self.mirror.clock.to(max(self.now, until))

    def fire_due(self) -> None:
        """Let the store fire what is due, of all cases."""
        self.tale.last = "clocks"
        for case_id in list(self.cases):
            found = self.mirror.due(case_id)
            self.mirror.became(case_id, found.case, found.entries)
            self.tale.entries(case_id, found.entries, {}, None)
        self.tale.answer(next(iter(self.cases), ""), self.store.fire_due)

    def reopen(self) -> None:
        """Close the store and open it again: what was acknowledged is there."""
        self.tale.note("reopened")
        self.tale.last = "reopened"
        self.store.close()
        self.store = self.open()

    def abandon(self) -> None:
        """Open the store again without closing it: who had it open is dead."""
        self._dead.append(self.store)
        self.store = self.open()

    def ask(self, case_id: str, actor: Actor) -> None:
        """`decisions()` says of every event what deciding it says."""
        self.tale.last = "asked"
        self.tale.note("asked", actor=actor.id)
        expected = self.mirror.decisions(case_id, actor)
        found = self.tale.answer(case_id, lambda: self.store.decisions(case_id, actor=actor))
        same_advice(self.tale, case_id, () if isinstance(found, Refused) else found, expected)

    def check(self) -> None:
        """Every case: the chain is whole, its history folds to it, and it is what the workflow makes of it."""
        for case_id, case in self.cases.items():
            stored = self.tale.answer(case_id, lambda: self.store.get(case_id))  # noqa: B023 - called at once
            history = self.tale.answer(case_id, lambda: tuple(self.store.history(case_id)))  # noqa: B023
            if isinstance(stored, Refused) or isinstance(history, Refused):
                self.tale.differ(case_id, "stored_otherwise", field="Refused")
            same_history(self.tale, self.mirror.machine, stored, history, self.mirror.entries[case_id])
            same_case(self.tale, case_id, stored, case, "stored_otherwise")

    def check_claims(self) -> None:
        """What the workflow claims of every case holds so far, and of those that have ended, for good."""
        for case_id, case in self.cases.items():
            steps = self.mirror.steps[case_id]
            if self._judged.get(case_id) != len(steps):
                self._judged[case_id] = len(steps)
                claim = broken(self.mirror.machine, case, steps)
                if claim is not None:
                    self.tale.breaks(case_id, claim)

    def open(self) -> CaseStore:
        """The store of this run, opened once more."""
        return self.world.store(
            Path(self._folder.name), self.world.units, self.world.calendar, self.mirror.clock
        )

    def close(self) -> None:
        """Close the store and remove its folder."""
        try:
            for store in (self.store, *self._dead):
                store.close()
        finally:
            self._folder.cleanup()

    def became(self, request: Request, decision: Decision) -> Case:
        """What was allowed has happened."""
        assert decision.case is not None  # it was allowed
        self.mirror.became(request.case_id, decision.case, decision.entries, request.payload)
        self.tale.entries(request.case_id, decision.entries, request.payload, request.actor)
        return decision.case

    def _refused(self, request: Request, decision: Decision, refused: Refused) -> None:
        self.tale.last = "refused"
        self.tale.asked(request, decision)
        found, codes = codes_of(refused), codes_of(decision)
        if decision.allowed:
            self.tale.differ(request.case_id, "refused_what_is_allowed", codes=", ".join(found))
        if found != codes:
            told = ", ".join(found)
            self.tale.differ(request.case_id, "refused_otherwise", codes=told, expected=", ".join(codes))

    def _allowed(self, request: Request, decision: Decision, found: Case) -> None:
        self.tale.last = "fired"
        if not decision.allowed:
            self.tale.asked(request, decision)
            said = ", ".join(codes_of(decision))
            self.tale.differ(request.case_id, "allowed_what_is_refused", codes=said)
        case = self.became(request, decision)
        same_case(self.tale, request.case_id, found, case, "answered_otherwise")
        self.answered.append(Answered(request, found))
