"""What a rule says, line by line: who, what is handed in, on which conditions, where it leads, by when."""

from collections.abc import Iterable, Iterator, Mapping

from ...engine.machine import WorkflowMachine
from ...engine.permission import level_of
from ...engine.reasons import event_title, listed, state_title, titled
from ...engine.table import CompiledEvent
from ...messages import say
from ...model.definition import Branch, Event, Guard, Move, Role, Start
from ...model.expression import Expression, Node
from ...model.text import Text
from ...model.types import CollectionType, Field
from ..speech import Speech
from .fields import field_text
from .parts import Line

LONGEST = 10_000  # a table has room for whole sentences


class Lines:
    """Writes the lines of the rules of one workflow."""

    def __init__(self, machine: WorkflowMachine) -> None:
        self._machine = machine
        self._definition = machine.definition
        self._tree = machine.table.tree
        self._vi, self._en = (Speech(machine.definition, language, LONGEST) for language in ("vi", "en"))

    def of(self, event: CompiledEvent) -> tuple[Line, ...]:
        """All lines of a start or an event."""
        declared, basis = event.declared, event.declared.basis
        fields = {name: taken.field for name, taken in event.takes.items()}
        found = [Line(say("annex.who"), text, basis) for text in self._who(event)]
        found += [
            Line(say("annex.takes"), field_text(self._definition, field), field.basis or basis)
            for field in fields.values()
        ]
        if isinstance(declared, Event):
            found += self.duties(declared)
        found += [
            Line(say("annex.when"), self.condition(guard, fields), guard.basis or basis)
            for guard in declared.when
        ]
        found += [Line(say("annex.moves"), text, basis) for text in self._moves(declared, fields)]
        found += self.writes(declared, fields)
        found += [
            Line(say("annex.due"), self.clock(clock), clock.declared.basis) for clock in self._clocks(event)
        ]
        return tuple(found)

    def condition(self, guard: Guard, fields: Mapping[str, Field]) -> Text:
        """A condition, in words."""
        return self.spoken(guard.test.tree, fields)

    def expression(self, expression: Expression) -> Text:
        """What a term stands for, in words."""
        return self.spoken(expression.tree, {})

    def spoken(self, tree: Node, fields: Mapping[str, Field]) -> Text:
        """An expression in words; `fields` are those of the payload."""
        return Text(vi=self._vi.whole(tree, fields), en=self._en.whole(tree, fields))

    def level(self, name: str) -> Text:
        """What a level, or a parameter that names one, is called."""
        called = str(self._definition.values.get(name, name))
        return titled(self._definition.levels.get(called, Text()), called)

    def _who(self, event: CompiledEvent) -> Iterator[Text]:
        for name in event.declared.by:
            named = self._definition.values.get(name, name)
            role = self._definition.roles.get(str(named))
            handled = [leaf or branches[0].to or "" for leaf, branches in event.branches.items()]
            yield self.role(role, handled) if role else say("annex.clock")

    def role(self, role: Role, leaves: Iterable[str]) -> Text:
        """A role, and the level in which it is held where a case is in one of these leaves."""
        title = titled(role.title, role.name)
        if role.party is not None:
            return say("annex.party", role=title)
        if role.at is not None and role.at in self._definition.data:
            field = self._definition.data[role.at]
            level = say("annex.level_of_field", field=titled(field.title, field.name))
            return say("annex.at_level", role=title, level=level)
        found: dict[str, list[Text]] = {}
        for leaf in leaves:
            if level_name := level_of(self._definition, self._tree, leaf, role, {}):
                found.setdefault(level_name, []).append(state_title(self._tree, leaf))
        if len(found) < 2:  # noqa: PLR2004 - one level needs no list
            levels = [self.level(name) for name in found]
            return say("annex.at_level", role=title, level=levels[0]) if levels else title
        each = (
            say("annex.level_in", level=self.level(name), states=listed(states))
            for name, states in found.items()
        )
        return say("annex.at_levels", role=title, levels=listed(each))

    def duties(self, event: Event) -> Iterator[Line]:
        """By whom it may not be done or may alone be done, and what has to be done before."""
        duties = (("not_by", event.not_by), ("only_by", event.only_by), ("requires", event.requires))
        for key, names in duties:
            if names:
                text = listed(event_title(self._definition, name) for name in names)
                if event.within:
                    text = say("annex.within", events=text, scope=self.states([event.within]))
                yield Line(say(f"annex.{key}"), text, event.basis)

    def _moves(self, declared: Event | Start, fields: Mapping[str, Field]) -> Iterator[Text]:
        if isinstance(declared, Start):
            yield say("annex.begins", target=state_title(self._tree, declared.to))
            return
        for move in declared.moves:
            yield say("annex.goes", source=self.states([move.source]), target=self._targets(move, fields))

    def _targets(self, move: Move, fields: Mapping[str, Field]) -> Text:
        if len(move.branches) == 1 and move.branches[0].when is None:
            return self.target(move.branches[0], fields)
        return listed(
            say(
                "annex.branch",
                condition=self.condition(branch.when, fields),
                target=self.target(branch, fields),
            )
            if branch.when
            else say("annex.otherwise", target=self.target(branch, fields))
            for branch in move.branches
        )

    def target(self, branch: Branch, fields: Mapping[str, Field]) -> Text:
        """Where a branch leads, and what it sets."""
        target = state_title(self._tree, branch.to) if branch.to else say("annex.stay")
        sets = self.sets(branch.sets, fields)
        return say("annex.with", target=target, sets=listed(sets)) if sets else target

    def sets(self, sets: Mapping[str, Expression], fields: Mapping[str, Field]) -> list[Text]:
        """What fields are set to, one after the other."""
        found = []
        for name, expression in sets.items():
            declared = self._definition.data[name]
            value = Text(
                vi=self._vi.stored(expression.tree, declared, fields),
                en=self._en.stored(expression.tree, declared, fields),
            )
            found.append(say("annex.assigned", field=titled(declared.title, name), value=value))
        return found

    def writes(self, declared: Event | Start, fields: Mapping[str, Field]) -> Iterator[Line]:
        """What is recorded, added, taken for done and cleared, wherever it leads."""
        data, basis = self._definition.data, declared.basis
        for text in self.sets(declared.sets, fields):
            yield Line(say("annex.sets"), text, basis)
        if isinstance(declared, Start):
            if declared.attests:
                done = listed(event_title(self._definition, name) for name in declared.attests)
                yield Line(say("annex.attests"), done, basis)
            return
        if declared.collects:
            kind = data[declared.collects].type
            assert isinstance(kind, CollectionType)  # checked at load
            each = (
                say("annex.person")
                if kind.per == "person"
                else titled(kind.record.fields[kind.per].title, kind.per)
            )
            title = titled(data[declared.collects].title, declared.collects)
            yield Line(
                say("annex.sets"), say("annex.collected", field=title, key=each, maximum=kind.maximum), basis
            )
        if declared.clears:
            names = listed(titled(data[name].title, name) for name in declared.clears)
            yield Line(say("annex.clears"), names, basis)

    def _clocks(self, event: CompiledEvent) -> Iterator[CompiledEvent]:
        """A clock event itself; of any other, the clocks that run where it is asked."""
        if isinstance(event.declared, Event) and event.declared.is_clock:
            yield event
        elif isinstance(event.declared, Event):
            for clock in self._machine.table.clocks:
                if set(clock.branches) & set(event.branches):
                    yield clock

    def clock(self, clock: CompiledEvent) -> Text:
        """A clock event, and when it is due."""
        declared = clock.declared
        assert isinstance(declared, Event)  # clocks are events
        title = event_title(self._definition, declared.name)
        when = Text(vi=self._vi.when(declared), en=self._en.when(declared))
        if not declared.not_counting:
            return say("annex.runs", clock=title, when=when)
        states = self.states(declared.not_counting)
        return say("annex.runs_not_counting", clock=title, when=when, states=states)

    def states(self, names: Iterable[str]) -> Text:
        """States by their titles; a tag, which has none, by the steps that carry it."""
        tree = self._tree
        found = [each for name in names for each in ((name,) if name in tree.states else tree.members[name])]
        return listed(state_title(tree, name) for name in found)
