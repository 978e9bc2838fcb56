"""The versions of the workflows that targets count: what a store keeps, and what is found beside their file."""

from collections.abc import Sequence
from pathlib import Path

from attrs import define, field

from ..model.definition import Definition
from ..reading import catalogued
from ..reading.counterparts import Unchecked, versions_near
from ..store import Store
from .targets import Targets


@define
class Versions:
    """What is known of workflows; files are read only where no store says enough."""

    file: str
    store: Store | None = None
    _kept: dict[str, Sequence[Definition]] = field(factory=dict, init=False)
    _near: dict[str, Sequence[Definition]] = field(factory=dict, init=False)

    def of(self, workflow: str) -> Sequence[Definition]:
        """The versions whose cases are counted: those that the store keeps; of none, those that are found."""
        return self.kept(workflow) or self.near(workflow)

    def kept(self, workflow: str) -> Sequence[Definition]:
        """Those that the store keeps."""
        if self.store is not None and workflow not in self._kept:
            self._kept[workflow] = [each.definition for each in self.store.versions(workflow).values()]
        return self._kept.get(workflow, ())

    def near(self, workflow: str) -> Sequence[Definition]:
        """Those beside the file of targets, else those of installed packages."""
        if workflow not in self._near:
            self._near[workflow] = tuple(versions_near(Path(self.file), workflow, catalogued))
        return self._near[workflow]

    def unfound(self, targets: Targets) -> tuple[Unchecked, ...]:
        """The workflows of which there is no version, each where it is named first."""
        named = targets.named.items()
        return tuple(Unchecked(workflow, place) for workflow, place in named if not self.of(workflow))
