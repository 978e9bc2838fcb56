"""Parts of a definition in words of one language: who, where to, under which conditions, of which type."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from attrs import evolve

from ..comparing import Holder
from ..drawing.speech import Speech
from ..messages import say, sentences
from ..model.definition import (
    Branch,
    Definition,
    Duration,
    Guard,
    Letter,
    Link,
    Move,
    Property,
    State,
    Taken,
)
from ..model.expression import Expression
from ..model.text import Text
from ..model.types import CollectionType, EnumType, Field, ListType, RecordType, RoleType, Type
from ..verification.tell import claim_text
from .names import Names
from .raw import raw

LONGEST = 400  # of a `let` that is spelled out where it is used
Fields = Mapping[str, Field]


class Phrases(Names):
    """Speaks of one definition; `taken` are the fields of the payload where an expression stands."""

    def __init__(self, definition: Definition, language: str) -> None:
        super().__init__(definition, language)
        self._speech = Speech(definition, language, LONGEST)

    def expression(self, expression: Expression, taken: Fields) -> str:
        return self._speech.whole(expression.tree, taken)

    def called(self, guard: Guard, taken: Fields) -> str:
        """A guard by what is said when it fails, where it says that, else by its test."""
        if guard.name and guard.otherwise:
            return self.told("condition_of", said=guard.otherwise)
        return self.expression(guard.test, taken)

    def written(self, name: str, expression: Expression, taken: Fields) -> str:
        """What is recorded in a field: “Rank = 4”."""
        return f"{self.field(name)} = {self.recorded(name, expression, taken)}"

    def recorded(self, name: str, value: object, taken: Fields) -> str:
        """The value alone; words of an enum by their titles."""
        assert isinstance(value, Expression)
        declared = self.definition.data.get(name)
        if declared is None:
            return self._speech.whole(value.tree, taken)
        return self._speech.stored(value.tree, declared, taken)

    def branches(self, branches: tuple[Branch, ...], taken: Fields) -> str:
        """Each with its condition; “otherwise” only after another one."""
        said = []
        for branch in branches:
            outcome = self.branch(branch, taken)
            if branch.when or len(branches) > 1:
                outcome = self.told("outcome", condition=self.condition(branch, taken), outcome=outcome)
            said.append(outcome)
        return "; ".join(said)

    def condition(self, branch: Branch, taken: Fields) -> str:
        if branch.when is None:
            return self.told("else")
        return self.told("if", condition=self.expression(branch.when.test, taken))

    def branch(self, branch: Branch, taken: Fields) -> str:
        """Where it leads and what it records."""
        outcome = self.told("leads", state=self.place(branch.to)) if branch.to else self.told("stays")
        sets = ", ".join(self.written(name, each, taken) for name, each in branch.sets.items())
        return self.told("and_sets", outcome=outcome, sets=sets) if sets else outcome

    def duration(self, duration: Duration) -> str:
        if duration.parameter:
            declared = self.definition.parameters.get(duration.parameter)
            return self.title(declared.title if declared else Text(), duration.parameter)
        return say(f"drawing.{duration.unit}", count=duration.amount).say(self.language)

    def declared(self, field: Field) -> str:
        said = self.type_(field.type)
        return self.told("optional", what=said) if field.optional else said

    def type_(self, kind: Type) -> str:
        match kind:
            case EnumType(values=values):
                words = ", ".join(kind.title(word).say(self.language) for word in values)
                return self.told("type_EnumType", words=words)
            case RoleType(among=among) if among:
                words = ", ".join(self.words.role(name) for name in among)
                return self.told("type_EnumType", words=words)
            case RecordType(fields=fields):
                named = "; ".join(self.title(each.title, name) for name, each in fields.items())
                return self.told("type_RecordType", fields=named)
            case ListType(maximum=maximum) | CollectionType(maximum=maximum):
                return self.told(f"type_{type(kind).__name__}", maximum=maximum)
        bounds = {n: self.words.value(getattr(kind, n, None)) for n in ("minimum", "maximum")}
        return self.told(f"type_{type(kind).__name__}", **bounds)

    def link(self, link: Link) -> str:
        """What is asked of linked cases."""
        states = ", ".join(link.states)
        if link.count is None:
            return self.told("link_asks", field=self.field(link.of or ""), states=states)
        counted = self.told("link_counts", workflow=link.count, field=link.by, maximum=link.maximum)
        return self.told("link_standing", counted=counted, states=states) if states else counted

    def claim(self, claim: Property) -> str:
        """What it claims, whatever its title."""
        letters = tuple(evolve(each, where=self._condition(each), changes=None) for each in claim.letters)
        untitled = evolve(claim, title=Text(), letters=letters, holds=self._spoken(claim.holds))
        return claim_text(self.definition, untitled).say(self.language)

    def _condition(self, letter: Letter) -> Expression | None:
        """What a letter asks of data before the step and across it, as one."""
        first, second = self._spoken(letter.where), self._spoken(letter.changes)
        if first and second:
            return evolve(
                first, text=say("drawing.and", first=first.text, second=second.text).say(self.language)
            )
        return first or second

    def _spoken(self, expression: Expression | None) -> Expression | None:
        return expression and evolve(expression, text=self.expression(expression, {}))

    def value(self, value: object, attribute: str, taken: Fields) -> str:
        """A value as its attribute means it."""
        match value:
            case None:
                return self.told("none")
            case bool():
                return self.told(
                    ("optional_" if attribute == "optional" else "") + ("yes" if value else "no")
                )
            case Text():
                return f"“{value.say(self.language)}”"
            case str():
                return self._named(value, attribute)
            case Expression():
                return self.expression(value, taken)
            case Guard():
                return self.expression(value.test, taken)
            case Decimal() | int() | date():
                return self.words.value(value)
            case tuple() if value and isinstance(value[0], Branch):
                return self.branches(value, taken)
            case tuple() if value and isinstance(value[0], Holder):
                return self.holders(value)
            case tuple():
                return "; ".join(self.value(each, attribute, taken) for each in value) or self.told("none")
            case Mapping():
                said = ((name, self.value(each, attribute, taken)) for name, each in value.items())
                return "; ".join(f"{name} = {each}" for name, each in said) or self.told("none")
        return self._part(value, taken)

    def _part(self, part: object, taken: Fields) -> str:
        match part:
            case Duration():
                return self.duration(part)
            case Move():
                return self.branches(part.branches, taken)
            case Branch():
                return self.branch(part, taken)
            case Property():
                return self.claim(part)
            case Link():
                return self.link(part)
            case State():
                return self.state(part)
            case Taken(field=field) | (Field() as field):
                return self.declared(field)
        if f"type_{type(part).__name__}" in sentences("comparing"):
            return self.type_(part)  # type: ignore[arg-type]  # the sentences are those of the types
        return raw(part)

    def _named(self, name: str, attribute: str) -> str:
        match attribute:
            case "to" | "parent" | "initial" | "not_counting" | "within" | "states":
                return self.place(name)
            case "requires" | "not_by" | "only_by" | "attests" | "clocks":
                return self.words.event(name)
            case "at" | "level":
                return self.level(name)
            case "clears" | "collects" | "unit" | "party":
                return self.field(name)
            case "per":
                return self.told("person") if name == "person" else name
            case "final":
                return self.told(name) if name in sentences("comparing") else name
            case "basis":
                return self.words.source(name)
        return name
