"""What linked cases say in a test: those of the workflow itself, as there are no cases of any other."""

from collections.abc import Mapping

from ..case import Case
from ..model.definition import Definition
from ..model.tree import state_tree
from ..model.types import CaseType

IDS = (
    "case-1",
    "case-2",
    "nowhere",
)  # what payloads refer to: cases that a test starts, and one that it does not


def linked(
    definition: Definition, cases: Mapping[str, Case], case_id: str | None, payload: Mapping[str, object]
) -> tuple[dict[str, object], dict[str, str]]:
    """`links` and `cases` as `Facts` has them, counted over all the cases of a test, each as time has left it."""
    own = cases.get(case_id or "")
    given = {name: value for name, value in payload.items() if value is not None}
    data = {**(own.data if own else {}), **given}
    refers = {
        name: data.get(name) for name, each in definition.data.items() if isinstance(each.type, CaseType)
    }
    members = state_tree(definition).members
    said: dict[str, object] = {}
    for name, link in definition.links.items():
        leaves = {leaf for state in link.states for leaf in members.get(state, ())} or set(members)
        if link.count is not None:
            mine = [case for case in cases.values() if own and case.data.get(link.by or "") == own.id]
            counted = link.count == definition.workflow
            said[name] = sum(case.state in leaves for case in mine) if counted else 0
        elif isinstance(other := refers[link.of or ""], str) and other in cases:
            said[name] = cases[other].state in leaves
    return said, dict.fromkeys(cases, definition.workflow)
