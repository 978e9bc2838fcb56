"""Every expression of a definition, with the names it may use and what it is for."""

from collections.abc import Iterator, Mapping
from typing import Literal

from attrs import frozen

from ...guards import Known, Scope, scope_of
from ...model.definition import Definition, Event, Start
from ...model.expression import Expression
from ...model.types import Field, RecordType
from ...properties import letter_takes

Use = Literal["guard", "value", "set", "time"]


@frozen
class Placed:
    """An expression where it stands; `field` is the data field that it is stored in."""

    expression: Expression
    scope: Scope
    use: Use
    field: Field | None = None


def placed(definition: Definition) -> Iterator[Placed]:
    """All of them, in the order of the model."""
    plain = scope_of(definition)
    for let in definition.let.values():
        yield Placed(let.expression, plain, "value")
    bare = plain.with_taken({})
    acts: list[Start | Event] = [*definition.start.values(), *definition.events.values()]
    for act in acts:
        yield from _of_act(act, plain.with_taken(act.takes) if act.takes else bare, definition.data)
    yield from _of_properties(definition, plain)


def _of_act(act: Start | Event, scope: Scope, data: Mapping[str, Field]) -> Iterator[Placed]:
    for guard in act.when:
        yield Placed(guard.test, scope, "guard")
    for name, expression in act.sets.items():
        yield Placed(expression, scope, "set", data[name])
    if isinstance(act, Start):
        return
    if act.at is not None:
        yield Placed(act.at, scope.with_taken(None), "time")
    for move in act.moves:
        for branch in move.branches:
            if branch.when is not None:
                yield Placed(branch.when.test, scope, "guard")
            for name, expression in branch.sets.items():
                yield Placed(expression, scope, "set", data[name])


def _of_properties(definition: Definition, plain: Scope) -> Iterator[Placed]:
    """`where` reads what a guard of its event reads; `changes` reads `before.x` and `after.x`."""
    record = RecordType(definition.data)
    parameters = {name: known for name, known in plain.names.items() if known.kind == "parameter"}
    changes = Scope({**parameters, "before": Known("variable", record), "after": Known("variable", record)})
    for claim in definition.properties:
        if claim.holds is not None:
            yield Placed(claim.holds, plain, "guard")
        for letter in claim.letters:
            if letter.where is not None:
                yield Placed(letter.where, plain.with_taken(letter_takes(definition, letter)), "guard")
            if letter.changes is not None:
                yield Placed(letter.changes, changes, "guard")
