"""Who may do what, once more: loops over the files as YAML has them and over what happened, without the library.

Days are texts such as "2020-03-14", which compare as days do.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
Capacity = tuple[str, str | None, str | None]  # role, unit, in whose place
Why = tuple[str, str | None]  # a reason's code, and the duty that it is about


class _Texts(yaml.SafeLoader):
    """Days stay texts."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - PyYAML's own


def document(name: str) -> Any:
    return yaml.load((HERE / name).read_text("utf-8"), _Texts)  # noqa: S506 - a safe loader


@dataclass(frozen=True)
class Line:
    """What happened: who did it, in whose place, where from and where to; `attested` is what it vouched for."""

    event: str
    person: str | None
    whose: str | None
    source: str | None
    target: str
    attested: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """Either nothing is against it, and then in which capacity and whither; or these reasons."""

    reasons: frozenset[Why]
    capacity: Capacity | None = None
    target: str | None = None


def listed(value: Any) -> list[str]:
    return [] if value is None else [value] if isinstance(value, str) else list(value)


class People:
    """A directory's file."""

    def __init__(self, name: str) -> None:
        self.file = document(name)

    def rows(self, person: str, day: str) -> list[Any]:
        """Their assignments on that day."""
        mine = [row for row in self.file["assignments"] if row["person"] == person]
        return [row for row in mine if row.get("from", "0") <= day <= row.get("to", "9")]

    def parties(self, person: str, day: str) -> set[str]:
        return {row["party"] for row in self.rows(person, day) if "party" in row}

    def posts(self, person: str, day: str) -> list[Capacity]:
        """Own right first, then signatures for others, then delegations."""
        own: list[Capacity] = []
        signing: list[Capacity] = []
        for row in self.rows(person, day):
            if "role" in row:
                whose = row.get("KT") or row.get("TM") or row.get("TL")
                (signing if whose else own).append((row["role"], row.get("unit"), whose))
        lent: list[Capacity] = []
        for row in self.file["delegations"]:
            if row["person"] == person and row["from"] <= day <= row["to"]:
                post = (row["role"], row.get("unit"))
                held = [r for r in self.rows(row["for"], day) if (r.get("role"), r.get("unit")) == post]
                if any("KT" not in r and "TL" not in r for r in held):
                    lent.append((*post, row["for"]))
        return own + signing + lent


class Units:
    """A file of units; ids of units say what they lie in."""

    def __init__(self, name: str) -> None:
        self.tree = document(name)["tree"]

    def known(self, unit: str, day: str) -> bool:
        row = self.tree.get(unit)
        return row is not None and row.get("from", "0") <= day <= row.get("to", "9")

    def at_level(self, unit: str, level: str, day: str) -> str | None:
        place = unit
        while place in self.tree and self.tree[place].get("from", "0") <= day:
            if self.tree[place]["level"] == level and self.known(place, day):
                return place
            place = place.rpartition("/")[0]
        return None


class Oracle:
    """One workflow, whose moves lead from leaves to leaves or composites' leaves to themselves."""

    def __init__(self, workflow: str, people: People, units: Units | None) -> None:
        self.file, self.people, self.units = document(workflow), people, units
        self.members: dict[str, list[str]] = {}
        self.level: dict[str, str | None] = {}
        for name, state in self.file["states"].items():
            inside = state.get("states", {name: {}})
            self.members[name] = list(inside)
            for leaf in inside:
                self.level[leaf] = state.get("at")

    def start(self, event: str, person: str, day: str, payload: dict[str, str]) -> Answer:
        act, reasons = self.file["start"][event], set()
        unit_known = self.units is None or self.units.known(payload["place"], day)
        if not unit_known:
            reasons.add(("invalid_payload", None))
        ways = self.ways(act, person, day, payload, act["to"] if unit_known else None)
        if not ways:
            reasons.add(("not_permitted", None))
        return Answer(frozenset(reasons), ways[0] if ways else None, act["to"])

    def event(
        self, history: list[Line], event: str, person: str, day: str, payload: dict[str, str]
    ) -> Answer:
        act, state = self.file["events"][event], history[-1].target
        target = act["moves"].get(state)
        reasons: set[Why] = set() if target else {("wrong_state", None)}
        ways = self.ways(act, person, day, payload, state if target else None)
        if not ways:
            reasons.add(("not_permitted", None))
        for required in listed(act.get("requires")):
            if not any(required in (line.event, *line.attested) for line in self.visit(history, act)):
                reasons.add(("requires_unmet", f"requires: {required}"))
        barred = [self.barred(history, act, person, whose) for _, _, whose in ways or [("", None, None)]]
        chosen = 0
        while chosen < len(barred) - 1 and barred[chosen]:
            chosen += 1
        if barred[chosen]:
            chosen = 0
        where = state if target == "stay" else target
        return Answer(frozenset(reasons | barred[chosen]), ways[chosen] if ways else None, where)

    def ways(
        self, act: Any, person: str, day: str, payload: dict[str, str], leaf: str | None
    ) -> list[Capacity]:
        """All capacities that permit; without a leaf, units are not asked."""
        found: list[Capacity] = []
        posts = self.people.posts(person, day)
        for role in listed(act["by"]):
            party = self.file["roles"][role].get("is")
            if party is not None:
                if payload[party] in self.people.parties(person, day):
                    found.append((role, None, None))
                continue
            for held, unit, whose in posts:
                if held != role:
                    continue
                if leaf is None or self.units is None:
                    found.append((role, None, whose))
                elif unit is not None and unit == self.acting(leaf, payload["place"], day):
                    found.append((role, unit, whose))
        return [way for way in found if way[2] is None] + [way for way in found if way[2] is not None]

    def acting(self, leaf: str, place: str, day: str) -> str | None:
        assert self.units is not None
        level = self.level[leaf]
        return place if level is None else self.units.at_level(place, level, day)

    def visit(self, history: list[Line], act: Any) -> list[Line]:
        """What happened in the act's scope, since the case last came there."""
        scope = act.get("within")
        if scope is None:
            return history
        found: list[Line] = []
        for line in reversed(history):
            if line.target not in self.members[scope]:
                break
            found.append(line)
        return found

    def barred(self, history: list[Line], act: Any, person: str, whose: str | None) -> set[Why]:
        """What speaks against somebody in somebody's place."""
        here = {person, whose} - {None}
        reasons: set[Why] = set()
        for other in listed(act.get("not_by")):
            if here & self.doers(history, act, other):
                reasons.add(("not_permitted", f"not_by: {other}"))
        for other in listed(act.get("only_by")):
            doers = self.doers(history, act, other)
            if doers and not here & doers:
                reasons.add(("not_permitted", f"only_by: {other}"))
        return reasons

    def doers(self, history: list[Line], act: Any, event: str) -> set[str | None]:
        return {
            who
            for line in self.visit(history, act)
            if line.event == event
            for who in (line.person, line.whose)
            if who is not None
        }
