"""Random workflows that load: a tree of states, data, roles, starts, events and clocks."""

from collections.abc import Mapping
from typing import Any

from hypothesis import reject
from hypothesis import strategies as st

from ...errors import DefinitionError
from ...model.definition import Definition
from ...reading import bind, read_definition
from ...workflow import Workflow
from .clocks import draw_clock, draw_timer
from .declared import draw_data, draw_lets, draw_parameters, draw_roles
from .dice import Dice, parts
from .draft import Draft
from .events import draw_event, draw_start
from .fields import LEVELS, SHEET, ZONES
from .pruning import GATES, names_of, pruned, trimmed_event, trimmed_start
from .shape import Shape, draw_shape
from .spelling import document

EVENTS, CLOCKS, STARTS = 6, 3, 2  # at most
NAMES = tuple(
    f"{word}_{n + 1}"
    for word, count in (("event", EVENTS), ("clock", CLOCKS), ("start", STARTS))
    for n in range(count)
)

SELDOM = 8  # of 256: how often a part is cut off without need


class MadeWorkflow(Workflow):
    """A workflow that was made up; `text` is its file, which is what is printed of it."""

    def __init__(self, definition: Definition, text: str) -> None:
        super().__init__(definition)
        self.text = text

    def __repr__(self) -> str:
        values = "".join(f"# {name} = {value}\n" for name, value in self.definition.values.items())
        return f"\n{self.text}{values}"

    def _repr_pretty_(self, printer: Any, _cycle: bool) -> None:  # noqa: FBT001 - Hypothesis calls it so
        printer.text(repr(self))


@st.composite
def workflows(draw: st.DrawFn) -> MadeWorkflow:
    """Small workflows, each written down as a file and loaded; every parameter that is required has a value.

    Among them are all that the language has: composite states and tags, payloads and data of every type, votes,
    guards, branches, duties (`not_by`, `only_by`, `requires`), scopes, clock events, parameters, units and levels. A
    failure shrinks to the smallest workflow that still fails, and prints it as YAML.
    """
    drawn = draw(drafts())
    text = document(drawn)
    try:
        loaded = read_definition("random.yaml", text)
    except DefinitionError:
        reject()
    return MadeWorkflow(bind(loaded, drawn.values), text)


def definitions() -> st.SearchStrategy[Definition]:
    """The definitions of `workflows()`."""
    return workflows().map(lambda workflow: workflow.definition)


@st.composite
def drafts(draw: st.DrawFn) -> Definition:
    """A definition that a loader should take, unless a value that it sets can never be in range."""
    first, *others = draw(parts(1 + len(NAMES)))
    cuts = draw(st.lists(gates(GATES), min_size=len(NAMES), max_size=len(NAMES)))
    drawn = {name: part for name, part in zip(NAMES, others, strict=True) if part}
    dice = first or Dice(0)
    draft = Draft(dice, Shape((), (), frozenset(), {}))
    with_units = dice.chance(2)
    draw_parameters(draft, with_units=with_units)
    levels = (*LEVELS, *["handler"] * ("handler" in draft.parameters)) if with_units else ()
    draft.shape = draw_shape(dice, levels)
    draw_data(draft, with_units=with_units)
    held_at = [*levels, *["handled_at"] * ("handled_at" in draft.data)] if with_units else []
    draw_roles(draft, held_at)
    draw_lets(draft)

    people = present("event", drawn, dice.number(2, EVENTS)) or {"event_1": Dice(0)}
    clocks = present("clock", drawn, dice.number(0, CLOCKS))
    beginnings = present("start", drawn, dice.number(1, STARTS)) or {"start_1": Dice(0)}
    timers = {name: draw_timer(draft.with_dice(part)) for name, part in clocks.items()}
    draft.anchors = frozenset(anchor for timer in timers.values() for anchor in timer.anchors)
    names = dice.shuffled([*people, *clocks])
    events = {}
    for name in names:
        if name in clocks:
            events[name] = draw_clock(draft.with_dice(clocks[name]), name, timers[name])
        else:
            events[name] = draw_event(draft.with_dice(people[name]), name, [*names, *beginnings])
    starts = {name: draw_start(draft.with_dice(part), name, events) for name, part in beginnings.items()}
    role = next(iter(draft.roles))
    cut = dict(zip(NAMES, cuts, strict=True))
    events = {name: trimmed_event(each, role, cut[name]) for name, each in events.items()}
    starts = {name: trimmed_start(each, role, cut[name]) for name, each in starts.items()}
    whole = Definition(
        "random",
        "1",
        starts,
        draft.shape.states,
        events,
        roles=draft.roles,
        parameters=draft.parameters,
        values=draft.values,
        types={"sheet": SHEET} if {"votes", "sides"} & set(draft.data) else {},
        data=draft.data,
        unit="place" if with_units else None,
        let=draft.lets,
        timezone=dice.one(ZONES) if dice.rich else ZONES[0],
    )
    parts_of_it = names_of(whole)
    return pruned(whole, dict(zip(parts_of_it, draw(gates(len(parts_of_it))), strict=True)))


def gates(count: int) -> st.SearchStrategy[list[bool]]:
    """Parts stay, as a rule; a failure shrinks to those it hangs on. All are one draw: many would be slow."""
    return st.binary(min_size=count, max_size=count).map(lambda drawn: [byte >= SELDOM for byte in drawn])


def present(word: str, drawn: Mapping[str, Dice], most: int) -> dict[str, Dice]:
    """The parts of a kind that did not fall away, up to that number."""
    names = {f"{word}_{n + 1}" for n in range(most)}
    return {name: part for name, part in drawn.items() if name in names}
