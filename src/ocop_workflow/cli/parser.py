"""The commands and their arguments; help and usage errors speak the chosen language."""

import argparse
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NoReturn

from attrs import frozen

from ..messages import say
from ..messages.spelling import nearest
from ..model.text import LANGUAGES, Text

PROGRAM = "ocop-workflow"


class UsageError(Exception):
    """The command was not understood; `command` is the one whose help tells more."""

    def __init__(self, message: Text, command: str = PROGRAM) -> None:
        super().__init__(message.say("en"))
        self.message = message
        self.command = command


@frozen
class Argument:
    """One argument: `flag` starts with -- for options; `wanted` must be given; `many` may be given again."""

    flag: str
    help: str
    metavar: str | None = None
    wanted: bool = False
    many: bool = False


@frozen
class Command:
    """A command: its sentence in messages/cli.yaml has the same name."""

    name: str
    arguments: tuple[Argument, ...]
    languages: tuple[str, ...] = LANGUAGES


BOTH = "both"  # languages, beside each other
PARAMETERS = Argument("--parameters", "help_parameters", "FILE")
JSON = Argument("--json", "help_json")
DATABASE = Argument("--database", "help_database", "URL", wanted=True)
OUTPUT = Argument("-o", "new_file", "FILE", wanted=True)
DIRECTORY = Argument("--directory", "help_directory", "FILE")
UNITS = Argument("--units", "help_units", "FILE")
CALENDAR = Argument("--calendar", "help_calendar", "FILE")
COMMANDS = (
    Command(
        "check",
        (
            Argument("what", "check_what", "FILE|NAME", wanted=True),
            PARAMETERS,
            Argument("--save", "check_save"),
            Argument("--sarif", "check_sarif", "FILE"),
            Argument("--junit", "check_junit", "FILE"),
            DIRECTORY,
            UNITS,
            CALENDAR,
            Argument("--on", "check_on", "DATE"),
            JSON,
        ),
    ),
    Command(
        "run",
        (
            Argument("what", "run_what", "RUNFILE", wanted=True),
            Argument("--database", "help_database", "URL", wanted=True),
            JSON,
        ),
    ),
    Command(
        "history",
        (
            Argument("what", "history_what", "CASE", wanted=True),
            Argument("--database", "help_database", "URL", wanted=True),
            Argument("-o", "history_output", "FILE"),
            Argument("--at", "explain_at", "TIME"),
            DIRECTORY,
            UNITS,
            CALENDAR,
            JSON,
        ),
    ),
    Command(
        "due",
        (
            Argument("--database", "help_database", "URL", wanted=True),
            Argument("--until", "due_until", "DATE"),
            JSON,
        ),
    ),
    Command(
        "progress",
        (
            Argument("what", "progress_what", "TARGETS"),
            Argument("--database", "help_database", "URL"),
            Argument("--on", "progress_on", "DATE"),
            Argument("--format", "progress_format", "text|json|csv|html"),
            Argument("-o", "draw_output", "FILE"),
        ),
    ),
    Command(
        "outbox",
        (
            Argument("action", "outbox_action", "redeliver|dismiss"),
            DATABASE,
            Argument("--consumer", "outbox_name", "NAME"),
            Argument("--position", "outbox_number", "NUMBER"),
            JSON,
        ),
    ),
    Command(
        "explain",
        (
            Argument("what", "history_what", "CASE", wanted=True),
            Argument("event", "explain_event", "EVENT", wanted=True),
            Argument("--database", "help_database", "URL", wanted=True),
            Argument("--as", "explain_as", "PERSON"),
            Argument("--at", "explain_at", "TIME"),
            DIRECTORY,
            UNITS,
            CALENDAR,
            JSON,
        ),
    ),
    Command("checkpoint", (DATABASE, OUTPUT, JSON)),
    Command("verify", (DATABASE, Argument("--against", "verify_against", "FILE", many=True), JSON)),
    Command(
        "export",
        (
            DATABASE,
            OUTPUT,
            Argument("--format", "export_format", "jsonl|xes|ocel"),
            Argument("--workflow", "export_workflow", "NAME"),
            Argument("--personal", "export_personal"),
            JSON,
        ),
    ),
    Command("import", (Argument("file", "import_file", "FILE", wanted=True), DATABASE, JSON)),
    Command(
        "conform",
        (
            Argument("log", "conform_log", "LOG", wanted=True),
            Argument("--workflow", "conform_workflow", "FILE|NAME", wanted=True),
            Argument("--object-type", "conform_object_type", "TYPE"),
            PARAMETERS,
            JSON,
        ),
    ),
    Command(
        "db",
        (
            Argument("action", "db_action", "upgrade|backup|vacuum|sql", wanted=True),
            Argument("file", "db_file", "FILE"),
            Argument("--database", "help_database", "URL"),
            Argument("--kind", "db_kind", "sqlite|postgres"),
            JSON,
        ),
    ),
    Command(
        "draw",
        (
            Argument("what", "draw_what", "FILE|NAME", wanted=True),
            Argument("--case", "draw_case", "CASE"),
            Argument("--heat", "draw_heat", "counts|waiting|coverage"),
            Argument("--database", "draw_database", "URL"),
            Argument("--scenarios", "draw_scenarios", "PATH"),
            Argument("--against", "draw_against", "OLD"),
            Argument("--page", "draw_page", "screen|a3"),
            Argument("--format", "draw_format", "mermaid|svg|png|dot|html"),
            Argument("-o", "draw_output", "FILE"),
            PARAMETERS,
        ),
    ),
    Command(
        "diff",
        (
            Argument("old", "diff_old", "OLD", wanted=True),
            Argument("new", "diff_new", "NEW", wanted=True),
            JSON,
        ),
    ),
    Command(
        "show",
        (
            Argument("what", "show_what", "FILE|NAME", wanted=True),
            Argument("--resolved", "show_resolved"),
        ),
    ),
    Command(
        "table",
        (
            Argument("what", "table_what", "FILE|NAME", wanted=True),
            Argument("--steps", "table_steps"),
            Argument("--check", "table_check", "TABLE"),
            Argument("--format", "table_format", "markdown|html|docx|json"),
            Argument("-o", "draw_output", "FILE"),
            PARAMETERS,
            JSON,
        ),
        (*LANGUAGES, BOTH),
    ),
    Command(
        "test",
        (
            Argument("what", "test_what", "FILE|NAME", wanted=True),
            Argument("--criterion", "test_criteria", "NAME", many=True),
            Argument("-o", "test_output", "FOLDER"),
            Argument("--mutants", "test_mutants"),
            Argument("--mutants-min", "test_mutants_min", "PERCENT"),
            PARAMETERS,
            JSON,
        ),
    ),
    Command(
        "migrate",
        (
            Argument("plan", "migrate_plan", "PLAN", wanted=True),
            Argument("--check", "migrate_check"),
            Argument("--database", "help_database", "URL"),
            Argument("--dry-run", "migrate_dry_run"),
            Argument("--as", "migrate_as", "PERSON"),
            PARAMETERS,
            UNITS,
            CALENDAR,
            Argument("--report", "migrate_report", "FILE"),
            JSON,
        ),
    ),
    Command(
        "new",
        (Argument("name", "new_name", "NAME", wanted=True), Argument("--from", "new_from", "FILE")),
    ),
    Command(
        "schema",
        (
            Argument("what", "schema_what", "KIND|FILE|NAME"),
            Argument("event", "schema_event", "EVENT"),
        ),
    ),
    Command("demo", (Argument("--database", "help_demo_database", "URL"), JSON)),
)


def parse(arguments: Sequence[str], language: str) -> argparse.Namespace:
    """The command and its arguments; raises UsageError. `help` is set to a text where help was asked for."""
    parser, commands = _build(language)
    try:
        given, unknown = parser.parse_known_args(arguments)
    except argparse.ArgumentError as error:
        raise UsageError(_explained(error, language), PROGRAM) from None
    name: str | None = given.command
    asked = commands[name] if name else parser
    where = f"{PROGRAM} {name}" if name else PROGRAM
    if given.wants_help:
        given.help = asked.format_help()
        return given
    given.help = None
    if given.wants_version:
        return given
    if unknown:
        flags = [flag for each in COMMANDS if each.name == name for flag in (a.flag for a in each.arguments)]
        text = say("cli.unknown_arguments", arguments=" ".join(unknown))
        raise UsageError(_close(text, unknown[0].partition("=")[0], [*flags, "--lang", "--help"]), where)
    spoken = next((each.languages for each in COMMANDS if each.name == name), LANGUAGES)
    if given.lang is not None and given.lang not in spoken:
        raise UsageError(say("cli.unknown_language", language=given.lang), where)
    if name is None:
        raise UsageError(say("cli.no_command"), where)
    for each in next(command for command in COMMANDS if command.name == name).arguments:
        if each.wanted and getattr(given, each.flag.lstrip("-")) is None:
            shown = each.flag if each.flag.startswith("-") else each.metavar or each.flag
            raise UsageError(say("cli.missing_argument", argument=shown), where)
    return given


def named_command(arguments: Sequence[str]) -> str:
    """The command that arguments name, for whoever is to see its help; the program where they name none."""
    known = {command.name for command in COMMANDS}
    return " ".join([PROGRAM, *(word for word in arguments if word in known)][:2])


def _build(language: str) -> tuple[argparse.ArgumentParser, dict[str, argparse.ArgumentParser]]:
    def told(key: str) -> str:
        return say(f"cli.{key}").say(language)

    class Formatter(argparse.RawDescriptionHelpFormatter):
        """The heading of the usage line in the chosen language."""

        def add_usage(
            self,
            usage: str | None,
            actions: Iterable[argparse.Action],
            groups: Iterable[Any],
            prefix: str | None = None,
        ) -> None:
            super().add_usage(usage, actions, groups, told("usage") if prefix is None else prefix)

    def parser(name: str, description: str) -> argparse.ArgumentParser:
        return _Parser(
            prog=name,
            description=description,
            epilog=told("epilog"),
            formatter_class=Formatter,
            add_help=False,
        )

    root = parser(PROGRAM, told("about"))
    root.set_defaults(command=None, lang=None, wants_help=False, wants_version=False, json=False)
    children = root.add_subparsers(
        title=told("commands"), metavar=told("command"), dest="command", parser_class=_Parser
    )
    built: dict[str, argparse.ArgumentParser] = {}
    for command in COMMANDS:
        child: argparse.ArgumentParser = children.add_parser(
            command.name,
            help=told(command.name),
            description=told(command.name),
            epilog=told("epilog"),
            formatter_class=Formatter,
            add_help=False,
        )
        positional = child.add_argument_group(told("arguments"))
        options = child.add_argument_group(told("options"))
        for each in command.arguments:
            if not each.flag.startswith("-"):
                positional.add_argument(each.flag, metavar=each.metavar, nargs="?", help=told(each.help))
            elif each.many:
                options.add_argument(
                    each.flag, metavar=each.metavar, help=told(each.help), action="append", default=[]
                )
            elif each.metavar:
                options.add_argument(each.flag, metavar=each.metavar, help=told(each.help))
            else:
                options.add_argument(each.flag, action="store_true", help=told(each.help))
        _common(options, told, command.languages)
        built[command.name] = child
    group = root.add_argument_group(told("options"))
    _common(group, told)
    group.add_argument("--version", dest="wants_version", action="store_true", help=told("help_version"))
    return root, built


def _common(
    group: "argparse._ArgumentGroup", told: Callable[[str], str], languages: Sequence[str] = LANGUAGES
) -> None:
    """Options that may stand before or after the command: unset ones must not overwrite what came before."""
    nothing = argparse.SUPPRESS
    group.add_argument(
        "--lang",
        metavar="|".join(languages),
        default=nothing,
        help=told("table_lang" if BOTH in languages else "help_lang"),
    )
    group.add_argument(
        "-h", "--help", dest="wants_help", action="store_true", default=nothing, help=told("help_help")
    )


class _Parser(argparse.ArgumentParser):
    """Raises instead of ending the process, and takes no abbreviated options."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(exit_on_error=False, allow_abbrev=False, **settings)

    def error(self, message: str) -> NoReturn:
        raise UsageError(Text(en=message, vi=message), self.prog)


def _explained(error: argparse.ArgumentError, language: str) -> Text:
    name = error.argument_name or ""
    if name == say("cli.command").say(language):
        word = error.message.partition("'")[2].partition("'")[0]
        return _close(say("cli.unknown_command", command=word), word, [each.name for each in COMMANDS])
    if "expected one argument" in error.message:
        return say("cli.option_wants_value", option=name)
    if "ignored explicit argument" in error.message:
        return say("cli.option_without_value", option=name)
    return Text(vi=f"{name}: {error.message}", en=f"{name}: {error.message}")


def _close(message: Text, word: str, known: Sequence[str]) -> Text:
    close = nearest(word, known)
    return say("cli.did_you_mean", message=message, close=close) if close else message
