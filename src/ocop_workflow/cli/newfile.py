"""A new file that is whole when it is there: it gets its name when everything is written."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from ..messages import say
from ..messages.system import cause
from ..store.upkeep import synced_folder
from .parser import UsageError

BINARY = getattr(os, "O_BINARY", 0)  # where ends of lines would be changed


@contextmanager
def new_file(name: str, *, private: bool = False) -> Iterator[BinaryIO]:
    """A stream to write to; raises UsageError for a file that exists or that cannot be written.

    If the block raises, nothing is left behind. `private`: nobody but its owner may read it.
    """
    path = Path(name)
    if os.path.lexists(path):
        raise UsageError(say("cli.file_exists", file=name))
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | BINARY, 0o600 if private else 0o666)
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(path)
        synced_folder(path)
    except OSError as error:
        raise UsageError(say("cli.cannot_write", file=name, reason=cause(error))) from error
    finally:
        with suppress(OSError):  # where nothing could be made, nothing is left
            part.unlink()
