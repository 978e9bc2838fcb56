-- Cases, their histories, the definitions they run on, and personal values beside the history.
-- Statements are separated by blank lines. Instants are ISO 8601 in UTC with microseconds, so that text sorts as time.
-- Text sorts by its bytes where the store asks for an order, whatever the database's own collation is.

CREATE TABLE workflow_schema (
  version INTEGER PRIMARY KEY
);

-- The whole definition with its parameter values; `behaviour` is the same for every set of values.
CREATE TABLE workflow_definition (
  digest TEXT COLLATE "C" PRIMARY KEY,
  workflow TEXT NOT NULL,
  version TEXT NOT NULL,
  behaviour TEXT NOT NULL,
  document TEXT NOT NULL,
  document_sha256 TEXT NOT NULL
);

CREATE INDEX workflow_definition_version ON workflow_definition (workflow, version);

CREATE TABLE workflow_case (
  id TEXT COLLATE "C" PRIMARY KEY,
  definition TEXT COLLATE "C" NOT NULL REFERENCES workflow_definition (digest),
  workflow TEXT NOT NULL,
  version TEXT NOT NULL,
  state TEXT NOT NULL,
  seq BIGINT NOT NULL,
  due TEXT COLLATE "C",
  unit TEXT,
  document TEXT NOT NULL,
  head TEXT NOT NULL
);

CREATE INDEX workflow_case_state ON workflow_case (definition, state);

CREATE INDEX workflow_case_due ON workflow_case (due, id) WHERE due IS NOT NULL;

-- The history is the outbox, too, and holds the idempotency keys. The case follows its entry, hence deferred.
CREATE TABLE workflow_entry (
  case_id TEXT COLLATE "C" NOT NULL REFERENCES workflow_case (id) DEFERRABLE INITIALLY DEFERRED,
  seq BIGINT NOT NULL,
  key TEXT COLLATE "C",
  event TEXT NOT NULL,
  at TEXT NOT NULL,
  recorded TEXT NOT NULL,
  document TEXT NOT NULL,
  hash TEXT NOT NULL,
  PRIMARY KEY (case_id, seq),
  UNIQUE (case_id, key)
);

-- Refused as a broken constraint is, in the words that the trigger gives.
CREATE FUNCTION workflow_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION USING MESSAGE = TG_ARGV[0], ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE TRIGGER workflow_definition_stays BEFORE UPDATE OF digest, workflow, version, behaviour ON workflow_definition
FOR EACH ROW EXECUTE FUNCTION workflow_refuse('workflow_definition: a definition is immutable');

-- An INSERT with ON CONFLICT DO UPDATE fires it as well.
CREATE TRIGGER workflow_entry_not_changed BEFORE UPDATE OR DELETE ON workflow_entry
FOR EACH ROW EXECUTE FUNCTION workflow_refuse('workflow_entry: the history is append-only');

CREATE TRIGGER workflow_entry_not_truncated BEFORE TRUNCATE ON workflow_entry
FOR EACH STATEMENT EXECUTE FUNCTION workflow_refuse('workflow_entry: the history is append-only');

-- What entries hold commitments to. Erasing makes a value and its key null; that there
-- was a value is history.
CREATE TABLE workflow_personal (
  case_id TEXT COLLATE "C" NOT NULL,
  seq BIGINT NOT NULL,
  field TEXT COLLATE "C" NOT NULL,
  value TEXT,
  commitment_key TEXT,
  PRIMARY KEY (case_id, seq, field),
  FOREIGN KEY (case_id, seq) REFERENCES workflow_entry (case_id, seq)
);
