"""What is found out about one property, and why it is not more."""

from attrs import frozen

from ..model.definition import Property
from .boxes import Box
from .replay import Story

PROVED, VACUOUS, REFUTED, UNKNOWN = "proved", "proved_vacuous", "refuted", "unknown"


@frozen
class Verdict:
    """`verdict` of one property, with a story where it is refuted and the reason where it is unknown.

    `why`: "budget" (the search was cut short: `stopped_by`), "class" (the template or the terms in `undecided`
    are beyond the method), "time" (`within`, and nothing bounds the time), "replay" (the relaxed workflow breaks
    the claim, but no story of the original was found), "completion" (not every case can end), "fault" (the story
    can happen, but the log checker finds the claim kept: a fault of this library). `carried_by` says what a proof
    rests on where an event `requires` what the claim says comes first: "requires" (without any of them
    the claim falls) or "flow" (it holds even so). `lacking` is where the decision of a refuted `complete` or `unique`
    has no branch or two; the story leads there. `seconds` is how long this
    property alone took: its story, or a method of its own.
    """

    claim: Property
    verdict: str
    story: Story | None = None
    why: str = ""
    undecided: tuple[str, ...] = ()
    lacks_solver: bool = False
    stopped_by: str = ""
    carried_by: str | None = None
    lacking: Box | None = None
    seconds: float = 0.0
