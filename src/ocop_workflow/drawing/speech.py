"""Guards as short labels: titles in place of names, signs and words in place of operators.

What cannot be said shortly, as a mean over score sheets, is called by its title, or by the name in the file.
"""

from collections.abc import Mapping
from decimal import Decimal

from ..guards import unparse
from ..messages import say
from ..model.canonical import decimal_text
from ..model.definition import Definition, Guard
from ..model.expression import Binary, Call, Literal, Member, Name, Node, Unary
from ..model.types import EnumType, Field, ListType

SIGNS = {"==": "=", "!=": "≠", "<=": "≤", ">=": "≥"}
LONGEST = 60
DEEPEST = 3  # a `let` that uses a `let` that …


class Speech:
    """Speaks of the guards of one definition in one language."""

    def __init__(self, definition: Definition, language: str) -> None:
        self._definition = definition
        self._language = language

    def told(self, key: str, **values: object) -> str:
        return say(f"drawing.{key}", **values).say(self._language)

    def guard(self, guard: Guard, taken: Mapping[str, Field]) -> str:
        """The guard in a few words; its name, or what the file says, where it takes more."""
        said = self._say(guard.test.tree, taken, DEEPEST)
        if said is not None and len(said) <= LONGEST:
            return said
        return guard.name or guard.test.text

    def _say(self, node: Node, taken: Mapping[str, Field], deep: int) -> str | None:
        match node:
            case Literal(value=value):
                return self._literal(value)
            case Name(name=name):
                return self._name(name, taken, deep)
            case Member(of=Name(name="taken"), name=name) if name in taken:
                return taken[name].title.say(self._language) or name
            case Unary(operator="!", operand=Call(function="has", arguments=(inner,))):
                return self._filled("unset", taken, deep, inner)
            case Unary(operator="!", operand=inner):
                return self._filled("not", taken, deep, inner)
            case Call(function="has", arguments=(inner,)):
                return self._filled("set", taken, deep, inner)
            case Binary(operator="&&", left=left, right=right):
                return self._filled("and", taken, deep, left, right)
            case Binary(operator="||", left=left, right=right):
                return self._filled("or", taken, deep, left, right)
            case Binary(operator="in", left=left, right=right):
                first, second = self._word(left, right, taken, deep), self._say(right, taken, deep)
                return (
                    None if first is None or second is None else self.told("in", first=first, second=second)
                )
            case Binary(operator=sign, left=left, right=right):
                first, second = self._word(left, right, taken, deep), self._word(right, left, taken, deep)
                return (
                    None if first is None or second is None else f"{first} {SIGNS.get(sign, sign)} {second}"
                )
            case Call():
                return unparse(node)
        return None

    def _word(self, node: Node, beside: Node, taken: Mapping[str, Field], deep: int) -> str | None:
        """A word of an enum by its title, which the field that it is compared with knows."""
        if isinstance(node, Literal) and isinstance(node.value, str):
            match beside:
                case Name(name=name):
                    declared = self._definition.data.get(name) or self._definition.parameters.get(name)
                case Member(of=Name(name="taken"), name=name):
                    declared = taken.get(name)
                case _:
                    declared = None
            kind = declared.type if declared else None
            kind = kind.items if isinstance(kind, ListType) else kind
            if isinstance(kind, EnumType):
                return kind.title(node.value).say(self._language)
        return self._say(node, taken, deep)

    def _filled(self, key: str, taken: Mapping[str, Field], deep: int, *nodes: Node) -> str | None:
        parts = [self._say(node, taken, deep) for node in nodes]
        if any(part is None for part in parts):
            return None
        return self.told(key, **dict(zip(("first", "second"), parts, strict=False)))

    def _name(self, name: str, taken: Mapping[str, Field], deep: int) -> str:
        definition = self._definition
        declared = definition.data.get(name) or definition.parameters.get(name)
        if declared:
            return declared.title.say(self._language) or name
        if name in definition.let and (title := definition.let[name].title.say(self._language)):
            return title
        if name in definition.let and deep:
            said = self._say(definition.let[name].expression.tree, taken, deep - 1)
            if said is not None and len(said) <= LONGEST:
                return said
        return name

    def _literal(self, value: object) -> str:
        match value:
            case bool():
                return self.told("true" if value else "false")
            case Decimal():
                text = decimal_text(value)
                return text.replace(".", ",") if self._language == "vi" else text
        return str(value)
