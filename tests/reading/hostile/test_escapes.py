"""Each text that has broken out of a sandbox of another language is refused as a guard, where it stands and why."""

from collections.abc import Callable

import pytest
from fuzzing.guards import ESCAPES

from ocop_workflow.errors import DefinitionError
from ocop_workflow.reading import read_definition

FILE = """\
workflow: permit
version: "1"
roles: {clerk: {}}
types:
  sheet: {A: {type: number, scale: 0, minimum: 0, maximum: 9}, ok: {type: boolean}}
data:
  score: {type: number, scale: 0, minimum: 0, maximum: 100}
  flag: {type: boolean}
  note: {type: string}
  sheet: {type: sheet}
  marks: {collect: sheet, per: person, max: 3}
start: {apply: {by: clerk, to: open, takes: [score, flag, note, sheet]}}
states: {open: {}, shut: {final: completed}}
events:
  close: {by: clerk, when: GUARD, moves: {open: shut}}
"""
LINE, COLUMN = 15, 29  # of the first character behind the quote
# Text → the code, and how many characters into the text it is told.
REFUSED: dict[str, tuple[str, int]] = {
    "().__class__.__mro__[1].__subclasses__()": ("unexpected", 1),
    "score.__class__": ("no_underscore", 6),
    "''.format(score)": ("macro_form", 3),
    "f'{score}'": ("open_string", 1),
    "getattr(score, 'real')": ("unknown_function", 0),
    "__import__('os').system('id')": ("no_underscore", 0),
    "9**9**9": ("no_powers", 1),
    "(lambda: 0)()": ("use_over", 7),
    "[x for x in marks]": ("unexpected", 3),
    "exec('1')": ("unknown_function", 0),
    "eval('1')": ("unknown_function", 0),
    "open('/etc/passwd')": ("unknown_function", 0),
    "score if flag else 0": ("use_conditional", 6),
    "note.matches('(a+)+$')": ("macro_form", 5),
    "'a' * 1000000000": ("wrong_kind", 4),
    "note + note": ("wrong_kind", 5),
    "{'a': 1}": ("unexpected", 0),
    "marks.map(m, m.A)": ("unknown_macro", 6),
    "marks.filter(m, m.ok)": ("unknown_macro", 6),
    "score; flag": ("one_expression", 5),
    "score := 1": ("use_over", 6),
    "*marks": ("unexpected", 0),
    "globals()": ("unknown_function", 0),
    "env.data": ("unknown_name", 0),
    "D('score')": ("unknown_function", 0),
    "slow(E)": ("unknown_function", 0),
    "K0": ("unknown_name", 0),
    "print(score)": ("unknown_function", 0),
    "`id`": ("use_quotes", 0),
    "${score}": ("unexpected", 0),
    "{{score}}": ("unexpected", 0),
    "\\x41": ("unexpected", 0),
    "size.size(size)": ("size_form", 5),
    "date(date(date('2020-01-01')))": ("date_form", 5),
    "true.false": ("not_a_record", 5),
    "1 .real": ("not_a_record", 3),
    "taken.__dict__": ("no_underscore", 6),
    "sheet['A']": ("unexpected", 5),
    "marks[0]": ("unexpected", 5),
    "dyn(1)": ("unknown_function", 0),
    "type(1)": ("unknown_function", 0),
    "timestamp('2020-01-01T00:00:00Z')": ("unknown_function", 0),
    "has(has(score))": ("has_form", 0),
}


def in_double_quotes(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def in_single_quotes(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


@pytest.mark.parametrize("quoted", [in_double_quotes, in_single_quotes])
@pytest.mark.parametrize("text", ESCAPES)
def test_an_escape_is_refused_at_its_place(text: str, quoted: Callable[[str], str]) -> None:
    code, offset = REFUSED[text]
    with pytest.raises(DefinitionError) as refused:
        read_definition("escape.yaml", FILE.replace("GUARD", quoted(text)))
    first = refused.value.problems[0]
    column = COLUMN + len(quoted(text[:offset])) - len("''")
    assert (first.code, first.position.line, first.position.column) == (code, LINE, column)
    assert all(problem.position.line == LINE for problem in refused.value.problems)
    assert all(problem.say("vi") and problem.say("en") for problem in refused.value.problems)


def test_every_escape_is_listed_and_the_file_is_right_otherwise() -> None:
    assert set(REFUSED) == set(ESCAPES)
    right = "flag && score > 1 && note == 'a' && sheet.ok && marks.all(m, m.ok)"
    assert read_definition("right.yaml", FILE.replace("GUARD", in_double_quotes(right))).workflow == "permit"
