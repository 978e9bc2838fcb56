"""Every statement on the store's tables. Parameters are marked `?`; the dialect translates."""

from collections.abc import Sequence

SCHEMA_VERSION = "SELECT max(version) FROM workflow_schema"
ADD_SCHEMA_VERSION = "INSERT INTO workflow_schema (version) VALUES (?)"

DEFINITION = "SELECT workflow, version, document FROM workflow_definition WHERE digest = ?"
DEFINITIONS_OF_VERSION = (
    "SELECT digest, behaviour, document_sha256 FROM workflow_definition WHERE workflow = ? AND version = ?"
)
ADD_DEFINITION = (
    "INSERT INTO workflow_definition (digest, workflow, version, behaviour, document, document_sha256)"
    " VALUES (?, ?, ?, ?, ?, ?)"
)
MEND_TEXTS = "UPDATE workflow_definition SET document = ?, document_sha256 = ? WHERE digest = ?"
# A row that is always there: who holds it adds definitions, and whoever sees an older moment is turned away.
HOLD_DEFINITIONS = "UPDATE workflow_schema SET version = version WHERE version = 1"
DEFINITIONS = "SELECT digest FROM workflow_definition ORDER BY digest"
DEFINITIONS_OF_WORKFLOW = "SELECT digest FROM workflow_definition WHERE workflow = ? ORDER BY digest"

_IDS = "SELECT id FROM workflow_case"
_COUNTS = "SELECT state, count(*) FROM workflow_case"
CASES = "SELECT id, definition, workflow, version, state, seq, due, unit, document, head FROM workflow_case"
CASE = f"{CASES} WHERE id = ?"
# Where there are several writers: held, and read as it then stands.
HELD_CASE = f"{CASE} FOR UPDATE"
OF_DEFINITIONS = " AND definition = ANY(?) FOR UPDATE"
HELD_CASE_OF = f"{CASE}{OF_DEFINITIONS}"


def with_standing(gathered: str, held: str = "") -> str:
    """A case, and which of its personal values are not erased: `gathered` from their rows."""
    beside = (
        f"SELECT {gathered} FROM workflow_personal WHERE case_id = workflow_case.id AND value IS NOT NULL"  # noqa: S608
    )
    return CASE.replace(" FROM", f", ({beside}) FROM", 1) + held


_DUE = "WHERE due <= ? AND (due, id) > (?, ?) ORDER BY due, id LIMIT ?"
CASES_DUE = f"{CASES} {_DUE}"
IDS_DUE = f"SELECT due, id FROM workflow_case {_DUE}"  # noqa: S608 - a constant


# Where there are several writers: held in the order in which ids are sorted elsewhere, that of their characters.
HOLD_CASES = 'SELECT id FROM workflow_case WHERE id = ANY(?) ORDER BY id COLLATE "C" FOR UPDATE'


def page_of(conditions: Sequence[str]) -> str:
    """Of the cases of each condition those after an id, so many; and of all of these the first, so many."""
    parts = " UNION ALL ".join(
        f"SELECT id FROM ({_IDS}{_where(each, 'id > ?')} ORDER BY id LIMIT ?) AS part{number}"  # noqa: S608 - marks
        for number, each in enumerate(conditions)
    )
    return f"{CASES} WHERE id IN (SELECT id FROM ({parts}) AS parts ORDER BY id LIMIT ?) ORDER BY id"  # noqa: S608


def count_of(conditions: Sequence[str]) -> str:
    """How many cases of each condition there are in each leaf."""
    return " UNION ALL ".join(f"{_COUNTS}{_where(each)} GROUP BY state" for each in conditions)


def _where(*conditions: str) -> str:
    wanted = " AND ".join(each for each in conditions if each)
    return f" WHERE {wanted}" if wanted else ""


# Each unit that cases have, found by one step in the index a unit.
UNITS = """
WITH RECURSIVE found (unit) AS (
  SELECT min(unit) FROM workflow_case
  UNION ALL SELECT (SELECT min(unit) FROM workflow_case WHERE unit > found.unit) FROM found WHERE unit IS NOT NULL
) SELECT unit FROM found WHERE unit IS NOT NULL"""
ADD_CASE = (
    "INSERT INTO workflow_case (definition, workflow, version, state, seq, due, unit, document, head, id)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
SET_CASE = (
    "UPDATE workflow_case SET definition = ?, workflow = ?, version = ?, state = ?, seq = ?, due = ?, unit = ?,"
    " document = ?, head = ? WHERE id = ? AND seq = ?"
)

# An update that changes nothing holds the row on every database, and is the first write of a transaction on SQLite.
HOLD_CASE = "UPDATE workflow_case SET seq = seq WHERE id = ?"
LINKS = "SELECT field, target FROM workflow_link WHERE case_id = ? ORDER BY field"
ADD_LINK = "INSERT INTO workflow_link (case_id, field, target) VALUES (?, ?, ?)"
DROP_LINKS = "DELETE FROM workflow_link WHERE case_id = ?"
_TARGETS = "SELECT DISTINCT target FROM workflow_link WHERE case_id IN"


def targets(count: int) -> str:
    """What so many cases refer to."""
    return f"{_TARGETS} ({', '.join('?' * count)})"


_LINKED = (
    "FROM workflow_link JOIN workflow_case ON id = case_id WHERE target = ? AND field = ? AND workflow = ?"
)
COUNT_LINKED = (
    f"SELECT definition, state, count(*) {_LINKED} AND (due IS NULL OR due > ?) GROUP BY definition, state"
)
LINKED_DUE = f"{CASES.partition(' FROM ')[0]} {_LINKED} AND due <= ?"

_ENTRY = "SELECT case_id, seq, key, event, at, recorded, document, hash FROM workflow_entry"
_EVENTS = "SELECT case_id, event FROM workflow_entry WHERE case_id"
ENTRIES = f"{_ENTRY} WHERE case_id = ? ORDER BY seq"
IDS_OF_VERSION = f"{_IDS} WHERE workflow = ? AND version = ? AND id > ? ORDER BY id LIMIT ?"
ENTRY_WITH_KEY = f"{_ENTRY} WHERE case_id = ? AND key = ?"
ADD_ENTRY = (
    "INSERT INTO workflow_entry (case_id, seq, key, event, at, recorded, document, hash)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)

PERSONAL = "SELECT seq, field, value, commitment_key FROM workflow_personal WHERE case_id = ? ORDER BY seq"
_PERSONAL_OF = "SELECT case_id, seq, field, value, commitment_key FROM workflow_personal WHERE case_id IN"


def events_of(count: int) -> str:
    """The events in the histories of so many cases."""
    return f"{_EVENTS} IN ({', '.join('?' * count)}) ORDER BY case_id, seq"


def entries_of(count: int) -> str:
    """The histories of so many cases."""
    return f"{_ENTRY} WHERE case_id IN ({', '.join('?' * count)}) ORDER BY case_id, seq"


def ids_of(workflow: bool) -> str:  # noqa: FBT001 - says whether a workflow is asked for
    """The ids after one, so many, of a workflow or of all."""
    return f"{_IDS}{_where('workflow = ?' if workflow else '', 'id > ?')} ORDER BY id LIMIT ?"


def personal_of(count: int) -> str:
    """The personal values of so many cases."""
    return f"{_PERSONAL_OF} ({', '.join('?' * count)}) ORDER BY case_id, seq"


ADD_PERSONAL = (
    "INSERT INTO workflow_personal (case_id, seq, field, value, commitment_key) VALUES (?, ?, ?, ?, ?)"
)
_ERASE = (
    "UPDATE workflow_personal SET value = NULL, commitment_key = NULL WHERE value IS NOT NULL AND case_id = ?"
)
ERASE = _ERASE
ERASE_FIELD = f"{_ERASE} AND field = ?"
ERASE_ERRORS = "UPDATE workflow_parked SET error = '' WHERE case_id = ?"
