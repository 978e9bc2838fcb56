"""Replaying a log on a workflow: where a case may be after each event, and the first event that cannot be.

A log has no payloads, so that guards cannot be asked: of an event's branches any may have been taken, and a case may
be in several states. What is told as a deviation is one whatever the data were. Time acts by itself: where a log has
no clock events, they may have happened at any moment.
"""

from collections.abc import Iterable, Mapping

from attrs import frozen

from ...engine.reasons import event_title
from ...model.definition import Event, Start
from ...workflow import Workflow
from .logs import Logged, Trace

Leaves = frozenset[str]


@frozen
class Deviation:
    """The first event of a case that the workflow does not allow: number `place` (from 1) of its log.

    `code`: `unknown_event`; `wrong_state`; `not_started`, `started_again`; `requires_unmet`, with the event that is
    missing as `other`; `not_permitted`, for a role that may not, or with the act as `other` that bars the person.
    `leaves`: where the case may have been.
    """

    code: str
    place: int
    event: str
    leaves: tuple[str, ...] = ()
    other: str | None = None


class Replay:
    """The workflow as an automaton over the names of events; each set of states is worked out once.

    `silent`: clock events are not in the log. Activities are told by the event's name, or by its title in either
    language where no other has the same.
    """

    def __init__(self, workflow: Workflow, *, silent: bool) -> None:
        self._definition = workflow.definition
        self._table = workflow.machine.table
        self._silent = silent
        self._names = names_of(workflow)
        self._steps: dict[tuple[Leaves, str], Leaves] = {}
        self._lasting = {
            name: self._asked(name) for name in (*workflow.definition.start, *workflow.definition.events)
        }
        self._roles = {
            text: name
            for name, role in workflow.definition.roles.items()
            for text in (name, role.title.say("vi").casefold(), role.title.say("en").casefold())
        }

    def first_deviation(self, trace: Trace) -> Deviation | None:
        """None if the case fits."""
        leaves: Leaves = frozenset()
        done: dict[str, set[str | None]] = {}
        for place, logged in enumerate(trace.events, 1):
            name = self._names.get(logged.activity) or self._names.get(logged.activity.casefold())
            if name is None:
                return Deviation("unknown_event", place, logged.activity, self._shown(leaves))
            found = self._step(leaves, name)
            code = self._unstarted(name, place) if not found or place == 1 else None
            if code or not found:
                return Deviation(code or "wrong_state", place, name, self._shown(leaves))
            if lasting := self._lasting[name]:
                barred = lasting.against(logged, done, self._roles)
                if barred:
                    return Deviation(barred[0], place, name, self._shown(leaves), barred[1])
            done.setdefault(name, set()).add(logged.actor)
            if place == 1:
                for attested in self._definition.start[name].attests:
                    done.setdefault(attested, set())
            leaves = found
        return None

    def _step(self, leaves: Leaves, name: str) -> Leaves:
        key = (leaves, name)
        found = self._steps.get(key)
        if found is None:
            if name in self._table.starts:
                found = frozenset() if leaves else self._closed(self._to(name, ""))
            else:
                found = self._closed(target for leaf in leaves for target in self._to(name, leaf))
            self._steps[key] = found
        return found

    def _to(self, name: str, leaf: str) -> Iterable[str]:
        event = self._table.starts.get(name) or self._table.events[name]
        return [leaf if branch.to is None else branch.to for branch in event.branches.get(leaf, ())]

    def _closed(self, leaves: Iterable[str]) -> Leaves:
        """With the states to which time may have led meanwhile."""
        found = set(leaves)
        left = list(found) if self._silent else []
        while left:
            leaf = left.pop()
            for clock in self._table.clocks:
                for target in self._to(clock.name, leaf):
                    if target not in found:
                        found.add(target)
                        left.append(target)
        return frozenset(found)

    def _unstarted(self, name: str, place: int) -> str | None:
        if place == 1:
            return None if name in self._table.starts else "not_started"
        return "started_again" if name in self._table.starts else None

    def _asked(self, name: str) -> "_Asked | None":
        declared: Event | Start = self._definition.events.get(name) or self._definition.start[name]
        return _Asked.of(declared, {role for role in self._definition.roles if role in declared.by})

    def _shown(self, leaves: Leaves) -> tuple[str, ...]:
        return tuple(leaf for leaf in self._table.tree.leaves if leaf in leaves)


@frozen
class _Asked:
    """What an event asks of the case's past and of its actor, whatever the data are."""

    requires: tuple[str, ...]
    not_by: tuple[str, ...]
    roles: frozenset[str]

    @classmethod
    def of(cls, declared: Event | Start, roles: set[str]) -> "_Asked | None":
        """None if nothing is asked. Within a scope only what never happened at all is known to be missing."""
        known = frozenset(roles if len(roles) == len(declared.by) else ())
        if isinstance(declared, Start):
            return cls((), (), known) if known else None
        not_by = declared.not_by if declared.within is None else ()
        return cls(declared.requires, not_by, known) if declared.requires or not_by or known else None

    def against(
        self, logged: Logged, done: Mapping[str, set[str | None]], roles: Mapping[str, str]
    ) -> tuple[str, str | None] | None:
        """A code, and the other event that it is about."""
        if logged.role and self.roles:
            role = roles.get(logged.role, roles.get(logged.role.casefold()))
            if role is not None and role not in self.roles:
                return "not_permitted", None
        if logged.actor is not None:
            for other in self.not_by:
                if logged.actor in done.get(other, ()):
                    return "not_permitted", other
        for other in self.requires:
            if other not in done:
                return "requires_unmet", other
        return None


def names_of(workflow: Workflow) -> dict[str, str]:
    """What a log may call an event or a start → its name; a title that several have is none."""
    definition = workflow.definition
    names = [*definition.start, *definition.events]
    titles: dict[str, set[str]] = {}
    for name in names:
        title = event_title(definition, name)
        for text in {title.say("vi").casefold(), title.say("en").casefold()}:
            titles.setdefault(text, set()).add(name)
    return {
        **{text: next(iter(found)) for text, found in titles.items() if len(found) == 1},
        **{name: name for name in names},
    }
