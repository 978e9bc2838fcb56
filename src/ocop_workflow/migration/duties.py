"""Who did what, as far as duties of the new version ask for it: remembered by the old one, or found in the history."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from ..case import Case, Entry
from ..engine import WorkflowMachine
from ..verification.log import chapter
from .plan import Plan

Evidence = Mapping[str, tuple[str, ...]]


def evidence(
    plan: Plan,
    machines: tuple[WorkflowMachine, WorkflowMachine],
    case: Case,
    history: Sequence[Entry],
    visits: Mapping[str, str],
) -> dict[str, Evidence]:
    """Scope → event → people under the new version; `visits` are its scopes whose visit goes on, by the old name."""
    old, new = machines
    found: dict[str, Evidence] = {}
    for scope, asked in new.table.evidence.items():
        if scope and scope not in visits:
            continue
        before = visits.get(scope, "")
        since = case.since[before] if before else None
        known = {
            name: people
            for name in sorted(asked)
            if (people := _people(plan, old, case, history, name, before, since)) is not None
        }
        if known:
            found[scope] = known
    return found


def _people(
    plan: Plan,
    old: WorkflowMachine,
    case: Case,
    history: Sequence[Entry],
    name: str,
    scope: str,
    since: datetime | None,
) -> tuple[str, ...] | None:
    """Those who did it, nobody where it is only attested; None where it did not happen."""
    found: dict[str, None] = {}
    happened = False
    for act in (*plan.old.events, *plan.old.start):
        if plan.counterpart(act) != name:
            continue
        if act in old.table.evidence.get(scope, ()):
            people = case.evidence.get(scope, {}).get(act)
        else:
            people = _found(history, act, since)
        if people is not None:
            happened = True
            found |= dict.fromkeys(people)
    return tuple(found) if happened else None


def _found(history: Sequence[Entry], act: str, since: datetime | None) -> tuple[str, ...] | None:
    entries = [
        e for e in chapter(history) if e.event == act and not e.moves and (since is None or e.at >= since)
    ]
    people = (person for e in entries for person in (e.actor, e.on_behalf) if person is not None)
    return tuple(dict.fromkeys(people)) if entries else None


def happened(plan: Plan, history: Sequence[Entry]) -> tuple[str, ...]:
    """The acts of the new version that what has happened counts as, the starts' and earlier moves' among them."""
    acts: dict[str, None] = {}
    for entry in chapter(history):
        attested: object = entry.payload.get("attests", ()) if entry.moves else ()
        named = attested if isinstance(attested, list | tuple) else ()
        acts |= dict.fromkeys((entry.event, *(str(name) for name in named)))
        if entry.source is None:
            acts |= dict.fromkeys(plan.old.start[entry.event].attests)
    return tuple(sorted({other for act in acts if (other := plan.counterpart(act)) is not None}))
