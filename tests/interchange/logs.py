"""Logs of stores' histories in each form, as another system would have written them; and replaying by hand."""

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import quoteattr

from ocop_workflow.interchange.conform import Trace
from ocop_workflow.model.definition import Definition
from ocop_workflow.model.tree import walk


def write_csv(path: Path, traces: Sequence[Trace]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow(["case", "event", "timestamp", "actor", "role"])
        for trace in traces:
            rows.writerows(
                [trace.case, e.activity, e.at or "", e.actor or "", e.role or ""] for e in trace.events
            )
    return path


def write_xes(path: Path, traces: Sequence[Trace]) -> Path:
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<log xes.version="1849.2016">']
    for trace in traces:
        lines += ["<trace>", _attribute("concept:name", trace.case)]
        for e in trace.events:
            named = {"concept:name": e.activity, "org:resource": e.actor, "org:role": e.role}
            lines += ["<event>", *(_attribute(key, value) for key, value in named.items() if value)]
            lines += [_attribute("time:timestamp", e.at, "date")] if e.at else []
            lines += ["</event>"]
        lines += ["</trace>"]
    path.write_text("\n".join([*lines, "</log>", ""]), "utf-8")
    return path


def write_ocel(path: Path, traces: Sequence[Trace], kind: str = "dossier") -> Path:
    objects = [{"id": trace.case, "type": kind} for trace in traces] + [
        {"id": "meeting-1", "type": "meeting"}
    ]
    events = [
        {
            "id": f"{trace.case}/{number}",
            "type": e.activity,
            "time": e.at,
            "attributes": [
                {"name": "org:resource", "value": e.actor or ""},
                {"name": "org:role", "value": e.role or ""},
            ],
            "relationships": [
                {"objectId": trace.case, "qualifier": "of"},
                {"objectId": "meeting-1", "qualifier": "in"},
            ],
        }
        for trace in traces
        for number, e in enumerate(trace.events)
    ]
    path.write_text(json.dumps({"objects": objects, "events": events}), "utf-8")
    return path


def _attribute(key: str, value: str, kind: str = "string") -> str:
    return f"<{kind} key={quoteattr(key)} value={quoteattr(value)}/>"


class ByHand:
    """Follows every path of a sequence of events: an independent answer to how many of them can happen."""

    def __init__(self, definition: Definition, *, silent: bool) -> None:
        self._definition = definition
        self._silent = silent
        self._holders: dict[
            str, list[str]
        ] = {}  # leaf → it, its ancestors and their tags, the innermost first
        for state, parents in walk(definition.states):
            if not state.states:
                line = (state, *reversed(parents))
                self._holders[state.name] = [name for each in line for name in (each.name, *each.tags)]

    def fits(self, names: Sequence[str]) -> int:
        """The most events that one path can take."""
        paths: set[str | None] = {None}
        for place, name in enumerate(names):
            paths = {
                target for leaf in paths for at in self._later(leaf) for target in self._targets(name, at)
            }
            if not paths:
                return place
        return len(names)

    def _targets(self, event: str, leaf: str | None) -> list[str]:
        if leaf is None:
            return [self._definition.start[event].to] if event in self._definition.start else []
        for holder in self._holders[leaf] if event in self._definition.events else ():
            for move in self._definition.events[event].moves:
                if move.source == holder:
                    return [leaf if branch.to is None else branch.to for branch in move.branches]
        return []

    def _later(self, leaf: str | None) -> set[str | None]:
        """Where time alone may have led."""
        found, before = {leaf}, set[str | None]()
        clocks = [name for name, event in self._definition.events.items() if event.is_clock and self._silent]
        while found != before:
            before = set(found)
            found |= {
                target
                for at in before
                if at is not None
                for name in clocks
                for target in self._targets(name, at)
            }
        return found
