-- Cases, their histories, the definitions they run on, and personal values beside the history.
-- Statements are separated by blank lines. Instants are ISO 8601 in UTC with microseconds, so that text sorts as time.

CREATE TABLE workflow_schema (
  version INTEGER PRIMARY KEY
);

-- The whole definition with its parameter values; `behaviour` is the same for every set of values.
CREATE TABLE workflow_definition (
  digest TEXT PRIMARY KEY,
  workflow TEXT NOT NULL,
  version TEXT NOT NULL,
  behaviour TEXT NOT NULL,
  document TEXT NOT NULL,
  document_sha256 TEXT NOT NULL
);

CREATE INDEX workflow_definition_version ON workflow_definition (workflow, version);

CREATE TRIGGER workflow_definition_stays BEFORE UPDATE OF digest, workflow, version, behaviour ON workflow_definition
BEGIN
  SELECT RAISE(ABORT, 'workflow_definition: a definition is immutable');
END;

CREATE TABLE workflow_case (
  id TEXT PRIMARY KEY,
  definition TEXT NOT NULL REFERENCES workflow_definition (digest),
  workflow TEXT NOT NULL,
  version TEXT NOT NULL,
  state TEXT NOT NULL,
  seq INTEGER NOT NULL,
  due TEXT,
  unit TEXT,
  document TEXT NOT NULL,
  head TEXT NOT NULL
);

CREATE INDEX workflow_case_state ON workflow_case (definition, state);

CREATE INDEX workflow_case_due ON workflow_case (due, id) WHERE due IS NOT NULL;

-- The history is the outbox, too, and holds the idempotency keys. The case follows its entry, hence deferred.
CREATE TABLE workflow_entry (
  case_id TEXT NOT NULL REFERENCES workflow_case (id) DEFERRABLE INITIALLY DEFERRED,
  seq INTEGER NOT NULL,
  key TEXT,
  event TEXT NOT NULL,
  at TEXT NOT NULL,
  recorded TEXT NOT NULL,
  document TEXT NOT NULL,
  hash TEXT NOT NULL,
  PRIMARY KEY (case_id, seq),
  UNIQUE (case_id, key)
);

CREATE TRIGGER workflow_entry_not_updated BEFORE UPDATE ON workflow_entry
BEGIN
  SELECT RAISE(ABORT, 'workflow_entry: the history is append-only');
END;

CREATE TRIGGER workflow_entry_not_deleted BEFORE DELETE ON workflow_entry
BEGIN
  SELECT RAISE(ABORT, 'workflow_entry: the history is append-only');
END;

-- INSERT OR REPLACE deletes without firing the trigger above.
CREATE TRIGGER workflow_entry_not_replaced BEFORE INSERT ON workflow_entry
WHEN EXISTS (
  SELECT 1 FROM workflow_entry WHERE case_id = NEW.case_id AND (seq = NEW.seq OR key = NEW.key)
)
BEGIN
  SELECT RAISE(ABORT, 'workflow_entry: the history is append-only');
END;

-- What entries hold commitments to. Erasing makes a value and its key null; that there
-- was a value is history.
CREATE TABLE workflow_personal (
  case_id TEXT NOT NULL,
  seq INTEGER NOT NULL,
  field TEXT NOT NULL,
  value TEXT,
  commitment_key TEXT,
  PRIMARY KEY (case_id, seq, field),
  FOREIGN KEY (case_id, seq) REFERENCES workflow_entry (case_id, seq)
);
