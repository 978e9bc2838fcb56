"""The store on one side and the floor on the other: the ways in which both write the same events."""

from collections.abc import Iterator
from contextlib import closing, contextmanager

from attrs import frozen
from floors import Floor, Writer
from journeys import Journey, Written, rows_of
from turns import Work

from ocop_workflow import Case

Unit = list[tuple[int, Written]]  # events that are timed together: the number in the journey, and the rows


@frozen
class Sides:
    """A database for the store and one for the floor, with every case begun in both."""

    journey: Journey
    ours: Floor
    floor: Floor
    units: list[Unit]

    @classmethod
    def begun(cls, journey: Journey, ours: Floor, floor: Floor, cases: int, together: int) -> "Sides":
        """The events of so many cases, so many of them together."""
        ids = [f"P-{number}" for number in range(cases)]
        for side in (ours, floor):
            with journey.connect(side.url) as store:
                for case_id in ids:
                    journey.start(store, case_id)
        events = [pair for each in ids for pair in zip(journey.numbers, rows_of(journey, each), strict=True)]
        units = [events[first : first + together] for first in range(0, len(events), together)]
        return cls(journey, ours, floor, units)

    def alike(self) -> bool:
        """Whether both databases hold the same entries and cases, byte for byte."""
        return _rows(self.ours) == _rows(self.floor)


Ways = Iterator[tuple[Work, Work]]


@contextmanager
def held(sides: Sides) -> Ways:
    """Both hold a connection open; an event is a transaction."""
    with sides.journey.connect(sides.ours.url) as store, Writer(sides.floor) as writer:

        def ours(number: int) -> None:
            for event, written in sides.units[number]:
                sides.journey.fire(store, written.case_id, event)

        def floor(number: int) -> None:
            for _, written in sides.units[number]:
                writer.begin()
                writer.write(written)
                writer.commit()

        yield ours, floor


@contextmanager
def opened(sides: Sides) -> Ways:
    """For each event both open a connection and close it again."""

    def ours(number: int) -> None:
        for event, written in sides.units[number]:
            with sides.journey.connect(sides.ours.url) as store:
                sides.journey.fire(store, written.case_id, event)

    def floor(number: int) -> None:
        for _, written in sides.units[number]:
            with Writer(sides.floor) as writer:
                writer.begin()
                writer.write(written)
                writer.commit()

    yield ours, floor


@contextmanager
def hosted(sides: Sides) -> Ways:
    """A host holds a connection; a unit is one transaction of the host's."""
    with closing(sides.ours.open()) as raw, _in_one(sides) as floor:
        store = sides.journey.over(raw)

        def ours(number: int) -> None:
            raw.execute(sides.ours.dialect.begin)
            for event, written in sides.units[number]:
                sides.journey.fire(store, written.case_id, event)
            raw.execute("COMMIT")

        yield ours, floor


@contextmanager
def many(sides: Sides) -> Ways:
    """A unit is given to the store at once; whoever makes the journey acts in it alone."""
    with sides.journey.connect(sides.ours.url) as store, _in_one(sides) as floor:

        def ours(number: int) -> None:
            commands = [sides.journey.command(each.case_id, event) for event, each in sides.units[number]]
            answers = store.fire_many(commands, actor=sides.journey.acts[0].actor)
            assert all(isinstance(answer, Case) for answer in answers), answers

        yield ours, floor


@contextmanager
def _in_one(sides: Sides) -> Iterator[Work]:
    """The floor with one transaction a unit."""
    with Writer(sides.floor) as writer:

        def floor(number: int) -> None:
            writer.begin()
            for _, written in sides.units[number]:
                writer.write(written)
            writer.commit()

        yield floor


def _rows(side: Floor) -> list[object]:
    with closing(side.open()) as raw:
        return [
            raw.execute(query).fetchall()
            for query in (
                "SELECT * FROM workflow_entry ORDER BY case_id, seq",
                "SELECT * FROM workflow_case ORDER BY id",
            )
        ]
