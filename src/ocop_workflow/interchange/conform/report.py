"""What a whole log comes to: how many cases fit, and the deviations of the others by what they have in common."""

from collections import Counter
from collections.abc import Iterable
from itertools import chain

from attrs import frozen

from ...engine.reasons import basis_of, event_title, listed, state_title
from ...messages import say
from ...model.text import Text
from ...workflow import Workflow
from .logs import Trace
from .replay import Deviation, Replay, names_of


@frozen
class Group:
    """Deviations of one kind: how many cases have it first, one of them, and what the rule says (vi, en).

    `basis` are the sources of the event that the rule belongs to.
    """

    code: str
    event: str
    leaves: tuple[str, ...]
    other: str | None
    cases: int
    example: str
    place: int
    text: Text
    basis: tuple[str, ...]


@frozen
class Conformance:
    """A log beside a workflow: cases and events that were looked at, cases that fit, and what others lack.

    `silent`: the log has no clock events, so that time may have acted at any moment.
    """

    cases: int
    events: int
    fitting: int
    groups: tuple[Group, ...]
    silent: bool

    @property
    def holds(self) -> bool:
        return self.fitting == self.cases


def conform(workflow: Workflow, log: Iterable[Trace]) -> Conformance:
    """Replay every case; groups come by how many cases they have, then as they are met."""
    traces = list(log)
    names = names_of(workflow)
    clocks = {clock.name for clock in workflow.machine.table.clocks}
    activities = {logged.activity for logged in chain.from_iterable(trace.events for trace in traces)}
    told = {names.get(activity) or names.get(activity.casefold()) for activity in activities}
    silent = not clocks & told
    replay = Replay(workflow, silent=silent)
    found: Counter[tuple[object, ...]] = Counter()
    first: dict[tuple[object, ...], tuple[str, Deviation]] = {}
    for trace in traces:
        deviation = replay.first_deviation(trace)
        if deviation is not None:
            key = (deviation.code, deviation.event, deviation.leaves, deviation.other)
            found[key] += 1
            first.setdefault(key, (trace.case, deviation))
    groups = tuple(_group(workflow, *first[key], number) for key, number in found.most_common())
    events = sum(len(trace.events) for trace in traces)
    return Conformance(len(traces), events, len(traces) - found.total(), groups, silent)


def _group(workflow: Workflow, case: str, deviation: Deviation, number: int) -> Group:
    definition = workflow.definition
    declared = definition.events.get(deviation.event) or definition.start.get(deviation.event)
    return Group(
        deviation.code,
        deviation.event,
        deviation.leaves,
        deviation.other,
        number,
        case,
        deviation.place,
        _text(workflow, deviation),
        basis_of(declared.basis) if declared else (),
    )


def _text(workflow: Workflow, deviation: Deviation) -> Text:
    definition, table = workflow.definition, workflow.machine.table
    event = table.events.get(deviation.event)
    code = deviation.code
    if code == "not_permitted" and deviation.other is not None:
        code = "separation_of_duty"
    return say(
        f"interchange.deviates_{code}",
        event=event_title(definition, deviation.event),
        other=event_title(definition, deviation.other) if deviation.other else "",
        states=listed(state_title(table.tree, leaf) for leaf in deviation.leaves),
        sources=listed(state_title(table.tree, leaf) for leaf in event.sources) if event else "",
        starts=listed(event_title(definition, name) for name in definition.start),
        roles=_roles(workflow, deviation.event),
    )


def _roles(workflow: Workflow, name: str) -> Text:
    definition = workflow.definition
    declared = definition.events.get(name) or definition.start.get(name)
    titles = []
    for role in declared.by if declared else ():
        title = definition.roles[role].title if role in definition.roles else Text()
        titles.append(Text(vi=title.say("vi") or role, en=title.say("en") or role))
    return listed(titles)
