"""A mutant: a workflow with one mistake in it, which has a name, a place and a sentence."""

from attrs import field, frozen

from ...model.definition import Definition
from ...model.position import Position
from ...model.text import Text

KINDS = (
    "guard_dropped",
    "guard_negated",
    "comparison",
    "constant",
    "requires_dropped",
    "duty_dropped",
    "role_widened",
    "set_dropped",
    "clear_dropped",
    "redirected",
    "swapped",
    "clock_dropped",
    "clock_delayed",
    "start_changed",
    "end_changed",
)


@frozen
class Change:
    """One mistake that could be made, not yet known to load.

    `name` says where, from the names of the definition alone; `acts` are the events and starts that may answer
    otherwise.
    """

    kind: str
    name: str
    text: Text
    place: Position | None
    acts: tuple[str, ...]
    definition: Definition = field(eq=False, repr=False)


@frozen
class Mutant:
    """A change whose definition loads; `id` stays the same while other parts of the file move or change."""

    id: str
    change: Change

    @property
    def kind(self) -> str:
        return self.change.kind

    @property
    def text(self) -> Text:
        return self.change.text

    @property
    def definition(self) -> Definition:
        return self.change.definition

    @property
    def place(self) -> str:
        """`file:line`, as editors jump to it."""
        position = self.change.place
        return "?" if position is None else f"{position.file}:{position.line}"
