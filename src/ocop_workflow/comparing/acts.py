"""What stands in order inside an event or a start: its conditions, its moves and their branches."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from ..model.definition import Branch, Guard, Move
from .pairs import in_order, keyed, matched, unpaired
from .same import behaves, behaviour, same

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .change import Basis, Change, Path
    from .parts import Parts


def guards(
    parts: Parts, old: tuple[Guard, ...], new: tuple[Guard, ...], path: Path, basis: Basis
) -> Iterator[Change]:
    """All must hold: alike are those with one name or one test; as many others as before have changed."""
    alike: list[Callable[[Guard], Any]] = [lambda g: g.name, lambda g: behaviour(g.test)]
    pairs = dict(matched(old, new, alike))
    left, rest = [n for n in range(len(new)) if n not in pairs], unpaired(old, pairs)
    if len(left) == len(rest):
        pairs |= dict(zip(left, rest, strict=True))
    yield from parts.paired(old, new, pairs, path, basis, partial(guard, parts))


def guard(parts: Parts, old: Any, new: Any, path: Path, basis: Basis) -> Iterator[Change]:
    """A named guard brings the words of its `let`, where a change of them is told."""
    if not isinstance(old, Guard) or not isinstance(new, Guard):
        yield parts.changed(old, new, path, basis)
        return
    but: Path = ("name",) if not behaves(old.test, new.test) else ()
    for each in ("otherwise", "basis"):
        first, second = parts.old.let.get(old.name or ""), parts.new.let.get(new.name or "")
        if first and second and old.name == new.name:
            lent = same(getattr(first, each), getattr(old, each))
            if lent and same(getattr(second, each), getattr(new, each)):
                but += (each,)
    yield from parts.attributes(old, new, path, basis, but=but)


def moves(
    parts: Parts, old: tuple[Move, ...], new: tuple[Move, ...], path: Path, basis: Basis
) -> Iterator[Change]:
    """One for each source; the order counts in the hash."""
    first, second = keyed(old, lambda m: m.source), keyed(new, lambda m: m.source)
    for source in in_order(first, second):
        here = (*path, source)
        if source not in first:
            yield parts.added(second[source], here, basis)
        elif source not in second:
            yield parts.removed(first[source], here, basis)
        else:
            yield from parts.attributes(first[source], second[source], here, basis)
    yield from parts.reordered(tuple(first), tuple(second), (*path, "order"))


def branches(
    parts: Parts, old: tuple[Branch, ...], new: tuple[Branch, ...], path: Path, basis: Basis
) -> Iterator[Change]:
    """Branches are ordered: only with the same conditions in the same order are they compared one by one."""
    tests = [[behaviour(branch.when and branch.when.test) for branch in each] for each in (old, new)]
    if tests[0] != tests[1]:
        yield parts.changed(old, new, path, basis)
        return
    for n, (first, second) in enumerate(zip(old, new, strict=True), 1):
        if not behaves(first.to, second.to) or not same(first.sets, second.sets):
            yield parts.changed(first, second, (*path, str(n)), basis)
        if not same(first.when, second.when):
            yield from guard(parts, first.when, second.when, (*path, str(n), "when"), basis)
