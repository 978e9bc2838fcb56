# noqa: INP001 - a script
"""Writes docs/errors.md and docs/errors.vi.md: every code with its meaning, an example that is read, and the remedy.

Meanings and remedies are the sentences of messages/. Examples are found by reading wrong files: those that the tests
have in tests/reading/wrong/, tests/migration/bad/ and tests/measures/bad/, then those of error_examples.yaml; what is
told of no line of a file says which test shows it.
"""

import re
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import yaml
from attrs import frozen

from ocop_workflow.cli.problems import excerpt
from ocop_workflow.engine.reasons import CODES
from ocop_workflow.errors import DefinitionError, Problem
from ocop_workflow.measures import load_targets
from ocop_workflow.messages import sentences
from ocop_workflow.migration import load_plan, require_parameters
from ocop_workflow.reading import read_calendar, read_definition, read_directory, read_units
from ocop_workflow.reading.source import BREAK, FORBIDDEN, Source
from ocop_workflow.testing import read_scenario

ROOT = Path(__file__).parents[1]
WRONG = sorted((ROOT / "tests" / "reading" / "wrong").glob("*.yaml"))
PLANS = sorted((ROOT / "tests" / "migration" / "bad").glob("*.yaml"))
TARGETS = sorted((ROOT / "tests" / "measures" / "bad").glob("*.yaml"))
OWN = ROOT / "tools" / "error_examples.yaml"
EXTENSION = ROOT / "tests" / "reading" / "extension"
WIDTH = 110  # of the lines that are shown
HINT = "_hint"
LOAN = """workflow: loan
version: "1"
data: {fee: {type: integer, minimum: 0, maximum: 9}}
roles: {officer: {}}
start: {begin: {by: officer, to: open}}
states: {open: {}, closed: {final: completed}}
events: {close: {by: officer, takes: [fee], moves: {open: closed}}}
"""
ROOMS = {  # what a part of the page is called: in English, in Vietnamese
    "reading": ("Files", "Các tệp"),
    "guards": ("Expressions", "Biểu thức"),
    "migration": ("Migration plans", "Phương án chuyển hồ sơ"),
    "measures": ("Targets", "Chỉ tiêu"),
    "script": ("Scenarios and run files", "Tình huống và tệp chạy"),
    "directory": ("Directories of people", "Danh bạ"),
    "workflow": ("Before a workflow runs", "Trước khi chạy"),
    "engine": ("Refusals", "Từ chối"),
    "store": ("Stores", "Kho"),
}
NO_CODES = {  # sentences that stand inside or behind others, and those that files tell as maybe_unset_in_state …
    *("did_you_mean", "no_unit", "maybe_unset", "maybe_unset_in_let", "under"),
}
OF_CASES = {  # of migration: what joined versions are called, and why a case is not moved
    *("title", "of_version", "anyone", "move", "elsewhere", "broken", "other_behaviour", "unit_divided"),
}
HEAD = (
    """# Every error
What is told under which code, an example, and what to do about it. The examples are shown as `ocop-workflow check`
shows them; the tests read {wrong} wrong files of this kind, and {own} more are read when this page is made. “…” is
filled in with what was found. [Tiếng Việt](errors.vi.md)
""",
    """# Tra cứu lỗi
Mỗi mã báo điều gì, ví dụ, và cách sửa. Ví dụ hiện ra như lệnh `ocop-workflow check` cho thấy; khi kiểm thử có {wrong}
tệp sai như vậy được đọc, và {own} tệp nữa được đọc khi lập trang này. “…” được thay bằng điều gặp trong tệp.
[English](errors.md)
""",
)
REMEDY = ("What to do", "Cách sửa")
AT_WORK = {  # rooms, or codes, that speak of no line of a file
    "store": (
        "Told while a store is at work, of no line of a file.",
        "Báo khi kho đang làm việc, không thuộc dòng nào của tệp.",
    ),
    "guards": (
        "Why an expression has no value on some data; told inside `guard_error`.",
        "Vì sao biểu thức không có giá trị với dữ liệu đang có; nằm trong `guard_error`.",
    ),
}
VALUES = {  # of the codes of guards, those of AT_WORK
    *("unset", "empty_walk", "too_many_items", "bad_value", "no_fact", "fact_unknown", "fact_too_large"),
    *(
        "no_today",
        "no_calendar",
        "outside_calendar",
        "date_out_of_range",
        "date_overflow",
        "unsound",
        "failed",
    ),
}
SHOWN = ("Example: in", "Ví dụ: trong")
IN_FILE = ("In", "Trong")


@frozen
class Example:
    """Where it stands, and the lines that are shown; no lines where a test shows it."""

    file: str
    lines: tuple[str, ...] = ()


def codes(room: str) -> list[str]:
    """All codes of a room, in the order of its sentences."""
    if room == "engine":
        return list(CODES)
    keys = (key for key in sentences(room) if not key.endswith(HINT) and not key.startswith("kind_"))
    return [key for key in keys if key not in NO_CODES and not (room == "migration" and key in OF_CASES)]


def filled(template: str, value: str = "…") -> str:
    """The sentence with the same value in all its places."""
    return template.format_map(defaultdict(lambda: value))


@cache
def pattern(room: str, code: str) -> re.Pattern[str]:
    """What every sentence of this code looks like in English."""
    plain = re.escape(filled(sentences(room)[code].say("en"), "\0"))
    return re.compile(plain.replace(re.escape("\0"), ".*"), re.DOTALL)


def problems_of(read: Callable[[], object]) -> tuple[Problem, ...]:
    """What is told of a file; nothing of a right one."""
    try:
        read()
    except DefinitionError as error:
        return error.problems
    return ()


def lines_of(raw: bytes, problem: Problem) -> tuple[str, ...]:
    """The line and a caret; characters that must not stand in a file are shown as �."""
    text = FORBIDDEN.sub("�", raw.decode("utf-8", "replace"))
    source = Source(problem.position.file, text, tuple(BREAK.split(text)))
    return tuple(line.rstrip() for line in excerpt(source, problem.position, WIDTH))


def wrong_files() -> Iterator[tuple[str, bytes, tuple[Problem, ...]]]:
    """Name, text and problems of all files, the tests' own first, those with fewest problems first."""
    read = [(file, problems_of(lambda file=file: read_definition(file))) for file in WRONG]
    for file, found in sorted(read, key=lambda each: len(each[1])):
        yield str(file.relative_to(ROOT)), file.read_bytes(), found
    for file in PLANS:
        found = problems_of(lambda file=file: require_parameters(load_plan(file).plan))
        yield str(file.relative_to(ROOT)), file.read_bytes(), found
    for file in TARGETS:
        yield (
            str(file.relative_to(ROOT)),
            file.read_bytes(),
            problems_of(lambda file=file: load_targets(file)),
        )
    yield from own_files()


def own_files() -> Iterator[tuple[str, bytes, tuple[Problem, ...]]]:
    """Those of error_examples.yaml; raises ValueError if one does not tell what it is an example of."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        (folder / "loan.yaml").write_text(LOAN, "utf-8")
        for kind, section in yaml.safe_load(OWN.read_text("utf-8")).items():
            if kind == "tests":
                continue
            whole = section.pop("file")
            for code, part in section.items():
                text = whole.replace("…", str(part).rstrip("\n"))
                found = problems_of(lambda kind=kind, text=text: read_own(kind, text, folder))
                if code not in {problem.code for problem in found}:
                    msg = f"{kind}.{code} is told otherwise: {[str(problem.say('en')) for problem in found]}"
                    raise ValueError(msg)
                yield "", text.encode(), tuple(each for each in found if each.code == code)


def read_own(kind: str, text: str, folder: Path) -> object:
    """Read a file of this section of error_examples.yaml."""
    match kind:
        case "directory" | "both":
            return read_directory("directory.yaml", text)
        case "units":
            return read_units("units.yaml", text)
        case "calendar" | "days":
            return read_calendar("calendar.yaml", text)
        case "scenario" | "begun" | "actors" | "beside":
            (folder / "loan.scenario.yaml").write_text(text, "utf-8")
            return read_scenario(folder / "loan.scenario.yaml")
        case _:
            return read_definition(EXTENSION / "mine.yaml", text)


@cache
def examples() -> dict[tuple[str, str], Example]:
    """By room and code."""
    found: dict[tuple[str, str], Example] = {}
    for name, raw, problems in wrong_files():
        for problem in problems:
            for room in ROOMS:
                if (room, problem.code) in found or problem.code not in codes(room) or room == "engine":
                    continue
                lines = lines_of(raw, problem)
                if lines and pattern(room, problem.code).fullmatch(problem.message.say("en")):
                    found[room, problem.code] = Example(name, lines)
    for code in CODES:
        if refused := refusal(code):
            found["engine", code] = refused
    for room, code, file in tests_of():
        found.setdefault((room, code), Example(file))
    return found


def refusal(code: str) -> Example | None:
    """A step of an example's file that is refused for this alone."""
    for file in sorted([*ROOT.glob("examples/*/*.yaml"), *ROOT.glob("workflows/**/*.yaml")]):
        for line in file.read_text("utf-8").split("\n"):
            if re.search(rf"refused: (\[{code}\]|{code}\b)", line):
                said = line.partition(" #")[0].strip()
                shown = said if len(said) <= WIDTH else "…" + said[1 - WIDTH :]
                return Example(str(file.relative_to(ROOT)), (shown,))
    return None


def tests_of() -> Iterator[tuple[str, str, str]]:
    """Room, code and test of what a test shows; raises ValueError for a test that does not name the code."""
    for file, names in yaml.safe_load(OWN.read_text("utf-8"))["tests"].items():
        text = (ROOT / file).read_text("utf-8")
        for name in names:
            room, code = name.split(".")
            if not re.search(rf'"{code}"|\b{code}: ', text):
                msg = f"{file} does not name {code}"
                raise ValueError(msg)
            yield room, code, file


def at_work(room: str, code: str) -> bool:
    """Whether it is told of no line of any file."""
    return room == "store" or (room == "guards" and code in VALUES)


def lacking() -> list[tuple[str, str]]:
    """Room and code of all that nothing shows."""
    return [
        (room, code)
        for room in ROOMS
        for code in codes(room)
        if (room, code) not in examples() and not at_work(room, code)
    ]


def escaped(text: str) -> str:
    """The text for Markdown; what stands in `…` is code."""
    parts = text.split("`")
    parts[::2] = [re.sub(r"([\\*<>\[\]&~#$|])", r"\\\1", part) for part in parts[::2]]
    return "`".join(parts)


def entry(room: str, code: str, language: int) -> list[str]:
    """The lines of one code."""
    speech = ("en", "vi")[language]
    known = sentences(room)
    meaning = filled(known[code].say(speech))
    if f"code_{code}" in known:  # what a refusal is called
        meaning = f"{known[f'code_{code}'].say(speech)}: {meaning}"
    lines = [f"### `{code}`\n", escaped(meaning) + "\n"]
    example = examples().get((room, code))
    if example is None:
        lines.append(AT_WORK[room][language] + "\n")
    elif not example.lines:
        lines.append(f"{SHOWN[language]} `{example.file}`.\n")
    else:
        if example.file:
            lines.append(f"{IN_FILE[language]} `{example.file}`:")
        lines.append("```text\n" + "\n".join(example.lines) + "\n```\n")
    if hint := known.get(code + HINT):
        lines.append(f"{REMEDY[language]}: {escaped(filled(hint.say(speech)))}\n")
    return lines


def page(language: int) -> str:
    """The page in one language: 0 is English, 1 Vietnamese."""
    own = sum(1 for _ in own_files())
    lines = [HEAD[language].format(wrong=len(WRONG) + len(PLANS) + len(TARGETS), own=own)]
    for room, title in ROOMS.items():
        lines.append(f"## {title[language]}\n")
        for code in codes(room):
            lines += entry(room, code, language)
    return "\n".join(lines).rstrip() + "\n"


PAGES = {"docs/errors.md": 0, "docs/errors.vi.md": 1}


if __name__ == "__main__":
    if missing := lacking():
        sys.exit(f"no example of {missing}")
    for name, language in PAGES.items():
        (ROOT / name).write_text(page(language), "utf-8")
