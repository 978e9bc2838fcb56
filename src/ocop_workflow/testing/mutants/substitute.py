"""A workflow file that is read with a mistake in it, by whatever loads it in this process."""

from pathlib import Path

from ...model.definition import Definition
from ...reading import catalogue
from ...reading.definition import read_definition as read
from .making import mutant


def substitute(file: str, mutant_id: str) -> None:
    """From now on the file is read as its mutant of that id; raises LookupError where it has none."""
    place = Path(file).resolve()
    found = mutant(read(place), mutant_id)
    if found is None:
        raise LookupError(mutant_id)

    def read_definition(path: Path | str, text: str | bytes | None = None) -> Definition:
        if text is None and Path(path).resolve() == place:
            changed = mutant(read(path), mutant_id)  # with the places of the file as it was named
            assert changed is not None  # it was found before
            return changed.definition
        return read(path, text)

    vars(catalogue)["read_definition"] = read_definition  # what all loading goes through
