"""How scenarios name days, people, events and states in one language; and which language a machine speaks."""

from collections.abc import Mapping
from datetime import datetime

from attrs import field, frozen

from ..access import Actor
from ..engine.facts import zone
from ..engine.reasons import event_title, state_title
from ..messages import day_text
from ..model.definition import Definition
from ..model.text import Text
from ..model.tree import StateTree, state_tree


def language_of(environment: Mapping[str, str]) -> str:
    """Vietnamese where the locale is, else English."""
    locale = next((environment[n] for n in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(n)), "")
    return "vi" if locale.lower().startswith("vi") else "en"


@frozen
class Spoken:
    """Speaks of one workflow; `names` has what actors are called."""

    language: str
    definition: Definition
    names: Mapping[str, Text] = field(factory=dict)

    def event(self, name: str) -> str:
        return event_title(self.definition, name).say(self.language)

    def state(self, name: str) -> str:
        return state_title(self._tree, name).say(self.language)

    def actor(self, actor: Actor) -> str:
        """What they are called; else their roles with the id, unless the one says the other."""
        if called := self.names.get(actor.id):
            return called.say(self.language)
        held = [self._role(role) + (f", {unit}" if unit else "") for role, unit in actor.roles]
        said = "; ".join(held)
        return actor.id if not said or said == actor.id else f"{said} ({actor.id})"

    def moment(self, moment: datetime) -> str:
        """The local day, and the time where it is not midnight."""
        local = moment.astimezone(zone(self.definition.timezone))
        day = day_text(local.date(), self.language)
        return day if (local.hour, local.minute) == (0, 0) else f"{day} {local:%H:%M}"

    def _role(self, name: str) -> str:
        declared = self.definition.roles.get(name)
        return (declared.title.say(self.language) if declared else "") or name

    @property
    def _tree(self) -> StateTree:
        return state_tree(self.definition)
