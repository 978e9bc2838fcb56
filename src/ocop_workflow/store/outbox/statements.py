"""Every statement on the tables of consumers, and on the history in the order of positions."""

LAST = "SELECT max(position) FROM workflow_entry"

# Whoever may still commit an entry: an INSERT holds this lock from before its position is given until its transaction
# ends. A prepared transaction has no process, and another name than before it was prepared.
WRITERS = (
    "SELECT virtualtransaction, pid FROM pg_locks WHERE locktype = 'relation'"
    " AND relation = 'workflow_entry'::regclass AND mode = 'RowExclusiveLock' AND granted"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    " AND pid IS DISTINCT FROM pg_backend_pid()"
)
ISOLATION = "SHOW transaction_isolation"

_ENTRY = "e.case_id, e.seq, e.key, e.event, e.at, e.recorded, e.document, e.hash FROM workflow_entry e"
ENTRIES = (
    f"SELECT e.position, p.position, {_ENTRY}"
    " LEFT JOIN workflow_parked p ON p.consumer = ? AND p.case_id = e.case_id"
    " WHERE e.position > ? AND e.position <= ? ORDER BY e.position LIMIT ?"
)
ENTRIES_OF_CASE = (
    f"SELECT e.position, NULL, {_ENTRY}"
    " WHERE e.case_id = ? AND e.position >= ? AND e.position <= ? ORDER BY e.position LIMIT ?"
)
_PERSONAL = (
    "SELECT e.position, p.seq, p.field, p.value, p.commitment_key FROM workflow_entry e"
    " JOIN workflow_personal p ON p.case_id = e.case_id AND p.seq = e.seq"
)
PERSONAL = f"{_PERSONAL} WHERE e.position >= ? AND e.position <= ?"
PERSONAL_OF_CASE = f"{_PERSONAL} WHERE e.case_id = ? AND e.position >= ? AND e.position <= ?"

CONSUMERS = "SELECT name FROM workflow_consumer ORDER BY name"
CONSUMER = "SELECT position, holder, until FROM workflow_consumer WHERE name = ?"
ADD_CONSUMER = "INSERT INTO workflow_consumer (name, position) VALUES (?, ?) ON CONFLICT DO NOTHING"
# Whatever lies too far ahead was written down while a clock was wrong.
CLAIM = (
    "UPDATE workflow_consumer SET holder = ?, until = ?"
    " WHERE name = ? AND (holder IS NULL OR until <= ? OR until > ?)"
)
SAVE = "UPDATE workflow_consumer SET position = ?, holder = ?, until = ? WHERE name = ? AND holder = ?"

LAG = "SELECT count(*) FROM workflow_entry WHERE position > ?"
BEHIND = (
    "SELECT count(*) FROM workflow_parked p JOIN workflow_entry e ON e.case_id = p.case_id"
    " WHERE p.consumer = ? AND e.position >= p.position AND e.position <= ?"
)
DEAD = "SELECT count(*) FROM workflow_parked WHERE consumer = ? AND due IS NULL"

_DUE = "FROM workflow_parked WHERE consumer = ? AND (due <= ? OR due > ?)"
DUE = f"SELECT case_id, position, attempts {_DUE} ORDER BY due, case_id LIMIT ?"
ANY_DUE = f"SELECT count(*) {_DUE}"
PARK = "INSERT INTO workflow_parked (position, attempts, due, error, consumer, case_id) VALUES (?, ?, ?, ?, ?, ?)"
# Whoever dismissed or redelivered an entry meanwhile has the last word on it.
PARK_AGAIN = (
    "UPDATE workflow_parked SET position = ?, attempts = ?, due = ?, error = ?"
    " WHERE consumer = ? AND case_id = ? AND position = ?"
)
TAKE_OUT = "DELETE FROM workflow_parked WHERE consumer = ? AND case_id = ?"

_PARKED = "FROM workflow_parked p JOIN workflow_entry e ON e.position = p.position WHERE p.consumer = ?"
DEAD_LETTERS = (
    f"SELECT p.position, e.case_id, e.seq, e.event, p.attempts, p.error {_PARKED}"
    " AND p.due IS NULL ORDER BY p.position"
)
REDELIVER_ALL = "UPDATE workflow_parked SET attempts = 0, due = ? WHERE due IS NULL AND consumer = ?"
REDELIVER = "UPDATE workflow_parked SET attempts = 0, due = ? WHERE consumer = ? AND position = ?"
# What stands behind goes on; the row goes only once that was delivered, by whoever delivers.
DISMISS = (
    "UPDATE workflow_parked SET position = position + 1, attempts = 0, due = ?, error = ''"
    " WHERE consumer = ? AND position = ?"
)
