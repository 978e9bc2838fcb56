"""What a machine's dictionary declares: states with their children, and transitions in the order of the file."""

from collections.abc import Iterator

from attrs import define, field, frozen

from ...reading.nodes import Node

Path = tuple[str, ...]  # names of states, the outermost first
SAME = "="  # as a destination: wherever it comes from
ALL = "*"  # as a source: every state of the scope


@frozen
class Callback:
    """Code that a machine would call: when (`before`, `on_enter` …), and its name."""

    when: str
    name: str


@define
class Inner:
    """A state; `children` where it is composite, and then the child that is entered first, if one is said."""

    path: Path
    node: Node
    initial: str | None = None
    final: bool = False
    children: list["Inner"] = field(factory=list)
    callbacks: list[Callback] = field(factory=list)

    def walk(self) -> Iterator["Inner"]:
        """It and all in it."""
        yield self
        for child in self.children:
            yield from child.walk()


@frozen
class Transition:
    """From each of `sources` to `to` (a state, SAME, or None for staying); `scope` is the state that declares it."""

    trigger: str
    scope: Path
    sources: tuple[Path, ...]
    to: Path | str | None
    conditions: tuple[str, ...]
    unless: tuple[str, ...]
    callbacks: tuple[Callback, ...]
    node: Node


@define
class Declared:
    """The whole machine; `others` are settings with no counterpart in a workflow."""

    states: list[Inner] = field(factory=list)
    initial: Path = ()
    transitions: list[Transition] = field(factory=list)
    others: list[str] = field(factory=list)

    def all_states(self) -> Iterator[Inner]:
        """Every state, outer ones before those in them."""
        for state in self.states:
            yield from state.walk()
