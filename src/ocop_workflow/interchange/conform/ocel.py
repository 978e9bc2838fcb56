"""Object-centric logs (OCEL 2.0): an event may touch many objects, as a council's meeting does.

All three forms of the standard are read into the one of its JSON: `objects` (id, type) and `events` (id, type, time,
attributes, relationships).
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from .logs import Logged, Trace, unfit

ACTOR = ("org:resource", "resource", "actor", "user")
ROLE = ("org:role", "role")
OF = "case"  # the qualifier of a case, beside other objects that the event only mentions


def read_ocel(
    file: Path, object_type: str | None, form: Callable[[Path], Any] | None = None
) -> Iterator[Trace]:
    """Each object of the type is a case; its events by their times. A log of one type need not name it.

    `form` reads the file; without it, it is JSON.
    """
    log = (form or read_json)(file)
    try:
        kinds = {str(each["id"]): str(each["type"]) for each in log["objects"]}
        events = sorted(log["events"], key=lambda event: str(event["time"]))
        wanted = _wanted(file, object_type, sorted(set(kinds.values())))
        cases: dict[str, list[Logged]] = {name: [] for name, kind in kinds.items() if kind == wanted}
        for event in events:
            said = {each["name"]: str(each["value"]) for each in event.get("attributes", ())}
            logged = Logged(str(event["type"]), str(event["time"]), _first(said, ACTOR), _first(said, ROLE))
            for name in _touched(event.get("relationships", ())):
                if name in cases:
                    cases[name].append(logged)
    except (KeyError, TypeError, AttributeError):
        raise unfit(file, "log_not_ocel") from None
    return iter(Trace(name, tuple(found)) for name, found in cases.items() if found)


def _touched(relationships: Iterable[Mapping[str, object]]) -> Iterable[str]:
    """The objects that an event happened to: those that are its cases, where it says of any that they are; else all."""
    own = [each for each in relationships if each.get("qualifier") == OF]
    return dict.fromkeys(str(each["objectId"]) for each in own or relationships)


def read_json(file: Path) -> Any:
    """The JSON form, as it stands there."""
    try:
        return json.loads(file.read_bytes())
    except json.JSONDecodeError as error:
        raise unfit(file, "log_json", error.lineno, error.colno, detail=error.msg) from None
    except (UnicodeDecodeError, RecursionError):
        raise unfit(file, "log_not_ocel") from None


def _wanted(file: Path, object_type: str | None, kinds: list[str]) -> str:
    if object_type in kinds:
        return str(object_type)
    if object_type is None and len(kinds) == 1:
        return kinds[0]
    code = "log_which_type" if object_type is None else "log_no_type"
    raise unfit(file, code, wanted=object_type, found=", ".join(kinds) or "—")


def _first(said: Mapping[str, str], names: tuple[str, ...]) -> str | None:
    return next((said[name] for name in names if name in said), None)
