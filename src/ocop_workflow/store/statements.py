"""Every statement on the store's tables. Parameters are marked `?`; the dialect translates."""

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
DEFINITIONS = "SELECT digest FROM workflow_definition ORDER BY digest"
DEFINITIONS_OF_WORKFLOW = "SELECT digest FROM workflow_definition WHERE workflow = ? ORDER BY digest"

_CASE = "SELECT id, definition, workflow, version, state, seq, due, unit, document, head FROM workflow_case"
CASE = f"{_CASE} WHERE id = ?"
CASES = f"{_CASE} WHERE id > ? ORDER BY id LIMIT ?"
CASES_OF_WORKFLOW = f"{_CASE} WHERE id > ? AND workflow = ? ORDER BY id LIMIT ?"
CASES_IN_STATE = f"{_CASE} WHERE id > ? AND definition = ? AND state = ? ORDER BY id LIMIT ?"
_DUE = "WHERE due <= ? AND (due, id) > (?, ?) ORDER BY due, id LIMIT ?"
CASES_DUE = f"{_CASE} {_DUE}"
IDS_DUE = f"SELECT due, id FROM workflow_case {_DUE}"  # noqa: S608 - a constant
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
LINKED_DUE = f"{_CASE.partition(' FROM ')[0]} {_LINKED} AND due <= ?"

_ENTRY = "SELECT case_id, seq, key, event, at, recorded, document, hash FROM workflow_entry"
ENTRIES = f"{_ENTRY} WHERE case_id = ? ORDER BY seq"
ENTRY_WITH_KEY = f"{_ENTRY} WHERE case_id = ? AND key = ?"
ADD_ENTRY = (
    "INSERT INTO workflow_entry (case_id, seq, key, event, at, recorded, document, hash)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)

PERSONAL = "SELECT seq, field, value, commitment_key FROM workflow_personal WHERE case_id = ? ORDER BY seq"
ADD_PERSONAL = (
    "INSERT INTO workflow_personal (case_id, seq, field, value, commitment_key) VALUES (?, ?, ?, ?, ?)"
)
_ERASE = (
    "UPDATE workflow_personal SET value = NULL, commitment_key = NULL WHERE value IS NOT NULL AND case_id = ?"
)
ERASE = _ERASE
ERASE_FIELD = f"{_ERASE} AND field = ?"
