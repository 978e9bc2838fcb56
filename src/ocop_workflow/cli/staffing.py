"""What `check` says of people, days and clocks: who lacks, which days no list covers, what nobody handles."""

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from attrs import frozen

from ..engine.facts import local_date
from ..engine.reasons import event_title, listed, state_title, titled
from ..explanation import Finding, Uncovered, staffing, uncovered
from ..messages import say
from ..model.text import Text
from ..reading import read_calendar, read_directory, read_units
from ..wording import Words
from ..workflow import Workflow, utc_now
from .days import day_of
from .parser import UsageError
from .screen import Screen

COMMAND = "ocop-workflow check"
SHOWN = 1  # of several places, the others are counted


@frozen
class Staff:
    """Which directory, units and calendar are checked, and for which day, as it was typed."""

    directory: str | None = None
    units: str | None = None
    calendar: str | None = None
    on: str | None = None


@frozen
class Staffed:
    """The findings of one day with their sentences, those of one post that nobody holds together.

    `days` are those that the lists named do not cover. `directory` is None where none was named. The days that count
    go from `first`, when the workflow came into force.
    """

    directory: str | None
    first: date
    day: date
    findings: tuple[tuple[tuple[Finding, ...], Text], ...]
    days: tuple[Uncovered, ...]

    @property
    def holds(self) -> bool:
        return not self.days and not any(group[0].fails for group, _ in self.findings)


def staffed(workflow: Workflow, staff: Staff) -> Staffed | None:
    """What directory, units and calendar lack, None where none is named; raises UsageError, DefinitionError."""
    if not (staff.directory or staff.units or staff.calendar):
        if staff.on:
            raise UsageError(say("explanation.on_needs_lists"), COMMAND)
        return None
    definition = workflow.definition
    today = local_date(utc_now(), definition.timezone)
    day = day_of(staff.on, COMMAND) if staff.on else today
    units = read_units(Path(staff.units)) if staff.units else None
    people = None
    if staff.directory:
        named = units.units if units else ()
        people = read_directory(Path(staff.directory), roles=definition.roles, units=named)
    calendar = read_calendar(Path(staff.calendar)) if staff.calendar else None
    if people is not None and units is None and definition.unit is not None:
        raise UsageError(say("explanation.needs_units"), COMMAND)
    first = min(definition.from_ or day, day)
    found = staffing(workflow.machine, people, units, day) if people else ()

    def place(unit: str) -> Text:
        return units.title(unit, day) if units and unit else Text()

    findings = tuple((group, _text(workflow, group, place)) for group in _grouped(found))
    days = uncovered(first, day, units, calendar)
    return Staffed(people.id if people else None, first, day, findings, days)


def _grouped(found: Iterable[Finding]) -> list[tuple[Finding, ...]]:
    """What lacks the same post stands together: an official fills it once."""
    groups: dict[object, list[Finding]] = {}
    for each in found:
        post = (each.role, each.level) if each.kind == "unstaffed" else each
        groups.setdefault(post, []).append(each)
    return [tuple(group) for group in groups.values()]


def _text(workflow: Workflow, group: tuple[Finding, ...], place: Callable[[str], Text]) -> Text:
    definition, tree = workflow.definition, workflow.machine.table.tree
    finding = group[0]
    role = definition.roles.get(finding.role)
    values: dict[str, object] = {
        "event": event_title(definition, finding.event),
        "state": state_title(tree, finding.state),
        "role": titled(role.title, role.name) if role else "",
        "parameter": finding.parameter,
    }
    match finding.kind:
        case "unstaffed":
            values["events"] = listed(
                say(
                    "explanation.event_in",
                    event=event_title(definition, each.event),
                    state=state_title(tree, each.state),
                )
                for each in group
            )
            if finding.level is None:
                return say("explanation.unstaffed_anywhere", **values)
            level = titled(definition.levels.get(finding.level, Text()), finding.level)
            return say("explanation.unstaffed", **values, level=level)
        case "inseparable" | "unbound" | "blocked" | "uncounted":
            first, count = place(finding.places[0]), len(finding.places) - SHOWN
            where: object = first or say("explanation.whole")
            if count:
                where = say("explanation.places_more", place=first, count=count)
            before = listed(event_title(definition, name) for name in finding.before)
            return say(f"explanation.{finding.kind}", **values, before=before, places=where)
    return say(f"explanation.{finding.kind}", **values)


def show_staffing(out: Screen, words: Words, found: Staffed) -> None:
    """Each finding on a line; failures are marked."""
    out.line()
    first, day = words.day(found.first), words.day(found.day)
    for each in found.days:
        days = {"source": each.source, "first": words.day(each.first), "last": words.day(each.last)}
        said = say("explanation.uncovered", **days, why=each.why).say(out.language)
        out.paragraph(said.rstrip(": "), first=out.style("✗ ", "red"), indent=2)
    if not found.days:
        said = say("explanation.covered", first=first, last=day).say(out.language)
        out.paragraph(said, first=out.style("✓ ", "green"), indent=2)
    if found.directory is None:
        return
    out.paragraph(say("explanation.staffing", day=day, directory=found.directory).say(out.language))
    for group, message in found.findings:
        mark = out.style("✗ ", "red") if group[0].fails else out.style("? ", "yellow")
        out.paragraph(message.say(out.language), first=mark, indent=2)
    if not found.findings:
        text = say("explanation.staffed").say(out.language)
        out.paragraph(text, first=out.style("✓ ", "green"), indent=2)


def show_unheeded(out: Screen, words: Words, names: tuple[str, ...]) -> None:
    """Remarks on clock events that nobody handles."""
    if names:
        out.line()
        out.paragraph(say("explanation.remarks").say(out.language))
    for name in names:
        text = say("explanation.unheeded", event=words.event(name)).say(out.language)
        out.paragraph(text, first=out.style("? ", "yellow"), indent=2)


def staffing_document(found: Staffed | None) -> dict[str, object]:
    """The findings as JSON; null where no directory was named."""
    if found is None:
        return {"staffing": None}
    return {
        "staffing": {
            "directory": found.directory,
            "on": found.day.isoformat(),
            "holds": found.holds,
            "uncovered": [
                {"source": each.source, "first": each.first.isoformat(), "last": each.last.isoformat()}
                for each in found.days
            ],
            "findings": [
                {
                    "kind": finding.kind,
                    "event": finding.event,
                    "state": finding.state or None,
                    "role": finding.role or None,
                    "level": finding.level,
                    "before": list(finding.before),
                    "places": list(finding.places),
                    "message": {"vi": text.vi, "en": text.en},
                }
                for group, text in found.findings
                for finding in group
            ],
        }
    }
