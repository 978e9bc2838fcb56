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


@contextmanager
def new_file(name: str) -> Iterator[BinaryIO]:
    """A stream to write to; raises UsageError for a file that exists or that cannot be written.

    If the block raises, nothing is left behind.
    """
    path = Path(name)
    if os.path.lexists(path):
        raise UsageError(say("cli.file_exists", file=name))
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with part.open("xb") as stream:
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
