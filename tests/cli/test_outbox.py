"""`outbox` tells how far consumers have got and what could not be delivered, to officials and to programs."""

import json

import pytest
from cli.support import Command
from store.support import CITIZEN, begun

from ocop_workflow import Store
from ocop_workflow.store import Delivery, Retry


def refusing(delivery: Delivery) -> None:
    if delivery.entry.case == "D-2":
        msg = "450 mailbox is full"
        raise OSError(msg)


@pytest.fixture
def database(command: Command) -> str:
    """One consumer that took what it could, and one that has not come for long."""
    assert command("--version").code == 0, "the folder of the command is entered"
    with Store.connect("sqlite:///c.db") as store:
        store.consumer("archive").deliver(lambda _: None)
        for number in (1, 2):
            begun(store, f"D-{number}")
            store.fire(f"D-{number}", "submit", actor=CITIZEN)
        store.consumer("letters", retry=Retry(attempts=1)).deliver(refusing)
    return "c.db"


@pytest.mark.parametrize(
    ("language", "headings"),
    [
        ("vi", ("Bên nhận: 2", "Bên nhận Vị trí Chưa báo Đang đợi Không báo được")),
        ("en", ("Consumers: 2", "Consumer Position Behind by Waiting Dead letters")),
    ],
)
def test_consumers_and_dead_letters_are_listed(
    command: Command, database: str, language: str, headings: tuple[str, str]
) -> None:
    said = command("outbox", "--database", database, "--lang", language)
    assert said.code == 0
    lines = [" ".join(line.split()) for line in said.out.splitlines() if line.strip()]
    assert (lines[0], lines[1]) == headings
    assert "archive 0 4 0 0" in lines
    assert "letters 4 0 1 1" in lines
    assert "letters 3 D-2 #1 register 1 OSError: 450 mailbox is full" in lines
    assert "redeliver" in " ".join(lines[-2:])


def test_for_programs_it_is_json(command: Command, database: str) -> None:
    archive, letters = json.loads(command("outbox", "--database", database, "--json").out)["consumers"]
    assert archive == {
        "name": "archive",
        "position": 0,
        "lag": 4,
        "waiting": 0,
        "dead": 0,
        "dead_letters": [],
    }
    assert letters["dead_letters"] == [
        {
            "position": 3,
            "case": "D-2",
            "seq": 1,
            "event": "register",
            "attempts": 1,
            "error": "OSError: 450 mailbox is full",
        }
    ]


def test_without_consumers_it_says_so(command: Command) -> None:
    assert command("--version").code == 0
    Store.connect("sqlite:///c.db").close()
    assert "Chưa có bên nhận nào" in command("outbox", "--database", "c.db").out
    assert "no consumer yet" in command("outbox", "--database", "c.db", "--lang", "en").out


def test_a_database_that_is_not_there_is_a_wrong_usage(command: Command) -> None:
    assert command("outbox", "--database", "none.db").code == 2


def told(database: str) -> list[tuple[str, int]]:
    """What the consumer is told with the next delivery."""
    found: list[tuple[str, int]] = []
    with Store.connect(f"sqlite:///{database}") as store:
        store.consumer("letters").deliver(lambda each: found.append((each.entry.case, each.entry.seq)))
    return found


@pytest.mark.parametrize("position", [None, "3"])
def test_what_could_not_be_delivered_is_tried_again(
    command: Command, database: str, position: str | None
) -> None:
    assert told(database) == []
    more = ("--position", position) if position else ()
    said = command("outbox", "redeliver", "--database", database, "--consumer", "letters", *more)
    assert said.code == 0
    assert "báo lại" in said.out
    assert told(database) == [("D-2", 1), ("D-2", 2)]
    again = command("outbox", "redeliver", "--database", database, "--consumer", "letters", "--json")
    assert json.loads(again.out)["count"] == 0


def test_what_is_dismissed_is_passed_over_and_the_rest_of_the_case_follows(
    command: Command, database: str
) -> None:
    given = ("outbox", "dismiss", "--database", database, "--consumer", "letters", "--position", "3")
    said = command(*given, "--lang", "en")
    assert (said.code, "will not be told" in said.out) == (0, True)
    assert told(database) == [("D-2", 2)]
    again = command(*given, "--lang", "en")  # somebody else was first
    assert again.code == 1
    assert "Nothing at position 3 is set aside" in again.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("redeliver",), "--consumer is missing"),
        (("dismiss", "--consumer", "letters"), "--position is missing"),
        (("redelivr", "--consumer", "letters"), "did you mean “redeliver”?"),
        (("redeliver", "--consumer", "leters"), "did you mean “letters”?"),
        (("dismiss", "--consumer", "letters", "--position", "-3"), "not “-3”"),
        (("dismiss", "--consumer", "letters", "--position", "three"), "not “three”"),
        (("--consumer", "letters"), "goes with one of: redeliver, dismiss"),
        (("--position", "3"), "goes with one of: redeliver, dismiss"),
    ],
)
def test_what_is_typed_wrongly_is_wrong_usage_and_changes_nothing(
    command: Command, database: str, arguments: tuple[str, ...], said: str
) -> None:
    before = command("outbox", "--database", database, "--json").out
    answer = command("outbox", *arguments, "--database", database, "--lang", "en")
    assert answer.code == 2
    assert said in " ".join(answer.err.split())
    assert command("outbox", "--database", database, "--json").out == before
