"""A report of progress for programs: as JSON, and as a table in CSV."""

import csv
from collections.abc import Iterator
from io import StringIO

from ..model.text import LANGUAGES, Text
from .progress import AtRisk, Count, Listed, Progress, Result

COLUMNS = (
    *(
        "section",
        "name",
        "title",
        "workflow",
        "day",
        "split",
        "part",
        "part_title",
        "cases",
        "among",
        "percent",
    ),
    *("minimum", "maximum", "by", "standing", "missing"),
    *("case", "state", "days", "left", "times", "reasons", "shown"),
)
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would reckon what begins with one of them


def document(progress: Progress) -> dict[str, object]:
    """A JSON-able document; texts in each language, percents as exact texts, days as 2025-12-31."""
    targets = progress.targets
    return {
        "targets": targets.name,
        "title": _text(targets.title),
        "sources": {name: _text(text) for name, text in targets.sources.items()},
        "on": progress.on.isoformat(),
        "measures": [_result(each) for each in progress.results],
        "risks": [_listed(each) for each in progress.risks],
        "stuck": list(progress.stuck),
        "unfound": [each.workflow for each in targets.unfound],
    }


def _result(result: Result) -> dict[str, object]:
    measure, goal = result.measure, result.measure.target
    found: dict[str, object] = {
        "measure": measure.name,
        "title": _text(measure.title),
        "of": measure.of,
        "basis": list(measure.basis),
        "known": result.known,
        **_count(result.count),
        "target": None,
        "trend": [{"day": day.isoformat(), **_count(count)} for day, count in result.trend.items()],
        "splits": {
            each.split.name: [
                {"part": part.key, "title": _text(part.title), **_count(part.count)} for part in each.parts
            ]
            for each in result.splits
        },
    }
    if goal is not None:
        found["target"] = {
            "minimum": goal.minimum,
            "maximum": goal.maximum,
            "by": goal.by.isoformat() if goal.by else None,
            "judged": result.judged.isoformat(),
            "standing": result.standing,
            "missing": result.missing,
        }
    return found


def _count(count: Count) -> dict[str, object]:
    found: dict[str, object] = {"cases": count.cases}
    if count.among is not None:
        found |= {"among": count.among, "percent": None if count.percent is None else str(count.percent)}
    return found


def _listed(listed: Listed) -> dict[str, object]:
    risk = listed.risk
    return {
        "risk": risk.name,
        "title": _text(risk.title),
        "of": risk.of,
        "basis": list(risk.basis),
        "cases": [_at_risk(each) for each in listed.cases],
    }


def _at_risk(each: AtRisk) -> dict[str, object]:
    found: dict[str, object] = {"case": each.case, "state": _text(each.state), "days": each.days}
    if each.left is not None:
        found["left"] = each.left
    if each.times is not None:
        found |= {"times": each.times, "reasons": [_text(reason) for reason in each.reasons]}
    return found | {"shown": {name: _text(text) for name, text in each.shown.items()}}


def _text(text: Text) -> dict[str, str]:
    return {language: text.say(language) for language in LANGUAGES}


def table(progress: Progress, language: str) -> str:
    """CSV: a row for each target, each day of its trend, each part of a split, and each case at risk."""
    written = StringIO()
    lines = csv.DictWriter(written, COLUMNS, restval="", lineterminator="\n")
    lines.writeheader()
    for row in _rows(progress, language):
        lines.writerow({name: _cell(value) for name, value in row.items()})
    return written.getvalue()


def _rows(progress: Progress, language: str) -> Iterator[dict[str, object]]:
    for result in progress.results:
        measure, goal = result.measure, result.measure.target
        named = {"name": measure.name, "title": measure.title.say(language), "workflow": measure.of}
        target: dict[str, object] = {}
        if goal is not None:
            target = {"minimum": goal.minimum, "maximum": goal.maximum, "by": goal.by}
            target |= {"standing": result.standing, "missing": result.missing}
        yield {"section": "target", **named, "day": progress.on, **_count(result.count), **target}
        for day, count in result.trend.items():
            yield {"section": "trend", **named, "day": day, **_count(count)}
        for each in result.splits:
            for part in each.parts:
                where = {"split": each.split.name, "part": part.key, "part_title": part.title.say(language)}
                yield {"section": "split", **named, "day": progress.on, **where, **_count(part.count)}
    for listed in progress.risks:
        risk = listed.risk
        named = {"name": risk.name, "title": risk.title.say(language), "workflow": risk.of}
        for case in listed.cases:
            yield {
                "section": "risk",
                **named,
                "day": progress.on,
                "case": case.case,
                "state": case.state.say(language),
                "days": case.days,
                "left": case.left,
                "times": case.times,
                "reasons": "; ".join(reason.say(language) for reason in case.reasons),
                "shown": "; ".join(text.say(language) for text in case.shown.values()),
            }


def _cell(value: object) -> object:
    """Numbers and days as they are; a text that a spreadsheet would take for a formula behind an apostrophe."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
