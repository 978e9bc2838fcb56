"""Who acts, and in which unit: actors, the Units protocol, the directory."""

from collections.abc import Iterable
from datetime import date
from typing import Protocol

from attrs import field, frozen

from ..model.text import Text


def _roles(given: Iterable[str | tuple[str, str | None]]) -> tuple[tuple[str, str | None], ...]:
    return tuple((role, None) if isinstance(role, str) else (role[0], role[1]) for role in given)


def _parties(given: Iterable[str]) -> frozenset[str]:
    return frozenset(given)


@frozen
class Actor:
    """A person: an opaque id, the roles held (a name, or a name and a unit), the parties acted for.

    `on_behalf` is the id of the person whose place is taken, if any.
    """

    id: str
    roles: tuple[tuple[str, str | None], ...] = field(default=(), converter=_roles)
    parties: frozenset[str] = field(default=frozenset(), converter=_parties)
    on_behalf: str | None = None

    def holds(self, role: str, unit: str | None) -> bool:
        """Whether the role is held in exactly that unit (None: without a unit)."""
        return (role, unit) in self.roles

    def holds_anywhere(self, role: str) -> bool:
        return any(held == role for held, _ in self.roles)


class Units(Protocol):
    """A tree of administrative units, as it stood on a day."""

    def known(self, unit: str, on: date) -> bool:
        """Whether the unit existed on that day."""

    def level(self, unit: str, on: date) -> str | None:
        """The unit's level on that day, None if it did not exist."""

    def at_level(self, unit: str, level: str, on: date) -> str | None:
        """The unit itself or its ancestor that has this level on that day, else None."""

    def title(self, unit: str, on: date | None = None) -> str:
        """The unit's name on that day (or its last), for people; its id where it is unknown."""

    def silent(self, on: date) -> Text | None:
        """Why nothing is known of that day, None if units are."""


class Directory(Protocol):
    """A host's list of who holds which role; where a store has one, what a caller asserts is ignored."""

    def actor(self, actor_id: str, on: date) -> Actor:
        """The actor with the roles held on that day; one without roles if unknown."""
