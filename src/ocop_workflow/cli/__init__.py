"""The command line: what a person types, and what they read in answer. Nothing in the library imports it."""

import gc
import os
import sys
from collections.abc import Sequence

from ..messages import say, sentences
from .dispatch import dispatch
from .language import language
from .parser import PROGRAM, UsageError, named_command, parse
from .screen import Screen

HOLDS, FALLS_SHORT, WRONG_USAGE, INTERRUPTED = 0, 1, 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns 0 if it holds, 1 if it falls short, 2 for wrong usage."""
    if arguments is None:  # the process is ours, and what it reads and searches lives as long as it does
        gc.set_threshold(100_000)
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
        return dispatch(given, out, err)
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
        return WRONG_USAGE if given.command in {"conform", "diff"} else FALLS_SHORT  # 1 says that they differ
    except (StoreError, Conflict, UnknownOutcome) as error:
        err.paragraph(error.text(err.language), style="red")
        if (hint := f"{error.code}_hint") in sentences("store"):
            err.paragraph(say("cli.hint", hint=say(f"store.{hint}")).say(err.language), style="green")
        return FALLS_SHORT


__all__ = ["main"]
