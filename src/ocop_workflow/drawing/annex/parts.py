"""What a table of a workflow consists of, in both languages, before anything is laid out."""

from collections.abc import Iterable, Iterator

from attrs import frozen

from ...case import Reason
from ...model.text import Text


@frozen
class Cited:
    """A source of a basis: its whole text, its web addresses, and the mark that says how sure it is (None: unsaid)."""

    name: str
    text: Text
    addresses: tuple[str, ...]
    mark: str | None


@frozen
class Line:
    """One thing that a rule says: `label` is what it is about; `basis` are the definition's sources and marks."""

    label: Text
    text: Text
    basis: tuple[str, ...] = ()


@frozen
class Rule:
    """A start or an event, with every reason that may be given against it."""

    name: str
    title: Text
    lines: tuple[Line, ...]
    basis: tuple[str, ...]
    refusals: tuple[Reason, ...]


@frozen
class Section:
    """Lines under one heading: parameters, terms, steps, claims."""

    name: str
    lines: tuple[Line, ...]


@frozen
class Annex:
    """The whole table of a workflow; `general` are reasons that have to do with no rule of their own."""

    title: Text
    code: Text
    sources: tuple[Cited, ...]
    marks: tuple[Line, ...]
    sections: tuple[Section, ...]
    rules: tuple[Rule, ...]
    general: tuple[Reason, ...]
    claims: Section

    def cited(self, basis: tuple[str, ...]) -> tuple[Cited, ...]:
        """The sources of a basis, each with the mark that stands behind it."""
        return tuple(cited_of(self.sources, basis))


def cited_of(sources: Iterable[Cited], basis: tuple[str, ...]) -> Iterator[Cited]:
    """The sources of a basis among these, each with the mark that stands behind it."""
    known = {source.name: source for source in sources}
    waiting: list[Cited] = []
    for name in basis:
        if name in known:
            waiting.append(known[name])
            continue
        for each in waiting:
            yield Cited(each.name, each.text, each.addresses, name)
        waiting = []
    yield from waiting
