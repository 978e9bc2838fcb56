"""Addresses of databases, as they may be printed and logged: without a password."""

import re

# A password may have any character in it, if whoever wrote it did not know what to write instead.
_IN_FRONT = re.compile(r"(://[^:/@]*):(.*)@", re.DOTALL)
_AMONG_OPTIONS = re.compile(r"([?&]password=)([^&]*)")  # libpq takes it there, too


def shown(url: str) -> str:
    """The address with `***` in place of a password."""
    return _AMONG_OPTIONS.sub(r"\1***", _IN_FRONT.sub(r"\1:***@", url))


def without(text: str, url: str) -> str:
    """What was said of an address, without its password or what was taken for parts of it."""
    for found in (_IN_FRONT.search(url), _AMONG_OPTIONS.search(url)):
        for part in re.split(r"[/@:?#]", found[2]) if found else ():
            if part:
                text = text.replace(part, "***")
    return text
