"""What a line of an export says, as the store itself would write it; ValueError for whatever has another form."""

from ...case import Case, Entry
from ...engine import entry_from_document
from ...model.canonical import canonical
from .. import records
from ..link import Link, Row
from ..rows import CaseRow, case_values, document_of, entry_values, read_case
from ..verify import Machines

MOST = 2**31  # entries of one case


def entry_of(document: str, hash_: str, key: str | None) -> tuple[Entry, Row]:
    """The entry of a document, and its row; its hash is not looked at."""
    try:
        read = document_of(document)
        entry = entry_from_document(read, hash_)
        row = entry_values(entry, key)
        fits = canonical(read).decode() == document == row[6]
    except Exception as error:  # a damaged document may break anything that reads it
        raise ValueError(document) from error
    if not fits or [type(row[0]), type(row[1]), type(row[3])] != [str, int, str] or not 0 < entry.seq < MOST:
        raise ValueError(document)
    return entry, row


def case_of(link: Link, machines: Machines, case_id: str, document: str) -> tuple[Case, CaseRow]:
    """The case of a document, and its row; StoreError for one of a definition that is not there."""
    seq, _, definition = end_of(document)
    machine = machines.of(link, definition)
    personal = records.personal_rows(link, case_id)
    try:
        row = CaseRow(case_id, definition, "", "", "", seq, None, None, document, "")
        case = read_case(machine, row, personal)
        *columns, own_id = case_values(machine, case)
    except Exception as error:  # as above
        raise ValueError(document) from error
    return case, CaseRow(own_id, *columns)


def end_of(document: str) -> tuple[int, str, str]:
    """Number and hash of the last entry, and the definition, as the document of a case has them."""
    read = document_of(document)
    seq, head, definition = (read.get(part) for part in ("seq", "head", "definition"))
    if type(seq) is not int or not 0 < seq < MOST or type(head) is not str or type(definition) is not str:
        raise ValueError(document)
    return seq, head, definition
