"""What differs between databases, in one place: how to begin, how parameters are marked, where the schema is."""

import json
from collections.abc import Collection
from functools import lru_cache
from typing import cast

from attrs import frozen

from .statements import CASES, OF_DEFINITIONS, with_standing


@frozen
class Dialect:
    """A database: its name (the folder of its schema), how transactions begin, its parameter mark, how it locks.

    `one_writer`: a transaction that writes has no other beside it, so that what it read stays so. `lock` takes a
    name and lets nobody else take the same until the transaction ends; empty where there is one writer.
    `settle` changes nothing, and is written and synced all the same; empty where only what is synced can be read.
    `implicit`: the driver begins by itself, before the first statement of a connection not in autocommit mode.
    `cases` reads the cases whose ids `among` gives, with one text of the statement however many they are.
    `claimed` reads a case with which of its personal values stand; where there are several writers it holds it, if
    its definition is one of those that are given, too.
    `field` is a data field of a case's document as an expression, to be compared with what `scalar` gives.
    """

    name: str
    begin: str
    begin_reading: str
    mark: str
    has_schema: str
    field: str
    cases: str
    claimed: str
    one_writer: bool = True
    lock: str = ""
    settle: str = ""
    implicit: bool = False

    def sql(self, statement: str) -> str:
        """The statement, written with `?`, in the driver's paramstyle."""
        return statement if self.mark == "?" else _marked(statement, self.mark)

    def among(self, ids: Collection[str]) -> object:
        """Ids as the parameter of `cases`."""
        return json.dumps(list(ids)) if self.mark == "?" else list(ids)

    def scalar(self, value: object) -> object:
        """A JSON scalar as `field` gives it: SQLite has numbers for numbers and truth, PostgreSQL the JSON text."""
        if isinstance(value, str):
            return value
        return int(cast("int", value)) if self.mark == "?" else json.dumps(value)


@lru_cache(maxsize=256)
def _marked(statement: str, mark: str) -> str:
    return statement.replace("?", mark)


# IMMEDIATE takes the write lock at once: a transaction that reads first and then writes would be turned away
# without waiting when another one wrote in between.
SQLITE = Dialect(
    name="sqlite",
    begin="BEGIN IMMEDIATE",
    begin_reading="BEGIN",
    mark="?",
    has_schema="SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'workflow_schema'",
    field="json_extract(document, '$.data.{}')",
    cases=f"{CASES} WHERE id IN (SELECT value FROM json_each(?))",  # noqa: S608 - a constant
    claimed=with_standing("group_concat(seq || ' ' || field)"),
    settle="UPDATE workflow_schema SET version = version",
)

# Each statement of a writing transaction sees what was committed before it: what waited for a row reads it anew. A
# reading one sees a single moment.
POSTGRES = Dialect(
    name="postgres",
    begin="BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE",
    begin_reading="BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
    mark="%s",
    has_schema="SELECT count(to_regclass('workflow_schema'))",
    field="(document::json #>> '{{data,{}}}')",
    cases=f"{CASES} WHERE id = ANY(?)",
    claimed=with_standing("string_agg(seq || ' ' || field, ',' ORDER BY seq, field)", OF_DEFINITIONS),
    one_writer=False,
    lock="SELECT pg_advisory_xact_lock(hashtextextended(?, 0))",
    implicit=True,
)
