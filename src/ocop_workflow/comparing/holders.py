"""Who may act: the roles of an event or a start, each with the levels of the states in which it acts."""

from collections.abc import Sequence

from ..model.definition import Definition, Event, Start
from ..model.tree import StateTree
from .change import Holder


def holders(
    act: Start | Event, tree: StateTree, definition: Definition, order: Sequence[str] = ()
) -> tuple[Holder, ...]:
    """A role's own level, else those of the states; `order` is that of the levels, by default the file's.

    Neither clocks nor parties have a level, nor has anybody in a workflow without units.
    """
    if definition.unit is None or (isinstance(act, Event) and act.is_clock):
        return tuple(Holder(name) for name in act.by)
    sources = [act.to] if isinstance(act, Start) else [move.source for move in act.moves]
    found = {tree.level[leaf] for source in sources for leaf in tree.members.get(source, ())}
    levels = tuple(level for level in order or dict.fromkeys(tree.level.values()) if level and level in found)
    said = []
    for name in act.by:
        role = definition.roles.get(name)
        own = (role.at,) if role and role.at else levels
        said.append(Holder(name, () if role and role.party else own))
    return tuple(said)
