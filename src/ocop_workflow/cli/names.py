"""What states, levels, roles and fields of one definition are called; who holds what where."""

from collections.abc import Sequence
from itertools import groupby

from ..comparing import Holder
from ..messages import say
from ..model.definition import CLOCK, Definition, State
from ..model.text import Text
from ..model.tree import state_tree
from ..wording import Words


class Names:
    """Calls the parts of one definition by their titles, in one language."""

    def __init__(self, definition: Definition, language: str) -> None:
        self.definition = definition
        self.language = language
        self.tree = state_tree(definition)
        self.words = Words(language, definition, self.tree)

    def told(self, key: str, **values: object) -> str:
        return say(f"comparing.{key}", **values).say(self.language)

    def title(self, text: Text, name: str) -> str:
        return self.words.title(text, name)

    def place(self, name: str) -> str:
        """A state; the states that a tag stands for."""
        if name in self.tree.states or name not in self.tree.members:
            return self.words.state(name)
        return "; ".join(self.words.state(each) for each in self.tree.members[name])

    def level(self, name: str) -> str:
        """A level, or the parameter or the field of the data that says it."""
        definition = self.definition
        declared = definition.parameters.get(name) or definition.data.get(name)
        if declared is None:
            return self.title(definition.levels.get(name, Text()), name)
        given = definition.values.get(name)
        return (
            self.level(given)
            if isinstance(given, str)
            else self.told("open_level", title=self.title(declared.title, name))
        )

    def role(self, name: str) -> str:
        declared = self.definition.parameters.get(name)
        return self.title(declared.title, name) if declared else self.words.role(name)

    def field(self, name: str) -> str:
        declared = self.definition.data.get(name)
        return self.title(declared.title, name) if declared else name

    def holders(self, holders: Sequence[Holder]) -> str:
        """Neighbours at the same levels share them."""
        if all(each.role == CLOCK for each in holders):
            return self.told("clock")
        said = []
        for levels, found in groupby(holders, key=lambda each: each.levels):
            roles = "; ".join(self.role(each.role) for each in found)
            named = ", ".join(map(self.level, levels))
            said.append(self.told("at_level", role=roles, levels=named) if named else roles)
        return "; ".join(said)

    def state(self, state: State, level: str | None = None) -> str:
        """With the level that handles it (its own, else the one given), and what lies in it."""
        said = self.title(state.title, state.name)
        if level := state.at or level:
            said = self.told("states_level", state=said, level=self.level(level))
        inside = "; ".join(self.state(each) for each in state.states)
        return self.told("inside", stage=said, states=inside) if inside else said
