"""How a command ended, and what it printed."""

from collections.abc import Callable

from attrs import frozen


@frozen
class Said:
    """What a command said."""

    code: int
    out: str
    err: str


Command = Callable[..., Said]
