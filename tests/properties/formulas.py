"""Every template as a formula of linear temporal logic on finite traces, evaluated by its definition.

The judge of automata, of the log checker and of monitors: it has neither states nor positions, only the formula.
"""

from collections.abc import Callable, Sequence
from itertools import product

Symbol = tuple[bool, bool, bool]  # is the step a, is it b, is a done by it (or by what a start attests)
Trace = Sequence[Symbol]
Formula = Callable[[Trace, int], bool]  # of a trace, from a position, which may be its end


def letter(number: int) -> Formula:
    return lambda trace, i: i < len(trace) and trace[i][number]


def no(f: Formula) -> Formula:
    return lambda trace, i: not f(trace, i)


def both(f: Formula, g: Formula) -> Formula:
    return lambda trace, i: f(trace, i) and g(trace, i)


def either(f: Formula, g: Formula) -> Formula:
    return lambda trace, i: f(trace, i) or g(trace, i)


def implies(f: Formula, g: Formula) -> Formula:
    return either(no(f), g)


def next_(f: Formula) -> Formula:
    """There is a next step, and f holds from it."""
    return lambda trace, i: i + 1 < len(trace) and f(trace, i + 1)


def weak_next(f: Formula) -> Formula:
    return lambda trace, i: i + 1 >= len(trace) or f(trace, i + 1)


def finally_(f: Formula) -> Formula:
    return lambda trace, i: any(f(trace, j) for j in range(i, len(trace)))


def always(f: Formula) -> Formula:
    return lambda trace, i: all(f(trace, j) for j in range(i, len(trace)))


def until(f: Formula, g: Formula) -> Formula:
    return lambda trace, i: any(
        g(trace, j) and all(f(trace, k) for k in range(i, j)) for j in range(i, len(trace))
    )


def weakly_until(f: Formula, g: Formula) -> Formula:
    return either(until(f, g), always(f))


def often(count: int, f: Formula) -> Formula:
    """At least so often."""
    return finally_(both(f, next_(often(count - 1, f)))) if count > 1 else finally_(f)


A, B, DONE = letter(0), letter(1), letter(2)
LAST: Formula = lambda trace, i: i + 1 == len(trace)  # noqa: E731 - one formula among others
EMPTY: Formula = lambda trace, _: not trace  # noqa: E731

RESPONSE = always(implies(A, finally_(B)))
PRECEDENCE = weakly_until(no(B), DONE)
ALTERNATE_RESPONSE = always(implies(A, next_(until(no(A), B))))
ALTERNATE_PRECEDENCE = both(PRECEDENCE, always(implies(B, weak_next(PRECEDENCE))))
CHAIN_RESPONSE = always(implies(A, next_(B)))
CHAIN_PRECEDENCE = both(no(B), always(implies(next_(B), DONE)))

FORMULAS: dict[str, Formula] = {
    "never": always(no(A)),
    "invariant": always(A),
    "at": always(implies(A, B)),
    "init": either(EMPTY, A),
    "end": either(EMPTY, finally_(both(LAST, A))),
    "responded_existence": implies(finally_(A), finally_(B)),
    "co_existence": both(implies(finally_(A), finally_(B)), implies(finally_(B), finally_(A))),
    "not_co_existence": no(both(finally_(A), finally_(B))),
    "choice": either(finally_(A), finally_(B)),
    "exclusive_choice": both(either(finally_(A), finally_(B)), no(both(finally_(A), finally_(B)))),
    "response": RESPONSE,
    "precedence": PRECEDENCE,
    "succession": both(RESPONSE, PRECEDENCE),
    "alternate_response": ALTERNATE_RESPONSE,
    "alternate_precedence": ALTERNATE_PRECEDENCE,
    "alternate_succession": both(ALTERNATE_RESPONSE, ALTERNATE_PRECEDENCE),
    "chain_response": CHAIN_RESPONSE,
    "chain_precedence": CHAIN_PRECEDENCE,
    "chain_succession": both(CHAIN_RESPONSE, CHAIN_PRECEDENCE),
    "not_succession": always(implies(A, weak_next(always(no(B))))),
    "apart": both(always(implies(A, weak_next(always(no(B))))), always(implies(B, weak_next(always(no(A)))))),
    "not_chain_succession": always(implies(A, no(next_(B)))),
}
for _times in (1, 2, 3):
    FORMULAS[f"existence {_times}"] = often(_times, A)
    FORMULAS[f"absence {_times}"] = no(often(_times, A))
    FORMULAS[f"exactly {_times}"] = both(often(_times, A), no(often(_times + 1, A)))

# c, a, b, and both at once
SYMBOLS: tuple[Symbol, ...] = tuple(
    (a, b, a) for a, b in ((False, False), (True, False), (False, True), (True, True))
)
ATTESTED: tuple[Symbol, ...] = (
    (False, False, True),
    (False, True, True),
)  # only the first step may be one of these


def traces(longest: int, *, apart: bool = False) -> list[Trace]:
    """All of them, up to a length; `apart`: no step is a and b at once."""
    symbols = SYMBOLS[:3] if apart else SYMBOLS
    return [trace for length in range(longest + 1) for trace in product(symbols, repeat=length)]


def holds(name: str, trace: Trace) -> bool:
    """Whether the template holds of the whole trace."""
    return FORMULAS[name](trace, 0)
