"""What lies beside a hostile file: files that it may name, and things that are no files."""

import os
from pathlib import Path

from .texts import LAUGHS

PLAN = (Path(__file__).parent.parent / "right" / "plan.yaml").read_text("utf-8")
PIPE, FOLDER, LOOP = "//pipe", "//folder", "//loop"
EXTENSION = 'workflow: extension\nversion: "1"\nextends: {base}\n'
LINKS = 1_000  # of a chain of extensions


def put(file: Path, text: str | bytes) -> None:
    """The file, or a pipe, a folder or a link to itself in its place."""
    match text:
        case "//pipe":
            os.mkfifo(file)
        case "//folder":
            file.mkdir()
        case "//loop":
            file.symlink_to(file.name)
        case str():
            file.write_bytes(text.encode("utf-8", "surrogatepass"))
        case _:
            file.write_bytes(text)


def surround(room: Path) -> None:
    """`plan.yaml` is right, and so is the next version of it; the chain and the others are not."""
    put(room / "plan.yaml", PLAN)
    put(room / "next.yaml", PLAN.replace('version: "1"', 'version: "2"'))
    put(room / "laughs.yaml", LAUGHS)
    put(room / "back.yaml", EXTENSION.format(base="./hostile.yaml"))
    for name in (PIPE, FOLDER, LOOP):
        put(room / f"{name[2:]}.yaml", name)
    (room / "device.yaml").symlink_to("/dev/zero")


def chain(room: Path) -> None:
    """Files that extend each other."""
    for number in range(LINKS):
        put(room / f"link{number}.yaml", EXTENSION.format(base=f"./link{number + 1}.yaml"))
