"""Frozen classes whose objects are made as quickly as those of classes that are not frozen.

attrs writes each field of a frozen object by `object.__setattr__`, which for an entry of a history takes longer than
hashing it. Here an object is of a subclass that lets itself be written, while `__init__` runs, and of the frozen class
from then on.
"""

from typing import Any, TypeVar

import attrs

_Class = TypeVar("_Class", bound=type)


def swift(frozen: _Class) -> _Class:
    """The same class of attrs with another `__init__`, for fields that may be given by their places.

    Arguments that are given by their places are quicker than those that are given by their names.
    """
    fields = attrs.fields(frozen)
    writable = {"__slots__": (), "__setattr__": object.__setattr__, "__delattr__": object.__delattr__}
    space: dict[str, Any] = {
        "become": object.__setattr__,
        "Open": type(f"_Open{frozen.__name__}", (frozen,), writable),
        "Frozen": frozen,
        "NOTHING": attrs.NOTHING,
        **{f"default_{each.name}": each.default for each in fields},
        **{f"converted_{each.name}": each.converter for each in fields},
    }
    taken = ", ".join(_parameter(each) for each in fields if each.init)
    lines = [f"def __init__(self, {taken}):", 'become(self, "__class__", Open)', *map(_written, fields)]
    if hasattr(frozen, "__attrs_post_init__"):
        lines.append("self.__attrs_post_init__()")
    lines.append("self.__class__ = Frozen")
    exec(compile("\n    ".join(lines), "<swift>", "exec"), space)  # noqa: S102 - our own source
    made = space["__init__"]
    made.__annotations__ = frozen.__init__.__annotations__  # type: ignore[misc]  # of the class, not of an object
    made.__qualname__ = f"{frozen.__qualname__}.__init__"
    frozen.__init__ = made  # type: ignore[misc]
    return frozen


def _parameter(each: "attrs.Attribute[Any]") -> str:
    if each.kw_only or isinstance(each.converter, attrs.Converter):
        msg = f"a converter that asks for more, or a name that must be said: {each.name}"
        raise TypeError(msg)
    if each.default is attrs.NOTHING:
        return each.name
    return f"{each.name}=NOTHING" if _made(each) else f"{each.name}=default_{each.name}"


def _written(each: "attrs.Attribute[Any]") -> str:
    name = value = each.name
    if not each.init and each.default is attrs.NOTHING:
        return "pass"  # what is done afterwards writes it
    if not each.init:
        value = f"default_{name}.factory()" if _made(each) else f"default_{name}"
    elif _made(each):
        value = f"default_{name}.factory() if {name} is NOTHING else {name}"
    return f"self.{name} = {value}" if each.converter is None else f"self.{name} = converted_{name}({value})"


def _made(each: "attrs.Attribute[Any]") -> bool:
    """Whether the default is made anew for each object."""
    return isinstance(each.default, attrs.Factory)  # type: ignore[arg-type]
