"""What differs between databases, in one place: how to begin, how parameters are marked, where the schema is."""

from attrs import frozen


@frozen
class Dialect:
    """A database: its name (the folder of its schema), how a writing transaction begins, its parameter mark."""

    name: str
    begin: str
    mark: str
    has_schema: str

    def sql(self, statement: str) -> str:
        """The statement, written with `?`, in the driver's paramstyle."""
        return statement if self.mark == "?" else statement.replace("?", self.mark)


# IMMEDIATE takes the write lock at once: a transaction that reads first and then writes would be turned away
# without waiting when another one wrote in between.
SQLITE = Dialect(
    name="sqlite",
    begin="BEGIN IMMEDIATE",
    mark="?",
    has_schema="SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'workflow_schema'",
)
