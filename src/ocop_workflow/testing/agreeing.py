"""Whether what a store keeps and says of a case is what the workflow makes of it."""

from collections.abc import Mapping, Sequence

from ..case import Case, Decision, Entry
from ..engine import fold
from ..engine import seal as sealed
from ..engine.machine import WorkflowMachine
from ..engine.seal import COMMITMENT
from .tale import Tale

PARTS = ("id", "definition", "state", "seq", "at", "data", "since", "due", "evidence")


def alike(found: Case, wanted: Case) -> bool:
    """Whether every part of the case is as it must be."""
    return not _differing(found, wanted)


def same_case(tale: Tale, case_id: str, found: Case, wanted: Case, key: str) -> None:
    """Every part of the case is as it must be."""
    for name in _differing(found, wanted):
        tale.differ(case_id, key, field=name)


def same_history(
    tale: Tale, machine: WorkflowMachine, stored: Case, history: Sequence[Entry], wanted: Sequence[Entry]
) -> None:
    """The chain is whole, every entry is what happened, and they fold to the case."""
    previous: str | None = None
    for number, entry in enumerate(history, 1):
        if (entry.seq, entry.previous) != (number, previous) or sealed(entry).hash != entry.hash:
            tale.differ(stored.id, "chain_broken", seq=number)
        previous = entry.hash
    if len(history) != len(wanted):
        tale.differ(stored.id, "history_otherwise", count=len(history), expected=len(wanted))
    for entry, expected in zip(history, wanted, strict=True):
        if essence(entry) != essence(expected):
            tale.differ(stored.id, "entry_otherwise", seq=entry.seq)
    if fold(machine, history) != stored:
        tale.differ(stored.id, "fold_otherwise")


def same_advice(tale: Tale, case_id: str, found: Sequence[Decision], wanted: Sequence[Decision]) -> None:
    """`decisions()` says of every event what deciding it says, and speaks of no other."""
    said = [_brief(each) for each in found]
    for expected in map(_brief, wanted):
        if expected not in said:
            tale.differ(case_id, "advised_otherwise", event=expected[0])
    if len(said) != len(wanted):
        tale.differ(case_id, "advised_otherwise", event="…")


def essence(entry: Entry) -> tuple[object, ...]:
    """An entry without what differs from store to store: hashes, salts, and the commitments they make."""
    hidden = {n for n, v in entry.payload.items() if isinstance(v, Mapping) and COMMITMENT in v}
    payload = {name: value for name, value in entry.payload.items() if name not in hidden}
    data = entry.writes.get("data")
    written = {n: v for n, v in data.items() if n not in hidden} if isinstance(data, Mapping) else data
    return (
        (entry.seq, entry.event, entry.source, entry.target, entry.stay, entry.at, entry.due),
        (entry.actor, entry.role, entry.unit, entry.on_behalf),
        (payload, written, entry.writes.get("due")),
    )


def _brief(decision: Decision) -> tuple[str, bool, tuple[str, ...], tuple[str, ...]]:
    codes = tuple(dict.fromkeys(reason.code for reason in decision.reasons))
    return decision.event, decision.allowed, codes, tuple(sorted(decision.needs))


def _differing(found: Case, wanted: Case) -> list[str]:
    """The parts that are not as they must be; the head differs from store to store."""
    return [name for name in PARTS if getattr(found, name) != getattr(wanted, name)]
