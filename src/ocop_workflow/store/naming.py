"""What a new case may be called, and what a key may be. Cases that were called otherwise before are found as ever."""

from unicodedata import category

from ..errors import StoreError
from ..messages import say

# In bytes of UTF-8. PostgreSQL keeps no more than 2,704 of a case's id and a key together in an index.
LONGEST_ID, LONGEST_KEY = 500, 1000


def require_new_id(name: str) -> None:
    """Raises StoreError for an id that is empty, too long, or has characters that cannot be seen or kept."""
    if not name.strip() or _long(name, LONGEST_ID) or not _seen(name):
        raise StoreError(say("store.id_unfit", longest=LONGEST_ID), "id_unfit")


def require_key(key: str | None) -> None:
    """Raises StoreError for a key that is empty, so that any two commands without one would have the same."""
    if key is not None and (not key or not _kept(key)):
        raise StoreError(say("store.key_unfit", longest=LONGEST_KEY), "key_unfit")


def require_new_key(key: str | None) -> None:
    """Raises StoreError for a key that is too long, and that no command had before."""
    if key is not None and _long(key, LONGEST_KEY):
        raise StoreError(say("store.key_unfit", longest=LONGEST_KEY), "key_unfit")


def _seen(name: str) -> bool:
    """No control characters, nor halves of a pair of surrogates."""
    return all(category(each) not in {"Cc", "Cs"} for each in name)


def _kept(text: str) -> bool:
    """Neither NUL nor halves of a pair of surrogates."""
    return "\0" not in text and (text.isascii() or all(category(each) != "Cs" for each in text))


def _long(text: str, longest: int) -> bool:
    return len(text) > longest // 4 and len(text.encode("utf-8", "surrogatepass")) > longest
