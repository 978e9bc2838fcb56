"""Events may not be called like what the state machine and its models have themselves."""

import pytest
from transitions import Machine

from ocop_workflow.errors import DefinitionError
from ocop_workflow.reading import read_definition

FILE = """workflow: permit
version: "1"
roles: {officer: {}}
start: {begin: {by: officer, to: open}}
states: {open: {}, closed: {final: completed}}
events: {NAME: {by: officer, moves: {open: closed}}}
"""


class Model:
    """What a host would bind."""


def attributes_of_a_bound_model() -> set[str]:
    model = Model()
    Machine(model, states=["open", "closed"], initial="open", auto_transitions=True)
    return {name for name in dir(model) if not name.startswith("_")}


@pytest.mark.parametrize("name", sorted(attributes_of_a_bound_model()))
def test_an_event_is_not_called_like_an_attribute_of_a_bound_model(name: str) -> None:
    with pytest.raises(DefinitionError, match="event_name_taken"):
        read_definition("names.yaml", FILE.replace("NAME", name))


@pytest.mark.parametrize("name", sorted(n for n in dir(Machine) if not n.startswith("_")))
def test_an_event_is_not_called_like_an_attribute_of_the_machine(name: str) -> None:
    with pytest.raises(DefinitionError, match="event_name_taken"):
        read_definition("names.yaml", FILE.replace("NAME", name))


@pytest.mark.parametrize("name", ["return", "import", "close", "isolate", "total", "maybe", "issue"])
def test_other_names_are_free(name: str) -> None:
    assert name in read_definition("names.yaml", FILE.replace("NAME", name)).events
