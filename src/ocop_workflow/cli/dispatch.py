"""Which function does a command's work. Each imports what it needs when it is asked for: `--help` loads no database."""

from argparse import Namespace
from collections.abc import Callable, Mapping

from .screen import Screen


def dispatch(given: Namespace, out: Screen, err: Screen) -> int:
    """Run the command that was named; returns the exit code."""
    return COMMANDS[given.command](given, out, err)


def _check(given: Namespace, out: Screen, _: Screen) -> int:
    from .check import check
    from .staffing import Staff

    staff = Staff(given.directory, given.units, given.calendar, given.on)
    told = {"as_json": given.json, "save": given.save, "sarif_file": given.sarif, "junit_file": given.junit}
    return check(out, given.what, given.parameters, staff, **told)


def _run(given: Namespace, out: Screen, err: Screen) -> int:
    from .run import run

    return run(out, err, given.what, given.database, as_json=given.json)


def _history(given: Namespace, out: Screen, err: Screen) -> int:
    from .history import Asked, history

    asked = Asked(given.what, given.database, given.o, given.at, given.directory, given.units, given.calendar)
    return history(out, err, asked, as_json=given.json)


def _due(given: Namespace, out: Screen, _: Screen) -> int:
    from .due import due

    return due(out, given.database, given.until, as_json=given.json)


def _progress(given: Namespace, out: Screen, _: Screen) -> int:
    from .progress import Reported, progress

    return progress(out, Reported(given.what, given.database, given.on, given.format, given.o))


def _outbox(given: Namespace, out: Screen, _: Screen) -> int:
    from .letters import Decided, decide, require_nothing_more
    from .outbox import outbox

    if given.action is not None:
        asked = Decided(given.action, given.database, given.consumer, given.position)
        return decide(out, asked, as_json=given.json)
    require_nothing_more(given.consumer, given.position)
    return outbox(out, given.database, as_json=given.json)


def _explain(given: Namespace, out: Screen, _: Screen) -> int:
    from .explain import Question, explain_case

    named = {"actor": getattr(given, "as"), "directory": given.directory, "at": given.at}
    asked = Question(
        given.what, given.event, given.database, units=given.units, calendar=given.calendar, **named
    )
    return explain_case(out, asked, as_json=given.json)


def _stored(given: Namespace, out: Screen, _: Screen) -> int:
    from .stored import stored

    return stored(given, out)


def _conform(given: Namespace, out: Screen, _: Screen) -> int:
    from .conform import conform_log

    return conform_log(
        out, given.log, given.workflow, given.object_type, given.parameters, as_json=given.json
    )


def _draw(given: Namespace, out: Screen, err: Screen) -> int:
    from .draw import Drawn, draw

    asked = Drawn(
        what=given.what,
        parameters=given.parameters,
        case=given.case,
        heat=given.heat,
        database=given.database,
        scenarios=given.scenarios,
        against=given.against,
        page=given.page,
        format=given.format,
        output=given.o,
    )
    return draw(out, err, asked)


def _diff(given: Namespace, out: Screen, _: Screen) -> int:
    from .diff import diff

    return diff(out, given.old, given.new, as_json=given.json)


def _show(given: Namespace, out: Screen, _: Screen) -> int:
    from .show import show

    return show(out, given.what, resolved=given.resolved)


def _table(given: Namespace, out: Screen, err: Screen) -> int:
    from .table import Tabled, table

    asked = Tabled(given.what, given.parameters, given.format, given.o, given.lang, given.steps, given.check)
    return table(out, err, asked, as_json=given.json)


def _test(given: Namespace, out: Screen, _: Screen) -> int:
    from .suites import Asked, test

    tested = Asked(given.what, given.parameters, given.criterion, given.o, given.mutants, given.mutants_min)
    return test(out, tested, as_json=given.json)


def _migrate(given: Namespace, out: Screen, err: Screen) -> int:
    from .migrate import Asked, migrate_cases

    asked = Asked(
        given.plan,
        given.database,
        getattr(given, "as"),
        given.parameters,
        given.report,
        given.units,
        given.calendar,
        given.check,
        given.dry_run,
    )
    return migrate_cases(out, err, asked, as_json=given.json)


def _new(given: Namespace, out: Screen, _: Screen) -> int:
    from .new import new

    return new(out, given.name, getattr(given, "from"))  # an argument of that name is no attribute


def _schema(given: Namespace, out: Screen, _: Screen) -> int:
    from .schema import print_schema

    return print_schema(out, given.what, given.event)


def _demo(given: Namespace, out: Screen, err: Screen) -> int:
    from .demo import demo

    return demo(out, err, given.database, as_json=given.json)


COMMANDS: Mapping[str, Callable[[Namespace, Screen, Screen], int]] = {
    "check": _check,
    "run": _run,
    "history": _history,
    "due": _due,
    "progress": _progress,
    "outbox": _outbox,
    "explain": _explain,
    "checkpoint": _stored,
    "verify": _stored,
    "export": _stored,
    "import": _stored,
    "db": _stored,
    "conform": _conform,
    "draw": _draw,
    "diff": _diff,
    "show": _show,
    "table": _table,
    "test": _test,
    "migrate": _migrate,
    "new": _new,
    "schema": _schema,
    "demo": _demo,
}
