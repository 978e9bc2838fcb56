"""Workflows that are made up: they have whatever the language has, and shrink to a small file that can be read."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from ocop_workflow.model.definition import Definition, Event
from ocop_workflow.model.tree import state_tree
from ocop_workflow.reading import bind, read_definition
from ocop_workflow.testing import MadeWorkflow, cases, workflows

SETTINGS = settings(derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
Has = Callable[[Definition], object]


def some_event(test: Callable[[Event], object]) -> Has:
    return lambda definition: any(test(event) for event in definition.events.values())


FEATURES: Mapping[str, Has] = {
    "composites": lambda d: any(state.states for state in d.states),
    "tags": lambda d: any(set(state_tree(d).members) - {*state_tree(d).leaves, *composites(d.states)}),
    "finals": lambda d: any(state.final for state in d.states),
    "payloads": some_event(lambda e: e.takes),
    "optional payloads": some_event(lambda e: any(taken.field.optional for taken in e.takes.values())),
    "votes": some_event(lambda e: e.collects),
    "guards": some_event(lambda e: e.when),
    "branches": some_event(lambda e: any(len(move.branches) > 1 for move in e.moves)),
    "stay": some_event(lambda e: any(branch.to is None for move in e.moves for branch in move.branches)),
    "sets": some_event(lambda e: e.sets),
    "clears": some_event(lambda e: e.clears),
    "not_by": some_event(lambda e: e.not_by),
    "only_by": some_event(lambda e: e.only_by),
    "requires": some_event(lambda e: e.requires),
    "duties within a scope": some_event(lambda e: e.within),
    "clocks on a day": some_event(lambda e: e.at),
    "clocks after a while": some_event(lambda e: e.after),
    "clocks that stand still": some_event(lambda e: e.not_counting),
    "parameters": lambda d: d.parameters,
    "open parameters": lambda d: d.parameters.keys() - d.values.keys(),
    "durations by parameter": some_event(lambda e: e.after and e.after.parameter),
    "named conditions": lambda d: d.let,
    "units": lambda d: d.unit,
    "levels": lambda d: any(state_tree(d).level.values()),
    "roles with a level": lambda d: any(role.at for role in d.roles.values()),
    "parties": lambda d: any(role.party for role in d.roles.values()),
    "data of a scope": lambda d: any(declared.within for declared in d.data.values()),
    "attested events": lambda d: any(start.attests for start in d.start.values()),
    "several starts": lambda d: len(d.start) > 1,
}


def composites(states: Iterable[Any]) -> set[str]:
    return {state.name for state in states if state.states}.union(*(composites(s.states) for s in states))


def seen_in(strategy: st.SearchStrategy[MadeWorkflow], examples: int) -> Counter[str]:
    seen: Counter[str] = Counter()

    @settings(SETTINGS, max_examples=examples)
    @given(strategy)
    def look(workflow: MadeWorkflow) -> None:
        seen.update(name for name, has in FEATURES.items() if has(workflow.definition))

    look()
    return seen


def without_clocks(workflow: MadeWorkflow) -> bool:
    return not any(event.is_clock for event in workflow.definition.events.values())


def test_whatever_the_language_has_is_met_and_what_a_strategy_lacks_is_noticed() -> None:
    seen = seen_in(workflows(), 300)
    assert {name for name in FEATURES if not seen[name]} == set()
    lacking = seen_in(workflows().filter(without_clocks), 20)
    assert {name for name in FEATURES if not lacking[name]} >= {"clocks on a day", "clocks after a while"}


@settings(SETTINGS, max_examples=25)
@given(workflows(), st.data())
def test_its_text_is_the_workflow_and_its_cases_can_be_lived(
    workflow: MadeWorkflow, data: st.DataObject
) -> None:
    again = bind(read_definition("again.yaml", workflow.text), workflow.definition.values)
    assert again == workflow.definition
    assert data.draw(cases(workflow)).state in state_tree(workflow.definition).leaves


def required_only(workflow: MadeWorkflow, start: str) -> set[str]:
    """A host's form that leaves out what need not be filled in."""
    takes = workflow.definition.start[start].takes
    return {name for name, taken in takes.items() if not taken.field.optional}


def all_of_it(workflow: MadeWorkflow, start: str) -> set[str]:
    return set(workflow.definition.start[start].takes)


def check_forms(form: Callable[[MadeWorkflow, str], set[str]], met: list[MadeWorkflow]) -> None:
    @settings(SETTINGS, max_examples=25, phases=[Phase.generate, Phase.shrink])
    @given(workflows())
    def offers_what_may_be_handed_in(workflow: MadeWorkflow) -> None:
        for name, start in workflow.definition.start.items():
            if form(workflow, name) != set(start.takes):
                met.append(workflow)
                raise AssertionError(name)

    offers_what_may_be_handed_in()


def test_a_form_that_leaves_a_field_out_is_found_with_a_small_workflow_that_is_printed_as_yaml() -> None:
    check_forms(all_of_it, [])
    met: list[MadeWorkflow] = []
    with pytest.raises(AssertionError) as failed:
        check_forms(required_only, met)
    small = met[-1].text
    assert len(small.splitlines()) <= 20, small
    assert "optional: true" in small
    printed = "\n".join(failed.value.__notes__)
    assert all(line in printed for line in small.splitlines()), printed
    assert yaml.safe_load(small)["workflow"] == "random"
