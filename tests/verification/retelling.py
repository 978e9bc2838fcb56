"""A story told once more, by nothing but `decide` and time; and whether the run it leaves breaks the claim."""

from itertools import takewhile

from properties.machines import BROKEN, OPEN

from ocop_workflow.access.any_units import AnyUnits
from ocop_workflow.calendar.weekends import WEEKENDS
from ocop_workflow.case import Case, Entry
from ocop_workflow.engine import Facts, apply, decide, machine_of, settle
from ocop_workflow.model.definition import Property
from ocop_workflow.verification import Story

from .oracle import Judging, Seen, replayed, symbol


def live(story: Story) -> list[Entry]:
    """Every step of the story on the original workflow, from the first; AssertionError where one is not possible."""
    machine = machine_of(story.definition)
    assert not story.definition.missing_parameters()
    entries: list[Entry] = []
    case: Case | None = None
    steps = list(story.steps)
    while steps:
        told = steps.pop(0)
        units = AnyUnits() if story.definition.unit else None
        facts = Facts(now=told.at, case_id="retold", units=units, calendar=WEEKENDS, links=told.links)
        if told.actor is None:
            assert case is not None
            settled = settle(machine, case, told.at, facts)
            assert not settled.stuck
            found = list(settled.entries)
            assert found, f"nothing is due at {told.at}"
            for entry in found:
                case = apply(machine, case, entry)
            alike = [told, *(steps.pop(0) for _ in found[1:])]
        else:
            decision = decide(machine, case, told.event, told.payload, told.actor, told.at, facts)
            assert decision.allowed, decision.reasons
            found, case, alike = list(decision.entries), decision.case, [told]
        assert [(e.event, e.source, e.target, e.role) for e in found] == [
            (t.event, t.source, t.target, t.role) for t in alike
        ]
        entries += found
    assert case is not None
    assert case.state == story.case.state
    assert case.data == story.case.data
    return entries


def together(story: Story) -> int:
    """How many steps end the story at once: one, or all the clock events that the last wait made due."""
    last = story.steps[-1]
    if last.actor is not None:
        return 1
    alike = takewhile(lambda told: told.actor is None and told.at == last.at, reversed(story.steps))
    return sum(1 for _ in alike)


def is_broken(story: Story, claim: Property) -> bool:
    """Whether the claim is broken by the last step of the story, or by one that was due together with it."""
    machine = machine_of(story.definition)
    tree = machine.table.tree
    history = replayed(machine, live(story))
    people = {seen.actor for seen in history} - {None} if claim.template == "apart" else {None}
    ended = any(tree.states[name].final or tree.states[name].goal for name in tree.path[story.case.state])
    last = len(story.steps) - together(story)
    return any(_breaks(story, claim, history, person, last, ended=ended) for person in people)


def _breaks(
    story: Story, claim: Property, history: list[Seen], person: str | None, last: int, *, ended: bool
) -> bool:
    judging = Judging(story.definition, claim)
    state = judging.begin
    for number, seen in enumerate(history, 1):
        state = judging.read(state, seen, symbol(story.definition, claim, seen, person))
        if state == BROKEN:
            return number > last
    return judging.status(state) == OPEN and ended
