"""Random workflows with data so small that every value of them can be tried.

Written as a person writes them, so that a failure can be read: `small_workflows()` draws the text of a file that
loads, with two to four properties. Dates are anchors of clocks only, and nothing reads `today` but what is set.
"""

from decimal import Decimal
from random import Random

import yaml
from attrs import define, field, frozen
from hypothesis import reject
from hypothesis import strategies as st
from strategies.dice import Dice, parts

from ocop_workflow.errors import DefinitionError
from ocop_workflow.model.definition import Definition
from ocop_workflow.reading import read_definition

ORDER = ("<", "<=", ">", ">=", "==", "!=")
WORDS = ("red", "blue", "green")
NUMBERS = (("0", "4", 0), ("0.3", "0.8", 1), ("0.48", "0.52", 2), ("-0.4", "0.2", 1), ("-1", "2", 0))
EXTRA = {
    "q": {"type": "number", "scale": 1, "minimum": 0, "maximum": Decimal("0.6")},
    "m": {
        "type": "number",
        "scale": 2,
        "minimum": Decimal("0.47"),
        "maximum": Decimal("0.53"),
        "optional": True,
    },
    "i": {"type": "integer", "minimum": 0, "maximum": 3},
    "w": {"type": "integer", "minimum": 0, "maximum": 64},
    "f": {"type": "boolean"},
    "g": {"type": "boolean", "optional": True},
    "k": {"enum": list(WORDS)},
}


@frozen
class Variable:
    """Something that an expression may read; `sure`: it is set wherever it is read."""

    text: str
    kind: str  # number, integer, boolean, word
    sure: bool = True
    around: tuple[Decimal, ...] = (Decimal(0),)  # values that tell something apart
    scale: int = 0


@define
class Draft:
    """A workflow while it is made."""

    dice: Dice
    data: dict[str, dict[str, object]] = field(factory=dict)
    sure: tuple[str, ...] = ()
    votes: str | None = None
    parameters: dict[str, dict[str, object]] = field(factory=dict)
    duties: tuple[str, ...] = ("requires", "not_by", "only_by")

    def variables(self, takes: list[object] | None = None, *, started: bool = True) -> list[Variable]:
        found = [
            variable(name, form, sure=name in self.sure)
            for name, form in self.data.items()
            if started and name != "votes" and form.get("type") != "date"
        ]
        for taken in takes or ():
            if isinstance(taken, str):
                if self.data[taken].get("type") != "date":
                    found.append(variable(f"taken.{taken}", self.data[taken], sure=True))
            elif isinstance(taken, dict):
                ((name, form),) = taken.items()
                found.append(variable(f"taken.{name}", form, sure=not form.get("optional")))
        for name, form in self.parameters.items():
            found.append(variable(name, form, sure=not form.get("optional")))
        return found


def variable(text: str, form: dict[str, object], *, sure: bool) -> Variable:
    if "enum" in form:
        return Variable(text, "word", sure)
    kind = str(form["type"])
    if kind == "boolean":
        return Variable(text, "boolean", sure)
    low, high = Decimal(str(form["minimum"])), Decimal(str(form["maximum"]))
    scale = int(str(form.get("scale", 0)))
    middle = ((low + high) / 2).quantize(Decimal(1).scaleb(-scale))
    step = Decimal(1).scaleb(-scale)
    around = (low, low + step, middle, middle + step, high, middle + step / 2, middle + Decimal("0.01"))
    return Variable(text, kind, sure, around, scale)


class Speech:
    """Expressions over variables, as text; what may be unset is asked for with has() first."""

    def __init__(
        self, dice: Dice, variables: list[Variable], *, votes: bool = False, risky: bool = False
    ) -> None:
        self.dice, self.variables, self.votes, self.risky = dice, variables, votes, risky

    def of(self, *kinds: str, sure: bool | None = None) -> list[Variable]:
        return [v for v in self.variables if v.kind in kinds and sure in (None, v.sure)]

    def condition(self, depth: int = 2) -> str:
        if depth and self.dice.number(0, 2) == 0:
            left, right = self.condition(depth - 1), self.condition(depth - 1)
            match self.dice.number(0, 3):
                case 0:
                    return f"({left}) && ({right})"
                case 1:
                    return f"({left}) || ({right})"
                case 2:
                    return f"!({left})"
                case _:
                    return f"({left}) ? ({right}) : ({self.condition(0)})"
        if self.votes and self.dice.number(0, 2) == 0:
            return self.ballot()
        if not self.variables:
            return self.dice.one(["true", "true", "false"])
        v = self.dice.one(self.variables)
        if v.sure or (self.risky and self.dice.number(0, 5) == 0):
            return self.atom(v)
        match self.dice.number(0, 3):
            case 0:
                return f"has({v.text})"
            case 1:
                return f"has({v.text}) ? {self.atom(v)} : {self.dice.one(['true', 'false'])}"
            case _:
                return f"has({v.text}) && {self.atom(v)}"

    def atom(self, v: Variable) -> str:
        dice = self.dice
        match v.kind:
            case "boolean":
                other = self.of("boolean", sure=True)
                if other and dice.number(0, 4) == 0:
                    return f"({v.text} {dice.one(['==', '!='])} {dice.one(other).text})"
                return dice.one([v.text, f"!{v.text}"])
            case "word":
                if dice.number(0, 3) == 0:
                    return f"{v.text} in ['{dice.one(WORDS)}', '{dice.one(WORDS)}']"
                return f"{v.text} {dice.one(['==', '!='])} '{dice.one(WORDS)}'"
        others = [o for o in self.of("number", "integer", sure=True) if o.text != v.text]
        if others and dice.number(0, 5) == 0:
            return f"{v.text} {dice.one(ORDER)} {dice.one(others).text}"
        if dice.number(0, 6) == 0:
            return f"{v.text} + {dice.number(0, 2)} {dice.one(ORDER)} {plain(dice.one(v.around) + 1)}"
        if dice.number(0, 6) == 0:
            return f"{plain(dice.one(v.around))} {dice.one(ORDER)} {v.text}"
        return f"{v.text} {dice.one(ORDER)} {plain(dice.one(v.around))}"

    def ballot(self) -> str:
        dice = self.dice
        few = plain(Decimal(dice.number(0, 4)) / 2)
        return dice.one(
            [
                f"size(votes) {dice.one(ORDER)} {dice.number(0, 2)}",
                f"size(votes) > 0 && votes.mean(v, v.p) {dice.one(ORDER)} {few}",
                f"size(votes) > 0 && votes.max(v, v.p) {dice.one(ORDER)} {few}",
                f"votes.sum(v, v.p) {dice.one(ORDER)} {dice.number(0, 4)}",
                "votes.all(v, v.ok)",
                f"votes.exists(v, v.ok && v.p > {dice.number(0, 1)})",
            ]
        )

    def value(self, name: str, form: dict[str, object]) -> str:
        """What may be stored in a field."""
        dice = self.dice
        target = variable(name, form, sure=True)
        if dice.number(0, 4) == 0:
            condition = self.condition(1)
            return f"({condition}) ? ({self.plain_value(target)}) : ({self.plain_value(target)})"
        return self.plain_value(target)

    def plain_value(self, target: Variable) -> str:
        dice = self.dice
        match target.kind:
            case "boolean":
                return dice.one(["true", "false", self.condition(1)])
            case "word":
                same = self.of("word", sure=True)
                return dice.one(same).text if same and dice.number(0, 1) else f"'{dice.one(WORDS)}'"
            case "integer":
                same = self.of("integer", sure=True)
                if same and dice.number(0, 2):
                    word = dice.one(same).text
                    return dice.one([word, f"{word} + 1", f"{word} - 1"])
                return plain(dice.one(target.around[:5]))
        numbers = self.of("number", "integer", sure=True)
        if self.votes and dice.number(0, 2) == 0:
            mean = f"votes.{dice.one(['mean', 'max', 'min'])}(v, v.p)"
            rounded = f"{dice.one(['round', 'floor'])}({mean}, {target.scale})"
            return f"size(votes) > 0 ? {rounded} : {plain(target.around[0])}"
        if numbers and dice.number(0, 3):
            v = dice.one(numbers)
            if v.scale <= target.scale and dice.number(0, 1):
                return v.text
            inner = (
                v.text if dice.number(0, 2) else f"{v.text} + {plain(dice.one((Decimal(1), Decimal('0.1'))))}"
            )
            return f"{dice.one(['round', 'floor'])}({inner}, {dice.number(0, target.scale)})"
        return plain(dice.one(list(target.around[:5])))


def plain(value: Decimal) -> str:
    return format(value.normalize(), "f") if value else "0"


@frozen
class Shape:
    """What the workflow is made of."""

    leaves: tuple[str, ...]
    scopes: tuple[str, ...]
    finals: tuple[str, ...]
    members: dict[str, tuple[str, ...]]  # scope → leaves

    def inside(self, leaf: str, scope: object) -> bool:
        return leaf in self.members.get(str(scope), ())


def draw_states(dice: Dice) -> tuple[dict[str, object], Shape]:
    count = dice.number(2, 4)
    leaves = [f"s{n}" for n in range(count)]
    forms: dict[str, dict[str, object]] = {leaf: {} for leaf in leaves}
    finals = [leaves[-1]] if dice.number(0, 2) else []
    for leaf in finals:
        forms[leaf]["final"] = dice.one(["completed", "completed", "aborted"])
    members: dict[str, tuple[str, ...]] = {}
    if dice.number(0, 2) == 0:
        forms[dice.one(leaves[:-1])]["goal"] = True
    if dice.number(0, 1):
        for leaf in dice.some(leaves[: len(leaves) - len(finals)], 2, least=1):
            forms[leaf]["tag"] = "busy"
            members["busy"] = (*members.get("busy", ()), leaf)
    states: dict[str, object] = dict(forms)
    if dice.number(0, 2) == 0 and count > 2:
        inside = leaves[:2] if dice.number(0, 1) else leaves[1:2]
        states = {leaf: form for leaf, form in forms.items() if leaf not in inside}
        states = {"group": {"states": {leaf: forms[leaf] for leaf in inside}}, **states}
        members["group"] = tuple(inside)
    return states, Shape(tuple(leaves), tuple(members), tuple(finals), members)


def draw_data(draft: Draft, shape: Shape) -> None:
    dice = draft.dice
    for name in dice.some(["a", "b", "c", "t", "u", "k", "votes", "d"], dice.number(1, 3), least=1):
        form: dict[str, object]
        match name:
            case "a" | "b":
                low, high, scale = dice.one(NUMBERS)
                form = {"type": "number", "scale": scale, "minimum": bound(low), "maximum": bound(high)}
            case "c":
                form = {"type": "integer", "minimum": 0, "maximum": 3}
            case "t" | "u":
                form = {"type": "boolean"}
            case "k":
                form = {"enum": list(WORDS)}
            case "votes":
                form = {"collect": "vote", "per": "person", "max": 2}
            case _:
                form = {"type": "date"}
        if shape.scopes and dice.number(0, 2) == 0:
            form["within"] = dice.one(shape.scopes)
        draft.data[name] = form
    plain_ones = [n for n, f in draft.data.items() if "within" not in f and n not in ("votes", "d")]
    draft.sure = tuple(dice.some(plain_ones, 2))


def bound(text: str) -> Decimal | int:
    return Decimal(text) if "." in text else int(text)


def draw_takes(draft: Draft, most: int) -> list[object]:
    dice = draft.dice
    if "not_by" not in draft.duties:
        return []
    stored = [n for n, f in draft.data.items() if n != "votes"]
    takes: list[object] = list(dice.some(stored, most)) if dice.number(0, 1) else []
    for name in dice.some(list(EXTRA), 1 if dice.number(0, 2) else 2):
        if name != "w" or not takes:
            takes.append({name: EXTRA[name]})
    return takes if dice.number(0, 3) else []


def draw_sources(dice: Dice, shape: Shape) -> list[str]:
    """One or two sources that stand for no leaf equally closely."""
    names = [leaf for leaf in shape.leaves if leaf not in shape.finals]
    chosen = dice.some(dice.shuffled([*names, *shape.scopes]), 2, least=1)
    return [
        name for name in chosen if name == "busy" or "busy" not in chosen or not shape.inside(name, "busy")
    ]


def draw_duties(draft: Draft, others: list[str], scopes: list[str]) -> dict[str, object]:
    """What must have happened, and by whom; on the whole case or on a visit."""
    dice = draft.dice
    form: dict[str, object] = {}
    for key in draft.duties:
        if dice.number(0, 6) == 0:
            form[key] = dice.some(others, 1, least=1)
    if form.get("only_by") == form.get("not_by"):
        form.pop("only_by", None)
    if scopes and form and dice.number(0, 1) == 0:
        form["within"] = dice.one(scopes)
    return form


def draw_event(
    draft: Draft, shape: Shape, _name: str, others: list[str], *, clock: bool = False
) -> dict[str, object]:
    dice = draft.dice
    sources = draw_sources(dice, shape)
    leaves = [leaf for source in sources for leaf in shape.members.get(source, (source,))]
    last = max(shape.leaves.index(leaf) for leaf in leaves)
    aims = [*(shape.leaves[last + 1 :] if clock else shape.leaves), "stay"]
    targets = {source: dice.some(aims, 2, least=1) for source in sources}
    ends = {*(aim for found in targets.values() for aim in found if aim != "stay"), *leaves}

    def kept(field: str) -> bool:
        scope = draft.data[field].get("within")
        return scope is None or all(shape.inside(leaf, scope) for leaf in ends)

    form: dict[str, object] = {"by": "clock" if clock else draw_roles(dice)}
    collects = "votes" in draft.data and kept("votes") and not clock and dice.number(0, 1) == 0
    takes: list[object] = [] if clock or collects else draw_takes(draft, 1)
    takes = [taken for taken in takes if not isinstance(taken, str) or kept(taken)]
    box = draft.data.get("votes")
    voted = box is not None and ("within" not in box or all(shape.inside(n, box["within"]) for n in leaves))
    speech = Speech(dice, draft.variables(takes), votes=voted)
    written = {t for t in takes if isinstance(t, str)} | ({"d"} if clock else set())
    if collects:
        form |= {"takes": "vote", "collects": "votes"}
    elif takes:
        form["takes"] = takes
    if not clock and dice.number(0, 2) == 0:
        form["when"] = [speech.condition() for _ in range(dice.number(1, 2))]
    scopes = [scope for scope in shape.scopes if all(shape.inside(leaf, scope) for leaf in leaves)]
    if not clock:
        form |= draw_duties(draft, others, scopes)
    settable = [n for n in draft.data if n not in written and n not in ("votes", "d") and kept(n)]
    sets = {n: speech.value(n, draft.data[n]) for n in dice.some(settable, 2)} if dice.number(0, 1) else {}
    if "d" in draft.data and not clock and "d" not in written and kept("d") and dice.number(0, 2) == 0:
        sets["d"] = f"days(today, {dice.number(0, 2)})"
    clearable = [n for n in draft.data if n not in draft.sure and n not in written and n not in sets]
    if collects:
        clearable = [n for n in clearable if n != "votes"]
    cleared = dice.some(clearable, 1, least=1) if clearable and dice.number(0, 3) == 0 else []
    if cleared:
        form["clears"] = cleared
    if sets:
        form["sets"] = sets
    if clock:
        if "d" in draft.data and dice.number(0, 2):
            form["at"] = dice.one(["d", "days(d, 1)", "has(d) ? d : date('2020-01-01')"])
        else:
            form["after"] = f"{dice.number(1, 3)} days"
            if dice.number(0, 3) == 0:
                form["not_counting"] = dice.one(shape.leaves)
    free = [n for n in settable if n not in sets and n not in cleared]
    form["moves"] = {
        source: draw_move(draft, speech, targets[source], free, closed=clock) for source in sources
    }
    return form


def draw_move(draft: Draft, speech: Speech, targets: list[str], free: list[str], *, closed: bool) -> object:
    dice = draft.dice
    if dice.number(0, 1):
        return dice.one(targets)
    branches: list[dict[str, object]] = []
    for _ in range(dice.number(1, 2)):
        branch: dict[str, object] = {"when": speech.condition(), "to": dice.one(targets)}
        if free and dice.number(0, 2) == 0:
            target = dice.one(free)
            branch["sets"] = {target: speech.value(target, draft.data[target])}
        branches.append(branch)
    if closed or dice.number(0, 2):
        branches.append({"else": dice.one(targets)})
    return branches


def draw_roles(dice: Dice) -> object:
    return dice.one(["worker", "worker", "worker", "helper", ["worker", "helper"]])


def draw_start(draft: Draft, shape: Shape, events: list[str]) -> dict[str, object]:
    dice = draft.dice
    to = dice.one(shape.leaves[:2])

    def kept(field: object) -> bool:
        scope = draft.data[field].get("within") if isinstance(field, str) else None
        return scope is None or shape.inside(to, scope)

    stored: list[object] = list(draft.sure)
    takes = [*stored, *[t for t in draw_takes(draft, 1) if t not in stored and kept(t)]]
    takes = takes[: len(stored) + 1]
    speech = Speech(dice, draft.variables(takes, started=False))
    form: dict[str, object] = {"by": draw_roles(dice), "to": to}
    if takes:
        form["takes"] = takes
    if dice.number(0, 4) == 0:
        form["when"] = speech.condition()
    free = [n for n in draft.data if n not in takes and n not in ("votes", "d") and kept(n)]
    sets = {n: speech.value(n, draft.data[n]) for n in dice.some(free, 1)}
    if sets:
        form["sets"] = sets
    if dice.number(0, 3) == 0:
        form["attests"] = dice.some(events, 1, least=1)
    return form


def draw_letter(draft: Draft, forms: dict[str, dict[str, object]], places: tuple[str, ...]) -> object:
    dice = draft.dice
    name = dice.one(list(forms))
    if dice.number(0, 2) == 0:
        return name
    letter: dict[str, object] = {}
    if dice.number(0, 3):
        letter["event"] = name
        if len(forms) > 1 and dice.number(0, 4) == 0:
            letter["event"] = dice.some(dice.shuffled(list(forms)), 2, least=2)
        elif dice.number(0, 2):
            takes = forms[name].get("takes", [])
            speech = Speech(
                dice,
                draft.variables(takes if isinstance(takes, list) else []),
                votes="votes" in draft.data and dice.number(0, 2) == 0,
                risky=True,
            )
            letter["where"] = speech.condition(1)
    if "event" not in letter or dice.number(0, 2) == 0:
        letter["changes"] = draw_change(draft)
    return letter | draw_doing(dice, places)


def draw_events(dice: Dice, forms: dict[str, dict[str, object]]) -> object:
    names = dice.some(dice.shuffled(list(forms)), 2, least=1)
    return names[0] if len(names) == 1 else {"event": names}


def draw_doing(dice: Dice, places: tuple[str, ...]) -> dict[str, object]:
    """Mostly nothing, else by whom, from or to where."""
    if dice.number(0, 2):
        return {}
    keys = dice.some(dice.shuffled(["by", "from", "to"]), 2, least=1)
    of = {"by": ["worker", "helper", "clock"], "from": list(places), "to": list(places)}
    return {key: dice.some(dice.shuffled(of[key]), 2, least=1) for key in keys}


def draw_change(draft: Draft) -> str:
    dice = draft.dice
    names = [n for n in draft.data if n != "votes"]
    if not names:
        return f"size(after.votes) > {dice.number(0, 1)}"
    name = dice.one(names)
    if draft.data[name].get("type") == "date" or dice.number(0, 2) == 0:
        return dice.one(
            [f"!has(before.{name}) && has(after.{name})", f"has(before.{name}) && !has(after.{name})"]
        )
    both = f"has(before.{name}) && has(after.{name}) && "
    if dice.number(0, 1):
        operator = dice.one(
            ["==", "!="] if variable(name, draft.data[name], sure=True).kind in ("word", "boolean") else ORDER
        )
        return both + f"after.{name} {operator} before.{name}"
    side = dice.one(["before", "after"])
    return f"has({side}.{name}) && " + Speech(
        dice, [variable(f"{side}.{name}", draft.data[name], sure=True)]
    ).condition(0)


TWO = (
    *("responded_existence", "co_existence", "response", "precedence", "succession"),
    *("alternate_response", "alternate_precedence", "alternate_succession"),
    *("chain_response", "chain_precedence", "chain_succession"),
    *("not_co_existence", "not_succession", "not_chain_succession", "choice", "exclusive_choice"),
)


def draw_property(
    draft: Draft, forms: dict[str, dict[str, object]], places: tuple[str, ...]
) -> dict[str, object]:
    """A claim of any template; one in three of a part of the run."""
    dice = draft.dice
    scope: dict[str, object] = {}
    if dice.number(0, 2) == 0:
        scope = draw_part(dice, list(forms), places)
    match dice.number(0, 12):
        case 0:
            return {
                "precedence": [draw_letter(draft, forms, places), draw_letter(draft, forms, places)]
            } | scope
        case 1:
            return {
                "response": [draw_letter(draft, forms, places), draw_letter(draft, forms, places)]
            } | scope
        case 2 | 3:
            return {"never": draw_letter(draft, forms, places)} | scope
        case 4:
            template = dice.one(["existence", "absence", "exactly"])
            return {template: draw_letter(draft, forms, places), "times": dice.number(1, 2)} | scope
        case 5:
            return {dice.one(["init", "end"]): draw_letter(draft, forms, places)} | scope
        case 6:
            return {"invariant": Speech(dice, draft.variables()).condition()} | scope
        case 7:
            holds = Speech(dice, draft.variables()).condition()
            done = draw_doing(dice, places)
            kept = {} if done and dice.number(0, 1) else {"holds": holds}
            return {"at": {"event": dice.one(list(forms))} | done | kept} | scope
        case 8:
            return {"apart": [draw_events(dice, forms), draw_events(dice, forms)]} | scope
    return {dice.one(TWO): [draw_letter(draft, forms, places), draw_letter(draft, forms, places)]} | scope


def draw_part(dice: Dice, events: list[str], places: tuple[str, ...]) -> dict[str, object]:
    match dice.number(0, 2):
        case 0:
            return {"per_round": {"starts": dice.some(dice.shuffled(events), 2, least=1)}}
        case 1:
            return {"within": dice.one(places)}
    return {"between": {"after": dice.one(events), "until": dice.some(dice.shuffled(events), 2, least=1)}}


def draw_parameters(draft: Draft) -> None:
    dice = draft.dice
    if dice.number(0, 3) == 0:
        draft.parameters["limit"] = {"type": "integer", "minimum": 0, "maximum": 2}
    if dice.number(0, 5) == 0:
        draft.parameters["strict"] = {"type": "boolean", "optional": True}


PARTS = 12


@st.composite
def texts(draw: st.DrawFn, *, plain: bool = False) -> str:
    """The text of a small workflow; it may be one that does not load. Plain: no data, no clocks, no duties apart."""
    return text_of(draw(parts(PARTS)), plain=plain)


def numbered(number: int) -> "Written | None":
    """The small workflow of that number, the same one every time; None for one that does not load."""
    seeds = Random(number)  # noqa: S311 - nothing secret
    text = text_of([Dice(seeds.getrandbits(32)) for _ in range(PARTS)])
    try:
        return Written(text, read_definition("small.yaml", text))
    except DefinitionError:
        return None


def text_of(thrown: list[Dice | None], *, plain: bool = False) -> str:
    """What these dice make."""
    first, *others = thrown
    dice = first or Dice(0)
    states, shape = draw_states(dice)
    draft = Draft(dice)
    if plain:
        draft.duties = ("requires",)
    else:
        draw_data(draft, shape)
        draw_parameters(draft)
    people = {f"e{n}": part for n, part in enumerate(others[:5]) if part}
    timers = {
        f"c{n}": part for n, part in enumerate(others[5:7]) if part and not plain and dice.number(0, 3) == 0
    }
    people = people or {"e0": Dice(0)}
    forms: dict[str, dict[str, object]] = {}
    for name, part in people.items():
        draft.dice = part
        forms[name] = draw_event(draft, shape, name, [*people, "begin"])
    for name, part in timers.items():
        draft.dice = part
        forms[name] = draw_event(draft, shape, name, list(people), clock=True)
    draft.dice = dice
    starts = {"begin": draw_start(draft, shape, list(people))}
    if dice.number(0, 2) == 0:
        starts["adopt"] = draw_start(draft, shape, list(people))
    claims: list[object] = []
    for other in others[7:]:
        if other is not None and len(claims) < 4:
            draft.dice = other
            claims.append(draw_property(draft, {**starts, **forms}, (*shape.leaves, *shape.scopes)))
    whole: dict[str, object] = {"workflow": "small", "version": "1", "timezone": "UTC"}
    if "votes" in draft.data:
        whole["types"] = {
            "vote": {"p": {"type": "integer", "minimum": 0, "maximum": 2}, "ok": {"type": "boolean"}}
        }
    whole |= {"data": draft.data} if draft.data else {}
    whole |= {"parameters": draft.parameters} if draft.parameters else {}
    whole |= {"roles": {"worker": {}, "helper": {}}, "start": starts, "states": states, "events": forms}
    whole |= {"properties": claims} if claims else {}
    return yaml.dump(whole, Dumper=Plain, sort_keys=False, width=100)


class Plain(yaml.SafeDumper):
    """Decimals as they are written, and nothing by reference."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 - the base's
        return True


Plain.add_representer(
    Decimal, lambda dumper, value: dumper.represent_scalar("tag:yaml.org,2002:float", format(value, "f"))
)


class Written:
    """A workflow with its text, which is how it is printed."""

    def __init__(self, text: str, definition: Definition) -> None:
        self.text, self.definition = text, definition

    def __repr__(self) -> str:
        return "\n" + self.text


@st.composite
def small_workflows(draw: st.DrawFn, *, plain: bool = False) -> Written:
    """A small workflow that loads."""
    text = draw(texts(plain=plain))
    try:
        return Written(text, read_definition("small.yaml", text))
    except DefinitionError:
        reject()
