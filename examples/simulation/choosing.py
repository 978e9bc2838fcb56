"""Which option of the conduct a product takes next, who does it, when, and with what in hand."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from attrs import define, field
from life import Act, Days, Draws, Life, Option
from papers import payload, sheet
from world import World, at, local

from ocop_workflow import Actor, Workflow

MORNING, DESK, CLOSING, AFTERNOON, LATE = 480, 540, 660, 810, 900  # minutes of a day


@define
class Choosing:
    """What people do where a product stands."""

    world: World
    draws: Draws
    days: Days
    conduct: Mapping[str, Sequence[Option]]
    _names: dict[str, dict[str, list[str]]] = field(factory=dict)

    def next(self, life: Life) -> tuple[datetime, Act] | tuple[datetime, str] | None:
        """When, and what; else the first event that nobody will be there to do, if any; None where nothing is done."""
        left: tuple[datetime, str] | None = None
        names = self._stages(life.workflow)[life.case.state]
        options = next((self.conduct[name] for name in names if name in self.conduct), ())
        triggers = life.workflow.machine.get_triggers(life.case.state)
        for option in options:
            known = [option["do"]] if isinstance(option["do"], str) else option["do"]
            event = next((name for name in known if name in triggers), None)
            if event is None or not self._asked(life, option, event):
                continue
            if option.get("by") == "member":
                if (found := self._mark(life, option)) is not None:
                    return found
                continue
            moment = self._moment(life, option, event)
            if moment is None or not self._comes_up(life, option, event):
                continue
            who = self._who(life, option, local(moment))
            if who is not None:
                return moment, self._act(life, option, event, who, moment)
            left = left or (moment, event)
        return left

    def _asked(self, life: Life, option: Option, event: str) -> bool:
        case = life.case
        if case.data.get("group") not in option.get("only", [case.data.get("group")]):
            return False
        if option.get("lacking") in case.data:
            return False
        stage = option.get("visit")
        return stage is None or (event, stage, case.since.get(stage)) not in life.chosen

    def _comes_up(self, life: Life, option: Option, event: str) -> bool:
        chance = option.get("chance")
        if chance is None:
            return True
        visit: object = life.case.since[life.case.state]
        if "before" in option:
            visit = life.case.data[option["before"][0]]  # one certificate, one decision
        key = (chance, event, None if option.get("once") else visit)
        if key not in life.chosen:
            life.chosen[key] = self.draws.happens(life, event, chance)
            return life.chosen[key]
        return life.chosen[key] and not option.get("once")

    def _moment(self, life: Life, option: Option, event: str) -> datetime | None:
        now = self.world.clock.now
        today = local(now)
        if option["by"] == "secretary":
            return self._in_the_room(life, CLOSING, LATE)
        if "day" in option:
            day = self.world.workday(self.days.next(option["day"], today))
            if (
                event == "enter_round" and self.days.round_on(day) is None
            ):  # the round's last days are days off
                day = self.world.workday(self.days.next(option["day"], day))
                if self.days.round_on(day) is None:  # a round from before the programme had rounds of its own
                    return None
        elif "before" in option:
            name, least, most = option["before"]
            end = life.case.data[name]
            assert isinstance(end, date)
            day = end - timedelta(days=self.draws.days(life, event, least, most))
            if day <= today:
                return None
        else:
            day = today + timedelta(days=self.draws.days(life, event, *option["days"]))
        return at(self.world.workday(day), DESK)

    def _in_the_room(self, life: Life, minute: int, later: int) -> datetime:
        """That minute of the day of the meeting, or of its afternoon where that has passed."""
        moment = at(life.meeting, minute)
        return moment if moment > self.world.clock.now else at(life.meeting, later)

    def _mark(self, life: Life, option: Option) -> tuple[datetime, Act] | None:
        """The next member of those who came and have not scored yet."""
        marks = life.case.data.get("marks", {})
        assert isinstance(marks, dict)
        if life.meeting <= local(life.case.since[life.case.state]):  # convened by others: a migration
            life.meeting = self.world.workday(local(self.world.clock.now) + timedelta(days=7))
        for number, points in self.draws.totals(life, life.case.state):
            who = self._who(life, option, life.meeting, number)
            if who is not None and who.id not in marks:
                given = sheet(life.workflow, points, mandatory=self.draws.mandatory(life))
                moment = self._in_the_room(life, MORNING + number, AFTERNOON + number)
                return moment, Act(life, life.turn, "mark", who, given, option)
        return None

    def _who(self, life: Life, option: Option, day: date, number: int = 1) -> Actor | None:
        if option["by"] == "producer":
            return life.owner
        level = life.case.data["issued_at"] if option["at"] == "issued_at" else option["at"]
        levels = (level,) if isinstance(level, str) else tuple(option["at"])
        unit = self.world.unit(str(life.case.data["place"]), levels, day)
        return None if unit is None else self.world.person(option["by"], unit, number)

    def _act(self, life: Life, option: Option, event: str, who: Actor, moment: datetime) -> Act:
        today = local(moment)
        given: dict[str, object] = {"round": self.days.round_on(today)}
        if event == "convene":
            given["meeting"] = life.meeting = self.world.workday(today + timedelta(days=7))
        if event == "recognise":
            given["decision"] = f"{today:%m%d}/QĐ-UBND {today.year} (số giả định)"
        return Act(life, life.turn, event, who, payload(life.workflow, event, given, today), option)

    def _stages(self, workflow: Workflow) -> dict[str, list[str]]:
        """Leaf → the names it goes by, its own first, then those of the stages and tags around it."""
        if workflow.digest not in self._names:
            tree = workflow.machine.table.tree
            self._names[workflow.digest] = {
                leaf: [*reversed(path), *sorted(tree.holders[leaf])] for leaf, path in tree.path.items()
            }
        return self._names[workflow.digest]
