import json
from datetime import date
from decimal import Decimal

from attrs import evolve

from ocop_workflow.model.definition import Branch, Definition, Event, Field, Guard, Move, Start, State, Taken
from ocop_workflow.model.document import definition_document, definition_from_document, digest
from ocop_workflow.model.expression import Binary, Expression, Literal, Name
from ocop_workflow.model.text import Text
from ocop_workflow.model.types import BooleanType, CollectionType, DateType, NumberType, RecordType

SCORE = Field("score", NumberType(2, Decimal(0), Decimal(100)))
ENOUGH = Expression(Binary(">=", Name("score"), Literal(Decimal("50.5"))), "score >= 50.5")
DEFINITION = Definition(
    workflow="w",
    version="1",
    title=Text("Quy trình", "A workflow"),
    from_=date(2019, 8, 21),
    start={"begin": Start("begin", ("officer",), "here", takes={"score": Taken(SCORE, stored=True)})},
    states=(State("stage", states=(State("here"), State("there", final="completed"))),),
    events={
        "pass": Event("pass", ("officer",), (Move("here", (Branch("there", Guard(ENOUGH)),)),)),
        "late": Event(
            "late", ("clock",), (Move("here", (Branch(None),)),), at=Expression(Name("day"), "day")
        ),
        "over": Event(
            "over", ("clock",), (Move("here", (Branch(None),)),), at=Expression(Name("day"), "day")
        ),
    },
    parameters={"day": Field("day", DateType())},
    values={"day": date(2020, 2, 4)},
    data={"score": SCORE, "marks": Field("marks", CollectionType(RecordType({"A": SCORE}), "person", 9))},
)


def test_a_definition_comes_back_whole_from_its_document() -> None:
    document = json.loads(json.dumps(definition_document(DEFINITION)))
    again = definition_from_document(document)
    assert again == DEFINITION
    assert (again.title, again.from_) == (DEFINITION.title, DEFINITION.from_)
    assert list(again.events) == list(DEFINITION.events)
    assert digest(again) == digest(DEFINITION)


def test_a_spelling_can_be_mended_without_another_hash() -> None:
    mended = evolve(
        DEFINITION, title=Text("Quy trình mẫu", "A sample"), sources={"s": Text("Quyết định", None)}
    )
    assert digest(mended) == digest(DEFINITION)


def test_behaviour_and_parameters_are_in_the_hash() -> None:
    stricter = Expression(Binary(">", Name("score"), Literal(Decimal("50.5"))), "score > 50.5")
    move = Move("here", (Branch("there", Guard(stricter)),))
    others = [
        evolve(DEFINITION, version="2"),
        evolve(DEFINITION, values={"day": date(2020, 2, 5)}),
        evolve(DEFINITION, events={**DEFINITION.events, "pass": Event("pass", ("officer",), (move,))}),
        evolve(DEFINITION, data={"score": Field("score", BooleanType())}),
    ]
    assert len({digest(each) for each in [DEFINITION, *others]}) == 5


def test_the_order_of_declaration_counts_for_clock_events_only() -> None:
    names = list(DEFINITION.events)
    passing_last = [*names[1:], names[0]]
    clocks_swapped = [names[0], names[2], names[1]]

    def reordered(order: list[str]) -> Definition:
        return evolve(DEFINITION, events={name: DEFINITION.events[name] for name in order})

    assert digest(reordered(passing_last)) == digest(DEFINITION)
    assert digest(reordered(clocks_swapped)) != digest(DEFINITION)


def test_spacing_is_not_behaviour() -> None:
    spaced = Expression(ENOUGH.tree, "score   >=   50.5")
    move = Move("here", (Branch("there", Guard(spaced)),))
    event = Event("pass", ("officer",), (move,))
    assert digest(evolve(DEFINITION, events={**DEFINITION.events, "pass": event})) == digest(DEFINITION)
