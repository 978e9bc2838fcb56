"""Statements that go through a whole store, some rows at a time; `?` marks parameters, as everywhere."""

IDS = "SELECT id FROM workflow_case WHERE id > ? ORDER BY id LIMIT ?"
HEADS = "SELECT id, seq, head FROM workflow_case WHERE id > ? ORDER BY id LIMIT ?"
DEFINITIONS = (
    "SELECT digest, workflow, version, behaviour, document, document_sha256 FROM workflow_definition"
    " WHERE digest > ? ORDER BY digest LIMIT ?"
)
DEFINITIONS_KEPT = (
    "SELECT digest, workflow, version FROM workflow_definition WHERE digest > ? ORDER BY digest LIMIT ?"
)
DEFINITION_KEPT = "SELECT digest FROM workflow_definition WHERE digest = ?"
DEFINITIONS_WHOLE = (
    "SELECT digest, workflow, version, behaviour, document, document_sha256 FROM workflow_definition"
    " WHERE workflow = ? AND version = ?"
)
VERSIONS_TWICE = (
    "SELECT workflow, version FROM workflow_definition GROUP BY workflow, version HAVING count(DISTINCT behaviour) > 1"
    " ORDER BY workflow, version"
)
CASE_DOCUMENTS = "SELECT id, document FROM workflow_case WHERE id > ? ORDER BY id LIMIT ?"
ENTRIES_APPENDED = (
    "SELECT position, case_id, seq, key, document, hash FROM workflow_entry WHERE position > ?"
    " ORDER BY position LIMIT ?"
)
LINKS_BY_CASE = (
    "SELECT case_id, field, target FROM workflow_link WHERE (case_id, field) > (?, ?)"
    " ORDER BY case_id, field LIMIT ?"
)
ENTRY = "SELECT document, hash, key FROM workflow_entry WHERE case_id = ? AND seq = ?"
LINK = "SELECT target FROM workflow_link WHERE case_id = ? AND field = ?"

# What refers to a row that is not there: the case it speaks of, the entry.
_NO_CASE = "LEFT JOIN workflow_case ON id = case_id WHERE id IS NULL AND case_id > ? GROUP BY case_id"
ENTRIES_ALONE = (
    f"SELECT case_id, min(workflow_entry.seq) FROM workflow_entry {_NO_CASE} ORDER BY case_id LIMIT ?"  # noqa: S608 - a constant
)
LINKS_ALONE = (
    "SELECT case_id, NULL FROM workflow_link LEFT JOIN workflow_case a ON a.id = case_id"
    " LEFT JOIN workflow_case b ON b.id = target WHERE (a.id IS NULL OR b.id IS NULL) AND case_id > ?"
    " GROUP BY case_id ORDER BY case_id LIMIT ?"
)
PERSONAL_ALONE = (
    "SELECT p.case_id, min(p.seq) FROM workflow_personal p LEFT JOIN workflow_entry e"
    " ON e.case_id = p.case_id AND e.seq = p.seq WHERE e.seq IS NULL AND p.case_id > ?"
    " GROUP BY p.case_id ORDER BY p.case_id LIMIT ?"
)


def sealed(count: int) -> str:
    """The hashes of so many entries, each named by its case and number."""
    found = "SELECT e.case_id, e.seq, e.hash FROM asked JOIN workflow_entry e"
    return f"{_asked(count)} {found} ON e.case_id = asked.case_id AND e.seq = asked.seq"


def personal(count: int) -> str:
    """The personal values of so many entries, each named by its case and number."""
    found = "SELECT p.case_id, p.seq, field, value, commitment_key FROM asked JOIN workflow_personal p"
    on = "ON p.case_id = asked.case_id AND p.seq = asked.seq ORDER BY p.case_id, p.seq, field"
    return f"{_asked(count)} {found} {on}"


def _asked(count: int) -> str:
    """Pairs to be joined with: SQLite would go through the whole table for each list of pairs behind an IN."""
    return f"WITH asked(case_id, seq) AS (VALUES {', '.join(['(?, ?)'] * count)})"


def known(count: int) -> str:
    """Which of so many cases there are."""
    return f"SELECT id FROM workflow_case WHERE id IN ({', '.join('?' * count)})"  # noqa: S608
