"""The judge of histories is judged: right logs pass, and each that is broken in one place is told by that rule."""

from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from attrs import evolve
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from judges.linear import RULES, Line, Operation, Rules, violations

TABLE = Rules(
    {
        (None, "open"): "idle",
        ("idle", "note"): "idle",
        ("idle", "grant"): "granted",
        ("granted", "lapse"): "lapsed",
        ("lapsed", "note"): "lapsed",
        ("lapsed", "renew"): "idle",
    },
    frozenset({"lapse"}),
)
EVENTS = ("open", "note", "note", "grant", "renew")
Log = list[Operation]
seeds = st.integers(0, 2**32).map(Random)


def right(chance: Random, steps: int = 30) -> Log:
    """What honest processes on an honest store would have logged; each happens at its own moment, and lasts longer."""
    log: Log = []
    history: list[Line] = []
    done: list[Operation] = []

    def add(event: str, token: str | None) -> Line:
        state = history[-1].target if history else None
        previous = history[-1].hash if history else None
        target = TABLE.moves[state, event]
        line = Line(len(history) + 1, event, token, state, target, f"h{len(history)}-{token}", previous)
        history.append(line)
        return line

    for number in range(steps):
        moment = 10 * number
        asked = Operation(
            f"p{number % 4}", "c", "read", moment - chance.randint(0, 25), moment + chance.randint(0, 25)
        )
        state = history[-1].target if history else None
        kind = chance.choice(["command"] * 5 + ["again", "read", "look", "due"])
        if kind == "due" and state == "granted":
            line = add("lapse", None)
            log.append(evolve(asked, kind="due", event="lapse", seq=line.seq, head=line.hash))
        elif kind == "look" and history:
            log.append(evolve(asked, kind="look", seq=len(history), head=history[-1].hash))
        elif kind == "again" and done:
            known = chance.choice(done)
            log.append(evolve(known, process=asked.process, invoked=asked.invoked, returned=asked.returned))
        elif kind == "command":
            asked = evolve(asked, kind=kind, event=chance.choice(EVENTS), token=f"t{number}")
            if chance.random() < 0.3:
                asked = evolve(
                    asked, expected=chance.choice([len(history), len(history), max(0, len(history) - 1)])
                )
            log.append(asked := _answered(asked, add, state, len(history), chance))
            if asked.answer == "acknowledged":
                done.append(asked)
        else:
            log.append(evolve(asked, lines=tuple(history)))
    end = 10 * steps + 100
    return [*log, Operation("judge", "c", "read", end, end + 1, lines=tuple(history))]


def _answered(
    asked: Operation, add: Callable[[str, str | None], Line], state: str | None, length: int, chance: Random
) -> Operation:
    if asked.expected not in {None, length}:
        return evolve(asked, answer="conflict")
    if chance.random() < 0.05:
        return evolve(asked, answer="failed")
    silent = chance.random() < 0.1
    if (TABLE.settled(state), asked.event) not in TABLE.moves or (silent and chance.random() < 0.5):
        return evolve(asked, answer="unknown", returned=None) if silent else evolve(asked, answer="refused")
    if state == "granted":
        add("lapse", None)
    line = add(asked.event, asked.token)
    if silent:
        return evolve(asked, answer="unknown", returned=None)
    return evolve(asked, answer="acknowledged", seq=line.seq, head=line.hash)


@given(seeds)
def test_a_right_log_passes(chance: Random) -> None:
    assert violations(right(chance), TABLE) == []


def history(log: Log) -> tuple[Line, ...]:
    return tuple(log[-1].lines)


def everywhere(log: Log, changed: Callable[[Line], Line | None]) -> Log:
    """Every read shows the history so changed."""
    return [
        evolve(each, lines=tuple(line for old in each.lines if (line := changed(old)) is not None))
        if each.kind == "read"
        else each
        for each in log
    ]


def one(log: Log, chance: Random, fits: Callable[[Operation], bool]) -> int:
    """Where an operation stands that fits, any of them."""
    found = [number for number, each in enumerate(log) if fits(each)]
    assume(found)
    return chance.choice(found)


def changed(log: Log, number: int, **values: Any) -> Log:
    return [*log[:number], evolve(log[number], **values), *log[number + 1 :]]


def acknowledged(each: Operation) -> bool:
    return each.kind == "command" and each.answer == "acknowledged"


def other_prefix(log: Log, chance: Random) -> Log:
    number = one(log[:-1], chance, lambda each: len(each.lines) > 1)
    lines = list(log[number].lines)
    lines[-1] = evolve(lines[-1], token="somebody else's")  # noqa: S106 - no secret
    return changed(log, number, lines=tuple(lines))


def gap(log: Log, chance: Random) -> Log:
    assume(history(log))
    at = chance.randint(1, len(history(log)))
    return everywhere(log, lambda line: evolve(line, seq=line.seq + (line.seq >= at)))


def chain(log: Log, chance: Random) -> Log:
    assume(len(history(log)) > 1)
    at = chance.randint(2, len(history(log)))
    return everywhere(log, lambda line: evolve(line, previous="else") if line.seq == at else line)


def illegal(log: Log, chance: Random) -> Log:
    assume(history(log))
    at = chance.randint(1, len(history(log)))
    return everywhere(log, lambda line: evolve(line, target="nowhere") if line.seq == at else line)


def foreign(log: Log, chance: Random) -> Log:
    gone = log[one(log, chance, acknowledged)].token
    return [each for each in log if each.kind != "command" or each.token != gone]


def lost(log: Log, chance: Random) -> Log:
    gone = log[one(log, chance, acknowledged)].token
    return everywhere(log, lambda line: None if line.token == gone else line)


def twice(log: Log, chance: Random) -> Log:
    lines = history(log)
    again = [line for line in lines if line.event == "note" and line.target == lines[-1].target]
    assume(again)
    more = evolve(chance.choice(again), seq=len(lines) + 1, previous=lines[-1].hash, hash="another")
    return changed(log, len(log) - 1, lines=(*lines, more))


def due_twice(log: Log, chance: Random) -> Log:
    return [log[one(log, chance, lambda each: each.kind == "due")], *log]


def kept(log: Log, chance: Random) -> Log:
    token = log[one(log, chance, acknowledged)].token
    return [
        evolve(each, answer="refused") if acknowledged(each) and each.token == token else each for each in log
    ]


def answered(log: Log, chance: Random) -> Log:
    return changed(log, one(log, chance, acknowledged), head="another")


def seen_early(log: Log, chance: Random) -> Log:
    number = one(log, chance, lambda each: acknowledged(each) and not _again(log, each))
    seen = [each for each in log[:-1] if len(each.lines) >= log[number].seq]
    assume(seen)
    later = 1 + max(each.returned or 0 for each in seen)
    return changed(log, number, invoked=later, returned=later + 1)


def _again(log: Log, command: Operation) -> bool:
    return sum(each.kind == "command" and each.token == command.token for each in log) > 1


def stale(log: Log, chance: Random) -> Log:
    lines = history(log)
    assume(len(lines) > 1)
    return [
        *log,
        evolve(log[-1], invoked=10**6, returned=10**6 + 1, lines=lines[: chance.randrange(len(lines))]),
    ]


def stale_look(log: Log, chance: Random) -> Log:
    number = one(log, chance, lambda each: each.kind == "look" and each.seq < len(history(log)))
    return [*log, evolve(log[number], invoked=10**6, returned=10**6 + 1)]


def expected(log: Log, chance: Random) -> Log:
    number = one(log, chance, acknowledged)
    return changed(log, number, expected=log[number].seq + chance.randint(0, 3))


def unjust(log: Log, _: Random) -> Log:
    state = TABLE.settled(history(log)[-1].target if history(log) else None)
    event = {None: "open", "idle": "grant", "lapsed": "renew"}[state]
    refusal = Operation("p", "c", "command", 10**6, 10**6 + 1, "refused", event, "new")
    return [*log, refusal]


def unjust_conflict(log: Log, chance: Random) -> Log:
    asked = Operation("p", "c", "command", 10**6, 10**6 + 1, "conflict", "note", f"new {chance.random()}")
    return [*log, evolve(asked, expected=len(history(log)))]


def overlooked(log: Log, chance: Random) -> Log:
    known = log[one(log, chance, acknowledged)]
    return [
        *log,
        evolve(known, invoked=10**6, returned=10**6 + 1, answer=chance.choice(["refused", "conflict"])),
    ]


BROKEN: list[tuple[str, Callable[[Log, Random], Log]]] = [
    ("prefix", other_prefix),
    ("gap", gap),
    ("chain", chain),
    ("illegal", illegal),
    ("foreign", foreign),
    ("lost", lost),
    ("twice", twice),
    ("twice", due_twice),
    ("kept", kept),
    ("answer", answered),
    ("order", seen_early),
    ("stale", stale),
    ("stale", stale_look),
    ("expected", expected),
    ("unjust", unjust),
    ("unjust", unjust_conflict),
    ("unjust", overlooked),
]


@pytest.mark.parametrize(("rule", "broken"), BROKEN, ids=lambda each: getattr(each, "__name__", each))
@given(seeds)
@settings(max_examples=settings().max_examples // 4)
def test_a_log_that_is_broken_in_one_place_is_told_by_that_rule(
    rule: str, broken: Callable[[Log, Random], Log], chance: Random
) -> None:
    assert rule in {each.rule for each in violations(broken(right(chance), chance), TABLE)}


def test_every_rule_has_a_log_that_breaks_it() -> None:
    assert {rule for rule, _ in BROKEN} == set(RULES)
