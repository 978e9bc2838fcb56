"""What is read is set: compared with walking every run of small random workflows."""

from collections.abc import Iterator

from attrs import frozen
from hypothesis import given, settings
from hypothesis import strategies as st

from ocop_workflow.errors import DefinitionError
from ocop_workflow.reading import read_definition

STATES = ("s0", "s1", "s2", "s3")
FIELDS = ("a", "b", "c")
SCOPED = {"c": ("s1", "s2")}  # kept in the composite of these two
NAMES = st.frozensets(st.sampled_from(FIELDS), max_size=2)


@frozen
class Act:
    """An event as this test writes it: a guard that reads, or asks `has` first; a branch, or a plain target."""

    source: str
    target: str | None
    takes: frozenset[str]
    clears: frozenset[str]
    reads: str | None
    asks: str | None
    branch_asks: str | None
    other: str
    writes: str | None

    def text(self, name: str) -> str:
        parts = ["by: o"]
        if self.takes:
            parts.append(f"takes: [{', '.join(sorted(self.takes))}]")
        if cleared := self.clears - self.takes - {self.writes}:
            parts.append(f"clears: [{', '.join(sorted(cleared))}]")
        if self.reads:
            asked = f"has({self.asks}) && " if self.asks else ""
            parts.append(f'when: "{asked}{self.reads} > 0"')
        target = self.target or "stay"
        if self.branch_asks:
            sets = f", sets: {{{self.writes}: {self.branch_asks}}}" if self.writes else ""
            target = f"[{{when: has({self.branch_asks}), to: {target}{sets}}}, {{else: {self.other}}}]"
        return f"  {name}: {{{', '.join(parts)}, moves: {{{self.source}: {target}}}}}\n"

    def after(self, known: frozenset[str]) -> Iterator[tuple[str, frozenset[str]]]:
        """Every state that may follow, with the fields that are then set; guards that only read may hold."""
        if self.reads and self.asks and self.asks not in known:
            return
        then = (known - (self.clears - self.takes - {self.writes})) | self.takes
        if not self.branch_asks:
            yield self.target or self.source, then
        elif self.branch_asks in known:
            yield self.target or self.source, then | ({self.writes} if self.writes else frozenset())
        else:
            yield self.other, then


def acts() -> st.SearchStrategy[Act]:
    state = st.sampled_from(STATES)
    field = st.none() | st.sampled_from(FIELDS)
    return st.builds(
        Act, state, st.none() | state, NAMES, NAMES, field, field, field, state, st.none()
    ) | st.builds(
        Act, state, state, st.just(frozenset()), NAMES, field, field, st.sampled_from(FIELDS), state, field
    )


def in_scope(state: str, known: frozenset[str]) -> frozenset[str]:
    return frozenset(name for name in known if state in SCOPED.get(name, STATES))


def reads_unset(start: frozenset[str], events: list[Act]) -> bool:
    """Walk every state with every set of set fields that can be reached."""
    seen, queue = set(), [("s0", in_scope("s0", start))]
    while queue:
        here = queue.pop()
        if here in seen:
            continue
        seen.add(here)
        state, known = here
        for event in events:
            if event.source != state:
                continue
            unset = event.reads and event.reads not in known and event.asks != event.reads
            if unset and (not event.asks or event.asks in known):
                return True
            queue += [(target, in_scope(target, then)) for target, then in event.after(known)]
    return False


@given(NAMES, st.lists(acts(), max_size=7))
@settings(max_examples=400, deadline=None)
def test_no_file_loads_of_which_a_run_reads_what_is_unset(start: frozenset[str], events: list[Act]) -> None:
    takes = f"takes: [{', '.join(sorted(start))}]" if start else "title: {en: nothing}"
    text = (
        "workflow: random\nversion: '1'\nroles: {o: {}}\n"
        "data: {a: {type: integer}, b: {type: integer}, c: {type: integer, within: inner}}\n"
        f"start: {{begin: {{by: o, to: s0, {takes}}}}}\n"
        "states: {s0: {}, inner: {states: {s1: {}, s2: {}}}, s3: {}}\n"
        "events:\n  idle: {by: o, moves: {s0: stay}}\n"
        + "".join(e.text(f"e{n}") for n, e in enumerate(events))
    )
    try:
        read_definition("random.yaml", text)
        told: set[str] = set()
    except DefinitionError as error:
        told = {problem.code for problem in error.problems}
    if told - {"maybe_unset_in_state"}:
        return  # a write that is lost, or a field that is written twice
    found = reads_unset(start, events)
    assert told or not found, text
    if not any(event.asks or event.branch_asks for event in events):
        assert bool(told) == found, "without has() the answer is exact:\n" + text
