"""Histories as XES (IEEE 1849-2016): a trace a case, an event an entry, written case by case."""

from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

from ...model.canonical import instant_text
from .said import STRING, TIME, Said
from .telling import Telling, Told
from .xml_text import attribute_text

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1849.2016" xes.features="">
  <extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
  <extension name="Lifecycle" prefix="lifecycle" uri="http://www.xes-standard.org/lifecycle.xesext"/>
  <extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
  <extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
  <global scope="trace">
    <string key="concept:name" value=""/>
    <string key="workflow" value=""/>
  </global>
  <global scope="event">
    <string key="concept:name" value=""/>
    <string key="lifecycle:transition" value="complete"/>
    <date key="time:timestamp" value="1970-01-01T00:00:00.000000Z"/>
    <string key="title_vi" value=""/>
    <string key="title_en" value=""/>
  </global>
  <classifier name="Event" scope="event" keys="concept:name"/>
  <classifier name="Vi" scope="event" keys="title_vi"/>
  <classifier name="En" scope="event" keys="title_en"/>
  <string key="lifecycle:model" value="standard"/>
"""
TAIL = "</log>\n"
ELEMENTS = {STRING: "string", "integer": "int", "float": "float", "boolean": "boolean", TIME: "date"}


def write_xes(telling: Telling, workflow: str | None, stream: BinaryIO) -> tuple[int, int]:
    """Write the log; how many cases and events it has."""
    cases = events = 0
    stream.write(HEAD.encode())
    for told in telling.histories(workflow):
        stream.write("".join(_trace(told)).encode())
        cases, events = cases + 1, events + len(told)
    stream.write(TAIL.encode())
    return cases, events


def _trace(told: Sequence[Told]) -> Iterator[str]:
    last = told[-1]
    own = [
        Said("concept:name", STRING, last.entry.case),
        Said("workflow", STRING, last.workflow.name),
        Said("version", STRING, last.workflow.version),
        Said("state", STRING, last.entry.target),
    ]
    data: dict[str, tuple[Said, ...]] = {}
    for each in told:
        data = {**({} if each.whole else data), **each.writes}
    yield "  <trace>\n"
    yield from _attributes([*own, *(part for parts in data.values() for part in parts)], 4)
    for each in told:
        yield "    <event>\n"
        yield from _attributes(_event(each), 6)
        yield "    </event>\n"
    yield "  </trace>\n"


def _event(told: Told) -> Iterator[Said]:
    entry = told.entry
    yield Said("concept:name", STRING, entry.event)
    yield Said("lifecycle:transition", STRING, "complete")
    yield Said("time:timestamp", TIME, instant_text(entry.at))
    yield from told.done
    if entry.source is not None:
        yield Said("from", STRING, entry.source)
    yield Said("to", STRING, entry.target)
    yield from told.case
    for parts in told.writes.values():
        yield from parts
    if told.cleared:
        yield Said("cleared", STRING, " ".join(told.cleared))


def _attributes(said: Iterable[Said], indent: int) -> Iterator[str]:
    blanks = " " * indent
    for each in said:
        element = ELEMENTS[each.kind]
        yield f'{blanks}<{element} key="{each.name}" value="{attribute_text(each.text)}"/>\n'
