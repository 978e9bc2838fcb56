"""Made cases of a small desk, in every state of its old version; and what its plan says of each, worked out anew."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from ocop_workflow import Actor, Case, Store, load
from ocop_workflow.migration import Composed, load_plan
from ocop_workflow.store import Command
from ocop_workflow.workflow import Workflow

FOLDER = Path(__file__).parent / "desk"
SMALL = 40
CLERK, CHIEF = Actor("anna", ["clerk"]), Actor("boss", ["chief"])
BEGUN = datetime(2026, 1, 5, 2, 0, tzinfo=UTC)


class Clock:
    """Always the same moment, until it is set."""

    def __init__(self, now: datetime = BEGUN + timedelta(days=60)) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


def old() -> Workflow:
    return load(FOLDER / "1.yaml", parameters={"patience": 400})


def plan() -> Composed:
    return load_plan(FOLDER / "1-2.migration.yaml", {"small": SMALL, "most": SMALL, "patience": 400})


def file(store: Store, count: int, seed: int = 1) -> list[str]:
    """So many cases at random places of the old version."""
    rng, workflow = Random(seed), old()  # noqa: S311 - no secret
    ids = [f"D-{number:05}" for number in range(count)]
    ways = {case_id: rng.choice(WAYS) for case_id in ids}
    for case_id in ids:
        given = {
            "name": f"Nguyễn {case_id}",
            "amount": rng.randrange(101),
            "kind": rng.choice(("loan", "gift")),
        }
        store.start(workflow, given, actor=CLERK, id=case_id, at=BEGUN)
    for step in range(max(map(len, WAYS))):
        commands = [(i, ways[i][step]) for i in ids if step < len(ways[i])]
        for actor in (CLERK, CHIEF):
            mine = [Command(i, event, payload) for i, (event, payload, who) in commands if who is actor]
            answers = store.fire_many(mine, actor=actor, at=BEGUN + timedelta(hours=step + 1))
            assert all(isinstance(answer, Case) for answer in answers), answers
    return ids


Step = tuple[str, dict[str, object], Actor]
CHECK: Step = ("check", {}, CLERK)
VOTES: tuple[Step, ...] = (("vote", {"yes_": True}, CLERK), ("vote", {"yes_": False}, CHIEF))
WAYS: tuple[tuple[Step, ...], ...] = (
    (),
    VOTES,
    (CHECK,),
    (CHECK, *VOTES),
    (CHECK, ("back", {}, CHIEF), CHECK),
    (CHECK, ("back", {}, CHIEF)),
    (CHECK, ("grant", {"until": "2027-01-01"}, CHIEF)),
    (CHECK, ("grant", {"until": "2026-02-01"}, CHIEF)),  # its end has come
    (("drop", {}, CLERK),),
)


def said(case: Case) -> tuple[str, str | None]:
    """Verdict and target by the plan's text, of a case as it stands once what was due has happened."""
    if case.state in ("dropped", "ended"):
        return "ended", None
    if case.state == "judged":
        if case.data["amount"] <= SMALL:  # type: ignore[operator]  # a whole number
            return "moved", "weighed"
        return ("moved", "filed") if case.data["kind"] == "gift" else ("pinned", None)
    return "moved", case.state
