"""Loading opens the file it was given, what lies beside it and is linked, and the package's own; nothing else is done.

It is asked of Python's audit hooks.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import ocop_workflow

ROOT = Path(__file__).parents[3]
PACKAGE = Path(ocop_workflow.__file__).parent
OTHER = ROOT / "workflows" / "demo.yaml"  # of another folder
LAW = ROOT / "workflows" / "ocop-product" / "148.yaml"
LINKED = {LAW.parent, *(ROOT / "workflows" / name for name in ("ocop-round", "ocop-promotion"))}  # folders
# Whatever is not listed here must not happen: sockets, subprocesses, pickle, marshal, ctypes, changed files.
HARMLESS = {
    "builtins.id",
    "object.__getattr__",
    "object.__setattr__",
    "sys._getframe",
    "gc.get_objects",
    "os.listdir",
    "os.scandir",
}
WATCHED = """
import json, sys
from pathlib import Path
from ocop_workflow import load
load({right!r}).machine  # what is imported when it is first needed is imported now
from ocop_workflow.messages import say
say("reading.empty_file")
{before}
seen = []
def heard(event, arguments):
    if event == "open":
        seen.append([event, str(arguments[0]), str(arguments[1])])
    elif event == "compile":
        seen.append([event, str(arguments[1]), ""])
    elif event == "exec":
        seen.append([event, arguments[0].co_filename, ""])
    else:
        seen.append([event, str(arguments[0]) if arguments else "", ""])
sys.addaudithook(heard)
{act}
told = list(seen)
print(json.dumps(told))
"""


def heard(act: str, before: str = "pass") -> list[tuple[str, str, str]]:
    script = WATCHED.format(
        right=str(Path(__file__).parent.parent / "right" / "plan.yaml"), act=act, before=before
    )
    run = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True
    )
    return [(event, what, mode) for event, what, mode in json.loads(run.stdout) if event not in HARMLESS]


def fit(event: str, what: str, mode: str, named: Path) -> bool:
    """What was named or is linked, one of the package's own, a time zone; or a guard, by the name it is given."""
    if event == "open":
        place = Path(what)
        own = (
            place == named
            or place.parent in LINKED
            or PACKAGE in place.parents
            or "zoneinfo" in what
            or "tzdata" in what
        )
        return own and mode in ("r", "rb", "None")
    if event == "pathlib.Path.glob":
        return Path(what) in LINKED
    return event in ("compile", "exec") and what == "<guard>"


def test_loading_a_law_opens_that_file_and_those_it_links_to_alone() -> None:
    events = heard(f"load({str(LAW)!r})")
    assert str(LAW) in [what for event, what, _ in events if event == "open"]
    assert [one for one in events if not fit(*one, LAW)] == []
    assert not [one for one in events if one[0] in ("compile", "exec")]


def test_its_machine_compiles_guards_and_nothing_else() -> None:
    events = heard(f"load({str(LAW)!r}).machine.digest")
    assert [one for one in events if not fit(*one, LAW)] == []


def test_a_hostile_tag_runs_nothing(tmp_path: Path) -> None:
    file = tmp_path / "hostile.yaml"
    file.write_text("workflow: !!python/object/apply:os.system [touch ran]\n", "utf-8")
    act = f"try:\n    load({str(file)!r})\nexcept Exception:\n    pass"
    assert [one for one in heard(act) if not fit(*one, file)] == []


CONTROLS = {
    "an object built by a tag": "import yaml; yaml.unsafe_load('!!python/object/apply:os.system [\"true\"]')",
    "a file written": "open({other!r}, 'w').close()",
    "a file read": "open({elsewhere!r}).close()",
    "the named file written": "open({law!r}, 'r+').close()",
    "a file taken away": "import os\ntry:\n    os.remove({other!r})\nexcept OSError:\n    pass",
    "a folder made": "import os; os.mkdir({other!r})",
    "a file renamed": "import os\ntry:\n    os.rename({other!r}, {other!r} + '2')\nexcept OSError:\n    pass",
    "a pickle": "import pickle; pickle.loads(pickle.dumps(Path))",
    "marshalled code": "import marshal; marshal.loads(marshal.dumps(1))",
    "foreign code compiled": "compile('1', '<other>', 'exec')",
    "foreign code run": "exec((lambda: 0).__code__)",
    "a socket": "import socket; socket.socket().close()",
    "a name looked up": "import socket\ntry:\n    socket.getaddrinfo('localhost', 1)\nexcept OSError:\n    pass",
    "a command": "import os; os.system('true')",
    "a process": "import subprocess; subprocess.run(['true'])",
    "a fork": "import os\nif not os.fork():\n    os._exit(0)\nos.wait()",
    "a foreign library": "import ctypes; ctypes.CDLL(None)",
    "a variable of the environment": "import os; os.putenv('A', 'b')",
}


@pytest.mark.parametrize("name", CONTROLS)
def test_what_must_not_happen_would_be_heard(name: str, tmp_path: Path) -> None:
    """The controls: each is heard by itself, with all that it imports imported before."""
    act = CONTROLS[name].format(other=str(tmp_path / "other"), law=str(LAW), elsewhere=str(OTHER))
    first, _, rest = act.partition("; ") if act.startswith("import") else ("pass", "", act)
    assert [one for one in heard(rest or act, first) if not fit(*one, LAW)] != []
