"""A workflow while it is made: what is there so far, and what a part that is made next may read and write."""

from attrs import evolve, field, frozen, mutable

from ...guards.unparse import unparse
from ...model.definition import Duration, Guard, Let, Role, Taken
from ...model.expression import Expression, Name, Node
from ...model.types import BooleanType, CollectionType, Field, IntegerType, NumberType, Type
from .dice import Dice
from .expressions import Readable, boolean, value_for
from .fields import EXTRA
from .shape import Shape


@frozen
class Timer:
    """When a clock is due: its `at` with the fields that anchor it, or its `after`."""

    anchors: frozenset[str] = frozenset()
    at: Expression | None = None
    after: Duration | None = None


@mutable
class Draft:
    """What has been made so far, for the parts that are made after it, and the dice of the part at hand."""

    dice: Dice
    shape: Shape
    data: dict[str, Field] = field(factory=dict)
    sure: tuple[str, ...] = ()
    parameters: dict[str, Field] = field(factory=dict)
    values: dict[str, object] = field(factory=dict)
    roles: dict[str, Role] = field(factory=dict)
    lets: dict[str, Let] = field(factory=dict)
    let_kinds: dict[str, str] = field(factory=dict)
    anchors: frozenset[str] = frozenset()

    def with_dice(self, dice: Dice) -> "Draft":
        return evolve(self, dice=dice)

    def kept(self, name: str, leaves: frozenset[str]) -> bool:
        """Whether a field may hold a value in all of these leaves."""
        within = self.data[name].within
        return within is None or leaves <= set(self.shape.members(within))

    def readable(self, *, started: bool = True, leaves: frozenset[str] | None = None) -> Readable:
        """What an expression may read in these leaves (None: anywhere); a start has no data before it."""
        leaves = frozenset(self.shape.leaves) if leaves is None else leaves
        sure: list[tuple[Node, Type]] = []
        unsure: list[tuple[Node, Type]] = []
        for name, declared in self.data.items():
            box = isinstance(declared.type, CollectionType)
            if declared.personal or not started or (box and not self.kept(name, leaves)):
                continue
            (sure if name in self.sure or box else unsure).append((Name(name), declared.type))
        for name, declared in self.parameters.items():
            if isinstance(declared.type, IntegerType | NumberType | BooleanType):
                (unsure if declared.optional else sure).append((Name(name), declared.type))
        lets = tuple((Name(name), kind) for name, kind in self.let_kinds.items()) if started else ()
        return Readable(tuple(sure), tuple(unsure), lets)

    def condition(self, see: Readable) -> Guard:
        named = [name for name, kind in self.let_kinds.items() if kind == "boolean"]
        if named and see.lets and self.dice.chance(3):
            name = self.dice.one(named)
            return Guard(expression(Name(name)), name)
        node = boolean(self.dice, see, min(2, self.dice.rich))
        return Guard(
            expression(node), node.name if isinstance(node, Name) and node.name in self.lets else None
        )

    def payload(self, stored: list[str]) -> dict[str, Taken]:
        takes = {name: Taken(self.data[name], stored=True) for name in stored}
        for name in self.dice.some(list(EXTRA), min(2, self.dice.rich)):
            takes[name] = Taken(EXTRA[name])
        return takes

    def sets(self, free: list[str], see: Readable, most: int) -> dict[str, Expression]:
        written: dict[str, Expression] = {}
        for name in self.dice.some(free, min(most, self.dice.rich)):
            node = value_for(self.dice, self.data[name], see)
            if node is not None:
                written[name] = expression(node)
        return written

    def writable(self, leaves: frozenset[str]) -> list[str]:
        """What `sets` may write on the way to these leaves: neither collections nor personal fields."""
        return [
            name
            for name, declared in self.data.items()
            if not isinstance(declared.type, CollectionType)
            and not declared.personal
            and self.kept(name, leaves)
        ]


def expression(node: Node) -> Expression:
    """A tree with its text."""
    return Expression(node, unparse(node))
