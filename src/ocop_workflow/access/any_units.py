"""Units for stories that are about no real place."""

from datetime import date

from ..model.text import Text


class AnyUnits:
    """Every id is a unit: `u@region` is the unit of level region above `u`, and so above `u@town` too."""

    def known(self, unit: str, on: date) -> bool:  # noqa: ARG002 - the protocol's
        return True

    def level(self, unit: str, on: date) -> str | None:  # noqa: ARG002 - the protocol's
        return unit.rpartition("@")[2] or None

    def at_level(self, unit: str, level: str, on: date) -> str | None:  # noqa: ARG002 - the protocol's
        return f"{unit.partition('@')[0]}@{level}"

    def title(self, unit: str, on: date | None = None) -> Text:  # noqa: ARG002 - the protocol's
        return Text(unit, unit)

    def successors(self, unit: str, on: date) -> tuple[str, ...]:  # noqa: ARG002 - the protocol's
        return (unit,)

    def silent(self, on: date) -> None:
        """Every day is known."""
