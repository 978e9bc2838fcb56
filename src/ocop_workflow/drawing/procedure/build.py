"""A checked definition to the table of its procedure."""

from collections.abc import Iterator

from ...engine.machine import machine_of
from ...engine.reasons import titled
from ...messages import say
from ...model.definition import Definition
from ...model.text import Text
from ..annex.build import MARKS, code_of, mark_text, opened, sources_of
from .citing import Citing
from .lists import documents, parameters, sources
from .parts import Column, Group, Procedure, Row, Sheet
from .rows import StepRows

WIDTHS = {
    "steps": {"number": 4, "step": 19, "who": 18, "time": 16, "product": 25, "basis": 18},
    "documents": {"number": 5, "document": 35, "at": 35, "basis": 25},
    "parameters": {"number": 5, "parameter": 33, "value": 20, "decider": 17, "basis": 25},
    "sources": {"number": 5, "source": 95},
}


def procedure_of(definition: Definition, assumed: Text = Text()) -> Procedure:
    """The table of a checked definition; who decides on parameters is left to be filled in.

    `assumed` says what of the parameters' values is not official.
    """
    machine = machine_of(opened(definition, "procedure.open_name"))
    cited = tuple(sources_of(definition))
    citing = Citing(cited)
    sheets = (
        _sheet("sources", _alone(sources(cited))),
        _sheet("steps", StepRows(machine, citing).groups()),
        _sheet("documents", _alone(documents(machine, citing))),
        _sheet("parameters", _alone(parameters(definition, citing))),
    )
    return Procedure(
        title=titled(definition.title, definition.workflow),
        heading=say("procedure.heading"),
        code=code_of(definition),
        annexed=say("procedure.annexed"),
        about=say("procedure.about"),
        assumed=say("procedure.assumed", assumed=assumed) if assumed else Text(),
        sheets=tuple(sheet for sheet in sheets if sheet.groups),
        marks=tuple(say("procedure.mark", mark=mark, text=mark_text(mark)) for mark in MARKS),
    )


def _alone(rows: Iterator[Row]) -> tuple[Group, ...]:
    found = tuple(rows)
    return (Group(found),) if found else ()


def _sheet(name: str, groups: tuple[Group, ...]) -> Sheet:
    columns = tuple(
        Column(each, say(f"procedure.column_{each}"), width) for each, width in WIDTHS[name].items()
    )
    return Sheet(name, say(f"procedure.{name}"), columns, groups)
