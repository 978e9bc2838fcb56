"""When two parts of definitions are the same: in all that they hold, or in behaviour alone."""

from ..model.canonical import canonical
from ..model.document import described


def same(old: object, new: object) -> bool:
    """Whether two parts hold the same but for their places in the files."""
    return old is new or whole(old) == whole(new)


def behaves(old: object, new: object) -> bool:
    """Whether the hash of a definition counts two parts as the same."""
    return old is new or behaviour(old) == behaviour(new)


def whole(part: object) -> bytes:
    """All that a part holds but its place in the file; the order of a mapping's names says nothing."""
    return canonical(described(part, behaviour=False))


def behaviour(part: object) -> bytes:
    """What the hash of a definition counts of a part."""
    return canonical(described(part, behaviour=True))
