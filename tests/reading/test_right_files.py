"""A right file becomes the definition that it says, and comes back the same from its document."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from ocop_workflow.model.definition import Branch, Definition, Duration, Guard, Letter, Taken
from ocop_workflow.model.document import definition_document, definition_from_document, digest
from ocop_workflow.model.expression import Name
from ocop_workflow.model.text import Text
from ocop_workflow.model.types import (
    CollectionType,
    DurationType,
    EnumType,
    IntegerType,
    NumberType,
    UnitType,
)
from ocop_workflow.reading import read_definition
from ocop_workflow.reading.catalogue import catalogued

HERE = Path(__file__).parent
PERMIT = HERE / "right" / "permit.yaml"
PLAN = HERE / "right" / "plan.yaml"
RIGHT = [
    *sorted((HERE / "right").glob("*.yaml")),
    *(file for versions in catalogued().values() for file in versions.values()),
]


@pytest.fixture(scope="module")
def permit() -> Definition:
    return read_definition(PERMIT)


@pytest.mark.parametrize("file", RIGHT, ids=lambda file: str(file.stem))
def test_a_definition_comes_back_the_same_from_its_document(file: Path) -> None:
    definition = read_definition(file)
    again = definition_from_document(definition_document(definition))
    assert again == definition
    assert digest(again) == digest(definition)


def test_a_short_file_says_all_that_a_workflow_needs() -> None:
    plan = read_definition(PLAN)
    assert (plan.workflow, plan.version) == ("plan", "1")
    assert list(plan.events) == ["submit", "approve", "skip", "rank"]
    assert plan.events["approve"].not_by == ("submit",)
    assert plan.events["rank"].moves[0].branches == (Branch("ranked"),)
    assert [state.name for state in plan.states if state.final == "completed"] == ["ranked"]
    (claim,) = plan.properties
    assert (claim.template, claim.letters) == ("precedence", (Letter("approve"), Letter("rank")))
    assert claim.position is not None
    assert (claim.position.line, claim.position.column) == (13, 5)


def test_the_head_of_a_file(permit: Definition) -> None:
    assert permit.title == Text("Cấp giấy phép xây dựng", "Construction permit")
    assert permit.timezone == "Asia/Ho_Chi_Minh"
    assert permit.from_ == date(2024, 7, 1)
    assert permit.sources == {"law": Text("Luật Xây dựng 2014, điều 102", None)}
    assert permit.file == str(PERMIT)


def test_types_of_data_and_parameters(permit: Definition) -> None:
    assert permit.parameters["review_days"].type == DurationType("working_days")
    assert permit.parameters["review_days"].basis == ("law", "X")
    assert permit.data["floors"].type == IntegerType(1, 10**15 - 1)
    assert permit.data["fee"].type == NumberType(2, Decimal(0), Decimal("9999999999999.99"))
    assert permit.data["place"].type == UnitType("town")
    assert permit.data["asked"].type.items == EnumType(("fire", "heritage", "power"))  # type: ignore[union-attr]
    opinions = permit.data["opinions"]
    assert isinstance(opinions.type, CollectionType)
    assert (opinions.type.per, opinions.type.maximum, opinions.within) == ("agency", 4, "handling")
    assert permit.data["applicant_name"].personal


def test_what_is_taken_is_stored_where_only_a_data_field_is_named(permit: Definition) -> None:
    takes = permit.start["apply"].takes
    assert takes["floors"] == Taken(permit.data["floors"], stored=True)
    assert takes["drawing"].stored is False
    assert takes["drawing"].field.optional
    assert set(permit.events["answer"].takes) == {"agency", "agree"}


def test_a_guard_that_is_a_let_has_its_name_and_its_words(permit: Definition) -> None:
    (guard,) = permit.events["grant"].when
    assert guard.name == "all_agree"
    assert guard.otherwise == Text("Có cơ quan chưa đồng ý", "An agency does not agree")
    assert guard.basis == ("law", "A")
    assert guard.test.tree == Name("all_agree")


def test_a_guard_may_bring_its_own_words(permit: Definition) -> None:
    named, spoken = permit.events["gather"].when
    assert isinstance(spoken, Guard)
    assert (named.name, spoken.name) == ("all_answered", None)
    assert spoken.otherwise.en == "The fire service must be asked"


def test_branches_stay_and_composites(permit: Definition) -> None:
    gather = permit.events["gather"]
    assert gather.moves[0].branches[-1].when is None
    assert gather.moves[0].branches[0].sets.keys() == {"fee"}
    assert permit.events["answer"].moves[0].branches == (Branch(None),)
    assert permit.events["complete"].moves[0].branches == (Branch("received"),), "the composite begins there"


def test_clocks(permit: Definition) -> None:
    overdue, lapse = permit.events["overdue"], permit.events["lapse"]
    assert overdue.is_clock
    assert overdue.after == Duration("working_days", parameter="review_days")
    assert overdue.not_counting == ("completing",)
    assert lapse.at is not None
    assert permit.events["deemed"].after == Duration("working_days", amount=10)


def test_properties_have_letters_scopes_and_times(permit: Definition) -> None:
    claims = {claim.template: claim for claim in permit.properties}
    assert claims["response"].scope == ("per_round", "apply")
    assert claims["never"].letters[0].where is not None
    assert claims["never"].scope == ("within", "handling")
    assert claims["exactly"].times == 1
    assert claims["within"].duration == Duration("working_days", amount=20)
    assert claims["invariant"].holds is not None
    assert claims["at"].letters == (Letter("grant"),)
    assert claims["complete"].scope == ("state", "consulting")
    assert claims["absence"].letters[0].changes is not None
    assert claims["absence"].scope == ("between", "consult", "gather")
    assert claims["response"].title.en == "Who applies gets an answer"
