"""Commands to a store, one after the other: letters that are written to, by numbers that say what each one does."""

from functools import cache
from pathlib import Path

from attrs import define, field

from ocop_workflow import Actor, Case, Store, Workflow, load

CLERK = Actor("c-1", roles=["clerk"])
LENGTH = 60  # commands until two new cases are begun


@cache
def letter() -> Workflow:
    return load(Path(__file__).with_name("letter.yaml"))


def place(number: int) -> tuple[str, str]:
    """The case and the key of this command, counted from 1."""
    return f"L-{(number - 1) // LENGTH}-{number % 2}", f"k-{number}"


def command(store: Store, number: int) -> Case:
    """The first two of each sixty start cases; later ones write texts of up to some pages, or a personal value."""
    case_id, key = place(number)
    if (number - 1) % LENGTH < 2:
        return store.start(letter(), {"number": number}, actor=CLERK, id=case_id, key=key)
    if number % 3 == 0:
        return store.fire(case_id, "sign", {"sender": f"Bưởi {key}", "number": number}, actor=CLERK, key=key)
    text = "ký " * (number * 997 % 3000)
    return store.fire(case_id, "write", {"text": text, "number": number}, actor=CLERK, key=key)


@define
class Told:
    """What was acknowledged, by number, and what is wrong with what is kept."""

    seqs: dict[int, int] = field(factory=dict)

    def of(self, store: Store, number: int) -> None:
        """Send a command, and note what it was told."""
        self.seqs[number] = command(store, number).seq

    def missing(self, store: Store) -> list[int]:
        """The numbers of what was acknowledged and is not there as it was told."""
        kept = keys(store)
        return [number for number, seq in self.seqs.items() if kept.get(place(number)) != seq]


def keys(store: Store) -> dict[tuple[str, str], int]:
    """Case and key of every entry → its seq."""
    with store._session.reading() as link:  # noqa: SLF001 - keys are told in no other way
        rows = link.rows("SELECT case_id, key, seq FROM workflow_entry")
    return {(case_id, key): seq for case_id, key, seq in rows}


def unsound(store: Store, since: int = 1) -> list[str]:
    """What is wrong: a command that was done without the one before, a case of these commands that is not whole."""
    kept = keys(store)
    found = [] if set(kept) == {place(number) for number in range(1, len(kept) + 1)} else ["gap"]
    ids = {place(number)[0] for number in range(since, len(kept) + 1)}
    if since == 1:
        ids |= {case.id for case in store.cases()} | {case_id for case_id, _ in kept}
    return found + [finding.code for case_id in sorted(ids) for finding in store.verify(case_id)]
