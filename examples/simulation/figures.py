"""What can be counted of products on a day, by folding their histories: nothing is read off what came later."""

from collections.abc import Iterator, Sequence
from datetime import date

from attrs import frozen
from world import at, local

from ocop_workflow import Case, Entry, Store, Workflow
from ocop_workflow.engine import fold

DAY = 24 * 60  # minutes


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
        """Every certificate: its day, its stars, and the level that gave it."""
        given = (entry for entry in self.entries if entry.event in {"recognise", "adopt"})
        found = []
        for entry in given:
            written = entry.writes["data"]
            assert isinstance(written, dict)
            found.append((local(entry.at), int(written["stars"]), str(written["issued_at"])))
        return found


def pasts(store: Store, day: date) -> Iterator[Past]:
    """Every product that there was at the end of that day."""
    end = at(day, DAY)
    for case in store.cases("ocop-product"):
        entries = [entry for entry in store.history(case.id) if entry.at < end]
        if entries:
            law = store.workflows(case.id)[entries[-1].definition]
            yield Past(fold(law.machine, entries), law, entries)


def counts(store: Store, day: date) -> dict[str, int]:
    """The figures that the city publishes, of all products up to the end of that day."""
    found = list(pasts(store, day))
    stars = [past.certificates() for past in found]
    councils = ("district_scoring", "city_scoring", "centre_scoring")
    counted = {
        "registered": len(found),
        "scored by districts": sum(past.closed("district_scoring") for past in found),
        "accepted by the city": sum(past.came_to("city_scoring") for past in found),
        "assessed": sum(any(past.closed(leaf) for leaf in councils) for past in found),
        "certified": sum(bool(each) for each in stars),
        "valid": sum("stars" in past.case.data for past in found),
    }
    for number in (3, 4, 5):
        counted[f"certified with {number}"] = sum(bool(each) and each[-1][1] == number for each in stars)
        counted[f"valid with {number}"] = sum(past.case.data.get("stars") == number for past in found)
    return counted
