"""Two requests at the same time: while a store decides the one, the other comes through another opening of it.

The other comes at the moment when the store asks its clock, from a thread of its own. A store that holds the case
lets it wait, and it is decided afterwards; one that does not hold it has decided it before. Either is right, as
long as there is an order in which the answers are those of the workflow: one after the other.
"""

from collections.abc import Sequence
from threading import Thread

from attrs import define, frozen

from ..case import Case, Decision, Entry
from ..engine import weigh
from ..errors import Conflict, Refused
from .agreeing import alike, essence
from .asking import Answered, Request, codes_of
from .stores import CaseStore
from .trial import Trial

LONGEST = 60.0  # seconds for an answer at all


@define
class _Asked:
    """A request with its answer, or what else was raised."""

    request: Request
    answer: Case | Refused | Conflict | None = None
    error: Exception | None = None


@frozen
class _Turns:
    """One order: what the workflow decides of each in its turn (None: a key that was answered, or a conflict).

    `fits` says whether these are the answers that the store gave.
    """

    asked: Sequence[_Asked]
    decisions: Sequence[Decision | None]
    entries: Sequence[Entry]
    fits: bool


def together(trial: Trial, one: Request, other: Request, asked: int = 1) -> None:
    """Both come at once, the other when the store asks its clock for the `asked`-th time in deciding the one."""
    first, second, patience = _Asked(one), _Asked(other), trial.world.patience
    thread = Thread(target=_elsewhere, args=(trial, second))

    def come() -> None:
        thread.start()
        thread.join(patience.seconds)
        patience.came(through=not thread.is_alive())

    with trial.mirror.clock.meanwhile(come, asked):
        _ask(trial.store, first)
    if thread.ident is None:
        thread.start()
    thread.join(LONGEST)
    trial.tale.last = "together"
    trial.tale.note("together", one=one.event, other=other.event)
    for each in (first, second):
        if each.error is not None:
            trial.tale.raised(one.case_id, each.error)
    _judge(trial, first, second)


def _ask(store: CaseStore, asked: _Asked) -> None:
    try:
        asked.answer = asked.request.send(store)
    except (Refused, Conflict) as answer:
        asked.answer = answer
    except Exception as error:  # noqa: BLE001 - a host's store may raise anything; the trial tells it
        asked.error = error


def _elsewhere(trial: Trial, asked: _Asked) -> None:
    """As another process does: opened, asked and closed in a thread of its own."""
    try:
        store = trial.open()
    except Exception as error:  # noqa: BLE001 - the same
        asked.error = error
        return
    _ask(store, asked)
    store.close()


def _judge(trial: Trial, first: _Asked, second: _Asked) -> None:
    """Take the order that fits the answers and what is kept; if none fits the answers, they differ."""
    case_id = first.request.case_id
    kept = [essence(entry) for entry in trial.store.history(case_id)][len(trial.mirror.entries[case_id]) :]
    orders = [_turns(trial, (second, first)), _turns(trial, (first, second))]
    fitting = [turns for turns in orders if turns.fits]
    whole = [turns for turns in fitting if [essence(entry) for entry in turns.entries] == kept]
    turns = [*whole, *fitting, *orders][0]
    for asked, decision in zip(turns.asked, turns.decisions, strict=True):
        if decision is not None and decision.allowed:
            trial.became(asked.request, decision)
            if isinstance(asked.answer, Case):
                trial.answered.append(Answered(asked.request, asked.answer))
        elif decision is not None:
            trial.tale.asked(asked.request, decision)
    if not fitting:
        trial.tale.differ(case_id, "out_of_turn", one=first.request.event, other=second.request.event)


def _turns(trial: Trial, order: Sequence[_Asked]) -> _Turns:
    mirror, case_id = trial.mirror, order[0].request.case_id
    case = before = mirror.cases[case_id]
    given: dict[str, Case] = {}
    decisions: list[Decision | None] = []
    entries: list[Entry] = []
    fits = True
    for asked in order:
        request, answer = asked.request, asked.answer
        if request.key in given:
            decisions.append(None)
            fits &= _again(answer, given[request.key])
            continue
        if case is not before and (isinstance(answer, Conflict) or request.expected not in (None, case.seq)):
            decisions.append(None)
            fits &= isinstance(answer, Conflict)
            continue
        at, facts = request.at or mirror.now, mirror.facts(case_id, request.payload)
        decision = weigh(mirror.machine, case, request.event, request.payload, request.actor, at, facts)
        decisions.append(decision)
        if decision.allowed and decision.case is not None:
            fits &= isinstance(answer, Case) and alike(answer, decision.case)
            case = given[request.key] = decision.case
            entries += decision.entries
        else:
            fits &= isinstance(answer, Refused) and codes_of(answer) == codes_of(decision)
    return _Turns(order, decisions, entries, fits)


def _again(answer: object, earlier: Case) -> bool:
    """Whether it answers the same request as before, or says that somebody was first."""
    if isinstance(answer, Case):
        return answer.replayed and alike(answer, earlier)
    return isinstance(answer, Conflict)
