"""Random events and data of an extension's own."""

from typing import Any

from attrs import define
from extending.drawing import Form
from extending.refining import Refining

OWN: dict[str, dict[str, Any]] = {
    "x_flag": {"type": "boolean"},
    "x_count": {"type": "integer", "minimum": 0, "maximum": 2},
    "x_day": {"type": "date"},
}


@define
class Adding(Refining):
    """What the base does not have."""

    def _own(self, name: str) -> Form:
        scopes = [*self.form.get("split", ()), *self.tree.members]
        scoped = {"within": self.dice.one(scopes)} if self.dice.number(0, 3) == 0 else {}
        return {**OWN[name], **scoped}

    def _places(self) -> dict[str, list[str]]:
        """Where something new may happen, and what it may lead to there."""
        splits = self.form.get("split", {})
        inner = {
            name: [n for n in self.home if self.home[n] == home]
            for home in splits
            for name in splits[home]["states"]
        }
        outer = {name: ["stay"] for name in self.tree.members if not self._final(name)}
        places = outer | {name: [*targets, "stay"] for name, targets in inner.items()}
        places |= {home: [n for n in self.home if self.home[n] == home] for home in splits}
        if self.loosely(4):
            everything = [*self.tree.members, *self.home, "stay"]
            return dict.fromkeys(places, everything)
        return places

    def _final(self, name: str) -> bool:
        return all(self.tree.states[leaf].final for leaf in self.tree.members[name])

    def _moves(self, *, closed: bool) -> Form:
        dice, places = self.dice, self._places()
        chosen = dice.some(dice.shuffled(list(places)), 1 if dice.number(0, 1) else 2, least=1)
        moves: Form = {}
        for source in chosen:
            target = dice.one(places[source])
            moves[source] = target
            if not closed and dice.number(0, 2) == 0:
                other = dice.one(places[source])
                moves[source] = [{"when": self._condition([]), "to": other}, {"else": target}]
        return moves

    def _writes(self) -> Form:
        values = {
            "x_flag": ["true", "false"],
            "x_count": ["0", "1", "2"],
            "x_day": ["date('2020-01-02')", "date('2020-01-03')"],
        }
        names = self.dice.some(self.data, 2)
        sets = {name: self.dice.one(values[name]) for name in names}
        if self.loosely(4) and self.base.get("data"):
            name = self.dice.one(list(self.base["data"]))
            sets[name] = self.dice.one(["true", "1", "0.5", "'red'", name])
        return {"sets": sets} if sets else {}

    def _event(self) -> Form:
        dice = self.dice
        roles = [*self.definition.roles, *self.form.get("roles", ())]
        form: Form = {"by": dice.some(roles, 2, least=1), **self._writes()}
        takes: list[Any] = []
        if dice.number(0, 2) == 0:
            takes.append({"x_said": {"type": "boolean"}})
        left = [n for n in self.data if n not in form.get("sets", {}) and n != "x_day"]
        if left and dice.number(0, 2) == 0:
            takes.append(dice.one(left))
        if self.loosely(6) and self.base.get("data"):
            takes.append(dice.one(list(self.base["data"])))
        if takes:
            form["takes"] = takes
        if dice.number(0, 1):
            form["when"] = self._condition([t for t in takes if isinstance(t, dict)])
        if dice.number(0, 3) == 0:
            acts = [*self.definition.events, *self.definition.start]
            form[dice.one(["requires", "not_by"])] = dice.some(acts, 1, least=1)
        if self.loosely(6) and self.base.get("data"):
            form["clears"] = [dice.one(list(self.base["data"]))]
        elif left and not takes and dice.number(0, 2) == 0:
            form["clears"] = [dice.one(left)]
        if self.loosely(8):
            form["collects"] = "votes"
            form["takes"] = "vote"
        form["moves"] = self._moves(closed=False)
        return form

    def _clock(self) -> Form:
        dice = self.dice
        form: Form = {"by": "clock", **self._writes()}
        own = "x_day" in self.data and "x_day" not in form.get("sets", {}) and dice.number(0, 1)
        dates = [name for name, said in self.base.get("data", {}).items() if said.get("type") == "date"]
        if dates and self.loosely(3):
            form["at"] = dice.one(dates)
        else:
            form |= {"at": "x_day"} if own else {"after": f"{dice.number(1, 3)} days"}
        form["moves"] = self._moves(closed=not self.loosely(4))
        return form
