"""Tests as scenarios: in memory, to be run at once, and as the text of the file that says the same."""

import os
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

from ...access.any_units import AnyUnits
from ...calendar.weekends import WEEKENDS
from ...model.definition import Definition
from ...model.text import Text
from ...reading.script import Step
from ...workflow import Workflow
from ..scenario import Expected, Scenario
from ..writing import Line, grouped, people_of, write_scenario
from .goals import Test, Told

SUFFIX = ".scenario.yaml"


def scenario_of(workflow: Workflow, test: Test) -> Scenario:
    """The test as it can be run; it is what `read_scenario` reads from its file."""
    lines = test.told.lines
    actors = people_of(line.actor for line in lines if line.actor is not None)
    steps = tuple(_step(number, group) for number, group in enumerate(grouped(lines), 1))
    return Scenario(
        file_of(test),
        title_of(test),
        workflow,
        steps,
        actors,
        units=AnyUnits() if workflow.definition.unit else None,
        calendar=WEEKENDS,
        expected=expected_of(workflow.definition, test.told),
    )


def _step(number: int, group: list[Line]) -> Step:
    first, last = group[0], group[-1]
    then = None if last.refused else last.target or None
    if first.actor is None:
        fired = tuple(line.event for line in group if line.event)
        return Step(number, first.at, "", (), then=then, happened=fired)
    who = (first.actor.id,)
    return Step(number, first.at, first.event, who, first.payload, then, last.refused, links=first.links)


def write_suite(
    definition: Definition, tests: Iterable[Test], workflow: str, folder: Path, language: str = "en"
) -> tuple[Path, ...]:
    """A file for each test, below the folder; one of that name is written anew. `workflow` is its name or its path."""
    written = []
    for test in tests:
        path = folder / file_of(test)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text_of(definition, test, _called(workflow, path.parent), language), "utf-8")
        written.append(path)
    return tuple(written)


def text_of(definition: Definition, test: Test, workflow: str, language: str = "en") -> str:
    """The text of the test's file; `workflow` as the file is to name it."""
    return write_scenario(
        definition,
        test.told.lines,
        workflow=workflow,
        title=title_of(test),
        language=language,
        expect=expected_of(definition, test.told),
    )


def file_of(test: Test) -> Path:
    """Below a folder: the criterion is a folder, and so is what it covers."""
    return Path(test.id + SUFFIX)


def title_of(test: Test) -> Text:
    """What it covers, with its id."""
    title = test.goal.title
    return Text(vi=f"{title.say('vi')} [{test.id}]", en=f"{title.say('en')} [{test.id}]")


def expected_of(definition: Definition, told: Told) -> Expected:
    """The state, the plain values of the data, and what was set and is no longer."""
    if told.case is None:
        return Expected()
    plain = {name: value for name, value in told.case.data.items() if _plain(value)}
    known: Mapping[str, object] = {name: plain[name] for name in definition.data if name in plain}
    return Expected(told.case.state, known, told.gone)


def _plain(value: object) -> bool:
    return isinstance(value, bool | int | Decimal | str | date)


def _called(workflow: str, folder: Path) -> str:
    """The workflow as a file in the folder names it: a file by its path from there."""
    if not Path(workflow).is_file():
        return workflow
    return os.path.relpath(workflow, folder).replace(os.sep, "/")
