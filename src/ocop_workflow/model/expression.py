"""The tree of a guard: what was written, neither typed nor evaluated.

`offset` counts characters from the start of the expression's text; it locates problems and takes no
part in equality, nor does the text, so that spacing is not behaviour.
"""

from datetime import date
from decimal import Decimal

from attrs import field, frozen

from .position import Position


@frozen
class Literal:
    """A constant: boolean, integer, exact decimal, string or date."""

    value: bool | int | Decimal | str | date
    offset: int = field(default=0, eq=False, repr=False)


@frozen
class Name:
    """A data field, a parameter, a `let`, a variable of a list function, `taken` or `today`."""

    name: str
    offset: int = field(default=0, eq=False, repr=False)


@frozen
class Member:
    """`taken.reason`, `m.A`: a field of the payload or of a record."""

    of: "Node"
    name: str
    offset: int = field(default=0, eq=False, repr=False)


@frozen
class Unary:
    """`!x` or `-x`."""

    operator: str
    operand: "Node"
    offset: int = field(default=0, eq=False, repr=False)


@frozen
class Binary:
    """`&& || == != < <= > >= + - * / in`."""

    operator: str
    left: "Node"
    right: "Node"
    offset: int = field(default=0, eq=False, repr=False)


@frozen
class Conditional:
    """`condition ? then : otherwise`."""

    condition: "Node"
    then: "Node"
    otherwise: "Node"
    offset: int = field(default=0, eq=False, repr=False)


@frozen
class Call:
    """`size(marks)`, `has(score)`, `months(today, 36)`: a function of the closed table."""

    function: str
    arguments: tuple["Node", ...]
    offset: int = field(default=0, eq=False, repr=False)


@frozen
class Macro:
    """`marks.mean(m, m.A + m.B)`: a function over the elements of a list or a collection."""

    of: "Node"
    function: str
    variable: str
    body: "Node"
    offset: int = field(default=0, eq=False, repr=False)


@frozen
class Items:
    """`[a, b]`: a list written out."""

    items: tuple["Node", ...]
    offset: int = field(default=0, eq=False, repr=False)


Node = Literal | Name | Member | Unary | Binary | Conditional | Call | Macro | Items


@frozen
class Expression:
    """A parsed expression: its tree, and the text as the file has it."""

    tree: Node
    text: str = field(eq=False)
    position: Position | None = field(default=None, eq=False, repr=False)
