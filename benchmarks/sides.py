"""The store on one side and the floor on the other: the ways in which both write the events of a round."""

from collections.abc import Iterator
from contextlib import closing, contextmanager

from attrs import frozen
from floors import Floor, Writer
from journeys import Journey, Written, rows_of
from turns import Work

from ocop_workflow import Case

Batch = list[list[Written]]  # case → event


@frozen
class Sides:
    """A database for the store and one for the floor, with the cases of every round begun in both."""

    journey: Journey
    ours: Floor
    floor: Floor
    rounds: list[Batch]

    @classmethod
    def begun(cls, journey: Journey, ours: Floor, floor: Floor, rounds: int, cases: int) -> "Sides":
        """A round that warms up comes first."""
        ids = [[f"P-{number}-{each}" for each in range(cases)] for number in range(rounds + 1)]
        for side in (ours, floor):
            with journey.connect(side.url) as store:
                for case_id in (each for batch in ids for each in batch):
                    journey.start(store, case_id)
        return cls(journey, ours, floor, [[rows_of(journey, each) for each in batch] for batch in ids])

    @property
    def events(self) -> int:
        """Of one round."""
        return sum(len(case) for case in self.rounds[0])

    def alike(self) -> bool:
        """Whether both databases hold the same entries and cases, byte for byte."""
        return _rows(self.ours) == _rows(self.floor)


Ways = Iterator[tuple[Work, Work]]


@contextmanager
def held(sides: Sides) -> Ways:
    """Both hold a connection open; an event is a transaction."""
    with sides.journey.connect(sides.ours.url) as store, Writer(sides.floor) as writer:

        def ours(number: int) -> None:
            for case in sides.rounds[number]:
                for event, written in zip(sides.journey.numbers, case, strict=True):
                    sides.journey.fire(store, written.case_id, event)

        def floor(number: int) -> None:
            for case in sides.rounds[number]:
                for written in case:
                    writer.begin()
                    writer.write(written)
                    writer.commit()

        yield ours, floor


@contextmanager
def opened(sides: Sides) -> Ways:
    """For each event both open a connection and close it again."""

    def ours(number: int) -> None:
        for case in sides.rounds[number]:
            for event, written in zip(sides.journey.numbers, case, strict=True):
                with sides.journey.connect(sides.ours.url) as store:
                    sides.journey.fire(store, written.case_id, event)

    def floor(number: int) -> None:
        for case in sides.rounds[number]:
            for written in case:
                with Writer(sides.floor) as writer:
                    writer.begin()
                    writer.write(written)
                    writer.commit()

    yield ours, floor


@contextmanager
def together(sides: Sides) -> Ways:
    """A host holds a connection; all events of a round are one transaction of the host's."""
    with closing(sides.ours.open()) as raw, _in_one(sides) as floor:
        store = sides.journey.over(raw)

        def ours(number: int) -> None:
            raw.execute(sides.ours.dialect.begin)
            for case in sides.rounds[number]:
                for event, written in zip(sides.journey.numbers, case, strict=True):
                    sides.journey.fire(store, written.case_id, event)
            raw.execute("COMMIT")

        yield ours, floor


@contextmanager
def many(sides: Sides) -> Ways:
    """All events of a round are given to the store at once; whoever makes the journey acts in it alone."""
    with sides.journey.connect(sides.ours.url) as store, _in_one(sides) as floor:

        def ours(number: int) -> None:
            commands = [
                sides.journey.command(written.case_id, event)
                for case in sides.rounds[number]
                for event, written in zip(sides.journey.numbers, case, strict=True)
            ]
            answers = store.fire_many(commands, actor=sides.journey.acts[0].actor)
            assert all(isinstance(answer, Case) for answer in answers), answers

        yield ours, floor


@contextmanager
def _in_one(sides: Sides) -> Iterator[Work]:
    """The floor with one transaction a round."""
    with Writer(sides.floor) as writer:

        def floor(number: int) -> None:
            writer.begin()
            for case in sides.rounds[number]:
                for written in case:
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
