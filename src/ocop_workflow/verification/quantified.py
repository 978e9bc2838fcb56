"""What each template says of a finite run, as sentences about positions in it.

`is_broken`: whatever follows. `is_unfulfilled`: if nothing follows. `a`, `b` and `done` are the truths of the letters
and of what enables (the first letter, or an event that a start attests), one for each step.
"""

from collections.abc import Callable, Mapping, Sequence

from ..model.definition import Property

Row = Sequence[bool]


def is_broken(claim: Property, letters: Sequence[Row]) -> bool:
    """Whether no continuation can mend it."""
    a, b, done = letters[0], letters[1] if len(letters) > 1 else (), letters[-1]
    match claim.template:
        case "never" | "absence":
            return sum(a) >= (claim.times or 1)
        case "exactly":
            return sum(a) > (claim.times or 1)
        case "invariant":
            return not all(a)
        case "init":
            return bool(a) and not a[0]
        case "existence" | "end":
            return False
    return any(wrong(a, b, done) for wrong in _WRONG[claim.template])


def is_unfulfilled(claim: Property, letters: Sequence[Row]) -> bool:
    """Whether something that the claim asks for is missing where the run ends."""
    a, b = letters[0], letters[1] if len(letters) > 1 else ()
    steps = range(len(a))
    match claim.template:
        case "existence" | "exactly":
            return sum(a) < (claim.times or 1)
        case "end":
            return bool(a) and not a[-1]
        case "choice" | "exclusive_choice":
            return not any(a) and not any(b)
        case "responded_existence":
            return any(a) and not any(b)
        case "co_existence":
            return any(a) != any(b)
        case "response" | "succession":
            return any(a[i] and not any(b[i:]) for i in steps)
        case "alternate_response" | "alternate_succession" | "chain_response" | "chain_succession":
            return any(a[i] and not any(b[i + 1 :]) for i in steps)
    return False


def _are_two(a: Row, b: Row, _: Row) -> bool:
    return any(a[i] and b[j] for i in range(len(a)) for j in range(len(b)) if i != j)


def _fails(a: Row, b: Row, _: Row) -> bool:
    return any(a[i] and not b[i] for i in range(len(a)))


def _both_happen(a: Row, b: Row, _: Row) -> bool:
    return any(a) and any(b)


def _follows(a: Row, b: Row, _: Row) -> bool:
    return any(a[i] and any(b[i + 1 :]) for i in range(len(a)))


def _is_next(a: Row, b: Row, _: Row) -> bool:
    return any(a[i] and b[i + 1] for i in range(len(a) - 1))


def _is_early(_: Row, b: Row, done: Row) -> bool:
    return any(b[i] and not any(done[: i + 1]) for i in range(len(b)))


def _comes_again(a: Row, b: Row, _: Row) -> bool:
    """The first happens again before any second."""
    return any(a[i] and a[k] and not any(b[i + 1 : k + 1]) for k in range(len(a)) for i in range(k))


def _lacks_its_own(_: Row, b: Row, done: Row) -> bool:
    """A second has no first since the second before it."""
    return any(b[i] and not any(done[_since(b, i) : i + 1]) for i in range(len(b)))


def _happen_at_once(a: Row, b: Row, _: Row) -> bool:
    """Then a second must follow before a first does, and a first before a second."""
    return any(a[i] and b[i] for i in range(len(a)))


def _since(b: Row, here: int) -> int:
    return max((n + 1 for n in range(here) if b[n]), default=0)


def _is_not_next(a: Row, b: Row, _: Row) -> bool:
    return any(a[i] and not b[i + 1] for i in range(len(a) - 1))


def _is_not_before(_: Row, b: Row, done: Row) -> bool:
    return any(b[i] and not (i and done[i - 1]) for i in range(len(b)))


_WRONG: Mapping[str, tuple[Callable[[Row, Row, Row], bool], ...]] = {
    "at": (_fails,),
    "apart": (_are_two,),
    "responded_existence": (),
    "co_existence": (),
    "choice": (),
    "exclusive_choice": (_both_happen,),
    "not_co_existence": (_both_happen,),
    "not_succession": (_follows,),
    "not_chain_succession": (_is_next,),
    "response": (),
    "precedence": (_is_early,),
    "succession": (_is_early,),
    "alternate_response": (_comes_again,),
    "alternate_precedence": (_lacks_its_own,),
    "alternate_succession": (_comes_again, _lacks_its_own, _happen_at_once),
    "chain_response": (_is_not_next,),
    "chain_precedence": (_is_not_before,),
    "chain_succession": (_is_not_next, _is_not_before),
}
