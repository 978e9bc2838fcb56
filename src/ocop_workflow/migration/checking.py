"""What is proved of a plan before anything moves: of every case of the old version, at every moment of it."""

from collections.abc import Iterator

from attrs import frozen

from ..model.definition import Property
from ..verification import PROVED, REFUTED, Proofs, Verdict, prove
from ..verification.decisions import Decided
from ..verification.space import Budget
from ..verification.verdict import VACUOUS
from .compose import Composed
from .plan import Waiver

BUDGET = Budget(nodes=200_000, decisions=10_000_000, seconds=120, judging=120)
"""A law changes once in years: a check may take minutes."""


@frozen
class Checked:
    """What holds of a plan, and what falls short.

    `short` are claims that are refuted and not waived, or not decided; `waived` those that a waiver names, `idle` the
    waivers of what is not broken. `gaps` are situations that no branch of the plan is for. `proofs.flow` tells where a
    case that has moved could neither go on nor end, or where that is not sure.
    """

    composed: Composed
    proofs: Proofs
    short: tuple[Verdict, ...]
    waived: tuple[tuple[Waiver, Verdict], ...]
    idle: tuple[Waiver, ...]
    gaps: tuple[Decided, ...]

    @property
    def holds(self) -> bool:
        """Whether cases may be moved by this plan."""
        flow = self.proofs.flow
        return not (
            self.short
            or self.idle
            or self.gaps
            or flow.stuck
            or flow.endless
            or flow.doubtful
            or self.proofs.stopped_by
        )


def check_plan(composed: Composed, budget: Budget = BUDGET) -> Checked:
    """Prove the claims of the new version, and the plan's own, along every life that begins under the old version."""
    proofs = prove(composed.definition, budget)
    waivers = composed.plan.waives
    broken = [verdict for verdict in proofs.verdicts if verdict.verdict not in (PROVED, VACUOUS)]
    waived = tuple(
        (waiver, verdict)
        for verdict in broken
        if verdict.verdict == REFUTED and (waiver := _of(verdict.claim, waivers)) is not None
    )
    named = {id(verdict) for _, verdict in waived}
    needed = {waiver.claim for waiver, _ in waived}
    return Checked(
        composed,
        proofs,
        tuple(_once(verdict for verdict in broken if id(verdict) not in named)),
        waived,
        tuple(waiver for waiver in waivers if waiver.claim not in needed),
        tuple(d for d in proofs.decisions if d.event == composed.crossing and d.fails and d.kind == "gap"),
    )


def _of(claim: Property, waivers: tuple[Waiver, ...]) -> Waiver | None:
    return next((each for each in waivers if each.claim in (claim.title.vi, claim.title.en)), None)


def _once(verdicts: Iterator[Verdict]) -> Iterator[Verdict]:
    """Of a claim that is said of several acts, the first that falls short, refuted ones before others."""
    found: dict[object, Verdict] = {}
    for verdict in verdicts:
        place = verdict.claim.position
        if place not in found or (found[place].verdict != REFUTED and verdict.verdict == REFUTED):
            found[place] = verdict
    yield from found.values()
