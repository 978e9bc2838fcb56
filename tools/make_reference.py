# noqa: INP001 - a script
"""Writes docs/reference.md and docs/reference.vi.md: every key of every kind of file, with an example that is run.

What a key means is what editors show of it, from the schemas; the examples are found in the files of examples/ and
workflows/, which the tests load and run.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft7Validator

from ocop_workflow.cli.schema import KINDS

ROOT = Path(__file__).parents[1]
WIDEST = 76  # of an example, the characters that are shown
FILES = {
    "workflow": (
        "examples/tour/tour.yaml",
        "examples/rounds/round.yaml",
        "examples/rounds/product.yaml",
        "examples/custom-stage/laboratory.yaml",
        "examples/construction-permit/permit.yaml",
        "tests/reading/extension/verbs.yaml",
        "tests/reading/extension/base.yaml",
    ),
    "scenario": (
        "examples/tour/tour.scenario.yaml",
        "examples/tour/broken.scenario.yaml",
        "examples/rounds/waiting.scenario.yaml",
        "examples/three-laws/whole-life.scenario.yaml",
    ),
    "run": (
        "examples/tour/tour.run.yaml",
        "examples/rounds/round.run.yaml",
        "examples/new-round/3-conclude.run.yaml",
    ),
    "parameters": ("examples/tour/tour.parameters.yaml",),
    "units": ("examples/tour/units.yaml",),
    "directory": ("examples/tour/directory.yaml",),
    "migration": (
        "tests/migration/loan.migration.yaml",
        "workflows/ocop-product/148-148-1489.migration.yaml",
    ),
    "targets": ("examples/tour/tour.targets.yaml", "workflows/hai-phong/hai-phong.targets.yaml"),
    "calendar": ("examples/construction-permit/calendar.yaml", "workflows/calendars/vietnam-2019-2026.yaml"),
}
PLACES = {  # what a part of a file is called: in English, in Vietnamese
    "top": ("The file", "Cả tệp"),
    "text": ("What people read: `title`, `else` …", "Câu chữ cho người đọc: `title`, `else` …"),
    "guard": ("A condition of `when`", "Điều kiện trong `when`"),
    "field": (
        "A field of `data`, `parameters`, `types`, `takes`",
        "Một mục của `data`, `parameters`, `types`, `takes`",
    ),
    "link": ("Each of `links`", "Mỗi mục của `links`"),
    "let": ("Each of `let`", "Mỗi mục của `let`"),
    "role": ("Each of `roles`", "Mỗi vai trò trong `roles`"),
    "start": ("Each of `start`", "Mỗi cách bắt đầu trong `start`"),
    "state": ("Each of `states`", "Mỗi trạng thái trong `states`"),
    "split": ("Each of `split`", "Mỗi mục của `split`"),
    "narrow": ("Each of `narrow`", "Mỗi mục của `narrow`"),
    "event": ("Each of `events`", "Mỗi việc trong `events`"),
    "branch": ("A branch of `moves`", "Một nhánh của `moves`"),
    "property": ("Each of `properties`", "Mỗi điều trong `properties`"),
    "letter": ("What a property speaks of", "Điều mà một mục của `properties` nói đến"),
    "actor": ("Each of `actors`", "Mỗi người trong `actors`"),
    "post": ("A role held", "Một vai trò được giữ"),
    "step": ("Each of `steps`", "Mỗi bước trong `steps`"),
    "expect": ("`expect`", "`expect`"),
    "case": ("Each of `cases`", "Mỗi hồ sơ trong `cases`"),
    "unit": ("Each of `tree`", "Mỗi đơn vị trong `tree`"),
    "since": ("Each of `since`", "Mỗi mốc trong `since`"),
    "gap": ("Each of `gaps`", "Mỗi mục của `gaps`"),
    "assignment": ("Each of `assignments`", "Mỗi dòng của `assignments`"),
    "delegation": ("Each of `delegations`", "Mỗi dòng của `delegations`"),
    "waiver": ("Each of `waives`", "Mỗi mục của `waives`"),
    "measure": ("Each of `measures`", "Mỗi mục của `measures`"),
    "requirement": ("Any of several events, in `requires`", "Một trong nhiều việc, trong `requires`"),
    "share": ("`share`", "`share`"),
    "target": ("`target`", "`target`"),
    "division": ("Each of `splits`", "Mỗi mục của `splits`"),
    "risk": ("Each of `risks`", "Mỗi mục của `risks`"),
    "person": ("Each of `people` and `bodies`", "Mỗi mục của `people` và `bodies`"),
}
CALLED = {  # where in a schema these parts are
    **dict.fromkeys(
        ("data_field", "parameter_field", "payload_field", "record_field", "item_field"), "field"
    ),
    "sub_state": "state",
    "top.split.*": "split",
    "top.narrow.*": "narrow",
    "top.links.*": "link",
    "top.let.*": "let",
    "top.roles.*": "role",
    "moves.*[]": "branch",
    "actor.roles[]": "post",
    "top.expect": "expect",
    "top.cases.*": "case",
    "top.tree.*": "unit",
    "top.tree.*.since.*": "since",
    "top.gaps[]": "gap",
    "top.assignments[]": "assignment",
    "top.delegations[]": "delegation",
    "top.people.*": "person",
    "top.bodies.*": "person",
    "top.waives[]": "waiver",
    "top.measures.*": "measure",
    "top.measures.*.share": "share",
    "top.measures.*.target": "target",
    **dict.fromkeys(
        (f"top.{part}.requires[]" for part in ("measures.*", "measures.*.share", "risks.*")), "requirement"
    ),
    "top.splits.*": "division",
    "top.risks.*": "risk",
}
OF_WORKFLOWS = {"migration": {"text", "guard", "field", "branch", "property", "letter"}}  # shown there
HEAD = (
    """# Every key
What may stand in each kind of file, what it means, and an example. The examples are taken from files that the tests
run: `examples/tour/`, which uses every word once, and those of the other examples. [Tiếng Việt](reference.vi.md)
""",
    """# Tra cứu từng từ khóa
Mỗi loại tệp có thể ghi những gì, nghĩa là gì, kèm ví dụ. Ví dụ lấy từ các tệp được chạy khi kiểm thử: `examples/tour/`
dùng mỗi từ một lần, và các ví dụ khác. [English](reference.md)
""",
)
COLUMNS = (("key", "meaning", "example"), ("từ khóa", "nghĩa", "ví dụ"))
DAY = re.compile(r"'(\d{4}-\d\d-\d\d)'")  # is quoted where YAML takes it for a day, which no file need do
FLOW: Any = {"default_flow_style": True, "allow_unicode": True, "sort_keys": False, "width": 10**6}
Keys = dict[str, dict[str, str]]  # part → key → description


class _Core(yaml.SafeLoader):
    """YAML as the schemas see it: days are texts."""


_Core.yaml_implicit_resolvers = {
    sign: [(tag, pattern) for tag, pattern in found if not tag.endswith("timestamp")]
    for sign, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


ALL = object()  # in place of a value: whatever may stand there


def parts(
    root: Any, shape: Any, place: str, value: Any = ALL, seen: frozenset[str] = frozenset()
) -> Iterator[tuple[str, str, str, Any]]:
    """Part, key, description and mapping of the keys that a document uses; of all that there are, for ALL."""
    if "$ref" in shape:
        name = shape["$ref"].removeprefix("#/definitions/")
        if name not in seen:
            inside = seen | {name} if value is ALL else seen
            yield from parts(root, root["definitions"][name], name, value, inside)
    for option in (*shape.get("anyOf", ()), *shape.get("oneOf", ())):
        alone = {**option, "definitions": root.get("definitions", {})}
        if value is ALL or Draft7Validator(alone).is_valid(value):
            yield from parts(root, option, place, value, seen)
    known = {key: inner for key, inner in shape.get("properties", {}).items() if isinstance(inner, dict)}
    for key, inner in known.items():
        if value is ALL or (isinstance(value, dict) and key in value):
            if "description" in inner:
                yield place, key, inner["description"], value
            found = ALL if value is ALL else value[key]
            yield from parts(root, inner, f"{place}.{key}", found, seen)
    if isinstance(more := shape.get("additionalProperties"), dict):
        named = value.items() if isinstance(value, dict) else ()
        for each in [ALL] if value is ALL else [inner for key, inner in named if key not in known]:
            yield from parts(root, more, f"{place}.*", each, seen)
    if isinstance(items := shape.get("items"), dict):
        for each in [ALL] if value is ALL else value if isinstance(value, list) else []:
            yield from parts(root, items, f"{place}[]", each, seen)


def called(place: str) -> str:
    """What the part is called: that of the schema's shape, or of the key where it stands."""
    return CALLED.get(place) or place.partition(".")[0]


def keys_of(kind: str) -> Keys:
    """All keys of a kind of file, part by part, in the order of its schema; without those shown with workflows."""
    found: Keys = {}
    root = KINDS[kind]()
    for place, key, description, _ in parts(root, root, "top"):
        if called(place) not in OF_WORKFLOWS.get(kind, ()):
            found.setdefault(called(place), {}).setdefault(key, description)
    return {name: found[name] for name in sorted(found, key=[*PLACES].index)}


def examples_of(kind: str) -> dict[tuple[str, str], str]:
    """An example of every key that the kind's files use, as it may be written."""
    found: dict[tuple[str, str], str] = {}
    root = KINDS[kind]()
    for file in FILES[kind]:
        document = yaml.load((ROOT / file).read_text("utf-8"), _Core)  # noqa: S506 - a safe loader
        for place, key, _, inside in parts(root, root, "top", document):
            text = yaml.safe_dump(
                {key: inside[key]}, default_flow_style=True, allow_unicode=True, sort_keys=False, width=10**6
            )
            text = text.strip()[1:-1]
            shown = text if len(text) <= WIDEST else text[: WIDEST - 1] + "…"
            kept = found.get((called(place), key))
            if kept is None or (kept.endswith("…") and not shown.endswith("…")):
                found[called(place), key] = shown
    return found


def page(language: int) -> str:
    """The page in one language: 0 is English, 1 Vietnamese."""
    lines = [HEAD[language]]
    for kind in KINDS:
        described = KINDS[kind]()["description"]
        lines.append(f"## {str(described).split(chr(10) * 2)[language]}\n")
        lines.append(
            f"`ocop-workflow schema {kind}` · " + " · ".join(f"`{file}`" for file in FILES[kind]) + "\n"
        )
        examples = examples_of(kind)
        for part, keys in keys_of(kind).items():
            lines.append(f"### {PLACES[part][language]}\n")
            lines.append("| " + " | ".join(COLUMNS[language]) + " |\n|---|---|---|")
            for key, description in keys.items():
                example = examples[part, key].replace("|", "\\|")
                lines.append(f"| `{key}` | {description.split(chr(10) * 2)[language]} | `{example}` |")
            lines.append("")
    return "\n".join(lines).rstrip() + "\n"


PAGES = {"docs/reference.md": 0, "docs/reference.vi.md": 1}


def lacking() -> list[tuple[str, str, str]]:
    """Kind of file, part and key of all that no example uses."""
    return [
        (kind, part, key)
        for kind in KINDS
        for examples in [examples_of(kind)]
        for part, keys in keys_of(kind).items()
        for key in keys
        if (part, key) not in examples
    ]


if __name__ == "__main__":
    if missing := lacking():
        sys.exit(f"no example of {missing}")
    for name, language in PAGES.items():
        (ROOT / name).write_text(page(language), "utf-8")
