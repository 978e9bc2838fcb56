"""The story of a trial so far, and the one way in which it fails: as a scenario of what should have happened."""

import os
from collections.abc import Callable, Iterable, Mapping
from typing import NoReturn, TypeVar

from attrs import evolve

from ..access import Actor
from ..case import Decision, Entry
from ..errors import Refused
from ..messages import say
from ..model.definition import Property
from ..model.text import Text
from ..verification.tell import claim_text
from .asking import Request, codes_of
from .spoken import language_of
from .world import World
from .writing import Line, write_scenario

T = TypeVar("T")
FOUND_LATER = frozenset(
    {"chain_broken", "history_otherwise", "entry_otherwise", "fold_otherwise", "stored_otherwise"}
)


class Difference(AssertionError):
    """The store and the workflow do not agree, or the workflow breaks its own claim.

    The text ends with the story as a scenario file.
    """


class Tale:
    """What happened to each case, line by line. `last` says what was done last, as messages name it."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.language = language_of(os.environ)
        self.last = "begun"
        self._lines: dict[str, list[Line]] = {}
        self._notes: list[str] = []

    def line(self, case_id: str, line: Line) -> None:
        note, self._notes = "\n".join(self._notes), []
        self._lines.setdefault(case_id, []).append(evolve(line, note=note))

    def asked(self, request: Request, decision: Decision | None = None) -> None:
        """A line for a request, with what should come of it."""
        told = Line(request.at or request.now, request.event, request.actor, request.payload)
        if decision is not None and decision.allowed and decision.case:
            told = evolve(told, target=decision.case.state)
        elif decision is not None:
            told = evolve(told, refused=codes_of(decision))
        self.line(request.case_id, told)

    def entries(
        self, case_id: str, entries: Iterable[Entry], payload: Mapping[str, object], actor: Actor | None
    ) -> None:
        """A line for each; those of clock events have neither payload nor actor."""
        for entry in entries:
            own = entry.actor is not None
            self.line(
                case_id,
                Line(entry.at, entry.event, actor if own else None, payload if own else {}, entry.target),
            )

    def note(self, key: str, **values: object) -> None:
        """Something that is no step of a story; it stands before the next line."""
        self._notes.append(say(f"testing.note_{key}", **values).say(self.language))

    def breaks(self, case_id: str, claim: Property) -> NoReturn:
        """The workflow lets happen what it claims cannot: the story is one that must not happen."""
        self._lines[case_id] = [line for line in self._lines[case_id] if not line.refused]
        self._notes = []
        definition = self.world.workflow.definition
        said = claim_text(definition, claim)
        self.differ(case_id, "claim_broken", breaks=said, claim=said.say(self.language))

    def differ(
        self,
        case_id: str,
        key: str,
        *,
        cause: BaseException | None = None,
        breaks: Text | None = None,
        **values: object,
    ) -> NoReturn:
        """The one place where a trial fails, so that a failure shrinks as one."""
        text = say(f"testing.{key}", **values).say(self.language)
        if key in FOUND_LATER:
            text += f" ({say(f'testing.after_{self.last}').say(self.language)})"
        raise Difference(f"{text}\n\n{self._scenario(case_id, text, breaks)}") from cause

    def raised(self, case_id: str, error: BaseException) -> NoReturn:
        """The store raised what it never should."""
        self.differ(case_id, "raised", error=f"{type(error).__name__}: {error}", cause=error)

    def answer(self, case_id: str, ask: Callable[[], T], request: Request | None = None) -> T | Refused:
        """What the store says to it; whatever else it raises fails the trial."""
        try:
            return ask()
        except Refused as refused:
            return refused
        except Exception as error:  # noqa: BLE001 - a host's store may raise anything
            if request is not None:
                self.asked(request)
            self.raised(case_id, error)

    def _scenario(self, case_id: str, text: str, breaks: Text | None) -> str:
        world, definition = self.world, self.world.workflow.definition
        written = write_scenario(
            definition,
            self._lines.get(case_id, []),
            workflow=definition.file or f"{definition.workflow}@{definition.version}",
            title=Text(**{self.language: text}),
            breaks=breaks,
            units=world.units_named,
            language=self.language,
        )
        return written + "".join(f"# {note}\n" for note in self._notes)
