"""The parts of a history on which a claim is judged, found by looking at the whole of it."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from attrs import frozen

from ..model.definition import Property
from ..model.tree import StateTree
from ..properties import Step


@frozen
class Part:
    """The numbers of its steps; `closed`: it ended within the history, so that nothing can follow in it."""

    steps: tuple[int, ...]
    closed: bool


def parts(claim: Property, history: Sequence[Step], tree: StateTree) -> Iterator[Part]:
    """By the claim's scope; the whole history where it has none."""
    everything = range(len(history))
    if claim.scope is None:
        yield Part(tuple(everything), closed=False)
        return
    kind, *names = claim.scope
    if kind == "per_round":
        yield from _cut(history, [n for n in everything if n == 0 or history[n].event in names])
    elif kind == "within":
        yield from _visits(history, set(tree.members[names[0]]))
    else:
        yield from _between(history, names[0], set(names[1:]))


def _cut(history: Sequence[Step], begins: Sequence[int]) -> Iterator[Part]:
    for begin, end in pairwise([*begins, len(history)]):
        yield Part(tuple(range(begin, end)), closed=end < len(history))


def _visits(history: Sequence[Step], leaves: set[str]) -> Iterator[Part]:
    """Maximal runs of steps that arrive inside, with the one that leaves."""
    inside = [step.target in leaves for step in history]
    begins = [n for n, here in enumerate(inside) if here and (n == 0 or not inside[n - 1])]
    for begin in begins:
        left = next((n for n in range(begin, len(history)) if not inside[n]), None)
        end = len(history) if left is None else left + 1
        yield Part(tuple(range(begin, end)), closed=left is not None)


def _between(history: Sequence[Step], after: str, until: set[str]) -> Iterator[Part]:
    """From one event to the next of the others; what opens while a part is open is a step like any other."""
    end = -1
    for begin, step in enumerate(history):
        if step.event != after or begin < end:
            continue
        end = next((n for n in range(begin + 1, len(history)) if history[n].event in until), len(history))
        yield Part(tuple(range(begin + 1, end)), closed=end < len(history))
