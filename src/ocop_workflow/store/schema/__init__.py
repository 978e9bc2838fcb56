"""The store's tables: numbered .sql files, one folder a database, applied in order inside a transaction."""

from functools import cache
from importlib.resources import files

from ...errors import StoreError
from ...messages import say
from ...messages.system import cause
from .. import statements
from ..link import Link

MISSING = "no such table"  # what SQLite says


def script(dialect: str) -> str:
    """All files for a database's own tools: statements with semicolons, and the versions that they reach."""
    lines = ["BEGIN;"]
    for number, statements_ in enumerate(steps(dialect), 1):
        lines += [f"-- {number:03}.sql", *(f"{statement};" for statement in statements_)]
        lines.append(f"INSERT INTO workflow_schema (version) VALUES ({number});")  # noqa: S608 - a number of ours
    return "\n\n".join([*lines, "COMMIT;"]) + "\n"


@cache
def steps(dialect: str) -> tuple[tuple[str, ...], ...]:
    """The statements of each file, in order. They are separated by blank lines, as triggers have semicolons."""
    folder = files(__package__).joinpath(dialect)
    names = sorted(file.name for file in folder.iterdir() if file.name.endswith(".sql"))
    return tuple(_statements(folder.joinpath(name).read_text("utf-8")) for name in names)


def _statements(text: str) -> tuple[str, ...]:
    blocks = (
        "\n".join(line for line in block.splitlines() if not line.startswith("--"))
        for block in text.split("\n\n")
    )
    return tuple(block.strip().removesuffix(";") for block in blocks if block.strip())


def has_tables(link: Link) -> bool:
    """Whether the store's tables exist; raises StoreError if a later version of the library made them."""
    found = link.one(link.dialect.has_schema)
    if found is None or not found[0]:
        return False
    found_version = _version(link)
    if found_version > last(link):
        raise StoreError(say("store.schema_newer", version=found_version), "schema_newer")
    return True


def last(link: Link) -> int:
    """The version after which there is nothing to make or change."""
    return len(steps(link.dialect.name))


def create_tables(link: Link) -> tuple[int, int]:
    """Create what is missing; the schema's version before (0: no tables) and after.

    One statement at a time, as `executescript` would commit the host's transaction.
    """
    newest = last(link)
    done = version(link)
    if done == newest:
        return done, newest
    link.lock("ocop-workflow: schema")
    done = version(link)  # someone else may have been first
    if not done and has_tables(
        link
    ):  # and this transaction sees an older moment: begun anew, it will see them
        raise StoreError(say("store.busy", detail="workflow_schema"), "busy")
    for number, statements_ in enumerate(steps(link.dialect.name)[done:], done + 1):
        for statement in statements_:
            _made(link, statement, first=number == 1)
        link.run(statements.ADD_SCHEMA_VERSION, number)
    return done, newest


def _made(link: Link, statement: str, *, first: bool) -> None:
    try:
        link.run(statement)
    except link.errors as error:
        if first and link.is_foreign(error):
            raise _foreign(error) from error
        raise


def _foreign(error: Exception | None = None) -> StoreError:
    """What to raise where tables of these names are another program's."""
    detail = "workflow_schema" if error is None else cause(error)
    return StoreError(say("store.foreign_tables", detail=detail), "foreign_tables")


def version(link: Link) -> int:
    """The number of the last file that was run, 0 without tables; raises StoreError as `has_tables` does."""
    return _current(link) or (_version(link) if has_tables(link) else 0)


def _current(link: Link) -> int:
    """The version, where one statement tells that it is the last; 0 where more has to be asked.

    A host's store asks before each event. A statement that fails would be the end of a transaction of PostgreSQL's.
    """
    if not link.dialect.one_writer:
        return 0
    try:
        row = link.one(statements.SCHEMA_VERSION)
    except link.errors as error:
        if MISSING in str(error) or link.is_foreign(error):
            return 0
        raise
    return last(link) if row == (last(link),) else 0


def _version(link: Link) -> int:
    try:
        row = link.one(statements.SCHEMA_VERSION)
    except link.errors as error:
        if link.is_foreign(error):
            raise _foreign(error) from error
        raise
    found = row[0] if row else None
    if isinstance(found, int) or (found is None and not link.dialect.one_writer):
        return found or 0
    raise _foreign()
