"""Random extensions of a base, as mappings that are written as YAML.

Tame ones use the verbs as they are meant. Wild ones also try, at any place where something can be said, what would
loosen the base; whether that is refused is for the loader to say, and whether it was harmless for the judge.
"""

from typing import TYPE_CHECKING, Any

import yaml
from attrs import define, field
from strategies.dice import Dice
from verification.small import Draft, Plain, Speech, Variable, variable

from ocop_workflow.model.definition import Definition
from ocop_workflow.model.tree import StateTree, state_tree

if TYPE_CHECKING:
    from collections.abc import Mapping

HEAD = {"workflow": "mine", "version": "1", "extends": "base.yaml"}
NEW = ("x_flag", "x_count", "x_day")
OWN: dict[str, dict[str, Any]] = {
    "x_flag": {"type": "boolean"},
    "x_count": {"type": "integer", "minimum": 0, "maximum": 2},
    "x_day": {"type": "date"},
}
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

    def draw(self) -> Form:
        """The whole file."""
        self._split()
        self.data = self.dice.some(NEW, 3)
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

    def _own(self, name: str) -> Form:
        scopes = [*self.form.get("split", ()), *self.tree.members]
        scoped = {"within": self.dice.one(scopes)} if self.dice.number(0, 3) == 0 else {}
        return {**OWN[name], **scoped}

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
    drawing = Drawing(dice, base, definition, wild)
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
