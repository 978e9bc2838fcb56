"""What is fired together is what is fired one by one: the same answers, the same rows."""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from store.server import schema_of
from store.support import OFFICER, Clock, Database, File, begun

from ocop_workflow import Actor, Store
from ocop_workflow.case import Case
from ocop_workflow.errors import Conflict, Refused, StoreError
from ocop_workflow.store import Command, kept, many, records

WHO = Actor("o-1", roles=["officer", "citizen", "member"])
KINDS: tuple[Callable[[str, int], Command], ...] = (
    lambda case, _: Command(case, "remark"),
    lambda case, _: Command(case, "submit"),
    lambda case, n: Command(case, "correct", {"phone": f"0{n}"}),
    lambda case, n: Command(case, "mark", {"points": str(n)}),
    lambda case, n: Command(case, "remark", key=f"k-{n % 3}"),
    lambda case, n: Command(case, "submit", expected=n % 4),
    lambda case, _: Command(case, "approve", {"valid_until": "2020-03-01"}),
    lambda _, __: Command("D-9", "remark"),
)


def commands(seed: int) -> list[Command]:
    dice = random.Random(seed)  # noqa: S311 - no secret
    return [dice.choice(KINDS)(f"D-{dice.randrange(4)}", number) for number in range(40)]


def told(answer: object) -> object:
    if isinstance(answer, Case):
        return answer, answer.replayed
    assert isinstance(answer, Refused | StoreError | Conflict)
    return type(answer), str(answer)


def one_by_one(store: Store, given: list[Command]) -> Iterator[object]:
    for each in given:
        try:
            yield store.fire(
                each.case, each.event, each.payload, actor=WHO, key=each.key, expected=each.expected
            )
        except (Refused, StoreError, Conflict) as error:
            yield error


@contextmanager
def ready(url: str, clock: Clock) -> Iterator[Store]:
    with Store.connect(url, clock=clock, salt=lambda: bytes(32)) as store:
        for number in range(4):
            begun(store, f"D-{number}")
        yield store


def differ(together: Database, apart: Database, clock: Clock, given: list[Command]) -> bool:
    with ready(together.url, clock) as store, ready(apart.url, clock) as other:
        answers = [told(each) for each in store.fire_many(given, actor=WHO)]
        expected = [told(each) for each in one_by_one(other, given)]
        findings = [store.verify(f"D-{number}") for number in range(4)]
    return answers != expected or any(findings) or together.dump() != apart.dump()


@pytest.fixture
def other(database: Database, request: pytest.FixtureRequest) -> Iterator[Database]:
    """A second one of the same kind."""
    if isinstance(database, File):
        path = database.path.with_name("other.db")
        yield File(f"sqlite:///{path}", path)
        return
    with schema_of(request.getfixturevalue("server")) as url:
        yield Database(url)


@pytest.mark.parametrize("seed", range(5))
def test_together_is_one_by_one(
    database: Database, other: Database, clock: Clock, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(many, "TOGETHER", 12)
    assert not differ(database, other, clock, commands(seed))


def test_the_check_has_teeth_a_batch_that_forgets_keys_is_caught(
    file: File, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, twice = file.path.with_name("other.db"), [Command("D-0", "remark", key="k-1")] * 2
    monkeypatch.setattr(many._Batch, "_may_be_looked_at", lambda *_: False)  # noqa: SLF001 - the seeded bug
    with pytest.raises(Exception):  # noqa: B017, PT011 - the database refuses a second entry of the same key
        assert not differ(file, File(f"sqlite:///{path}", path), clock, twice)


def test_the_check_has_teeth_a_batch_that_decides_on_what_was_read_is_caught(
    file: File, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stale(self: kept.Known, *_: object) -> kept.Known:
        return self

    monkeypatch.setattr(kept.Known, "after", stale)
    path = file.path.with_name("other.db")
    with pytest.raises(Exception):  # noqa: B017, PT011 - the database refuses a second entry of the same number
        assert not differ(file, File(f"sqlite:///{path}", path), clock, commands(1))


def test_a_case_is_written_once_however_many_of_its_events_come_together(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    for case_id in ("D-1", "D-2"):
        begun(store, case_id)
    written: list[int] = []
    write_all = records.write_all

    def counted(link: object, entries: list[object], cases: list[object]) -> None:
        written.append(len(cases))
        write_all(link, entries, cases)  # type: ignore[arg-type]  # as they came

    monkeypatch.setattr(records, "write_all", counted)
    store.fire_many([Command(name, "remark") for name in ("D-1", "D-2", "D-1", "D-1")], actor=OFFICER)
    assert written == [2]
    assert [store.get(name).seq for name in ("D-1", "D-2")] == [4, 2]


def test_a_directory_that_asks_the_store_sees_what_came_before(database: Database, clock: Clock) -> None:
    class Asking:
        """Only who finds the case as it should be is an officer."""

        seen: list[int]
        store: Store

        def actor(self, actor_id: str, on: object) -> Actor:  # noqa: ARG002 - of a directory
            self.seen.append(self.store.get("D-1").seq)
            return Actor(actor_id, roles=["officer"])

    directory = Asking()
    directory.seen = []
    with Store.connect(database.url, clock=clock) as first:
        begun(first)
    with Store.connect(database.url, clock=clock, directory=directory) as store:
        directory.store = store
        store.fire_many([Command("D-1", "remark")] * 3, actor=OFFICER)
    assert directory.seen == [1, 2, 3]
