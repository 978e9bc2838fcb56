"""Counting: every case of the store once, as it stood at the end of each day that is asked for."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from attrs import define, field

from ..case import Entry
from ..engine import WorkflowMachine, local_date
from ..model.definition import Definition
from ..reading import Problems
from ..store import Store
from ..workflow import Workflow
from .atrisk import at_risk, listed
from .checks import check
from .judging import Asked, Judge
from .places import Places
from .progress import AtRisk, Count, Divided, Listed, Part, Progress, Result
from .standing import standings
from .targets import Measure, Risk, Split, Targets
from .versions import Versions

_LAST = (12, 31)


def measure(store: Store, targets: Targets, *, on: date) -> Progress:
    """How the cases of the store stood at the end of the local day `on`: every measure, its parts, the cases at risk.

    Cases that began later are of no account, clock events that were due by then have happened whether or not anybody
    fired them, and the trend has the last day of each year before. Histories are read once, some cases at a time.
    Raises DefinitionError where a version that the store keeps lacks what the targets ask for, and for an expression
    that has no value for a case; TypeError where `on` is no `datetime.date`.
    """
    if type(on) is not date:
        msg = f"on must be a datetime.date, not {on!r}"
        raise TypeError(msg)
    counting = _Counting(store, targets, on)
    counting.learn()
    for name in targets.workflows:
        for entries in store.histories(name):
            counting.take(name, entries)
    return counting.progress()


def _days(first: date, on: date, targets: Targets) -> tuple[date, ...]:
    """The last day of each year from the first day on, the days by which targets are due, and the day itself."""
    ends = {date(year, *_LAST) for year in range(first.year, on.year + 1)}
    due = {each.target.by for each in targets.measures.values() if each.target and each.target.by}
    return tuple(sorted({day for day in ends | due if first <= day < on} | {on}))


@define
class _Counting:
    """Takes one history after another."""

    store: Store
    targets: Targets
    on: date
    kept: dict[str, Mapping[str, Workflow]] = field(factory=dict, init=False)  # by name, then by digest
    _places: Places = field(init=False)
    _judges: dict[str, Judge] = field(factory=dict, init=False)
    _machines: dict[str, WorkflowMachine] = field(factory=dict, init=False)
    _first: date = field(init=False)
    _counts: dict[tuple[str, date], Count] = field(factory=dict, init=False)
    _parts: dict[tuple[str, str], dict[str | None, Count]] = field(factory=dict, init=False)
    _risks: dict[str, list[AtRisk]] = field(factory=dict, init=False)
    _stuck: list[str] = field(factory=list, init=False)

    def __attrs_post_init__(self) -> None:
        self._places = Places(self.targets.units, self.on)
        self._first = self.on

    def learn(self) -> None:
        """What the store keeps of the workflows; raises DefinitionError for what the targets cannot be asked of."""
        self.kept = {name: self.store.versions(name) for name in self.targets.workflows}
        problems = Problems()
        check(self.targets, Versions(self.targets.file, self.store), problems)
        problems.check()
        for versions in self.kept.values():
            for digest, workflow in versions.items():
                self._machines[digest] = workflow.machine
                self._judges.setdefault(digest, Judge(workflow.machine, self.targets))

    def take(self, workflow: str, entries: Sequence[Entry]) -> None:
        """Count a case."""
        if any(entry.definition not in self._machines for entry in entries):
            self.learn()  # of a version that somebody has brought in meanwhile
        definition = self._machines[entries[0].definition].definition
        begun = local_date(entries[0].at, definition.timezone)
        self._first = min(self._first, begun)
        days = _days(begun, self.on, self.targets)
        for standing in standings(self._machines, entries, days, self.targets.calendar):
            asked = self._judges[standing.case.definition].asked(standing, self._happened(standing.entries))
            for measure in self.targets.measures.values():
                if measure.of == workflow:
                    self._count(measure, asked)
            if standing.day == self.on:
                self._look_after(workflow, asked)

    def _happened(self, entries: Sequence[Entry]) -> frozenset[str]:
        """Every event and start of the history, and what starts attest."""
        found = {entry.event for entry in entries}
        first = self._machines[entries[0].definition].definition.start[entries[0].event]
        return frozenset(found.union(first.attests))

    def _count(self, measure: Measure, asked: Asked) -> None:
        standing = asked.standing
        judge = self._judges[standing.case.definition]
        if not judge.holds(measure.meant, asked):
            return
        share = measure.share
        one = Count(1) if share is None else Count(int(judge.holds(share, asked)), 1)
        key = (measure.name, standing.day)
        self._counts[key] = self._counts[key] + one if key in self._counts else one
        if standing.day != self.on:
            return
        for split in self._splits(measure):
            parts = self._parts.setdefault((measure.name, split.name), {})
            part = self._places.part(split, judge.machine.definition, standing.case.data)
            parts[part] = parts[part] + one if part in parts else one

    def _splits(self, measure: Measure) -> Iterator[Split]:
        """Those that every version of its workflow can be split by."""
        versions = self._definitions(measure.of)
        for split in self.targets.splits.values():
            whole = all((version.unit if split.level else split.data in version.data) for version in versions)
            if versions and whole:
                yield split

    def _definitions(self, workflow: str) -> list[Definition]:
        return [each.definition for each in self.kept[workflow].values()]

    def _look_after(self, workflow: str, asked: Asked) -> None:
        judge = self._judges[asked.standing.case.definition]
        if asked.standing.stuck:
            self._stuck.append(asked.standing.case.id)
        for risk in self.targets.risks.values():
            if risk.of == workflow and judge.holds(risk.meant, asked):
                found = at_risk(risk, judge, asked, self._places, self._machines)
                if found is not None:
                    self._risks.setdefault(risk.name, []).append(found)

    def progress(self) -> Progress:
        """What was counted of all that was taken."""
        days = _days(self._first, self.on, self.targets)
        return Progress(
            self.targets,
            self.on,
            days,
            tuple(self._result(each, days) for each in self.targets.measures.values()),
            tuple(self._listed(each) for each in self.targets.risks.values()),
            tuple(sorted(self._stuck)),
        )

    def _result(self, measure: Measure, days: tuple[date, ...]) -> Result:
        none = Count(0, None if measure.share is None else 0)
        by = measure.target.by if measure.target else None
        judged = by if by is not None and by < self.on else self.on
        asked = days if judged in days else tuple(sorted((*days, judged)))  # due before there was a case
        trend = {day: self._counts.get((measure.name, day), none) for day in asked}
        splits = tuple(self._divided(measure, split) for split in self._splits(measure))
        return Result(measure, trend, judged, splits, known=bool(self.kept[measure.of]))

    def _divided(self, measure: Measure, split: Split) -> Divided:
        parts = self._parts.get((measure.name, split.name), {})
        definitions = self._definitions(measure.of)
        keys = sorted(parts, key=lambda key: (key is None, key or ""))
        titled = (Part(key, self._places.title(split, key, definitions), parts[key]) for key in keys)
        return Divided(split, tuple(titled))

    def _listed(self, risk: Risk) -> Listed:
        return listed(risk, self._risks.get(risk.name, []), self._definitions(risk.of))
