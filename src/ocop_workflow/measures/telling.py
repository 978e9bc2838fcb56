"""What is said of counts, in one language: numbers, targets, how far they are met, on which basis."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date

from attrs import frozen

from ..messages import day_text, say, sentences
from ..model.text import Text
from . import progress
from .progress import AtRisk, Count, Divided, Listed, Result
from .targets import Goal, Measure, Split, Targets

ADDRESS = re.compile(r"https?://[^\s,;)]+")
_GROUPS, _POINTS = {"vi": ".", "en": ","}, {"vi": ",", "en": "."}


@frozen
class Telling:
    """Says it in a language; `targets` have the sources."""

    targets: Targets
    language: str

    def told(self, key: str, **values: object) -> str:
        return say(f"progress.{key}", **values).say(self.language)

    def title(self, text: Text, name: str) -> str:
        return text.say(self.language) or name

    def head(self, split: Split) -> str:
        """What stands above the parts of a split: its title with a capital letter."""
        title = self.title(split.title, split.name)
        return title[:1].upper() + title[1:]

    def day(self, day: date) -> str:
        return day_text(day, self.language)

    def number(self, number: int) -> str:
        """1.000 in Vietnamese, 1,000 in English."""
        return f"{number:,}".replace(",", _GROUPS[self.language])

    def count(self, count: Count) -> str:
        """12, or 33,3 % (4 / 12)."""
        if count.among is None:
            return self.number(count.cases)
        if count.percent is None:
            return "–"
        percent = f"{count.percent.normalize():f}".replace(".", _POINTS[self.language])
        return f"{percent} % ({self.number(count.cases)} / {self.number(count.among)})"

    def part(self, count: Count) -> str:
        """The same in little room: 12, or 4 / 12."""
        whole = "" if count.among is None else f" / {self.number(count.among)}"
        return self.number(count.cases) + whole

    def then(self, result: Result, day: date) -> str:
        """The same of a day of a trend; nothing is known of a workflow that the store does not have."""
        return self.part(result.trend[day]) if result.known else "–"

    def goal(self, measure: Measure) -> str:
        """At least 335, by 31/12/2025."""
        goal = measure.target
        if goal is None:
            return self.told("no_goal")
        unit = "" if measure.share is None else " %"
        low, high = (
            None if each is None else self.number(each) + unit for each in (goal.minimum, goal.maximum)
        )
        said = self.told(_bounds(goal), low=low, high=high)
        return said if goal.by is None else f"{said}, {self.told('by', day=goal.by)}"

    def verdict(self, result: Result) -> str:
        """How far a target is met; nothing where there is none, or no workflow to judge it by."""
        goal = result.measure.target
        if goal is None or not result.known:
            return ""
        count = result.trend[result.judged]
        match result.standing:
            case progress.SHORT:
                return self.told("missed" if result.final else "short", missing=self.number(result.missing))
            case progress.OVER:
                return self.told("over", more=self.number(count.more(goal)))
            case progress.NONE:
                return self.told("none")
        early = goal.by is not None and not result.final
        return self.told("met_so_far" if early else "met")

    def since(self, result: Result) -> str:
        """What there was when it was due and what there is now, where that is something else."""
        then, now = result.trend[result.judged], result.count
        if not result.final or not result.known or then == now:
            return ""
        return self.told("then", day=result.judged, then=self.count(then), now=self.count(now))

    def basis(self, basis: tuple[str, ...]) -> str:
        """Titles of sources without their addresses, each with the mark that follows it: how sure it is."""
        known = self.targets.sources
        lines: list[str] = []
        unmarked = 0
        for name in basis:
            if name in known or f"mark_{name}" not in sentences("engine"):
                lines.append(brief(known.get(name, Text()).say(self.language)) or name)
                continue
            mark = f" ({name}: {say(f'engine.mark_{name}').say(self.language)})"
            lines[unmarked:] = [line + mark for line in lines[unmarked:]]
            unmarked = len(lines)
        return "; ".join(lines)

    def heads(self, listed: Listed) -> list[tuple[str, bool]]:
        """The columns of a list of cases, each with whether it has numbers."""
        risk = listed.risk
        found = [(self.told("case"), False)]
        found += [(self.title(text, name), False) for name, text in listed.titles.items()]
        found += [(self.told("state"), False), (self.told("days"), True)]
        if risk.at is not None:
            found.append((self.told("left"), True))
        if risk.events:
            found.append((self.told("times"), True))
        if risk.reason is not None:
            found.append((self.told("reasons"), False))
        return found

    def at_risk(self, each: AtRisk, listed: Listed) -> list[str]:
        """A case of the list in these columns."""
        risk = listed.risk
        shown = [each.shown.get(name, Text()).say(self.language) or "–" for name in listed.titles]
        found = [each.case, *shown, each.state.say(self.language), self.number(each.days)]
        if risk.at is not None:
            found.append("–" if each.left is None else self.number(each.left))
        if risk.events:
            found.append(self.number(each.times or 0))
        if risk.reason is not None:
            found.append("; ".join(self._alike(each.reasons)) or "–")
        return found

    def _alike(self, reasons: Sequence[Text]) -> list[str]:
        """Each reason once, with how often it was given where that is more than once; the last one first."""
        given = Counter(reason.say(self.language) for reason in reasons)
        return [reason if times == 1 else f"{reason} (×{times})" for reason, times in given.items()]

    def parts(self, divided: Sequence[Divided]) -> list[list[str]]:
        """A row for each part that any of the counts has: what it is called, then every count."""
        titles = {part.key: part.title for each in divided for part in each.parts}
        counts = [{part.key: part.count for part in each.parts} for each in divided]
        nothing = ["–" if any(each.among is not None for each in them.values()) else "0" for them in counts]
        return [
            [
                self.title(titles[key], key or "–"),
                *(
                    self.part(counted[key]) if key in counted else none
                    for counted, none in zip(counts, nothing, strict=True)
                ),
            ]
            for key in sorted(titles, key=lambda key: (key is None, key or ""))
        ]

    def year(self, day: date) -> str:
        """The year alone where it is its last day."""
        return str(day.year) if (day.month, day.day) == (12, 31) else self.day(day)


def brief(source: str) -> str:
    """A source's title up to its first web address."""
    address = ADDRESS.search(source)
    return source if address is None else source[: address.start()].rstrip(" ,;:(–-") or source


def _bounds(goal: Goal) -> str:
    if goal.minimum is None:
        return "most"
    if goal.maximum is None:
        return "least"
    return "exactly" if goal.minimum == goal.maximum else "between"
