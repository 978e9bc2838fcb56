"""What a property speaks of, read from one step of a case: its event, `where` before it, `changes` across it.

`changes` names data as `before.x` and `after.x`; they are looked up as data fields of these names with a dot.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from attrs import Factory, frozen

from ..guards import Known, Scope, scope_of
from ..guards.tree import mapped
from ..model.definition import Definition, Letter, Taken
from ..model.expression import Member, Name, Node
from ..model.tree import StateTree
from ..model.types import CollectionType

BEFORE, AFTER = "before", "after"


@frozen
class Doing:
    """What is done where: the event, the leaf it leaves (None at a start), the leaf it reaches, in which role."""

    event: str
    source: str | None
    target: str
    role: str = ""


@frozen
class Step:
    """One entry as a property sees it; `attests` names what counts as having happened with it.

    `source` and `target` are leaves, `source` None at a start; `role` is the one in which it was done, or CLOCK;
    `people` are who did it, and in whose place; `links` what its guards saw of linked cases.
    """

    event: str
    before: Mapping[str, object]
    taken: Mapping[str, object]
    after: Mapping[str, object]
    attests: tuple[str, ...] = ()
    today: date | None = None
    source: str | None = None
    target: str = ""
    role: str = ""
    people: frozenset[str] = frozenset()
    links: Mapping[str, object] = Factory(dict)

    @property
    def doing(self) -> "Doing":
        """The step without its data."""
        return Doing(self.event, self.source, self.target, self.role)

    def across(self, read: Iterable[str]) -> dict[str, object]:
        """`before.x` and `after.x` → value, of those that are read and set: the data that `changes` reads."""
        found: dict[str, object] = {}
        for name in read:
            side, _, field = name.partition(".")
            data = self.before if side == BEFORE else self.after
            if side in (BEFORE, AFTER) and field in data:
                found[name] = data[field]
        return found


def data_name(name: str) -> str:
    """The data field of `before.x` or `after.x`; any other name is itself."""
    side, dot, field = name.partition(".")
    return field if dot and side in (BEFORE, AFTER) else name


def whole_change(node: Node) -> Node:
    """The tree of `changes` with `before.x` and `after.x` each as one name."""
    if isinstance(node, Member) and isinstance(node.of, Name) and node.of.name in (BEFORE, AFTER):
        return Name(f"{node.of.name}.{node.name}", node.offset)
    return mapped(node, whole_change)


def letter_takes(definition: Definition, letter: Letter) -> Mapping[str, Taken] | None:
    """The payload that the letter's `where` may read: that of its event, none where several are meant, or any."""
    if len(letter.events) != 1:
        return None
    act = definition.start.get(letter.events[0]) or definition.events.get(letter.events[0])
    return act.takes if act else None


def letter_scope(definition: Definition, letter: Letter, plain: Scope | None = None) -> tuple[Scope, Scope]:
    """What names mean in the letter's `where`, and in its `changes` once it is a `whole_change`.

    `plain` is the scope of the definition, where it is known already.
    """
    plain = plain or scope_of(definition)
    names = {name: known for name, known in plain.names.items() if known.kind == "parameter"}
    for field in definition.data.values():
        if field.personal:
            continue
        unset = not isinstance(field.type, CollectionType)
        for side in (BEFORE, AFTER):
            names[f"{side}.{field.name}"] = Known("data", field.type, unset=unset)
    return plain.with_taken(letter_takes(definition, letter)), Scope(names)


def fits(definition: Definition, letter: Letter, doing: Doing, tree: StateTree) -> bool:
    """Whether the step is of one of the letter's events, done in one of its roles, from and to one of its states."""
    if letter.event is not None and doing.event not in letter.events:
        return False
    if letter.by and doing.role not in {definition.values.get(name, name) for name in letter.by}:
        return False
    if letter.from_ and not any(doing.source in tree.members[name] for name in letter.from_):
        return False
    return not letter.to or any(doing.target in tree.members[name] for name in letter.to)
