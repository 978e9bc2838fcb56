"""The engine decides like the plain model of tests/reference, whatever the definition, the data and the events.

Compared are: allowed or the same set of reasons, in order; what an entry tells; the whole case; that a refusal
changes nothing; that folding the history gives the case; what `decisions()` offers.
"""

from hypothesis import given, settings
from strategies import Story, stories
from strategies.lockstep import Lockstep

settings_of_stories = settings(max_examples=settings().max_examples * 4)


@settings_of_stories
@given(stories())
def test_every_answer_and_every_case_is_that_of_the_reference(story: Story) -> None:
    Lockstep(story.definition, story.world).live(story.steps)
