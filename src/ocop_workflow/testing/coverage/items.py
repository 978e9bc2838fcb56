"""What there is to go through in a workflow, as a list of items that can be ticked off."""

from collections.abc import Iterator

from attrs import frozen

from ...engine import WorkflowMachine
from ...engine.table import CompiledEvent
from ...model.definition import Event

KINDS = ("transitions", "clocks", "guards", "refusals")
STAY = "stay"


@frozen
class Item:
    """One thing to go through: of a `kind`, of an `event`, and which.

    transitions, clocks: `where` is the leaf from which the event leads ("" for a start), `what` the leaf to which, or
    "stay". guards: `where` is the guard, `what` is "holds" or "fails". refusals: `what` is the code.
    """

    kind: str
    event: str
    where: str
    what: str


def items_of(machine: WorkflowMachine) -> tuple[Item, ...]:
    """Every item of a workflow, in the order of its file; what the engine sees to alone is not among them."""
    table = machine.table
    found: list[Item] = []
    for event in (*table.starts.values(), *table.events.values()):
        kind = "clocks" if event in table.clocks else "transitions"
        for leaf, branches in event.branches.items():
            found += [Item(kind, event.name, leaf, branch.to or STAY) for branch in branches]
        for guard in guards_of(event):
            found += [Item("guards", event.name, guard, what) for what in ("holds", "fails")]
        if kind == "transitions":
            found.append(Item("refusals", event.name, "", "not_permitted"))
            if isinstance(event.declared, Event) and event.declared.requires:
                found.append(Item("refusals", event.name, "", "requires_unmet"))
    return tuple(dict.fromkeys(found))


def guards_of(event: CompiledEvent) -> Iterator[str]:
    """The labels of its own guards, and of those that choose its branches."""
    yield from (guard.label for guard in event.when)
    for branches in event.branches.values():
        yield from (branch.when.label for branch in branches if branch.when is not None)
