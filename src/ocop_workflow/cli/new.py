"""`new`: a first workflow and a story about it, in the current folder, to be changed into one's own."""

import json
import re
from importlib.resources import files
from pathlib import Path

from ..interchange import from_transitions
from ..messages import say
from ..messages.system import cause
from ..reading.scalars import IDENTIFIER
from .parser import PROGRAM, UsageError
from .schema import KINDS
from .screen import Screen

COMMAND = f"{PROGRAM} new"
TOLD = re.compile(r"#: (\w+)")  # a comment of the templates that is written in the chosen language
FIRST = "# yaml-language-server: $schema=workflow.schema.json\n"
SUFFIXES = {"workflow": ".yaml", "scenario": ".scenario.yaml"}


def new(out: Screen, name: str, machine: str | None) -> int:
    """Writes NAME.yaml and NAME.scenario.yaml, and the schemas that editors explain them by where there are none.

    From a `machine` of transitions only NAME.yaml is made, with the states and moves in that file. Nothing is
    written, and UsageError raised, where the name will not do or one of the files is there already.
    """
    if not IDENTIFIER.fullmatch(name):
        raise UsageError(say("new.bad_name", name=name[:80]), COMMAND)
    if machine is None:
        texts = {kind: _filled(kind, name, out.language) for kind in SUFFIXES}
    else:
        texts = {"workflow": FIRST + from_transitions(Path(machine), name, language=out.language)}
    wanted = {Path(name + SUFFIXES[kind]): text for kind, text in texts.items()}
    for file in wanted:
        if file.exists():
            raise UsageError(say("new.exists", file=file), COMMAND)
    for kind in texts:
        if not (file := Path(f"{kind}.schema.json")).exists():
            wanted[file] = json.dumps(KINDS[kind](), ensure_ascii=False, indent=2) + "\n"
    for file, text in wanted.items():
        try:
            file.write_text(text, "utf-8")
        except OSError as error:
            raise UsageError(say("cli.cannot_write", file=file, reason=cause(error)), COMMAND) from None
    out.paragraph(say("new.wrote", files=", ".join(map(str, wanted))).say(out.language))
    out.line()
    out.line(say("cli.next").say(out.language))
    out.line(f"  {PROGRAM} check {name}.yaml")
    if machine is None:
        out.line(f"  pytest {name}.scenario.yaml")
    return 0


def _filled(kind: str, name: str, language: str) -> str:
    template = files(__package__).joinpath("templates", f"{kind}.yaml").read_text("utf-8")
    told = TOLD.sub(lambda found: "# " + say(f"new.{found[1]}").say(language), template)
    return told.replace("NAME", name)
