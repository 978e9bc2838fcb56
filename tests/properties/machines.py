"""A state machine for every template, found out from its formula alone: states are what can be told apart by asking it.

Two traces lead to the same state if no three steps more tell them apart. That is exact for counts up to two.
"""

from functools import cache

from attrs import frozen
from properties.formulas import ATTESTED, SYMBOLS, Symbol, Trace, holds, traces

from ocop_workflow.model.definition import Property

MORE = traces(3)
BROKEN, OPEN, FINE = "broken", "open", "fine"  # for good; if it ended here; nothing to be said against it


@frozen
class Machine:
    """`after[state, symbol]`; state 0 begins; `status[state]` is one of the three."""

    after: dict[tuple[int, Symbol], int]
    status: tuple[str, ...]

    @property
    def obliges(self) -> bool:
        return OPEN in self.status


@cache
def machine(name: str) -> Machine:
    """That of a template, as `existence 2`."""

    def told(trace: Trace) -> tuple[bool, ...]:
        return tuple(holds(name, (*trace, *more)) for more in MORE)

    known = {told(()): 0}
    traces_to: list[Trace] = [()]
    after: dict[tuple[int, Symbol], int] = {}
    for trace in traces_to:  # grows while it is gone through
        for symbol in (*SYMBOLS, *(() if trace else ATTESTED)):
            further = (*trace, symbol)
            signature = told(further)
            if signature not in known:
                known[signature] = len(traces_to)
                traces_to.append(further)
            after[known[told(trace)], symbol] = known[signature]
    status = tuple(FINE if seen[0] else OPEN if any(seen) else BROKEN for seen in known)
    return Machine(after, status)


def learned(claim: Property) -> Machine:
    counted = claim.template in ("existence", "absence", "exactly")
    return machine(f"{claim.template} {claim.times or 1}" if counted else claim.template)
