"""R3: the disk fails at any write, sync or truncation, or is full, and the store says honestly what is kept.

A command raises StoreError (nothing of it is there, as somebody else sees who reads the file afresh), or UnknownOutcome
(that reading decides), or it succeeds and is there. Once the disk works again the same store goes on: the same command
sent once more is there once. What was read is so after a power cut, too, unless the disk is still failing.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import count
from random import Random

from attrs import define, field, frozen
from torture.disk import Disk, Failed, Full
from torture.letters import command, place, unsound
from torture.power import OLD, opening
from torture.table import Row
from torture.vfs import Connection, Power

from ocop_workflow import Store, UnknownOutcome
from ocop_workflow.errors import StoreError
from ocop_workflow.store.link import Link
from ocop_workflow.store.owned import Owned

STEP = 29  # operations of which the short form takes one
CUTS = 5  # of the power, after a command that failed and was looked for
COMMANDS = 6  # from an empty disk: tables, two cases, texts of some pages, a personal value

Before = Callable[[str, str], None]


@define
class Fault:
    """Fails operation number `at`, and those after it until the disk is mended, if `lasting`."""

    at: int
    lasting: bool
    full: bool = False
    journals: bool = False
    struck: bool = False
    _done: int = 0

    def __call__(self, operation: str, name: str) -> None:
        if self.full and operation not in {"write", "open"}:
            return
        if self.journals and not (operation == "sync" and name.endswith(("-journal", "-wal"))):
            return
        self._done += 1
        if self._done == self.at or (self.lasting and self._done > self.at):
            self.struck = True
            raise (Full if self.full else Failed)(operation, name)


JOURNALS = "one error of a journal's sync"
FAULTS: dict[str, Callable[[int], Fault]] = {
    "one error": lambda at: Fault(at, lasting=False),
    "errors until mended": lambda at: Fault(at, lasting=True),
    JOURNALS: lambda at: Fault(at, lasting=False, journals=True),
    "full until mended": lambda at: Fault(at, lasting=True, full=True),
}


@define
class Seen:
    """What was found over all places of a fault."""

    tried: int = 0
    lost: list[str] = field(factory=list)
    wrong: list[str] = field(factory=list)
    outcomes: dict[str, int] = field(factory=dict)


@frozen
class Scene:
    """One journal mode, and who reads afresh: another connection, or another process where a log is held alone."""

    opened: Callable[[Power], Connection]
    alone: bool
    linked: type[Link] = Link
    session: type[Owned] = Owned

    def at_operations(self, fault: Callable[[int], Fault], step: int = 1) -> Seen:
        """The whole scenario, with the fault at each of its operations in turn, or at every so many-th."""
        seen = Seen()
        for at in count(1, step):
            if not self._struck(fault(at), seen):
                return seen
            seen.tried += 1
        return seen

    def _struck(self, fault: Fault, seen: Seen) -> bool:
        disk = Disk()
        power = Power(disk)
        store: Store | None = None
        cut = False
        for number in range(1, COMMANDS + 1):
            where = f"command {number}, fault {fault.at}"
            disk.before = fault
            try:
                store = store or Store(self.session(lambda: self.opened(power), self.linked))
                command(store, number)
                told = "kept"
            except UnknownOutcome:
                told = "unknown"
            except (StoreError, Connection.Error):  # the second before there is a store
                told = "not kept"
            disk.before = lambda *_: None
            seen.outcomes[told] = seen.outcomes.get(told, 0) + 1
            found = self._there(disk, number)
            if told != "kept" and not cut and not (told == "unknown" and fault.lasting):
                cut = True  # later ones fail alike
                later = [self._there(disk.after(Random(seed)), number) for seed in range(CUTS)]  # noqa: S311
                if later != [found] * CUTS:
                    seen.wrong.append(f"{where}: {told}, there: {found}, and after a power cut: {later}")
            if told != "unknown" and found is not (told == "kept"):
                (seen.lost if told == "kept" else seen.wrong).append(f"{where}: {told}, but there: {found}")
            store = store or Store(self.session(lambda: self.opened(power), self.linked))
            try:
                command(store, number)
            except StoreError as error:
                seen.wrong.append(f"{where}, sent again: {error}")
            if not self._there(disk, number):
                seen.lost.append(f"{where}, sent again")
        assert store is not None
        try:
            seen.wrong += [f"fault {fault.at}: {code}" for code in unsound(store)]
        except StoreError as error:
            seen.wrong.append(f"fault {fault.at}: {error}")
        store.close()
        return fault.struck

    def _there(self, disk: Disk, number: int) -> bool:
        fresh = self.opened(Power(disk.copy() if self.alone else disk))
        try:
            if not fresh.execute("SELECT 1 FROM sqlite_master WHERE name = 'workflow_entry'").fetchall():
                return False
            query = "SELECT 1 FROM workflow_entry WHERE case_id = ? AND key = ?"
            return bool(fresh.execute(query, place(number)).fetchall())
        finally:
            fresh.close()


class Swallowing(Link):
    """What a store must not do: take a commit that failed for one that did not."""

    def commit(self) -> None:
        with suppress(self.errors):
            super().commit()


class Unsettled(Owned):
    """Nor this: leave what could not be synced to be read as if it were kept."""

    def _settle(self) -> None:
        pass


MODES = {"TRUNCATE": (opening(version=OLD), False), "WAL": (opening(), True)}


def figure(mode: str, fault: str, step: int) -> Row:
    """One kind of fault at every so many-th operation in one journal mode."""
    seen = Scene(*MODES[mode]).at_operations(FAULTS[fault], step)
    control = Scene(*MODES[mode], Swallowing).at_operations(FAULTS[fault], STEP)
    return _row(
        mode, fault, seen, f"a commit's error swallowed: {len(control.lost)} lost", bool(control.lost)
    )


def settled_figure(mode: str) -> Row:
    """Syncs of journals alone, where a power cut may still change what was read."""
    fault = FAULTS[JOURNALS]
    seen = Scene(*MODES[mode]).at_operations(fault)
    control = Scene(*MODES[mode], session=Unsettled).at_operations(fault)
    said = f"not settled: {len(control.wrong)} read and gone after a power cut, or come"
    return _row(mode, JOURNALS, seen, said, bool(control.wrong))


def _row(mode: str, fault: str, seen: Seen, control: str, caught: bool) -> Row:  # noqa: FBT001
    where = f"SQLite {Connection.version()}, {mode}"
    lost, wrong = len(seen.lost), len(seen.wrong)
    return Row("R3", f"disk: {fault}, then a power cut", where, seen.tried, lost, wrong, control, caught)


def figures(scale: int) -> Iterator[Row]:
    """All kinds in both modes; in the long form at every operation."""
    for mode in MODES:
        yield settled_figure(mode)
        for fault in FAULTS:
            if fault != JOURNALS:
                yield figure(mode, fault, 1 if scale > 1 else STEP)
