"""Random histories in which people of every kind try everything, with payloads that fit and that do not."""

import random
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from attrs import define
from workflows.life import CALENDAR, PAPER, UNITS

from ocop_workflow import Actor, Case, Facts, Workflow
from ocop_workflow.case import Reason
from ocop_workflow.engine.permission import level_of
from ocop_workflow.engine.table import CompiledEvent
from ocop_workflow.model.types import (
    BooleanType,
    CaseType,
    DateType,
    DocumentType,
    EnumType,
    Field,
    IntegerType,
    NumberType,
    PartyType,
    UnitType,
)

WRONG: tuple[object, ...] = (
    None,
    True,
    0.5,
    "",
    "x",
    "x" * 10_001,
    -1,
    10**9,
    "1.234567",
    [],
    {},
    PAPER,
    "1850-01-01",
)
PLACES = ("hp/kien-thuy/dai-ha", "hp/kien-thuy/thuy-huong", "hp", "nowhere")
RARE = {"withdraw", "revoke", "annul", "send_back", "return", "reopen", "score_again"}
Told = tuple[str, Reason]


@define
class Stroll:
    """One case that starts anew where it has ended; every reason that was told is kept with its event."""

    workflow: Workflow
    chance: random.Random
    day: date
    home: str
    case: Case | None = None
    share: Decimal = Decimal("0.95")  # of the most points: what this product is worth

    def told(self, steps: int) -> Iterator[Told]:
        for _ in range(steps):
            yield from self.step()

    def step(self) -> Iterator[Told]:
        chance = self.chance
        if chance.random() < 0.1:
            self.day = min(self.day + timedelta(days=chance.choice([1, 1, 5, 5, 30, 400])), date(2026, 12, 1))
        known = self.known()
        here = [
            name for name, event in known.items() if self.case is None or self.case.state in event.branches
        ]
        if not here and chance.random() < 0.8:
            self.case, self.share = (
                None,
                chance.choice([Decimal("0.4"), Decimal("0.6"), Decimal("0.8"), Decimal("0.95")]),
            )
            return
        event = chance.choice(here if here and chance.random() < 0.85 else [*known, "no_such_event"])
        if "mark" in here and chance.random() < 0.4:
            event = "mark"  # a council has many members
        if event in RARE and chance.random() < 0.9:
            return
        at = datetime(self.day.year, self.day.month, self.day.day, 3, tzinfo=UTC)
        now = at - timedelta(hours=1) if chance.random() < 0.01 else at
        at -= timedelta(days=chance.choice([0] * 40 + [300]))
        units = UNITS if chance.random() < 0.97 else None
        calendar = CALENDAR if chance.random() < 0.97 else None
        said = {name: chance.random() < 0.9 for name in self.workflow.definition.links}
        facts = Facts(now, "HP-1", units, calendar, salt=b"salt", links=said)
        payload = self.payload(event)
        decision = self.workflow.decide(
            self.case, event, payload, actor=self.somebody(event), at=at, facts=facts
        )
        yield from ((event, reason) for reason in decision.reasons)
        if decision.allowed:
            self.case = decision.case

    def known(self) -> Mapping[str, CompiledEvent]:
        """What may be asked for: starts where there is no case yet."""
        table = self.workflow.machine.table
        return table.starts if self.case is None else table.events

    def somebody(self, event: str) -> Actor:
        """Mostly one who may: the party, or a holder of a role in the unit in charge."""
        chance, machine = self.chance, self.workflow.machine
        declared = machine.table.events.get(event) or machine.table.starts.get(event)
        if declared is None or chance.random() < 0.1:
            return Actor("nobody")
        by = chance.choice(declared.declared.by)
        name = str(self.workflow.definition.values.get(by, by))
        role = self.workflow.definition.roles.get(name)
        if role is None or role.party:
            return Actor(f"p-{chance.choice('12')}", parties=["p-1"])
        leaf = self.case.state if self.case else declared.branches[""][0].to
        data = self.case.data if self.case else {}
        level = level_of(self.workflow.definition, machine.table.tree, leaf or "", role, data)
        place = str(data.get("place", self.home))
        unit = UNITS.at_level(place, level, self.day) if level else place
        if chance.random() < 0.05:
            unit = "hp/tien-lang"
        return Actor(f"{name}-{chance.choice('12345')}", roles=[(name, unit)])

    def payload(self, event: str) -> dict[str, object]:
        definition, chance = self.workflow.definition, self.chance
        declared = definition.events.get(event) or definition.start.get(event)
        takes = declared.takes if declared else {}
        given = {name: self.value(taken.field) for name, taken in takes.items()}
        if takes and chance.random() < 0.1:
            given[chance.choice([*takes])] = chance.choice(WRONG)
        if chance.random() < 0.02:
            given["no_such_field"] = 1
        return given

    def value(self, field: Field) -> object:
        """Something that fits, mostly: days around today, marks that are high or low."""
        chance = self.chance
        match field.type:
            case EnumType(values=words):
                return chance.choice(words)
            case IntegerType(minimum=low, maximum=high):
                return chance.choice([low, high, min(high, max(low, 5))])
            case NumberType(minimum=low, maximum=high):
                return high * self.share if chance.random() < 0.97 else low
            case BooleanType():
                return chance.random() < 0.95
            case DateType():
                return self.day + timedelta(days=chance.choice([0] * 9 + [-1, -4, 7, 400]))
            case UnitType():
                return self.home if chance.random() < 0.9 else chance.choice(PLACES)
            case PartyType():
                return "p-1" if chance.random() < 0.95 else "p-2"
            case DocumentType():
                return PAPER
            case CaseType():
                return chance.choice(("R-1", "R-2"))
        return "Lời"
