-- Which cases a case refers to, by data field, as its document has it: to be found from the other side.

CREATE TABLE workflow_link (
  case_id TEXT COLLATE "C" NOT NULL REFERENCES workflow_case (id),
  field TEXT COLLATE "C" NOT NULL,
  target TEXT COLLATE "C" NOT NULL REFERENCES workflow_case (id),
  PRIMARY KEY (case_id, field)
);

CREATE INDEX workflow_link_target ON workflow_link (target, field);
