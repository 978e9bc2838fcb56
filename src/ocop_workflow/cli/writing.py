"""What a command writes into a file or prints: in which format, and where."""

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from ..messages import say
from ..messages.system import cause
from .parser import UsageError
from .screen import Screen


def chosen_format(
    said: str | None, output: str | None, formats: Collection[str], suffixes: Mapping[str, str], default: str
) -> str:
    """What was said, else what the file's name ends in, else the default; raises UsageError if there is none."""
    if said is None:
        name = (output or "").lower()
        return next((form for suffix, form in suffixes.items() if name.endswith(suffix)), default)
    if said not in formats:
        raise UsageError(say("cli.unknown_format", format=said, known=", ".join(formats)))
    return said


def write_out(out: Screen, text: str | bytes | Iterable[str], output: str | None, told: str) -> None:
    """Print it, or write it and say so by the sentence `told`; raises UsageError if the file cannot be written.

    What is no text is not printed. Of pieces of a text none is kept.
    """
    if output is None:
        if isinstance(text, bytes):
            raise UsageError(say("cli.wants_output"))
        out.stream.writelines([text] if isinstance(text, str) else text)
        return
    write_file(text, output)
    out.paragraph(say(told, file=output).say(out.language))


def write_file(text: str | bytes | Iterable[str], output: str) -> None:
    """Raises UsageError if the file cannot be written."""
    pieces: Iterable[str | bytes] = [text] if isinstance(text, str | bytes) else text
    try:
        with Path(output).open("wb") as file:
            file.writelines(each.encode() if isinstance(each, str) else each for each in pieces)
    except OSError as error:
        raise UsageError(say("cli.cannot_write", file=output, reason=cause(error))) from None
