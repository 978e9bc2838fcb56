"""`draw --heat`: what many cases of a database did, or what scenarios go through, over the picture of a workflow."""

from collections import Counter
from pathlib import Path

from ..drawing import Graph, Traffic, traffic, trodden, waiting
from ..engine import WATCHERS
from ..messages import say
from ..model.text import Text
from ..testing.coverage import Coverage, Tally, ways
from ..testing.running import run_scenario
from ..testing.scenario import read_scenario
from ..testing.told import place
from ..workflow import Workflow, utc_now
from .databases import open_store, shown
from .parser import UsageError

HEATS = ("counts", "waiting", "coverage")
SUFFIX = "*.scenario.yaml"


class Unheld(Exception):
    """A scenario does not hold, so that it says nothing of what is covered."""

    def __init__(self, told: Text) -> None:
        self.told = told
        super().__init__(told.say("en"))


def heated(graph: Graph, workflow: Workflow, heat: str, source: str) -> Graph:
    """The graph with one of HEATS, of a database or of scenario files.

    Raises UsageError where nothing there is of this workflow and version, Unheld for a scenario that does not hold.
    """
    if heat == "coverage":
        return _covered(graph, workflow, Path(source))
    found = _traffic(workflow, source)
    if heat == "waiting":
        return waiting(graph, found)
    told = say("drawing.heat_counts", cases=found.cases).say(graph.language)
    return trodden(graph, found.counts, found.now, told)


def _traffic(workflow: Workflow, database: str) -> Traffic:
    """Of the cases as they stand now; only what happened under this version counts."""
    with open_store(database, existing=True) as store:
        versions = store.versions(workflow.name).items()
        digests = {digest for digest, kept in versions if kept.version == workflow.version}
        found = traffic(store.histories(workflow.name), digests, utc_now())
    if not found.cases:
        name = f"{workflow.name}@{workflow.version}"
        raise UsageError(say("cli.no_cases_drawn", database=shown(database), workflow=name))
    return found


def _covered(graph: Graph, workflow: Workflow, path: Path) -> Graph:
    files = sorted(path.rglob(SUFFIX)) if path.is_dir() else [path]
    coverage, own = Coverage(), 0
    WATCHERS.append(coverage.watch)
    try:
        for file in files:
            own += _run(file, workflow)
    finally:
        WATCHERS.remove(coverage.watch)
    tallies = [each for each in coverage.tallies.values() if _same(each, workflow)]
    if not tallies:
        name = f"{workflow.name}@{workflow.version}"
        raise UsageError(say("cli.no_scenarios", workflow=name, path=path))
    counts: Counter[tuple[str, str, str | None]] = Counter()
    for tally in tallies:
        counts.update(ways(tally))
    done = sum(map(bool, counts.values()))
    told = say("drawing.heat_coverage", files=own, done=done, all=len(counts))
    return trodden(graph, counts, told=told.say(graph.language))


def _run(file: Path, workflow: Workflow) -> bool:
    """Whether it is a story of this version, at least in part."""
    scenario = read_scenario(file)
    laws = [scenario.workflow.definition, *(step.move.definition for step in scenario.steps if step.move)]
    if (workflow.name, workflow.version) not in {(law.workflow, law.version) for law in laws}:
        return False
    outcome = run_scenario(scenario)
    if outcome.wrong is not None:
        raise Unheld(say("cli.scenario_fails", place=place(outcome.place), wrong=outcome.wrong))
    return True


def _same(tally: Tally, workflow: Workflow) -> bool:
    return (tally.definition.workflow, tally.definition.version) == (workflow.name, workflow.version)
