"""Who acts, and in which unit: actors, the Units protocol, the directory."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Protocol, runtime_checkable

from attrs import field, frozen

from ..model.swift import swift
from ..model.text import Text, nfc


def _optional(given: str | None) -> str | None:
    return None if given is None else nfc(given)


def _roles(given: Iterable[str | tuple[str, str | None]]) -> tuple[tuple[str, str | None], ...]:
    posts = ((role, None) if isinstance(role, str) else (role[0], role[1]) for role in given)
    return tuple((nfc(role), _optional(unit)) for role, unit in posts)


def _delegated(given: Iterable[tuple[str, str | None, str]]) -> tuple[tuple[str, str | None, str], ...]:
    return tuple((nfc(role), _optional(unit), nfc(whose)) for role, unit, whose in given)


def _parties(given: Iterable[str]) -> frozenset[str]:
    return frozenset(map(nfc, given))


@swift
@frozen
class Actor:
    """A person: an opaque id, the roles held (a name, or a name and a unit), the parties acted for.

    `on_behalf` is the id of the person whose place is taken in all of these, if any. `delegated` has roles that are
    held in somebody's place while the others are not: (role, unit, whose place). All of it is kept in NFC, as
    histories are: the same name in another form of Unicode is the same person.
    """

    id: str = field(converter=nfc)
    roles: tuple[tuple[str, str | None], ...] = field(default=(), converter=_roles)
    parties: frozenset[str] = field(default=frozenset(), converter=_parties)
    on_behalf: str | None = field(default=None, converter=_optional)
    delegated: tuple[tuple[str, str | None, str], ...] = field(default=(), converter=_delegated)
    posts: Sequence[tuple[str, str | None, str | None]] = field(init=False, eq=False, repr=False)
    """Every role held, its unit, and in whose place (None: in one's own right)."""

    def __attrs_post_init__(self) -> None:
        own = [(role, unit, self.on_behalf) for role, unit in self.roles]
        object.__setattr__(self, "posts", (*own, *self.delegated))


class Units(Protocol):
    """A tree of administrative units, as it stood on a day."""

    def known(self, unit: str, on: date) -> bool:
        """Whether the unit existed on that day."""

    def level(self, unit: str, on: date) -> str | None:
        """The unit's level on that day, None if it did not exist."""

    def at_level(self, unit: str, level: str, on: date) -> str | None:
        """The unit itself or its ancestor that has this level on that day, else None.

        The ancestors of a unit that is no more are those that it last lay in.
        """

    def title(self, unit: str, on: date | None = None) -> Text:
        """The unit's name on that day (or its last), for people; its id where it is unknown."""

    def silent(self, on: date) -> Text | None:
        """Why nothing is known of that day, None if units are."""


@runtime_checkable
class Succession(Protocol):
    """Units that say what became of those that are no more, as cases that move to a new law may follow."""

    def successors(self, unit: str, on: date) -> tuple[str, ...]:
        """What a unit has become by that day, itself if it still exists; empty where that is not known."""


class Directory(Protocol):
    """A host's list of who holds which role; where a store has one, what a caller asserts is ignored."""

    def actor(self, actor_id: str, on: date) -> Actor:
        """The actor with the roles held on that day; one without roles if unknown."""
