"""Random extensions of a base, as mappings that are written as YAML.

Tame ones use the verbs as they are meant. Wild ones also try, at any place where something can be said, what would
loosen the base; whether that is refused is for the loader to say, and whether it was harmless for the judge.
"""

import yaml
from attrs import define
from extending.adding import OWN, Adding
from extending.drawing import Form
from strategies.dice import Dice
from verification.small import Plain

from ocop_workflow.model.definition import Definition

HEAD = {"workflow": "mine", "version": "1", "extends": "base.yaml"}


@define
class Whole(Adding):
    """A whole file."""

    def draw(self) -> Form:
        """The whole file."""
        self._split()
        self.data = self.dice.some(list(OWN), 3)
        self.form["data"] = {name: self._own(name) for name in self.data}
        if self.dice.number(0, 1):
            self.form["roles"] = {"guest": {}}
        if self.dice.number(0, 3) == 0:
            self.form["let"] = {"x_fine": {"is": self._condition([])}}
        self.form["events"] = {f"x{n}": self._event() for n in range(self.dice.number(0, 2))}
        if self.dice.number(0, 2) == 0:
            self.form["events"]["xc"] = self._clock()
        self._narrow()
        if self.loosely(2):
            self._odd()
        return {**HEAD, **{key: inner for key, inner in self.form.items() if inner}}

    def _odd(self) -> None:
        """What belongs to the base alone, and names that it has already."""
        dice, base = self.dice, self.base
        names = [*base.get("data", {}), *self.definition.roles, *self.tree.members, *self.definition.events]
        name = dice.one(names)
        match dice.number(0, 11):
            case 0:
                self.form["states"] = {"hold": {}}
            case 1:
                self.form["start"] = {
                    "again": {
                        "by": dice.one(list(self.definition.roles)),
                        "to": dice.one(list(self.tree.leaves)),
                    }
                }
            case 2:
                self.form["timezone"] = "Asia/Tokyo"
            case 3:
                self.form["data"] = {**self.form["data"], name: {"type": "boolean"}}
            case 4:
                self.form["roles"] = {**self.form.get("roles", {}), name: {}}
            case 5:
                self.form["events"] = {**self.form["events"], name: self._event()}
            case 6:
                self.form["let"] = {name: {"is": "true"}}
            case 7:
                self.form["parameters"] = {name: {"type": "boolean", "value": "true"}}
            case 8 if base.get("parameters"):
                declared = dice.one(list(base["parameters"]))
                self.form["parameters"] = {declared: dice.one([0, 1, "true", {"type": "boolean"}])}
            case 9:
                self.form["types"] = {"vote": {"p": {"type": "integer", "minimum": 0, "maximum": 1}}}
            case 10:
                self.form["levels"] = {name: {"en": name, "vi": name}}
            case 11:
                self.form["from"] = "2020-01-01"


def extension_of(
    dice: Dice, base: Form, definition: Definition, *, wild: bool = False
) -> tuple[str, dict[str, str]]:
    """The text of an extension, and which state of the base each of its sub-states lies in."""
    drawing = Whole(dice, base, definition, wild)
    form = drawing.draw()
    return written(form), drawing.home


def varied(dice: Dice, text: str) -> Form:
    """A base with a second role, and events that must stay possible."""
    form: Form = yaml.safe_load(text)
    roles = [*form["roles"], "other"]
    form["roles"] = {**form["roles"], "other": {}}
    for event in form["events"].values():
        if event["by"] != "clock":
            said = [event["by"]] if isinstance(event["by"], str) else event["by"]
            event["by"] = dice.one([said, roles[-2:], roles[-1:]]) if dice.number(0, 1) else said
            if dice.number(0, 3) == 0:
                event["must"] = True
    return form


def written(form: Form) -> str:
    """The mapping as a file."""
    return yaml.dump(form, Dumper=Plain, sort_keys=False, width=200)
