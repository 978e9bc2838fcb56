-- A position of each entry, in the order in which entries were appended, and how far each consumer has got.

-- Row ids alone do not survive a VACUUM. Rows are set aside and come back into tables of the old name: no name is
-- changed, at which SQLite would refuse whatever view of its own a host has on the table.
CREATE TABLE workflow_entry_before (
  position INTEGER PRIMARY KEY,
  case_id, seq, key, event, at, recorded, document, hash
);

INSERT INTO workflow_entry_before (case_id, seq, key, event, at, recorded, document, hash)
SELECT case_id, seq, key, event, at, recorded, document, hash FROM workflow_entry ORDER BY rowid;

CREATE TABLE workflow_personal_before (case_id, seq, field, value, commitment_key);

INSERT INTO workflow_personal_before (case_id, seq, field, value, commitment_key)
SELECT case_id, seq, field, value, commitment_key FROM workflow_personal ORDER BY rowid;

DROP TABLE workflow_personal;

DROP TABLE workflow_entry;

-- The history is the outbox, too, and holds the idempotency keys. The case follows its entry, hence deferred.
CREATE TABLE workflow_entry (
  position INTEGER PRIMARY KEY CHECK (position > 0),
  case_id TEXT NOT NULL REFERENCES workflow_case (id) DEFERRABLE INITIALLY DEFERRED,
  seq INTEGER NOT NULL,
  key TEXT,
  event TEXT NOT NULL,
  at TEXT NOT NULL,
  recorded TEXT NOT NULL,
  document TEXT NOT NULL,
  hash TEXT NOT NULL,
  UNIQUE (case_id, seq),
  UNIQUE (case_id, key)
);

CREATE TABLE workflow_personal (
  case_id TEXT NOT NULL,
  seq INTEGER NOT NULL,
  field TEXT NOT NULL,
  value TEXT,
  commitment_key TEXT,
  PRIMARY KEY (case_id, seq, field),
  FOREIGN KEY (case_id, seq) REFERENCES workflow_entry (case_id, seq)
);

INSERT INTO workflow_entry (position, case_id, seq, key, event, at, recorded, document, hash)
SELECT position, case_id, seq, key, event, at, recorded, document, hash FROM workflow_entry_before ORDER BY position;

INSERT INTO workflow_personal (case_id, seq, field, value, commitment_key)
SELECT case_id, seq, field, value, commitment_key FROM workflow_personal_before ORDER BY rowid;

DROP TABLE workflow_personal_before;

DROP TABLE workflow_entry_before;

CREATE TRIGGER workflow_entry_not_updated BEFORE UPDATE ON workflow_entry
BEGIN
  SELECT RAISE(ABORT, 'workflow_entry: the history is append-only');
END;

CREATE TRIGGER workflow_entry_not_deleted BEFORE DELETE ON workflow_entry
BEGIN
  SELECT RAISE(ABORT, 'workflow_entry: the history is append-only');
END;

-- INSERT OR REPLACE deletes without firing the trigger above. A position that is not given is not above 0 here; one
-- that is given comes after all others, as consumers do not go back.
CREATE TRIGGER workflow_entry_not_replaced BEFORE INSERT ON workflow_entry
WHEN (NEW.position > 0 AND EXISTS (SELECT 1 FROM workflow_entry WHERE position >= NEW.position)) OR EXISTS (
  SELECT 1 FROM workflow_entry WHERE case_id = NEW.case_id AND (seq = NEW.seq OR key = NEW.key)
)
BEGIN
  SELECT RAISE(ABORT, 'workflow_entry: the history is append-only');
END;

-- `position`: all entries up to it were delivered, or are set aside below. `holder` delivers until then, alone.
CREATE TABLE workflow_consumer (
  name TEXT PRIMARY KEY,
  position INTEGER NOT NULL,
  holder TEXT,
  until TEXT
);

-- A case's entries from `position` on, which wait for the first of them. `due` is its next try; null: a dead letter.
CREATE TABLE workflow_parked (
  consumer TEXT NOT NULL REFERENCES workflow_consumer (name),
  case_id TEXT NOT NULL REFERENCES workflow_case (id),
  position INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  due TEXT,
  error TEXT NOT NULL,
  PRIMARY KEY (consumer, case_id)
);

CREATE INDEX workflow_parked_due ON workflow_parked (consumer, due);

DROP INDEX workflow_case_state;

CREATE INDEX workflow_case_state ON workflow_case (definition, state, id);

CREATE INDEX workflow_case_unit ON workflow_case (unit, state, id);

CREATE INDEX workflow_case_workflow ON workflow_case (workflow, id);
