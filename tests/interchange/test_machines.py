"""A machine of transitions as a workflow: the library itself moves as that does, whatever conditions say."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from transitions import Machine, MachineError
from transitions.extensions import HierarchicalMachine

from ocop_workflow import Actor, Case, DefinitionError, Workflow
from ocop_workflow.interchange import from_transitions
from ocop_workflow.model.definition import Definition
from ocop_workflow.model.tree import walk
from ocop_workflow.reading import read_definition

NOW = datetime(2026, 3, 2, tzinfo=UTC)
SOMEONE = Actor("u", roles=["anyone"])
LEAVES = st.sampled_from(
    ["a", "b", "c", "d", "chờ duyệt", "Đã xong", "on", "stay", "1", "x" * 70, "a-b", "a b"]
)
TRIGGERS = st.sampled_from(
    ["go", "to_b", "is_on", "yes", "trigger", "gửi đi", "go!", "migrate", "begin", "x" * 70, "x" * 69]
)
CONDITIONS = st.lists(st.sampled_from(["ready", "is_ok", "not-ok", "đủ", "today", "in"]), max_size=2)
CALLS = st.lists(st.sampled_from(["tell", "log it\n# no", "ghi sổ"]), max_size=2)


@st.composite
def states(draw: Any, depth: int) -> list[Any]:
    names = draw(st.lists(LEAVES, min_size=1, max_size=4, unique=True))
    found: list[Any] = []
    for name in names:
        kind = draw(st.sampled_from(["name", "dict", "composite" if depth else "name"]))
        if kind == "name":
            found.append(name)
        elif kind == "dict":
            found.append({"name": name, "final": draw(st.booleans()), "on_enter": draw(CALLS)})
        else:
            children = draw(states(depth - 1))
            inner = {"name": name, "children": children, "initial": name_of(draw(st.sampled_from(children)))}
            if draw(st.booleans()):
                local = [name_of(child) for child in children]
                inner["transitions"] = draw(st.lists(moves(local, nested=True), max_size=2))
            found.append(inner)
    return found


def name_of(state: Any) -> str:
    return str(state["name"] if isinstance(state, dict) else state)


def paths(several: list[Any], inside: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """Every state, outer ones before those in them."""
    found = []
    for state in several:
        path = (*inside, name_of(state))
        found += [path, *(paths(state.get("children", []), path) if isinstance(state, dict) else [])]
    return found


@st.composite
def moves(draw: Any, known: list[str], *, nested: bool = False) -> Any:
    one = st.sampled_from(known)
    source = draw(
        one | st.lists(one, min_size=1, max_size=3, unique=True) | (one if nested else st.just("*"))
    )
    parts = {
        "trigger": draw(TRIGGERS),
        "source": source,
        "dest": draw(one | st.none() | st.just("=")),
        "conditions": draw(CONDITIONS),
        "unless": draw(CONDITIONS),
        "before": draw(CALLS),
        "after": draw(CALLS),
        "prepare": draw(CALLS),
    }
    if draw(st.booleans()):
        return list(parts.values())[: draw(st.integers(3, 8))]
    return {name: value for name, value in parts.items() if value or name == "dest"}


@st.composite
def machines(draw: Any) -> dict[str, Any]:
    several = draw(states(2))
    known = ["_".join(path) for path in paths(several)]
    initial = draw(st.sampled_from(known))
    return {"states": several, "initial": initial, "transitions": draw(st.lists(moves(known), max_size=6))}


class Model:
    """Answers conditions as it was told, and does nothing else."""

    def __init__(self, answers: Mapping[str, bool]) -> None:
        for name, answer in answers.items():
            setattr(self, name, lambda answer=answer: answer)
        for name in ("tell", "log it\n# no", "ghi sổ"):
            setattr(self, name, lambda: None)


def asked(machine: Mapping[str, Any]) -> set[str]:
    """Every condition of every transition, of states' own as well."""
    found: set[str] = set()
    waiting: list[Any] = [machine]
    while waiting:
        each = waiting.pop()
        for move in each.get("transitions", []):
            parts = (
                move
                if isinstance(move, dict)
                else dict(zip(("t", "s", "d", "conditions", "unless"), move, strict=False))
            )
            found |= {*parts.get("conditions", []), *parts.get("unless", [])}
        waiting += [s for s in (*each.get("states", []), *each.get("children", [])) if isinstance(s, dict)]
    return found


def loaded(machine: Any) -> Workflow:
    return Workflow(read_definition("made.yaml", from_transitions(machine, "made")))


def names(definition: Definition) -> dict[tuple[str, ...], str]:
    """What states were called, with all around them → what they are called now."""
    return {
        tuple(str(each.title.vi) for each in (*around, state)): state.name
        for state, around in walk(definition.states)
    }


def event_of(definition: Definition, trigger: str) -> str | None:
    return next((name for name, each in definition.events.items() if each.title.vi == trigger), None)


def real(machine: Mapping[str, Any], leaf: str, trigger: str, answers: Mapping[str, bool]) -> str | None:
    """Where the library itself goes from a leaf; None where nothing is done."""
    nested = any(isinstance(state, dict) and state.get("children") for state in machine["states"])
    model = Model(answers)
    made = (HierarchicalMachine if nested else Machine)(
        model,
        **json.loads(json.dumps(machine)),
        auto_transitions=False,
        model_attribute="state_",
        model_override=False,
    )
    made.set_state(leaf, model)
    try:
        done = made.events[trigger].trigger(model) if not nested else made.trigger_event(model, trigger)
    except (MachineError, AttributeError, KeyError):
        return None
    return str(model.state_) if done else None  # type: ignore[attr-defined]


def ours(workflow: Workflow, leaf: str, trigger: str, answers: Mapping[str, bool]) -> str | None:
    """The same of the workflow."""
    definition, table = workflow.definition, workflow.machine.table
    event = event_of(definition, trigger)
    if event is None:
        return None
    since = dict.fromkeys(table.passages[None, leaf, False].now, NOW)
    case = Case("c", workflow.digest, leaf, 1, NOW, {}, since, {}, {}, "0" * 64)
    payload = {
        name: answers[str(each.field.title.vi)] for name, each in definition.events[event].takes.items()
    }
    decision = workflow.decide(case, event, payload, actor=SOMEONE, at=NOW)
    if not decision.allowed:
        assert {reason.code for reason in decision.reasons} <= {"wrong_state", "guard_unmet"}
        return None
    assert decision.case
    return decision.case.state


@settings(max_examples=150, deadline=None)
@given(machines(), st.data())
def test_the_workflow_moves_as_the_machine_does(machine: dict[str, Any], data: st.DataObject) -> None:
    workflow = loaded(machine)
    known = names(workflow.definition)
    leaves = {path: name for path, name in known.items() if name in workflow.machine.table.tree.leaves}
    answers = {name: data.draw(st.booleans(), label=name) for name in sorted(asked(machine))}
    triggers = sorted({name_of_trigger(each) for each in all_moves(machine)})
    for path, name in leaves.items():
        for trigger in triggers:
            wanted = real(machine, "_".join(path), trigger, answers)
            found = ours(workflow, name, trigger, answers)
            assert found == (None if wanted is None else {"_".join(p): n for p, n in known.items()}[wanted])


def name_of_trigger(move: Any) -> str:
    return str(move["trigger"] if isinstance(move, dict) else move[0])


def all_moves(machine: Mapping[str, Any]) -> list[Any]:
    found = list(machine.get("transitions", []))
    for state in (*machine.get("states", []), *machine.get("children", [])):
        found += all_moves(state) if isinstance(state, dict) else []
    return found


@settings(max_examples=100, deadline=None)
@given(machines())
def test_a_case_starts_where_the_machine_does(machine: dict[str, Any]) -> None:
    workflow = loaded(machine)
    nested = any(isinstance(state, dict) and state.get("children") for state in machine["states"])
    made = (HierarchicalMachine if nested else Machine)(
        model := Model(dict.fromkeys(asked(machine), True)), **json.loads(json.dumps(machine)),
        auto_transitions=False, model_attribute="state_",
    )  # fmt: skip
    del made
    (start,) = workflow.definition.start.values()
    assert {"_".join(p): n for p, n in names(workflow.definition).items()}[model.state_] == start.to  # type: ignore[attr-defined]


MATTER = {
    "states": ["solid", {"name": "liquid", "on_enter": "drip"}, {"name": "gas", "final": True}],
    "initial": "solid",
    "queued": True,
    "transitions": [
        {"trigger": "heat", "source": "solid", "dest": "liquid", "before": "warn"},
        {"trigger": "heat", "source": "liquid", "dest": "gas", "conditions": "is_hot"},
    ],
}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_what_was_code_is_named_where_it_belongs(language: str) -> None:
    lines = from_transitions(MATTER, "matter", language=language).splitlines()
    place = {line.strip(): number for number, line in enumerate(lines)}
    for code, below in (
        ("on_enter: drip", "liquid:"),
        ("before: warn", "heat:"),
        ("queued", "workflow: matter"),
    ):
        (comment,) = [n for n, line in enumerate(lines) if line.strip().startswith("#") and code in line]
        assert min(n for line, n in place.items() if line.startswith(below)) == comment + 1
    (takes,) = [line for line in lines if line.strip().startswith("takes:")]
    assert "#" in takes
    assert from_transitions(MATTER, "matter", language="vi") != from_transitions(
        MATTER, "matter", language="en"
    )


def test_functions_of_a_dictionary_are_known_by_their_names() -> None:
    def is_hot() -> bool:
        return True

    machine = {
        **MATTER,
        "transitions": [{"trigger": "heat", "source": "solid", "dest": "gas", "conditions": [is_hot]}],
    }
    assert "is_hot: {type: boolean" in from_transitions(machine, "matter")


BAD = [
    (
        "machine_state",
        '{"states": ["a", "b"],\n "initial": "a",\n "transitions": [["go", "a",\n  "c"]]}',
        (4, 3),
    ),
    ("machine_state", '{"states": ["a", "b"],\n "initial": "ab"}', (2, 13)),
    ("machine_twice", '{"states": ["a",\n "a"], "initial": "a"}', (2, 2)),
    ("machine_initial", '{"states": [{"name": "a", "children": ["b"]}],\n "initial": "a"}', (2, 13)),
    (
        "machine_parallel",
        '{"states": [{"name": "a", "children": ["b", "c"],\n "initial": ["b", "c"]}], "initial": "a_b"}',
        (2, 13),
    ),
    ("machine_parallel", '{"states": [{"name": "a",\n "parallel": ["b", "c"]}], "initial": "a"}', (2, 14)),
    ("machine_ordered", '{"states": ["a"], "initial": "a",\n "ordered_transitions": true}', (2, 2)),
    ("machine_list", '{"states": ["a"], "initial": "a", "transitions": [\n ["go", "a"]]}', (2, 2)),
    ("machine_no_states", '{"states": [], "initial": "a"}', (1, 12)),
    ("missing_key", '{"states": ["a"]}', (1, 1)),
    (
        "missing_key",
        '{"states": ["a"], "initial": "a", "transitions": [\n {"trigger": "go", "source": "a"}]}',
        (2, 2),
    ),
    ("unknown_key", '{"states": ["a"], "initial": "a",\n "transition": []}', (2, 2)),
    ("text_wanted", '{"states": ["a"], "initial":\n ["a"]}', (2, 2)),
    ("mapping_wanted", "[]", (1, 1)),
]


@pytest.mark.parametrize(("code", "text", "place"), BAD)
def test_a_bad_dictionary_is_told_with_its_place(
    code: str, text: str, place: tuple[int, int], tmp_path: Path
) -> None:
    file = tmp_path / "machine.json"
    file.write_text(text, "utf-8")
    with pytest.raises(DefinitionError) as error:
        from_transitions(file, "made")
    problem = error.value.problems[0]
    assert (problem.code, problem.position.line, problem.position.column) == (code, *place)
    assert problem.message.vi
    assert problem.message.vi != problem.message.en
    assert problem.hint
    with pytest.raises(DefinitionError):
        from_transitions(json.loads(text), "made")


@pytest.mark.parametrize("value", [object(), {1, 2}, 1j])
def test_an_object_that_is_no_name_is_told(value: object) -> None:
    with pytest.raises(DefinitionError) as error:
        from_transitions({"states": [value], "initial": "a"}, "made")
    assert error.value.problems[0].code == "machine_value"


def test_a_machine_that_holds_itself_is_told() -> None:
    machine: dict[str, Any] = {"initial": "a"}
    machine["states"] = [machine]
    with pytest.raises(DefinitionError):
        from_transitions(machine, "made")
