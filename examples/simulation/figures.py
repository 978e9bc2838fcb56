"""What can be counted of products on a day, by folding their histories: nothing is read off what came later."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from statistics import median

from attrs import frozen
from world import at, local

from ocop_workflow import Case, Entry, Store, Workflow
from ocop_workflow.engine import fold

DAY = 24 * 60  # minutes
COUNCILS = ("district_scoring", "city_scoring", "centre_scoring")


@frozen
class Past:
    """A product as it stood at the end of a day, under the law that it stood under, and how it got there."""

    case: Case
    law: Workflow
    entries: Sequence[Entry]

    def closed(self, leaf: str) -> bool:
        """Whether a council that sits there has closed a scoring."""
        return any(entry.source == leaf and entry.event.startswith("close") for entry in self.entries)

    def came_to(self, leaf: str) -> bool:
        """Whether it has ever been there."""
        return any(entry.target == leaf for entry in self.entries)

    def certificates(self) -> list[tuple[date, int, str]]:
        """Every certificate: the day on which it was given, its stars, and the level that gave it."""
        found = []
        for entry in self.entries:
            if entry.event in {"recognise", "adopt"}:
                written = entry.writes["data"]
                assert isinstance(written, dict)
                found.append((local(entry.at), int(written["stars"]), str(written["issued_at"])))
        return found


@frozen
class History:
    """A whole life, and the laws that it was lived under, by their digests."""

    entries: Sequence[Entry]
    laws: Mapping[str, Workflow]

    def on(self, day: date) -> Past | None:
        """As it stood at the end of that day; None if it had not begun."""
        end = at(day, DAY)
        entries = [entry for entry in self.entries if entry.at < end]
        if not entries:
            return None
        law = self.laws[entries[-1].definition]
        return Past(fold(law.machine, entries), law, entries)

    def evaluations(self) -> Iterator[int]:
        """How many days each evaluation took, from the dossier to its result."""
        began: date | None = None
        for entry in self.entries:
            inside = self.evaluated(entry)
            if inside and began is None:
                began = local(entry.at)
            if not inside and began is not None:
                yield (local(entry.at) - began).days
                began = None

    def until_certified(self) -> Iterator[int]:
        """How many days it took to the first certificate, if there is one."""
        for entry in self.entries:
            if entry.event == "recognise":
                yield (local(entry.at) - local(self.entries[0].at)).days
                return

    def evaluated(self, entry: Entry) -> bool:
        """Whether the product is being evaluated once this has happened."""
        return "evaluation" in self.laws[entry.definition].machine.table.tree.holders[entry.target]


def histories(store: Store, workflow: str) -> list[History]:
    """Of all cases of a workflow, in the order of their ids."""
    ids = [case.id for case in store.cases(workflow)]
    return [History(store.history(case_id), store.workflows(case_id)) for case_id in ids]


def counts(lives: Sequence[History], day: date) -> dict[str, int]:
    """The figures that a city publishes, of all products up to the end of that day."""
    found = [past for life in lives if (past := life.on(day)) is not None]
    stars = [given[-1][1] if (given := past.certificates()) else 0 for past in found]
    valid = [past.case.data.get("stars", 0) for past in found]
    counted = {
        "registered": len(found),
        "assessed": sum(any(past.closed(leaf) for leaf in COUNCILS) for past in found),
        "certified": sum(each > 0 for each in stars),
    }
    counted |= {f"certified_{number}": stars.count(number) for number in (3, 4, 5)}
    counted["valid"] = len(found) - valid.count(0)
    counted |= {f"valid_{number}": valid.count(number) for number in (3, 4, 5)}
    return counted


def waits(lives: Sequence[History]) -> dict[str, float]:
    """Medians of days: of an evaluation, and from registering to the first certificate; 0 where there is none."""
    evaluated = [days for life in lives for days in life.evaluations()]
    certified = [days for life in lives for days in life.until_certified()]
    return {
        "evaluation_days": median(evaluated or [0]),
        "evaluation_days_90": sorted(evaluated or [0])[max(len(evaluated) * 9 // 10 - 1, 0)],
        "certificate_days": median(certified or [0]),
    }
