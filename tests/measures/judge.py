"""Another hand counts the market: each history folded anew for each day, and conditions in plain Python."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from attrs import frozen

from ocop_workflow import Entry, Store
from ocop_workflow.engine import fold

from .market import ZONE


@frozen
class Stood:
    """A stall at the end of a day."""

    id: str
    state: str
    data: Mapping[str, Any]
    events: Sequence[str]  # and what was attested
    since: date  # when it came where it stands
    reasons: Sequence[str]


def stood(store: Store, day: date) -> list[Stood]:
    """Every stall that had begun."""
    found = (_one(store, case.id, day) for case in store.cases())
    return [each for each in found if each is not None]


def _one(store: Store, case_id: str, day: date) -> Stood | None:
    entries = [each for each in store.history(case_id) if each.at.astimezone(ZONE).date() <= day]
    if not entries:
        return None
    case = fold(store.workflows(case_id)[entries[-1].definition].machine, entries)
    state = case.state
    data: dict[str, Any] = dict(case.data)
    since = case.since[state].astimezone(ZONE).date()
    events = [each.event for each in entries] + (["file"] if entries[0].event == "adopt" else [])
    came = _came(entries)
    if state == "review" and "remind" in case.due and came + timedelta(days=30) <= day:
        events.append("remind")
    if state == "granted" and data["until"] <= day:
        state, since = "ended", data["until"]
        del data["stars"], data["until"]
        events.append("expire")
    reasons = [str(each.payload["reason"]) for each in reversed(entries) if each.event == "return"]
    return Stood(
        case_id, state, data, events, max(since, _day(entries[-1])) if state == "ended" else since, reasons
    )


def _came(entries: Sequence[Entry]) -> date:
    """The day on which it came under review last."""
    days = [_day(each) for each in entries if each.target == "review" and not each.stay and not each.moves]
    return days[-1] if days else date.max


def _day(entry: Entry) -> date:
    moment: datetime = entry.at
    return moment.astimezone(ZONE).date()


def counted(stalls: Sequence[Stood], day: date) -> dict[str, tuple[int, int | None]]:
    """What each measure of the market's targets has to say."""
    rated = [each for each in stalls if "stars" in each.data]
    return {
        "filed": (sum("file" in each.events or "hand_in" in each.events for each in stalls), None),
        "granted": (sum(each.state == "granted" for each in stalls), None),
        "best": (sum(each.data["stars"] == 5 for each in rated), None),
        "reminded": (sum("remind" in each.events for each in stalls), None),
        "in_review": (sum(each.state == "review" for each in stalls), None),
        "good": (sum(each.data["stars"] >= 4 for each in rated), len(rated)),
        "soon": (sum(each.data["until"] <= day + timedelta(days=60) for each in rated), None),
    }


def districts(stalls: Sequence[Stood], day: date) -> Counter[str | None]:
    """Where they are: there have been no districts since July 2025."""
    over = day > date(2025, 6, 30)
    return Counter(None if over else each.data["place"].rpartition("/")[0] for each in stalls)


def communes(stalls: Sequence[Stood], day: date) -> Counter[str | None]:
    """One commune became another, one was divided, one went on."""
    if day <= date(2025, 6, 30):
        return Counter(each.data["place"] for each in stalls)
    became = {"t/a/x": "t/m", "t/a/y": None, "t/b/z": "t/b/z"}
    return Counter(became[each.data["place"]] for each in stalls)
