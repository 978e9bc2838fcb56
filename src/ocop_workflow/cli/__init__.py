"""The command line: what a person types, and what they read in answer. Nothing in the library imports it."""

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..messages import say, sentences
from .language import language
from .parser import PROGRAM, UsageError, named_command, parse
from .screen import Screen

if TYPE_CHECKING:
    from argparse import Namespace

HOLDS, FALLS_SHORT, WRONG_USAGE, INTERRUPTED = 0, 1, 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns 0 if it holds, 1 if it falls short, 2 for wrong usage."""
    given = sys.argv[1:] if arguments is None else arguments
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    spoken = language(given, os.environ)
    out, err = Screen(sys.stdout, spoken), Screen(sys.stderr, spoken)
    try:
        code = _run(given, out, err)
        out.stream.flush()
    except BrokenPipeError:  # the reader has seen enough, as `| head` has
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FALLS_SHORT
    except KeyboardInterrupt:
        err.paragraph(say("cli.interrupted").say(spoken))
        return INTERRUPTED
    return code


def _run(arguments: Sequence[str], out: Screen, err: Screen) -> int:
    from ..errors import Conflict, DefinitionError, StoreError, UnknownOutcome

    try:
        given = parse(arguments, out.language)
        if given.help is not None:
            out.stream.write(given.help)
            return HOLDS
        if given.wants_version:
            from importlib.metadata import version

            out.line(f"{PROGRAM} {version(PROGRAM)}")
            return HOLDS
        return _command(given, out, err)
    except UsageError as error:
        err.paragraph(say("cli.wrong_usage", message=error.message).say(err.language), style="red")
        command = named_command(arguments) if error.command == PROGRAM else error.command
        err.paragraph(say("cli.see_help", command=command).say(err.language))
        return WRONG_USAGE
    except DefinitionError as error:
        from .problems import problems_document, show_problems

        if given.json:
            out.json(problems_document(error.problems))
        else:
            show_problems(err, error.problems)
        return WRONG_USAGE if given.command == "diff" else FALLS_SHORT  # as diff(1): 1 says that they differ
    except (StoreError, Conflict, UnknownOutcome) as error:
        err.paragraph(error.text(err.language), style="red")
        if (hint := f"{error.code}_hint") in sentences("store"):
            err.paragraph(say("cli.hint", hint=say(f"store.{hint}")).say(err.language), style="green")
        return FALLS_SHORT


def _command(given: "Namespace", out: Screen, err: Screen) -> int:
    """Commands are imported when they are asked for: `--help` loads no database."""
    match given.command:
        case "check":
            from .check import check
            from .staffing import Staff

            staff = Staff(given.directory, given.units, given.calendar, given.on)
            told = {"as_json": given.json, "save": given.save, "sarif_file": given.sarif}
            return check(out, given.what, given.parameters, staff, **told)
        case "run":
            from .run import run

            return run(out, err, given.what, given.database, as_json=given.json)
        case "history":
            from .history import history

            return history(out, given.what, given.database, as_json=given.json)
        case "due":
            from .due import due

            return due(out, given.database, given.until, as_json=given.json)
        case "outbox":
            from .outbox import outbox

            return outbox(out, given.database, as_json=given.json)
        case "explain":
            from .explain import Question, explain_case

            named = {"actor": getattr(given, "as"), "directory": given.directory, "at": given.at}
            asked = Question(
                given.what, given.event, given.database, units=given.units, calendar=given.calendar, **named
            )
            return explain_case(out, asked, as_json=given.json)
        case "checkpoint" | "verify" | "export" | "import" | "db":
            from .stored import stored

            return stored(given, out)
        case "conform":
            from .conform import conform_log

            return conform_log(
                out, given.log, given.workflow, given.object_type, given.parameters, as_json=given.json
            )
        case "draw":
            from .draw import Drawn, draw

            return draw(
                out,
                err,
                Drawn(given.what, given.parameters, given.case, given.database, given.format, given.o),
            )
        case "diff":
            from .diff import diff

            return diff(out, given.old, given.new, as_json=given.json)
        case "show":
            from .show import show

            return show(out, given.what, resolved=given.resolved)
        case "table":
            from .table import Tabled, table

            return table(out, Tabled(given.what, given.parameters, given.format, given.o, given.lang))
        case "test":
            from .suites import Asked, test

            tested = Asked(given.what, given.parameters, given.criterion, given.o)
            return test(out, tested, as_json=given.json)
        case "new":
            from .new import new

            return new(out, given.name)
        case "schema":
            from .schema import print_schema

            return print_schema(out, given.kind)
        case _:
            from .demo import demo

            return demo(out, err, given.database, as_json=given.json)


__all__ = ["main"]
