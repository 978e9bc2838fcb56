"""Expressions in words: titles in place of names, signs and phrases in place of operators and calls.

A label says a guard where that is short; what takes more is called by its title, or by the name in the file.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from attrs import evolve, field, frozen

from ..guards import unparse
from ..messages import day_text, say, sentences
from ..model.canonical import decimal_text
from ..model.definition import Definition, Event, Guard
from ..model.expression import Binary, Call, Conditional, Items, Literal, Macro, Member, Name, Node, Unary
from ..model.text import Text
from ..model.types import CollectionType, EnumType, Field, ListType, RecordType, Type

SIGNS = {"==": "=", "!=": "≠", "<=": "≤", ">=": "≥"}
BINDS = {"||": 1, "&&": 2, "+": 4, "-": 4, "*": 5, "/": 5}  # relations: 3
RELATION, ATOM = 3, 6
LONGEST = 60
DEEPEST = 3  # a `let` that uses a `let` that …
_LATER = ("months", "days", "add_working_days")  # than a day, by an amount that may be called by its title
SIDES = ("before", "after")  # of a step, in what a property claims of it


@frozen
class _Around:
    """What names mean where an expression stands: the fields of `taken` and of lists' variables; how deep it is."""

    fields: Mapping[str, Mapping[str, Field]] = field(factory=dict)
    deep: int = DEEPEST


class Speech:
    """Speaks of the expressions of one definition in one language; no label is longer than `longest` characters."""

    def __init__(self, definition: Definition, language: str, longest: int = LONGEST) -> None:
        self._definition = definition
        self._language = language
        self._longest = longest

    def told(self, key: str, **values: object) -> str:
        return say(f"drawing.{key}", **values).say(self._language)

    def guard(self, guard: Guard, taken: Mapping[str, Field]) -> str:
        """The guard in a few words; its name, or what the file says, where it takes more."""
        said = self.whole(guard.test.tree, taken)
        return said if len(said) <= self._longest else guard.name or guard.test.text

    def whole(self, node: Node, taken: Mapping[str, Field]) -> str:
        """The whole expression, however long."""
        return self._say(node, _Around({"taken": taken}))

    def stored(self, node: Node, declared: Field, taken: Mapping[str, Field]) -> str:
        """What a field is set to; words of an enum by their titles."""
        return self.whole(_titled(node, declared.type, self._language), taken)

    def when(self, event: Event) -> str:
        """What a clock event waits for."""
        if event.at is not None:
            return self.told("at", when=self.whole(event.at.tree, {}))
        assert event.after is not None  # a clock has one of both
        amount: object = event.after.amount
        if parameter := event.after.parameter:
            amount = self._definition.values.get(parameter)
            if amount is None:
                declared = self._definition.parameters[parameter]
                return self.told("later", length=self._title(declared.title, parameter))
        return self.told("later", length=say(f"drawing.{event.after.unit}", count=amount))

    def _say(self, node: Node, around: _Around) -> str:
        match node:
            case Literal(value=value):
                return self._literal(value)
            case Name(name=name):
                return self._name(name, around)
            case Member(of=Name(name=("before" | "after") as side), name=name):
                return self.told(side, first=self._name(name, around))
            case Member(name=name):
                declared = self._field(node, around)
                return self._title(declared.title, name) if declared else unparse(node)
            case Unary(operator="!", operand=Call(function="has", arguments=(inner,))):
                return self.told("unset", first=self._say(inner, around))
            case Unary(operator="!", operand=inner):
                return self.told("not", first=self._part(inner, around, ATOM))
            case Unary(operator=sign, operand=inner):
                return sign + self._part(inner, around, ATOM)
            case Call(function="has", arguments=(inner,)):
                return self.told("set", first=self._say(inner, around))
            case Call():
                return self._call(node, around)
            case Binary():
                return self._binary(node, around)
            case Conditional():
                return self._conditional(node, around)
            case Macro(of=of, function=function, variable=variable):
                inside = evolve(around, fields={**around.fields, variable: self._record(of, around)})
                body = self._say(node.body, inside)
                return self.told(f"each_{function}", first=self._say(of, around), second=body)
            case Items(items=items):
                return ", ".join(self._say(each, around) for each in items)

    def _binary(self, node: Binary, around: _Around) -> str:
        left, right = node.left, node.right
        binds = BINDS.get(node.operator, RELATION)
        first = self._word(left, right, around) or self._part(left, around, binds)
        second = self._word(right, left, around)
        second = second or self._part(right, around, binds + (node.operator in "-/"))
        match node.operator:
            case "&&":
                return self.told("and", first=first, second=second)
            case "||":
                return self.told("or", first=first, second=second)
            case "in":
                return self.told("in", first=first, second=second)
        return f"{first} {SIGNS.get(node.operator, node.operator)} {second}"

    def _part(self, node: Node, around: _Around, wanted: int) -> str:
        """In brackets where it binds looser than its place asks for."""
        while isinstance(node, Name) and around.deep and (inner := self._spelled_out(node.name, around)):
            node, around = inner, evolve(around, deep=around.deep - 1)
        said = self._say(node, around)
        binds = BINDS.get(node.operator, RELATION) if isinstance(node, Binary) else ATOM
        return f"({said})" if binds < wanted or isinstance(node, Conditional) else said

    def _conditional(self, node: Conditional, around: _Around) -> str:
        parts = []
        rest: Node = node
        while isinstance(rest, Conditional):
            first, second = self._say(rest.condition, around), self._part(rest.then, around, 0)
            parts.append(self.told("if", first=first, second=second))
            rest = rest.otherwise
        return "; ".join([*parts, self.told("otherwise", first=self._say(rest, around))])

    def _call(self, node: Call, around: _Around) -> str:
        if f"call_{node.function}" not in sentences("drawing"):
            return unparse(node)
        said = [self._part(each, around, BINDS["+"]) for each in node.arguments]
        named = node.function in _LATER and not said[-1].lstrip("-").isdecimal()
        key = f"call_{node.function}_named" if named else f"call_{node.function}"
        text = self.told(key, **dict(zip(("first", "second"), said, strict=False)))
        return text.replace("+ -", "− ")

    def _word(self, node: Node, beside: Node, around: _Around) -> str | None:
        """A word of an enum by its title, which the field that it is compared with knows."""
        if not (isinstance(node, Literal) and isinstance(node.value, str)):
            return None
        declared = self._field(beside, around)
        kind = declared.type if declared else None
        kind = kind.items if isinstance(kind, ListType) else kind
        return kind.title(node.value).say(self._language) if isinstance(kind, EnumType) else None

    def _field(self, node: Node, around: _Around) -> Field | None:
        definition = self._definition
        match node:
            case Name(name=name):
                return definition.data.get(name) or definition.parameters.get(name)
            case Member(of=Name(name=of), name=name) if of in SIDES:
                return definition.data.get(name)
            case Member(of=Name(name=of), name=name):
                return around.fields.get(of, {}).get(name)
        return None

    def _record(self, of: Node, around: _Around) -> Mapping[str, Field]:
        """The fields that the elements of a list or a collection have."""
        declared = self._field(of, around)
        match declared.type if declared else None:
            case CollectionType(record=RecordType(fields=fields)) | ListType(items=RecordType(fields=fields)):
                return fields
        return {}

    def _name(self, name: str, around: _Around) -> str:
        declared = self._field(Name(name), around)
        if declared:
            return self._title(declared.title, name)
        if name in around.fields and name not in (*SIDES, "taken"):
            return self.told("each")
        if name == "today":
            return self.told("today")
        if inner := self._spelled_out(name, around):
            return self._say(inner, evolve(around, deep=around.deep - 1))
        said = self._definition.let.get(name) or self._definition.links.get(name)
        return self._title(said.title, name) if said else name

    def _spelled_out(self, name: str, around: _Around) -> Node | None:
        """What a `let` without a title stands for, where it is short enough to be said in its place."""
        let = self._definition.let.get(name)
        if let is None or let.title or not around.deep:
            return None
        tree = let.expression.tree
        said = self._say(tree, evolve(around, deep=around.deep - 1))
        return tree if len(said) <= self._longest else None

    def _title(self, title: Text, name: str) -> str:
        return title.say(self._language) or name

    def _literal(self, value: object) -> str:
        match value:
            case bool():
                return self.told("true" if value else "false")
            case Decimal():
                text = decimal_text(value)
                return text.replace(".", ",") if self._language == "vi" else text
            case date():
                return day_text(value, self._language)
        return str(value)


def _titled(node: Node, kind: Type, language: str) -> Node:
    """What an expression gives, with the words of an enum by their titles."""
    match node:
        case Literal(value=str() as word) if isinstance(kind, EnumType):
            return Literal(kind.title(word).say(language))
        case Conditional(then=then, otherwise=otherwise):
            first, second = (_titled(part, kind, language) for part in (then, otherwise))
            return evolve(node, then=first, otherwise=second)
    return node
