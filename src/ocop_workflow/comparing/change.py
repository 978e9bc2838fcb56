"""One difference between two definitions, and the groups in which an amendment is read."""

from attrs import frozen

# In the order in which they are told: what changes most for people first.
GROUPS = (
    "whole",
    "states",
    "acting",
    "handed_in",
    "conditions",
    "limits",
    "deadlines",
    "moves",
    "data",
    "properties",
    "sources",
)
Path = tuple[str, ...]
Basis = tuple[str, ...]  # sources and marks, as the definition has them
KINDS = ("added", "removed", "changed", "renamed", "reordered")


@frozen
class Holder:
    """Who may act: a role, or a parameter that names one, and the levels at which it is held; none for parties."""

    role: str
    levels: tuple[str, ...] = ()


@frozen
class Change:
    """One difference: `path` leads from the definition to the part, `old` and `new` are the part's values.

    A path is a section (`events`), a name in it, then attributes, names and numbers further in. What is added has
    no `old`, what is removed no `new`; `renamed` and `reordered` have names, `by` has holders. `behaviour` says
    whether the hash of the definition counts it; what it does not count is only read (titles, reasons' sentences,
    bases, sources) or claimed (properties). `basis` is that of the new rule, or of the old one where it is removed.
    """

    kind: str
    group: str
    path: Path
    old: object = None
    new: object = None
    behaviour: bool = True
    basis: Basis = ()


_SECTIONS = {
    "states": "states",
    "levels": "states",
    "roles": "acting",
    "start": "acting",
    "events": "acting",
    "links": "conditions",
    "let": "conditions",
    "parameters": "limits",
    "values": "limits",
    "types": "limits",
    "data": "data",
    "clocks": "deadlines",
    "properties": "properties",
    "sources": "sources",
}
_ACTS = {
    "takes": "handed_in",
    "requires": "conditions",
    "attests": "conditions",
    "when": "conditions",
    "at": "deadlines",
    "after": "deadlines",
    "not_counting": "deadlines",
    "moves": "moves",
    "to": "moves",
    "sets": "data",
    "clears": "data",
    "collects": "data",
}
_BOUNDS = {"minimum", "maximum"}


def group_of(path: Path) -> str:
    """The group in which a part is told; bounds of numbers are limits wherever they stand."""
    section, *inner = path
    if section in {"events", "start"} and len(inner) > 1:
        group = _ACTS.get(inner[1], "acting")
        return "limits" if group == "handed_in" and inner[-1] in _BOUNDS else group
    if section == "data" and inner[-1] in _BOUNDS:
        return "limits"
    return _SECTIONS.get(section, "whole")
