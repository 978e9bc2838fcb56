"""Whether a workflow's own claims notice a mistake: some property is refuted, or its control flow is broken."""

from attrs import frozen

from ...model.definition import Property
from ...verification import REFUTED, Flow, Proofs


@frozen
class Noticed:
    """`claim` is the first property that is refuted by a story; `flow`: something cannot happen, or cannot go on."""

    claim: Property | None = None
    flow: bool = False

    def __bool__(self) -> bool:
        return self.claim is not None or self.flow


def noticed(proofs: Proofs, flow: Flow) -> Noticed:
    """What the proofs of a mutant find; `flow` is what they find of the workflow itself."""
    refuted = (each.claim for each in proofs.verdicts if each.verdict == REFUTED)
    return Noticed(next(refuted, None), proofs.flow != flow)
