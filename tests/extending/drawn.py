"""A random small base with a random extension of it, both as files, and what the loader says of them."""

from collections.abc import Mapping
from pathlib import Path

from attrs import frozen
from extending.extensions import extension_of, varied, written
from hypothesis import reject
from strategies.dice import Dice

from ocop_workflow.errors import DefinitionError
from ocop_workflow.model.definition import Definition
from ocop_workflow.reading import read_definition


@frozen
class Drawn:
    """`extension` is None where it was refused, by the codes; `home`: sub-state → the state it lies in."""

    texts: tuple[str, str]
    base: Definition
    extension: Definition | None
    home: Mapping[str, str]
    codes: frozenset[str] = frozenset()

    def told(self) -> str:
        """Both files, for whoever has to find out what went wrong."""
        return "\n----- mine.yaml\n".join(self.texts)


def drawn(folder: Path, text: str, seed: int, *, wild: bool) -> Drawn:
    """The base of this text, varied, and an extension of it; rejects what is no base."""
    dice = Dice(seed)
    form = varied(dice, text)
    try:
        base = read_definition(folder / "base.yaml", written(form))
    except DefinitionError:
        reject()
    (folder / "base.yaml").write_text(written(form), "utf-8")
    extension, home = extension_of(dice, form, base, wild=wild)
    texts = (written(form), extension)
    try:
        return Drawn(texts, base, read_definition(folder / "mine.yaml", extension), home)
    except DefinitionError as error:
        return Drawn(texts, base, None, home, frozenset(problem.code for problem in error.problems))
