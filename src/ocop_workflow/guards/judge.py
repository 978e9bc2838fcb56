"""What every judgement of types shares: the faults found so far, and how one is reported."""

from collections.abc import Iterable

from ..model.expression import Node
from ..model.types import Type
from .faults import Fault
from .kinds import Range, kind, kind_text, range_of


class Judge:
    """Collects the faults of one expression."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def fault(self, code: str, node: Node, **values: object) -> None:
        self.faults.append(Fault(code, node.offset, values))

    def unknown(self, code: str, node: Node, name: str, among: Iterable[str]) -> None:
        """A name that is not among those that are known."""
        self.faults.append(Fault(code, node.offset, {"name": name}, name, tuple(among)))

    def want(self, found: Type | None, wanted: str, node: Node, what: str) -> bool:
        """Whether the type is of the wanted kind; a fault at `node` if it is another one."""
        if found is None:
            return False
        if kind(found) != wanted:
            self.fault("wrong_kind", node, what=what, wanted=kind_text(wanted), found=kind_text(found))
            return False
        return True

    def number(self, found: Type | None, node: Node, what: str) -> Range | None:
        return range_of(found) if found is not None and self.want(found, "number", node, what) else None
