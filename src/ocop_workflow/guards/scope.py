"""What the names in an expression mean where it stands."""

from collections.abc import Mapping

from attrs import field, frozen

from ..model.definition import Taken
from ..model.expression import Node
from ..model.types import CollectionType, Type

TAKEN = "taken"
TODAY = "today"


@frozen
class Known:
    """A name's meaning: `kind` is data, parameter, let, link, taken, variable or today; `type` is None if unsound.

    `unset` says that there may be no value; `personal` that no guard may read it. `through` is the data field whose
    case a link speaks of.
    """

    kind: str
    type: Type | None
    unset: bool = False
    personal: bool = False
    through: str | None = None


@frozen
class LetFacts:
    """What is known of a `let` before it is used; `fault` is the code of what makes it unfit for any use."""

    tree: Node
    depth: int
    cost: int
    data: frozenset[str]
    parameters: frozenset[str]
    today: bool = False
    links: frozenset[str] = frozenset()
    narrows: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())
    fault: str | None = None


@frozen
class Scope:
    """Names → meanings. `taken` are the payload's fields, None where there is no payload."""

    names: Mapping[str, Known]
    taken: Mapping[str, Known] | None = None
    lets: Mapping[str, LetFacts] = field(factory=dict)

    def with_variable(self, name: str, type_: Type | None) -> "Scope":
        """What holds inside the body of a list function."""
        return Scope({**self.names, name: Known("variable", type_)}, self.taken, self.lets)

    def with_taken(self, takes: Mapping[str, Taken] | None) -> "Scope":
        """What holds for guards and `sets` of an event with such a payload."""
        if takes is None:
            return Scope(self.names, None, self.lets)
        fields = {
            name: Known("taken", taken.field.type, unset=taken.field.optional, personal=taken.field.personal)
            for name, taken in takes.items()
        }
        return Scope(self.names, fields, self.lets)


def may_be_unset(type_: Type) -> bool:
    """Collections are there from the start, empty; everything else is unset until it is set."""
    return not isinstance(type_, CollectionType)
