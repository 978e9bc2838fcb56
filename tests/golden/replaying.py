"""Folds the histories of golden files and decides their commands anew; says where anything is not as it was written.

Usage: replaying.py FOLDER [MODE]. It needs nothing but the library and its dependencies, so that any Python can run it.
Modes: a time at which the machine's clock is set, and two that the test must catch: `unordered` (a fold that goes
through a set), `local` (days of the machine's own zone).
"""

import json
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from attrs import evolve

from ocop_workflow import Actor, Case, Entry, Facts, Workflow
from ocop_workflow.engine import (
    apply,
    case_bytes,
    entry_bytes,
    entry_from_document,
)
from ocop_workflow.model.canonical import instant
from ocop_workflow.model.document import definition_of_digest
from ocop_workflow.model.values import take
from ocop_workflow.reading import read_calendar, read_units


def wrong(file: Path) -> Iterator[str]:
    """What differs, in words."""
    head, *lines = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    given = {
        "units": read_units(file.with_name(head["units"])) if head["units"] else None,
        "calendar": read_calendar(file.with_name(head["calendar"])) if head["calendar"] else None,
    }
    workflows: dict[str, Workflow] = {}
    cases: dict[str, Case] = {}
    for number, line in enumerate(lines, 2):
        if "document" in line and "definition" in line:
            definition = definition_of_digest(line["document"], line["definition"])
            if definition is None:
                yield f"{file.name}:{number}: the definition has another hash"
                return
            workflows[line["definition"]] = Workflow(definition)
        elif "case" in line:
            case = cases[line["case"]]
            document = case_bytes(workflows[case.definition].definition, case).decode()
            if (document, case.head) != (line["document"], line["head"]):
                yield f"{file.name}:{number}: the case is folded to something else"
        elif "moved" in line:
            ((text, hash_, _),) = line["entries"]
            workflow = workflows[line["definition"]]
            cases[line["moved"]] = apply(
                workflow.machine, cases[line["moved"]], _entry(workflow, text, hash_, {})
            )
            if sha256(text.encode()).hexdigest() != hash_:
                yield f"{file.name}:{number}: a hash is not that of its entry"
        else:
            workflow = workflows[line["definition"]]
            asked, before = line["asked"], cases.get(line["asked"]["case"])
            entries = [_entry(workflow, *each) for each in line["entries"]]
            if any(sha256(text.encode()).hexdigest() != digest_ for text, digest_, _ in line["entries"]):
                yield f"{file.name}:{number}: a hash is not that of its entry"
            decided = _decided(workflow, before, asked, given)
            if decided != [text for text, _, _ in line["entries"]]:
                yield f"{file.name}:{number}: {asked['event']} is decided differently"
            after = before
            for entry in entries:
                after = apply(workflow.machine, after, entry)
            if after is not None:
                cases[asked["case"]] = after


def _entry(workflow: Workflow, text: str, hash_: str, personal: Mapping[str, object]) -> Entry:
    types = workflow.definition.data
    values = {name: take(types[name].type, value) for name, value in personal.items()}
    return evolve(entry_from_document(json.loads(text), hash_), personal=values)


def _decided(
    workflow: Workflow, before: Case | None, asked: dict[str, Any], given: Mapping[str, Any]
) -> list[str]:
    facts = Facts(
        now=instant(asked["now"]),
        case_id=asked["case"],
        salt=bytes.fromhex(asked["salt"]),
        links=asked["links"],
        cases=asked["cases"],
        **given,
    )
    decision = workflow.decide(
        before,
        asked["event"],
        asked["payload"],
        actor=Actor(**asked["actor"]),
        at=instant(asked["at"]),
        facts=facts,
    )
    return [entry_bytes(entry).decode() for entry in decision.entries]


def set_up(mode: str) -> None:
    """Set the machine's clock wrong, or do one thing as it must not be done."""
    if mode == "unordered":
        fold: Any = sys.modules["ocop_workflow.engine.fold"]
        evidence = fold._evidence  # noqa: SLF001 - to be spoilt
        fold._evidence = lambda *given: {  # noqa: SLF001
            scope: {event: tuple({*people}) for event, people in who.items()}
            for scope, who in evidence(*given).items()
        }
    elif mode == "local":
        for name in ("ask", "dues", "facts", "settle", "step"):
            module = sys.modules[f"ocop_workflow.engine.{name}"]
            for function in (local_date, start_of):
                if hasattr(module, function.__name__):
                    setattr(module, function.__name__, function)
    elif mode:
        import time_machine

        time_machine.travel(datetime.fromisoformat(mode)).start()


def local_date(moment: datetime, _: str | None) -> date:
    """The day by the machine's own zone."""
    return moment.astimezone().date()


def start_of(day: date, _: str | None) -> datetime:
    """Midnight by the machine's own zone."""
    return datetime(day.year, day.month, day.day).astimezone(UTC)


if __name__ == "__main__":
    set_up(sys.argv[2] if len(sys.argv) > 2 else "")
    for each in sorted(Path(sys.argv[1]).glob("*.jsonl")):
        for told in wrong(each):
            print(told)  # noqa: T201 - to the test
