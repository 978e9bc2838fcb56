# noqa: INP001 - a script
"""Writes docs/coverage.md and docs/coverage.vi.md: each sentence of the city's programme, and what keeps it.

The rows are in coverage.yaml. Of every sentence it is looked up that the parts of the workflows which model it are
there, that the scenarios and run files which show it do what they are named for, and that the claims and targets which
guard it are stated. A row that lacks one of them is an error.
"""

import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from ocop_workflow.model.definition import Definition
from ocop_workflow.model.text import Text
from ocop_workflow.model.tree import walk
from ocop_workflow.reading import load_definition

ROOT = Path(__file__).parents[1]
ROWS = ROOT / "tools" / "coverage.yaml"
HEAD = {
    "en": """\
# What the programme asks, and what keeps it
Each sentence of the city's programme (approved on 9 March 2021, read from its text and from what newspapers quote), the
parts of the workflows that model it, a story or a run that shows it, and the claims, each proved, or the targets that
guard it. [Tiếng Việt](coverage.vi.md)
""",
    "vi": """\
# Chương trình yêu cầu gì, và điều gì bảo đảm
Mỗi câu của Chương trình OCOP thành phố (phê duyệt ngày 9/3/2021, đọc từ văn bản của thành phố và báo chí trích dẫn),
phần của quy trình thể hiện câu đó, câu chuyện hoặc tệp chạy cho thấy, và điều được chứng minh hoặc chỉ tiêu bảo đảm.
[English](coverage.md)
""",
}
COLUMNS = {
    "en": ("The programme", "Modelled in", "Shown by", "Guarded by"),
    "vi": ("Chương trình", "Thể hiện ở", "Được thấy ở", "Được bảo đảm bởi"),
}


class LackingError(Exception):
    """A row that names what is not there, or names nothing."""


@cache
def definition(name: str) -> Definition:
    """A workflow of the catalogue."""
    return load_definition(name)


def named(law: Definition) -> dict[str, Text]:
    """What a part of a workflow may be called by, with its title."""
    found = {state.name: state.title for state, _ in walk(law.states)}
    for kind in (law.let, law.links, law.parameters, law.data, law.roles, law.start, law.events):
        found |= {name: part.title for name, part in kind.items()}
    return found


def steps(node: Any) -> Iterator[dict[str, Any]]:
    """Every step of a scenario or a run file."""
    if isinstance(node, dict):
        yield from node.get("steps", ())
        for value in node.values():
            yield from steps(value)


def model(said: str, language: str) -> str:
    """A part of a workflow, as WORKFLOW PART."""
    workflow, _, part = said.partition(" ")
    law = definition(workflow)
    titles = named(law)
    if part not in titles:
        raise LackingError(f"{workflow} has no part “{part}”")
    version = law.file and Path(law.file).relative_to(ROOT)
    return f"{titles[part].say(language) or part} ([{workflow}](../{version}), `{part}`)"


def shown(said: str, _: str) -> str:
    """A story or a run with a step that does it, as FILE EVENT."""
    path, _, act = said.partition(" ")
    file = ROOT / path
    if not file.is_file():
        raise LackingError(f"there is no {path}")
    if file.suffix != ".yaml":
        if act and act not in file.read_text("utf-8"):
            raise LackingError(f"{path} says nothing of “{act}”")
        return f"[{file.parent.name}/{file.name}](../{path})"
    met = {step.get("do") for step in steps(yaml.safe_load(file.read_text("utf-8")))}
    if act not in met:
        raise LackingError(f"{path} has no step “{act}”")
    return f"[{file.parent.name}/{file.name}](../{path}) (`{act}`)"


def guarded(said: str, language: str) -> str:
    """A claim, a target or a test, as WHERE: NAME."""
    where, _, title = said.partition(": ")
    if where.endswith(".yaml"):
        measures = yaml.safe_load((ROOT / where).read_text("utf-8"))["measures"]
        if title not in measures:
            raise LackingError(f"{where} has no target “{title}”")
        return f"{measures[title]['title'][language]} ([{Path(where).name}](../{where}), `{title}`)"
    if where.endswith(".py"):
        if f"def {title}(" not in (ROOT / where).read_text("utf-8"):
            raise LackingError(f"{where} has no test “{title}”")
        return f"[{Path(where).name}](../{where}) (`{title}`)"
    claims = {claim.title.say("en"): claim.title for claim in definition(where).properties}
    if title not in claims:
        raise LackingError(f"{where} does not claim “{title}”")
    return f"{claims[title].say(language)} ({where})"


def page(language: str) -> str:
    """The whole page; raises LackingError for a row that is not kept."""
    columns = COLUMNS[language]
    lines = [HEAD[language], "| " + " | ".join(columns) + " |", "|" + "---|" * len(columns)]
    for row in yaml.safe_load(ROWS.read_text("utf-8")):
        cells = [row["says"][language]]
        for key, read in (("model", model), ("shown", shown), ("guarded", guarded)):
            if not row.get(key):
                raise LackingError(f"“{row['says']['en']}”: nothing under “{key}”")
            cells.append("<br>".join(read(said, language) for said in row[key]))
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines) + "\n"


def main() -> int:
    """Writes both pages."""
    pages = {"coverage.md": page("en"), "coverage.vi.md": page("vi")}
    for name, text in pages.items():
        (ROOT / "docs" / name).write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
