"""What going from one leaf to another means: which visits go on, and what ends with those that do not."""

from attrs import frozen

from ..model.tree import StateTree


@frozen
class Passage:
    """From a leaf (None: the case starts) to a leaf; `now` are the names whose visit the case is on then, sorted.

    `still`: no visit ends and none begins. `dropped` are the data fields that live in a visit that ends, `absent` those
    that live in none that there is.
    """

    source: str | None
    target: str
    stay: bool
    now: tuple[str, ...]
    going_on: frozenset[str]
    still: bool
    dropped: tuple[str, ...]
    absent: tuple[str, ...]


class Passages(dict[tuple[str | None, str, bool], Passage]):
    """The passages of one definition by source, target and whether the case stays; each is worked out once."""

    def __init__(self, tree: StateTree, scoped: dict[str, str]) -> None:
        super().__init__()
        self._tree = tree
        self._scoped = scoped  # data field → the composite or tag it lives in

    def __missing__(self, key: tuple[str | None, str, bool]) -> Passage:
        source, target, stay = key
        holders = self._tree.holders
        before = holders[source] if source is not None else frozenset()
        now = holders[target]
        again = frozenset({target}) if source == target and not stay else frozenset()
        ended = (before - now) | again
        scoped = self._scoped.items()
        passage = self[key] = Passage(
            source=source,
            target=target,
            stay=stay,
            now=tuple(sorted(now)),
            going_on=(now & before) - again,
            still=now == before and not again,
            dropped=tuple(name for name, scope in scoped if scope in ended),
            absent=tuple(name for name, scope in scoped if scope not in now),
        )
        return passage
