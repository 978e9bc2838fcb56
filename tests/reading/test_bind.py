"""Parameters get values that fit their types; what doesn't fit is told, all of it."""

from decimal import Decimal
from pathlib import Path

import pytest

from ocop_workflow.errors import DefinitionError
from ocop_workflow.model.definition import Definition
from ocop_workflow.model.document import digest
from ocop_workflow.model.position import Position
from ocop_workflow.reading import Problems, bind, read_definition, read_nodes, read_parameters

PERMIT = Path(__file__).parent / "right" / "permit.yaml"


@pytest.fixture(scope="module")
def permit() -> Definition:
    return read_definition(PERMIT)


def test_values_are_kept_and_count_as_behaviour(permit: Definition) -> None:
    bound = bind(permit, {"review_days": 10, "judge": "officer", "judges_at": "region"})
    assert bound.values == {"review_days": 10, "judge": "officer", "judges_at": "region"}
    assert bound.missing_parameters() == ()
    assert permit.missing_parameters() == ("review_days", "judge", "judges_at")
    assert digest(bound) != digest(permit)


def test_an_optional_parameter_may_be_left_open(permit: Definition) -> None:
    assert bind(permit, {"tall": None}).values == {}


def test_every_value_that_does_not_fit_is_told_at_its_declaration(permit: Definition) -> None:
    with pytest.raises(DefinitionError) as raised:
        bind(permit, {"review_days": "ten", "tall": 0, "judge": "king", "revew_days": 3})
    told = raised.value.text("en").replace(str(PERMIT), "permit.yaml").split("\n")
    assert [line.partition(": ")[0] for line in told] == [
        f"permit.yaml:{place}" for place in ("1:1", "9:3", "10:3", "11:3")
    ]
    assert "There is no parameter “revew_days”" in told[0]
    assert "did you mean “review_days”?" in told[0]
    assert "parameter_unfit: The parameter “review_days” must be a whole number, got ten (" in told[1]
    assert "The parameter “tall” must be from 1 to 999999999999999, got 0 (" in told[2]
    assert "The parameter “judge” must be one of: applicant, officer, agency, chief; got king (" in told[3]


def test_floats_are_no_exact_numbers(permit: Definition) -> None:
    with pytest.raises(DefinitionError):
        bind(permit, {"tall": 1.5})
    with pytest.raises(DefinitionError):
        bind(permit, {"tall": Decimal("1.5")})


def test_values_in_a_file_are_typed_by_their_parameters_and_located(permit: Definition) -> None:
    problems = Problems()
    node = read_nodes("values.yaml", 'review_days: 12\ntall: "7"\njudge: officer\n', problems)
    values = read_parameters(node, permit, problems)
    assert values == {"review_days": 12, "tall": "7", "judge": "officer"}
    with pytest.raises(DefinitionError, match=r"values\.yaml:2:7: parameter_unfit"):
        bind(permit, values, {"tall": Position("values.yaml", 2, 7)})
