"""A disk in memory that loses power: what was not synced is kept sector by sector, or not, as chance will have it.

Between two syncs of a file everything written to it is only on its way: at a cut each sector of 512 bytes is found as
it was or as any of the writes since left it, the file has any of the lengths that it had since, and files that were
made or deleted since the folder was synced may or may not be there. A sector itself is whole.
"""

from collections.abc import Callable
from random import Random

SECTOR = 512


class Failed(Exception):
    """The operation was not done: the disk says that it cannot."""


class Cut(Failed):
    """The power is off, and no other operation will be done."""


class Full(Failed):
    """There is no room."""


class File:
    """The bytes as a running program sees them, and what the disk may have of them."""

    def __init__(self) -> None:
        self.bytes = bytearray()
        self._versions: dict[
            int, list[bytes | None]
        ] = {}  # None: nothing of this file, whatever lay there before
        self._lengths = [0]
        self.locks: dict[object, int] = {}

    def write(self, data: bytes, offset: int) -> None:
        end = offset + len(data)
        before = len(self.bytes)
        touched = range(min(offset, before) // SECTOR, -(-end // SECTOR))
        for number in touched:
            self._versions.setdefault(number, []).append(self._sector(number))
        if end > before:
            self.bytes.extend(bytes(end - before))
        self.bytes[offset:end] = data
        for number in touched:
            self._versions[number].append(self._sector(number))
        self._lengths.append(len(self.bytes))

    def truncate(self, length: int) -> None:
        """A file is shortened as a whole or not at all: where it keeps its length, what stood there still does."""
        for number in range(length // SECTOR, -(-len(self.bytes) // SECTOR)):
            self._versions.setdefault(number, [self._sector(number)])
        del self.bytes[length:]
        self._lengths.append(length)

    def sync(self) -> None:
        self._versions.clear()
        self._lengths = [len(self.bytes)]

    def copy(self) -> "File":
        file = File()
        file.bytes = bytearray(self.bytes)
        file.sync()
        return file

    def after(self, chance: Random) -> "File":
        """What is found of it once the power is back."""
        fresh = chance.choice((0.0, 0.1, 0.5, 0.9, 1.0))  # how far the disk had got with what it was given
        length = len(self.bytes) if chance.random() < fresh else chance.choice(self._lengths)
        found = bytearray()
        for number in range(-(-length // SECTOR)):
            versions = self._versions.get(number)
            if versions is None:
                sector = self._sector(number)
            elif chance.random() < fresh:
                sector = versions[-1]
            else:
                sector = chance.choice(versions)
            found += (sector or chance.choice((bytes(SECTOR), chance.randbytes(SECTOR)))).ljust(SECTOR, b"\0")
        file = File()
        file.bytes = found[:length]
        file.sync()
        return file

    def _sector(self, number: int) -> bytes | None:
        return bytes(self.bytes[number * SECTOR : (number + 1) * SECTOR]) or None


class Disk:
    """Files by name. Every operation that changes something asks `before` first, which may raise in its place."""

    def __init__(self, files: dict[str, File] | None = None) -> None:
        self.files: dict[str, File] = files or {}
        self._listed = dict(self.files)  # what the folder says on the disk
        self.before: Callable[[str, str], None] = lambda *_: None
        self.operations = 0

    def changes(self, operation: str, name: str) -> None:
        """Count an operation, and let whoever watches fail it."""
        self.operations += 1
        self.before(operation, name)

    def delete(self, name: str) -> None:
        del self.files[name]

    def sync_folder(self) -> None:
        self._listed = dict(self.files)

    def copy(self) -> "Disk":
        """What another process would see, were this one killed: a synced disk that nobody has locked."""
        return Disk({name: file.copy() for name, file in self.files.items()})

    def after(self, chance: Random) -> "Disk":
        """The disk once the power is back."""
        found: dict[str, File] = {}
        for name in sorted({*self.files, *self._listed}):
            file = chance.choice((self.files.get(name), self._listed.get(name)))
            if file is not None:
                found[name] = file.after(chance)
        return Disk(found)


def cutting(at: int) -> Callable[[str, str], None]:
    """Lets so many operations be done and none after."""
    done = 0

    def before(operation: str, name: str) -> None:
        nonlocal done
        done += 1
        if done > at:
            raise Cut(operation, name)

    return before
