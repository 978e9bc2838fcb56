"""Mutants in sentences: where the mistake stands, and the story on which it makes a difference."""

from ...engine.reasons import event_title
from ...messages import say
from ...model.definition import Definition
from ...model.text import Text
from .killing import Fate


def said_of(fate: Fate) -> Text:
    """The place in the file, and what is wrong there."""
    place, text = fate.mutant.place, fate.mutant.text
    return Text(vi=f"{place}: {text.say('vi')}", en=f"{place}: {text.say('en')}")


def outcome(definition: Definition, fate: Fate) -> Text:
    """The story on which they differ, or why nothing is known."""
    if fate.left is not None:
        left = fate.left
        return say(f"testing.left_{left.why}", bound=left.bound, terms="; ".join(left.terms))
    titles = [event_title(definition, told.event) for told in fate.steps]
    steps = Text(
        vi=" → ".join(title.say("vi") for title in titles), en=" → ".join(title.say("en") for title in titles)
    )
    return say("mutants.story", steps=steps)
