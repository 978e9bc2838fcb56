"""Which part of the old definition is which of the new one: by name, or by what they have in common."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)


def in_order(old: Iterable[K], new: Iterable[K]) -> Iterator[K]:
    """Every key once, as the new file has them; what only the old one has stands behind what it stood behind."""
    kept = list(new)
    known = set(kept)
    place = 0
    for key in old:
        if key in known:
            place = kept.index(key) + 1
        else:
            kept.insert(place, key)
            place += 1
    return iter(kept)


def common(old: Iterable[K], new: Iterable[K]) -> tuple[tuple[K, ...], tuple[K, ...]]:
    """The keys of both, as each of them has them."""
    first, second = list(old), list(new)
    return tuple(k for k in first if k in second), tuple(k for k in second if k in first)


def keyed(items: Iterable[T], key: Callable[[T], str]) -> dict[str, T]:
    """Items by their key; of those with the same key, the later ones are numbered."""
    found: dict[str, T] = {}
    for item in items:
        name, number = key(item), 1
        while name in found:
            number += 1
            name = f"{key(item)}#{number}"
        found[name] = item
    return found


def matched(
    old: Sequence[T], new: Sequence[T], alike: Sequence[Callable[[T], Hashable]]
) -> Mapping[int, int]:
    """Index in `new` → index in `old`, by the first likeness that two of them share, else by the next.

    A likeness is None for an item that does not have it.
    """
    pairs: dict[int, int] = {}
    for like in alike:
        for n, item in enumerate(new):
            if n in pairs or (wanted := like(item)) is None:
                continue
            free = (i for i in range(len(old)) if i not in pairs.values())
            found = next((i for i in free if like(old[i]) == wanted), None)
            if found is not None:
                pairs[n] = found
    return pairs


def unpaired(old: tuple[Any, ...], pairs: Mapping[int, int]) -> list[int]:
    """The indices in `old` that no pair has."""
    taken = set(pairs.values())
    return [n for n in range(len(old)) if n not in taken]
