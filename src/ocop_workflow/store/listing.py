"""Finding cases: by workflow and by state, in batches."""

from collections.abc import Iterator

from ..case import Case
from ..errors import StoreError
from ..messages import say
from . import records, statements
from .definitions import Definitions
from .host import Host
from .owned import Owned
from .rows import CaseRow

Query = tuple[str, tuple[object, ...]]  # a statement, and its parameters between the last id and the limit


def cases(
    session: Owned | Host, definitions: Definitions, workflow: str | None, state: str | None, size: int
) -> Iterator[Case]:
    """See `Store.cases`; the names are checked at once, the cases are read as they are asked for."""
    if state is not None:
        queries = _in_state(session, definitions, workflow, state)
    elif workflow is not None:
        queries = [(statements.CASES_OF_WORKFLOW, (workflow,))]
    else:
        queries = [(statements.CASES, ())]
    return _read(session, definitions, queries, size)


def _in_state(
    session: Owned | Host, definitions: Definitions, workflow: str | None, state: str
) -> list[Query]:
    queries: list[Query] = []
    with session.reading() as link:
        if workflow is None:
            known = link.rows(statements.DEFINITIONS)
        else:
            known = link.rows(statements.DEFINITIONS_OF_WORKFLOW, workflow)
        for (name,) in known:
            members = definitions.workflow(link, name).machine.table.tree.members
            queries += [(statements.CASES_IN_STATE, (name, leaf)) for leaf in members.get(state, ())]
    if known and not queries:
        raise StoreError(say("store.unknown_state", state=state), "unknown_state")
    return queries


def _read(session: Owned | Host, definitions: Definitions, queries: list[Query], size: int) -> Iterator[Case]:
    for statement, parameters in queries:
        last = ""
        while True:
            with session.reading() as link:
                rows = link.rows(statement, last, *parameters, size)
                found = []
                for row in (CaseRow(*each) for each in rows):
                    machine = definitions.workflow(link, row.definition).machine
                    found.append(records.the_case(link, machine, row))
            yield from found
            if len(rows) < size:
                break
            last = found[-1].id
