"""What drawing a random extension starts from: the dice, the base, and conditions over the data of both."""

from typing import TYPE_CHECKING, Any

from attrs import define, field
from strategies.dice import Dice
from verification.small import Draft, Speech, Variable, variable

from ocop_workflow.model.definition import Definition
from ocop_workflow.model.tree import StateTree, state_tree

if TYPE_CHECKING:
    from collections.abc import Mapping

Form = dict[str, Any]


@define
class Drawing:
    """An extension while it is made; `base` is the mapping of the base's file, `wild` in so many throws."""

    dice: Dice
    base: Form
    definition: Definition
    wild: bool
    home: dict[str, str] = field(factory=dict)
    form: Form = field(factory=dict)
    data: list[str] = field(factory=list)
    attempts: int = 0

    @property
    def tree(self) -> StateTree:
        return state_tree(self.definition)

    def loosely(self, one_in: int) -> bool:
        """Whether to try something here that may loosen; at most twice a file, or hardly any would load."""
        now = self.wild and self.attempts < 2 and self.dice.number(1, 2 * one_in) == 1
        self.attempts += now
        return now

    def _variables(self, takes: list[Any]) -> list[Variable]:
        forms: Mapping[str, Form] = {**self.base.get("data", {}), **self.form.get("data", {})}
        found = [
            variable(name, form, sure=False)
            for name, form in forms.items()
            if form.get("type") in ("number", "integer", "boolean") or "enum" in form
            if not form.get("personal")
        ]
        words = [v for v in found if v.kind != "word" or set(forms[v.text]["enum"]) >= {"red", "blue"}]
        return words + [
            v for v in Draft(self.dice, data=dict(forms)).variables(takes) if v.text.startswith("taken.")
        ]

    def _condition(self, takes: list[Any]) -> str:
        kinds = [each for each in takes if isinstance(each, dict) or each in self.base.get("data", {})]
        return Speech(self.dice, self._variables([k for k in kinds if self._spoken(k)])).condition(1)

    def _spoken(self, taken: Any) -> bool:
        form = next(iter(taken.values())) if isinstance(taken, dict) else self.base["data"][taken]
        plain = form.get("type") in ("number", "integer", "boolean")
        return plain or set(form.get("enum", ())) >= {"red", "blue"}

    def _duties(self) -> Form:
        acts = [*self.definition.events, *self.form["events"], *self.definition.start]
        words = self.dice.some(["requires", "not_by", "only_by"], 2)
        return {word: self.dice.some(acts, 1, least=1) for word in words}
