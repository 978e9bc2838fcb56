"""Writes golden files of the format that is written now, into a folder that is not there yet.

Usage: writing.py FOLDER NAME …, the names of RUNS and BOOKS. It is run once for each format; what stands here already
is never written anew.
"""

import json
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any

from attrs import evolve

from ocop_workflow import Actor, Case, Decision, Store, load
from ocop_workflow.cli.runfile import read_run_file
from ocop_workflow.cli.runner import take_steps
from ocop_workflow.engine import case_bytes, entry_bytes
from ocop_workflow.model.canonical import instant_text, plain
from ocop_workflow.model.document import definition_document
from ocop_workflow.store import firing
from ocop_workflow.testing import suite

ROOT = Path(__file__).parents[2]
RUNS = {  # golden file → run file, and how many of its cases
    "products": (ROOT / "workflows" / "ocop-product" / "hai-phong-2019.run.yaml", 3),
    "permits": (ROOT / "examples" / "construction-permit" / "permits.run.yaml", 2),
    "tour": (ROOT / "examples" / "tour" / "tour.run.yaml", 2),
}


class Clock:
    """Each look at it is a second later, and some microseconds."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 30, 23, 59, 58, 999_999, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1, microseconds=7)
        return self.now


class Book:
    """The lines of one golden file, written as commands are decided."""

    def __init__(self, units: Path | None = None, calendar: Path | None = None) -> None:
        self.copied = {kind: path for kind, path in (("units", units), ("calendar", calendar)) if path}
        self.lines: list[dict[str, Any]] = [{"units": None, "calendar": None}]
        self.known: set[str] = set()
        self.clock = Clock()
        self.salts = (sha256(f"salt {number}".encode()).digest() for number in count())

    def store(self, **given: Any) -> Store:
        return Store.connect("sqlite:///:memory:", clock=self.clock, salt=lambda: next(self.salts), **given)

    @contextmanager
    def open(self) -> Iterator[None]:
        module: Any = firing
        decide = module.decide

        def decided(
            machine: Any, case: Case | None, event: str, payload: Any, actor: Actor, *rest: Any
        ) -> Decision:
            decision: Decision = decide(machine, case, event, payload, actor, *rest)
            if decision.allowed:
                self.add(machine.definition, decision, payload, actor, *rest)
            return decision

        module.decide = decided
        try:
            yield
        finally:
            module.decide = decide

    def add(
        self, definition: Any, decision: Decision, payload: Any, actor: Actor, at: datetime, facts: Any
    ) -> None:
        assert decision.case is not None
        name = decision.case.definition
        if name not in self.known:
            self.known.add(name)
            self.lines.append({"definition": name, "document": definition_document(definition)})
        asked = {
            "case": decision.case.id,
            "event": decision.event,
            "payload": payload,
            "actor": {
                "id": actor.id,
                "roles": actor.roles,
                "parties": sorted(actor.parties),
                "on_behalf": actor.on_behalf,
                "delegated": actor.delegated,
            },
            "at": instant_text(at),
            "now": instant_text(facts.now),
            "salt": facts.salt.hex(),
            "links": dict(facts.links),
            "cases": None if facts.cases is None else dict(facts.cases),
        }
        entries = [
            [entry_bytes(e).decode(), e.hash, {n: plain(v) for n, v in e.personal.items()}]
            for e in decision.entries
        ]
        self.lines.append({"definition": name, "asked": asked, "entries": entries})

    def end(self, store: Store) -> None:
        for case in store.cases():
            document = case_bytes(store.workflow(case.id).definition, case).decode()
            self.lines.append({"case": case.id, "document": document, "head": case.head})

    def write(self, file: Path) -> None:
        for kind, path in self.copied.items():
            self.lines[0][kind] = f"{file.stem}.{kind}.yaml"
            shutil.copyfile(path, file.with_name(self.lines[0][kind]))
        text = "".join(json.dumps(line, ensure_ascii=False, default=_text) + "\n" for line in self.lines)
        file.write_text(text, "utf-8")


def _text(value: object) -> str:
    if not isinstance(value, date):
        raise TypeError(value)
    return value.isoformat()


def of_run(path: Path, cases: int) -> Book:
    runs = read_run_file(path)
    runs = evolve(runs, cases=runs.cases[:cases])
    book = Book(*_named(path))
    with book.store(units=runs.inputs.units, calendar=runs.inputs.calendar) as store, book.open():
        assert all(outcome.unexpected is None for outcome in take_steps(store, runs))
        book.end(store)
    return book


def _named(path: Path) -> tuple[Path | None, Path | None]:
    import yaml

    given = yaml.safe_load(path.read_text("utf-8"))
    units, calendar = (given.get(name) for name in ("units", "calendar"))
    return units and path.parent / units, calendar and path.parent / calendar


def of_dossiers() -> Book:
    """Exact numbers, a collection, clocks that fire with an event, personal values that are corrected."""
    book = Book()
    workflow = load(Path(suite.__file__).parent / "dossier.yaml", parameters={"quorum": 2})
    citizen, officer = Actor("c-1", ["citizen"]), Actor("o-1", ["officer"], on_behalf="o-0")
    with book.store() as store, book.open():
        given = {"name": "Nguyễn Thị Bưởi", "phone": "0912", "amount": "1234567.12345678"}
        store.start(workflow, given, actor=citizen, id="D-1", event="register", at=_day(2, 3))
        steps: list[tuple[int, str, dict[str, object], Actor]] = [
            (4, "correct", {"phone": "0913"}, citizen),
            (4, "remark", {}, officer),
            (5, "submit", {}, evolve(citizen, on_behalf="c-2")),
            (6, "mark", {"points": "49.995"}, Actor("m-1", ["member"])),
            (6, "mark", {"points": "50.005001"}, Actor("m-2", ["member"])),
            (7, "approve", {"valid_until": "2020-02-10"}, officer),
            (12, "renew", {"valid_until": "2020-02-14"}, officer),
            (20, "close", {}, officer),
        ]
        for day, event, payload, actor in steps:
            store.fire("D-1", event, payload, actor=actor, at=_day(2, day))
        store.start(
            workflow, {"valid_until": "2020-03-01"}, actor=officer, id="D-2", event="adopt", at=_day(2, 28)
        )
        book.end(store)
    return book


def of_rounds() -> Book:
    """Cases that refer to each other."""
    book = Book()
    folder = ROOT / "examples" / "rounds"
    round_, product = load(folder / "round.yaml"), load(folder / "product.yaml")
    secretary, producer, council = (Actor(r[0], [r]) for r in ("secretary", "producer", "council"))
    with book.store() as store, book.open():
        store.start(round_, {"year": 2020}, actor=secretary, id="R", at=_day(1, 2))
        store.start(product, actor=producer, id="P", at=_day(1, 3))
        store.fire("P", "submit", {"round": "R"}, actor=producer, at=_day(1, 4))
        store.fire("P", "rank", actor=council, at=_day(1, 5))
        store.fire("R", "close", actor=secretary, at=_day(1, 6))
        book.end(store)
    return book


def of_moved() -> Book:
    """Cases that go on under another version, with what they had, and act there."""
    sys.path.insert(0, str(ROOT / "tests"))
    from migration import desk_cases as desk

    from ocop_workflow.migration import migrate

    book = Book()
    book.clock.now = desk.BEGUN + timedelta(days=60)
    with book.store() as store, book.open():
        ids = desk.file(store, 24)
        list(migrate(store, desk.plan(), actor=Actor("mover")))
        for case_id in ids:
            for entry in (each for each in store.history(case_id) if each.moves):
                if entry.definition not in book.known:
                    book.known.add(entry.definition)
                    document = definition_document(store.workflow(case_id).definition)
                    book.lines.append({"definition": entry.definition, "document": document})
                text = entry_bytes(entry).decode()
                book.lines.append(
                    {"definition": entry.definition, "moved": case_id, "entries": [[text, entry.hash, {}]]}
                )
            if store.workflow(case_id).version == "2" and store.get(case_id).state in {"filed", "weighed"}:
                store.fire(case_id, "vote", {"yes_": True}, actor=Actor("carl", ["clerk"]))
        book.end(store)
    return book


def _day(month: int, day: int) -> datetime:
    return datetime(2020, month, day, 9, 30, 0, 123_456, tzinfo=UTC)


BOOKS: dict[str, Callable[[], Book]] = {"dossiers": of_dossiers, "rounds": of_rounds, "moved": of_moved}

if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir()  # a golden file is never rewritten
    for name in sys.argv[2:]:
        book = of_run(*RUNS[name]) if name in RUNS else BOOKS[name]()
        book.write(folder / f"{name}.jsonl")
    sums = [f"{sha256(each.read_bytes()).hexdigest()}  {each.name}\n" for each in sorted(folder.iterdir())]
    (folder / "SHA256SUMS").write_text("".join(sums), "utf-8")
