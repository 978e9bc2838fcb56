"""The engine decides like the plain model of tests/reference, whatever the definition, the data and the events."""

from hypothesis import given
from reference import Asked
from reference.lockstep import Lockstep
from strategies import Looking, Settling, Story, stories


def live(story: Story) -> Lockstep:
    """The whole story on both sides."""
    run = Lockstep(story.definition, story.world)
    for step in story.steps:
        match step:
            case Asked():
                run.fire(step)
            case Settling(at=at):
                run.settle(at)
            case Looking(actor=actor, at=at):
                run.offers(actor, at)
    return run


@given(stories())
def test_every_answer_and_every_case_is_that_of_the_reference(story: Story) -> None:
    live(story)
