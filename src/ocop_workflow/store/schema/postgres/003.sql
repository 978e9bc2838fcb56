-- A position of each entry, in the order in which entries were appended, and how far each consumer has got.

ALTER TABLE workflow_entry ADD COLUMN position BIGINT;

ALTER TABLE workflow_entry DISABLE TRIGGER workflow_entry_not_changed;

-- Rows lie in no order. Clocks may have gone back, but not so that a case's entries come in another order than theirs.
UPDATE workflow_entry SET position = placed.number
FROM (
  SELECT case_id, seq, row_number() OVER (ORDER BY reached, case_id, seq) AS number
  FROM (
    SELECT case_id, seq, max(recorded COLLATE "C") OVER (PARTITION BY case_id ORDER BY seq) AS reached
    FROM workflow_entry
  ) AS timed
) AS placed
WHERE workflow_entry.case_id = placed.case_id AND workflow_entry.seq = placed.seq;

ALTER TABLE workflow_entry ENABLE TRIGGER workflow_entry_not_changed;

ALTER TABLE workflow_entry ALTER COLUMN position SET NOT NULL;

-- One number at a time: numbers that a connection keeps for later would come after what others append meanwhile.
ALTER TABLE workflow_entry ALTER COLUMN position ADD GENERATED ALWAYS AS IDENTITY (CACHE 1);

SELECT setval(pg_get_serial_sequence('workflow_entry', 'position'), max(position))
FROM workflow_entry HAVING count(*) > 0;

CREATE UNIQUE INDEX workflow_entry_position ON workflow_entry (position);

-- `position`: all entries up to it were delivered, or are set aside below. `holder` delivers until then, alone.
CREATE TABLE workflow_consumer (
  name TEXT COLLATE "C" PRIMARY KEY,
  position BIGINT NOT NULL,
  holder TEXT,
  until TEXT COLLATE "C"
);

-- A case's entries from `position` on, which wait for the first of them. `due` is its next try; null: a dead letter.
CREATE TABLE workflow_parked (
  consumer TEXT COLLATE "C" NOT NULL REFERENCES workflow_consumer (name),
  case_id TEXT COLLATE "C" NOT NULL REFERENCES workflow_case (id),
  position BIGINT NOT NULL,
  attempts INTEGER NOT NULL,
  due TEXT COLLATE "C",
  error TEXT NOT NULL,
  PRIMARY KEY (consumer, case_id)
);

CREATE INDEX workflow_parked_due ON workflow_parked (consumer, due);

DROP INDEX workflow_case_state;

CREATE INDEX workflow_case_state ON workflow_case (definition, state, id);

CREATE INDEX workflow_case_unit ON workflow_case (unit, state, id);

CREATE INDEX workflow_case_workflow ON workflow_case (workflow, id);
