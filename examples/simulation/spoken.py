"""What totals.yaml says in place of chance: the result of each evaluation, and the rounds by their days."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from attrs import define, field
from life import Life

POINTS = {"four": "76", "three": "58", "failed_city": "44", "failed_district": "42"}  # assumed
OFFSETS = ("-1", "-0.5", "0", "0.5", "1")  # of the five members


@define
class Spoken:
    """Nothing is left to chance: `results` has what the evaluations of each product come to, by its id."""

    results: dict[str, Sequence[str]] = field(factory=dict)
    late: set[str] = field(factory=set)
    evaluations: dict[str, list[object]] = field(factory=dict)

    def happens(self, life: Life, what: str, chance: str) -> bool:  # noqa: ARG002 - the protocol's
        match chance:
            case "notice_given":
                return True
            case "not_ready":
                return life.id in self.late
            case "tries_again":
                return len(self.results[life.id]) > len(self.evaluations[life.id])
        return False

    def days(self, life: Life, what: str, least: int, most: int) -> int:  # noqa: ARG002 - the protocol's
        return least

    def mandatory(self, life: Life) -> bool:  # noqa: ARG002 - the protocol's
        return True

    def totals(self, life: Life, leaf: str) -> Sequence[tuple[int, Decimal]]:
        began, known = life.case.since["evaluation"], self.evaluations.setdefault(life.id, [])
        if began not in known:
            known.append(began)
        result = self.results[life.id][known.index(began)]
        if leaf == "district_scoring" and result == "failed_city":
            result = "three"
        return [(number, Decimal(POINTS[result]) + Decimal(each)) for number, each in enumerate(OFFSETS, 1)]


@define
class Dated:
    """The rounds that the file names."""

    rounds: Mapping[str, Mapping[str, Any]]

    def next(self, kind: str, after: date) -> date:
        tomorrow = after + timedelta(days=1)
        for each in self.rounds.values():
            if kind == "entry" and each["entry"][1] >= tomorrow:
                opens: date = each["entry"][0]
                return max(tomorrow, opens)
            if kind != "entry" and kind in each and each[kind] >= tomorrow:
                day: date = each[kind]
                return day
        msg = f"totals.yaml has no day for {kind} after {after}"
        raise LookupError(msg)

    def round_on(self, day: date) -> str | None:
        return next((name for name, opens, shuts in self.all() if opens <= day <= shuts), None)

    def all(self) -> list[tuple[str, date, date]]:
        """The rounds of the programme: its id, and the first and last day on which it takes dossiers."""
        return [(name, *each["entry"]) for name, each in self.rounds.items() if each.get("programme", True)]
