"""Random splits and narrowings of a base."""

from attrs import define
from extending.drawing import Drawing, Form


@define
class Refining(Drawing):
    """The verbs that speak of what the base has."""

    def _split(self) -> None:
        dice, splits = self.dice, {}
        entered = {
            branch.to
            for event in self.definition.events.values()
            for move in event.moves
            for branch in move.branches
            if branch.to in self.tree.members.get(move.source, ())
        }
        fit = [n for n in self.tree.leaves if not self.tree.states[n].final and n not in entered]
        if self.loosely(5):
            fit = [*self.tree.members]
        for n, name in enumerate(dice.some(fit, 2, least=1)):
            inside = [f"{letter}{n}" for letter in "xyz"][: dice.number(1, 3)]
            states: Form = {each: {} for each in inside}
            if len(inside) > 1 and dice.number(0, 3) == 0:
                states = {inside[0]: {}, f"w{n}": {"initial": inside[1], "states": {inside[1]: {}}}}
                self.home[f"w{n}"] = name
            if dice.number(0, 3) == 0:
                states[next(iter(states))]["tag"] = "x_tag"
            if self.loosely(6):
                key = dice.one(["goal", "final", "at", "tag"])
                said = {
                    "goal": True,
                    "final": "completed",
                    "at": "top",
                    "tag": dice.one([*self.tree.members]),
                }
                states[next(iter(states))][key] = said[key]
            splits[name] = {"initial": dice.one(list(states)), "states": states}
            self.home |= dict.fromkeys(inside, name)
        self.form["split"] = splits

    def _narrow(self) -> None:
        dice, told = self.dice, {}
        free = [n for n, e in self.definition.events.items() if not e.is_clock and not e.must]
        names = [*free, *self.definition.start]
        if self.loosely(4):
            names = [*self.definition.events, *self.definition.start]
        for name in dice.some(dice.shuffled(names), 3):
            starts = name in self.definition.start
            declared = self.definition.start.get(name) or self.definition.events[name]
            written = self.base["start" if starts else "events"][name]
            takes = written.get("takes", [])
            form: Form = {}
            if dice.number(0, 2) and not starts:
                form["when"] = self._condition(takes if isinstance(takes, list) else [])
            if not starts and dice.number(0, 2) == 0:
                form |= self._duties()
            if dice.number(0, 2) == 0:
                form["by"] = dice.some(list(declared.by), 2, least=1)
            inside = [split for split in self.form["split"] if split in self._sources(name)]
            if inside and not starts and dice.number(0, 1):
                split = dice.one(inside)
                form["from"] = {split: dice.some(list(self.form["split"][split]["states"]), 2, least=1)}
            if self.loosely(3):
                form |= self._loosened()
            if form:
                told[name] = form
        self.form["narrow"] = told

    def _sources(self, event: str) -> set[str]:
        declared = self.definition.events.get(event)
        moves = declared.moves if declared else ()
        return {leaf for move in moves for leaf in self.tree.members.get(move.source, ())}

    def _loosened(self) -> Form:
        dice = self.dice
        within = dice.one([*self.tree.members, "x_tag", "x0"])
        odd: Form = {
            "by": [*self.definition.roles, "guest"],
            "within": within,
            "sets": dict.fromkeys(dice.some(list(self.base.get("data", {"x": 1})), 1), "true"),
            "takes": [],
            "clears": dice.some(list(self.base.get("data", {"x": 1})), 1, least=1),
            "moves": {dice.one(list(self.tree.leaves)): dice.one(list(self.tree.leaves))},
            "from": {dice.one([*self.tree.members]): dice.some([*self.tree.leaves, *self.home], 2, least=1)},
            "requires": dice.some(["x0", "x1", *self.definition.events], 1, least=1),
            "must": True,
        }
        return {key: odd[key] for key in dice.some(list(odd), 2, least=1)}
