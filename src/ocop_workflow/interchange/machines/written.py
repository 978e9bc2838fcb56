"""The machine as a workflow's file. What was Python code is named in a comment where it belongs, with what to do."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path as File
from typing import Any

from ...errors import DefinitionError
from ...messages import say
from ...model.position import Position
from ...reading.problems import Problems
from ...reading.stream import BOOLEAN_WORDS, read_nodes
from .declared import Callback, Declared, Inner, Path
from .moves import Branch, Branches, gathered, moves_of
from .naming import FIELDS, STATES, Names
from .reading import read_machine

DICTIONARY = "machine.json"  # what a dictionary's places are told in: as `json.dumps(…, indent=1)` writes it


def from_transitions(machine: Mapping[str, Any] | File, name: str, *, language: str = "en") -> str:
    """The text of a workflow called `name` that has the states and moves of a machine of `transitions`.

    `machine` is what `transitions.Machine` or `HierarchicalMachine` takes as keywords (`states`, `initial`,
    `transitions`), or a file of JSON or YAML with it. A condition is a question that whoever fires an event answers,
    until a guard answers it from the data; every other function is named in a comment, in `language`. Raises
    DefinitionError for what is wrong or cannot be told of a workflow (parallel states), with its place in the file; of
    a dictionary in the lines that `json.dumps(machine, indent=1)` has.
    """
    problems = Problems()
    if isinstance(machine, File):
        node = read_nodes(machine, problems=problems)
    else:
        node = read_nodes(DICTIONARY, _text(machine, problems), problems)
    declared = read_machine(node, problems)
    problems.check()
    where = machine.name if isinstance(machine, File) else "transitions"
    return "\n".join(_Writing(declared, language).lines(name, where)) + "\n"


def _text(machine: Mapping[str, Any], problems: Problems) -> str:
    """The dictionary as JSON; raises DefinitionError for an object that is nothing of JSON's, and no function."""
    try:
        return json.dumps(machine, indent=1, ensure_ascii=False, default=_named)
    except (TypeError, ValueError, RecursionError) as error:
        problems.add("machine_value", Position(DICTIONARY, 1, 1), {"detail": error}, room="interchange")
        raise DefinitionError(problems.sorted()) from None


def _named(value: Any) -> str:
    """Functions by their names, members of an enum by theirs."""
    found = getattr(value, "__name__", getattr(value, "_name_", None))
    if not isinstance(found, str):
        raise TypeError(type(value).__name__)
    return found


class _Writing:
    """One file; names are given once."""

    def __init__(self, declared: Declared, language: str) -> None:
        self.declared, self.language = declared, language
        self.states, self.acts = Names(STATES, "state"), Names.of_acts()
        self.fields: dict[str, Names] = {}
        for state in declared.all_states():
            self._state(state.path)
        self.moves: dict[str, dict[Path, Branches]] = {}
        for move in declared.transitions:
            self.acts.of(move.trigger, move.trigger)
            if move.trigger not in self.moves:
                self.moves[move.trigger] = moves_of(declared, move.trigger)
        self.left = {leaf for moves in self.moves.values() for leaf in moves}  # a workflow's ends are ends

    def lines(self, name: str, where: str) -> Iterator[str]:
        yield self._note("machine_head", where=where)
        if self.declared.others:
            yield self._note("machine_others", names=", ".join(self.declared.others))
        yield f"workflow: {name}"
        yield 'version: "1"'
        yield f"roles: {self._note('machine_roles')}"
        yield "  anyone: {title: {vi: Người thực hiện, en: Whoever acts}}"
        begin, first = self.acts.of(object(), "begin"), self._state(self.declared.initial)
        yield f"start: {self._note('machine_start')}"
        yield f"  {_quoted(begin)}: {{title: {{vi: Bắt đầu, en: Begin}}, by: anyone, to: {_quoted(first)}}}"
        yield "states:"
        for state in self.declared.states:
            yield from self._written(state, 2)
        moved = {trigger: moves for trigger, moves in self.moves.items() if moves}
        yield "events:" if moved else "events: {}"
        for trigger, moves in moved.items():
            yield from self._event(trigger, gathered(self.declared.states, moves))

    def _written(self, state: Inner, indent: int) -> Iterator[str]:
        blanks = " " * indent
        yield from self._callbacks(state.callbacks, blanks)
        parts = [_title(state.path[-1])]
        if state.final and (state.children or state.path in self.left):
            yield blanks + self._note("machine_final")
        elif state.final:
            parts.insert(0, "final: completed")
        if not state.children:
            yield f"{blanks}{_quoted(self._state(state.path))}: {{{', '.join(parts)}}}"
            return
        yield f"{blanks}{_quoted(self._state(state.path))}:"
        yield from (f"{blanks}  {part}" for part in parts)
        yield f"{blanks}  states:"
        for child in state.children:
            yield from self._written(child, indent + 4)

    def _event(self, trigger: str, moves: Mapping[Path, Branches]) -> Iterator[str]:
        known = self.fields.setdefault(trigger, Names(FIELDS, "is"))
        own = [move for move in self.declared.transitions if move.trigger == trigger]
        yield from self._callbacks(list(dict.fromkeys(c for move in own for c in move.callbacks)), "  ")
        yield f"  {_quoted(self.acts.of(trigger, trigger))}:"
        yield f"    {_title(trigger)}"
        yield "    by: anyone"
        asked = dict.fromkeys(
            name
            for branches in moves.values()
            for branch in branches
            for name in (*branch.conditions, *branch.unless)
        )
        if asked:
            yield f"    takes: {self._note('machine_conditions')}"
        for name in asked:
            yield f"      {_quoted(known.of(name, name))}: {{type: boolean, {_title(name)}}}"
        yield "    moves:"
        for source, branches in moves.items():
            told = ", ".join(self._branch(branch, known) for branch in branches)
            plain = branches[0].always
            yield f"      {_quoted(self._state(source))}: {self._to(branches[0].to) if plain else f'[{told}]'}"

    def _branch(self, branch: Branch, known: Names) -> str:
        if branch.always:
            return f"{{else: {self._to(branch.to)}}}"
        terms = [f"taken.{known.of(name, name)}" for name in dict.fromkeys(branch.conditions)]
        terms += [f"!taken.{known.of(name, name)}" for name in dict.fromkeys(branch.unless)]
        return f"{{when: {json.dumps(' && '.join(terms))}, to: {self._to(branch.to)}}}"

    def _to(self, path: Path | None) -> str:
        return "stay" if path is None else _quoted(self._state(path))

    def _state(self, path: Path) -> str:
        return self.states.of(path, "_".join(path))

    def _callbacks(self, callbacks: Sequence[Callback], blanks: str) -> Iterator[str]:
        for each in callbacks:
            key = "machine_callback" if each.name else "machine_mark"
            yield blanks + self._note(key, when=each.when, name=_line(each.name))

    def _note(self, key: str, **values: object) -> str:
        return "# " + say(f"interchange.{key}", **values).say(self.language)


def _title(text: str) -> str:
    shown = json.dumps(_line(text), ensure_ascii=False)
    return f"title: {{vi: {shown}, en: {shown}}}"


def _line(text: str) -> str:
    """On one line, without what a file or a comment cannot hold."""
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())


def _quoted(name: str) -> str:
    """A name that YAML 1.1 does not take for something else."""
    return f'"{name}"' if name.lower() in BOOLEAN_WORDS else name
