"""Files meant to break a reader: each with its kind, and the code and the place that must be told of it."""

from attrs import frozen

PLAN = """\
workflow: permit
version: "1"
roles: {clerk: {}}
data: {score: {type: number, scale: 0, minimum: 0, maximum: 100}}
start: {apply: {by: clerk, to: open, takes: [score]}}
states: {open: {}, shut: {final: completed}}
events:
  close: {by: clerk, when: score > 50, moves: {open: shut}}
"""


FILE = "hostile.yaml"


@frozen
class Hostile:
    """`told` is (code, line, column) of a problem, None if the file may be read; `kind` says as what it is read.

    `at` names another file of its folder where that is told; a text that begins with `//` makes what is no file.
    """

    name: str
    text: str | bytes
    told: tuple[str, int, int] | None
    kind: str = "workflow"
    at: str = FILE


def line(number: int, text: str) -> str:
    """The plan with another line in the place of line `number`."""
    lines = PLAN.splitlines()
    lines[number - 1] = text
    return "\n".join(lines) + "\n"


def guard(text: str) -> str:
    """The plan with another guard, whose first character stands in line 8, column 29."""
    return line(8, f'  close: {{by: clerk, when: "{text}", moves: {{open: shut}}}}')


def title(text: str) -> str:
    """The plan with a title in line 9."""
    return f'{PLAN}title: {{en: "{text}"}}\n'


LAUGHS = "a: &a [ha, ha]\n" + "".join(
    f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)
TERMS = " || ".join(["score > 1"] * 1_000)
DEEP = "".join(" " * n + f"k{n}:\n" for n in range(200))

WORKFLOWS = (
    # Repetition, depth, size
    Hostile("a billion laughs", LAUGHS, ("alias", 2, 8)),
    Hostile("ten thousand aliases", "a: &x [b]\nc: [" + "*x, " * 10_000 + "]\n", ("alias", 2, 5)),
    Hostile("a list that holds itself", "a: &a [*a]\n", ("alias", 1, 8)),
    Hostile("an anchor", line(3, "roles: &r {clerk: {}}"), ("anchor", 3, 8)),
    Hostile("an anchor of 100,000 letters", "&" + "a" * 100_000 + " b", ("anchor", 1, 1)),
    Hostile("a merge key", line(3, "roles: {<<: *r}"), ("alias", 3, 13)),
    Hostile("a merge key written out", line(3, "roles: {<<: {clerk: {}}}"), ("bad_name", 3, 9)),
    Hostile(
        "900 brackets", "[" * 900, ("too_deep", 1, 33)
    ),  # of 60,000 PyYAML's own bound tells, since 6.0.4
    Hostile("15,000 braces", "{a: " * 15_000, ("too_deep", 1, 129)),
    Hostile("30,000 dashes", "- " * 30_000, ("too_deep", 1, 65)),
    Hostile("30,000 question marks", "? " * 30_000, ("too_deep", 1, 65)),
    Hostile("200 levels of indentation", DEEP, ("too_deep", 33, 33)),
    Hostile("a megabyte and a byte", "#" * 1_000_001, ("file_too_large", 1, 1)),
    Hostile("100,000 items", "[" + "a," * 100_000 + "]", ("too_many_nodes", 1, 100_000)),
    Hostile("10,000 keys", "".join(f"k{n}: {{}}\n" for n in range(10_000)), ("unknown_key", 1, 1)),
    Hostile("20,000 times one key", "a: 1\n" * 20_000, ("duplicate_key", 2, 1)),
    Hostile("a scalar of 900,000 letters", PLAN + "title: " + "x" * 900_000, ("bilingual_wanted", 9, 8)),
    Hostile("a key of 100,000 letters", "a" * 100_000 + ": b\n", ("unquoted_colon", 1, 100_001)),
    Hostile("200,000 empty lines", "\n" * 200_000, ("empty_file", 1, 1)),
    Hostile("50,000 escapes", line(1, 'workflow: "' + "\\u0041" * 50_000 + '"'), ("bad_identifier", 1, 11)),
    Hostile("50,000 lines of one block", PLAN + "title: |\n" + " x\n" * 50_000, ("bilingual_wanted", 9, 8)),
    # One key twice
    Hostile("one key twice", PLAN + "states: {}\n", ("duplicate_key", 9, 1)),
    Hostile("one key quoted and plain", line(3, 'roles: {clerk: {}, "clerk": {}}'), ("duplicate_key", 3, 20)),
    Hostile(
        "one key composed and decomposed",
        PLAN + "sources: {qu\u1ebd: {en: A}, que\u0303: {en: B}}\n",
        ("duplicate_key", 9, 25),
    ),
    # Tags
    Hostile("a Python call", line(3, "roles: !!python/object/apply:os.system [id]"), ("tag", 3, 8)),
    Hostile("a Python name", line(3, "roles: !!python/name:os.system"), ("tag", 3, 8)),
    Hostile("bytes", line(1, "workflow: !!binary cGVybWl0"), ("tag", 1, 11)),
    Hostile("a set", line(3, "roles: !!set {clerk}"), ("tag", 3, 8)),
    Hostile("a tag of one's own", line(1, "workflow: !mine permit"), ("tag", 1, 11)),
    Hostile("a tag written out", line(1, "workflow: !<tag:yaml.org,2002:str> permit"), ("tag", 1, 11)),
    Hostile("a tag with a handle", "%TAG !e! tag:example.org,2000:\n---\na: !e!b c\n", ("tag", 3, 4)),
    # What YAML 1.1 makes of words and numbers
    Hostile("no as a role", line(3, "roles: {clerk: {}, no: {}}"), ("boolean_word", 3, 20)),
    Hostile(
        "on as a state",
        line(6, "states: {open: {}, on: {}, shut: {final: completed}}"),
        ("boolean_word", 6, 20),
    ),
    Hostile("yes for true", line(6, "states: {open: {}, shut: {goal: yes}}"), ("boolean_wanted", 6, 33)),
    Hostile("off as a key", PLAN + "off: 1\n", ("boolean_word", 9, 1)),
    Hostile(
        "sixty-based", line(4, "data: {score: {type: integer, maximum: 1:30}}"), ("integer_wanted", 4, 40)
    ),
    Hostile("octal", line(4, "data: {score: {type: integer, maximum: 010}}"), ("integer_wanted", 4, 40)),
    Hostile(
        "hexadecimal", line(4, "data: {score: {type: integer, maximum: 0x1F}}"), ("integer_wanted", 4, 40)
    ),
    Hostile(
        "an exponent",
        line(4, "data: {score: {type: number, scale: 0, maximum: 1e3}}"),
        ("number_wanted", 4, 49),
    ),
    Hostile(
        "not a number",
        line(4, "data: {score: {type: number, scale: 0, maximum: .nan}}"),
        ("number_wanted", 4, 49),
    ),
    Hostile("a number as version", line(2, "version: 1.10"), ("unquoted_text", 2, 10)),
    Hostile("the 30th of February", PLAN + "from: 2019-02-30\n", ("date_wanted", 9, 7)),
    Hostile("a key that is nothing", PLAN + "~: 1\n", ("boolean_word", 9, 1)),
    Hostile("a key that is a list", PLAN + "? [a, b]\n: 1\n", ("key_not_text", 9, 3)),
    # Numbers
    Hostile(
        "5,000 digits",
        line(4, f"data: {{score: {{type: integer, maximum: {'9' * 5_000}}}}}"),
        ("too_many_digits", 4, 40),
    ),
    Hostile(
        "a scale of a billion",
        line(4, "data: {score: {type: number, scale: 1000000000}}"),
        ("number_out_of_range", 4, 37),
    ),
    Hostile(
        "a list of a billion",
        line(4, "data: {score: {type: list, items: {type: boolean}, max: 1000000000}}"),
        ("number_out_of_range", 4, 57),
    ),
    # Characters
    Hostile("text that turns", title("a\u202eb"), ("bidi_control", 9, 15)),
    Hostile("text that turns, as an escape", title("a\\u202eb"), ("bidi_control", 9, 15)),
    Hostile("a bell, as an escape", title("a\\ab"), ("control_character", 9, 15)),
    Hostile("text that turns, in a comment", PLAN + "# a\u2066b\n", ("bidi_control", 9, 4)),
    Hostile("a blank of no width in a name", line(3, "roles: {cle\u200brk: {}}"), ("bidi_control", 3, 12)),
    Hostile("a Cyrillic letter in a name", line(3, "roles: {cl\u0435rk: {}}"), ("bad_name", 3, 9)),
    Hostile("a Cyrillic letter in a key", PLAN + "s\u043eurces: {}\n", ("unknown_key", 9, 1)),
    Hostile("a Cyrillic letter in a guard", guard("sc\u043ere > 1"), ("plain_letters", 8, 31)),
    Hostile("a line end of another sort", title("a\u2028b"), ("bidi_control", 9, 15)),
    Hostile("invisible letters", title("a\U000e0041b"), ("bidi_control", 9, 15)),
    Hostile("a soft hyphen", title("a\u00adb"), ("bidi_control", 9, 15)),
    Hostile("a joiner of no width", title("a\u200db"), ("bidi_control", 9, 15)),
    Hostile("a filler that shows nothing", title("a\u3164b"), ("bidi_control", 9, 15)),
    Hostile("a byte-order mark inside", title("a\ufeffb"), ("control_character", 9, 15)),
    Hostile("two byte-order marks", "\ufeff\ufeff" + PLAN, ("control_character", 1, 1)),
    Hostile("a NUL", title("a\0b"), ("control_character", 9, 15)),
    Hostile("an escape of the terminal", title("a\x1b[2Jb"), ("control_character", 9, 15)),
    Hostile("a next line of EBCDIC", title("a\x85b"), ("control_character", 9, 15)),
    Hostile("UTF-16, low byte first", b"\xff\xfe" + PLAN.encode("utf-16-le"), ("not_utf8", 1, 1)),
    Hostile("UTF-16 without a mark", PLAN.encode("utf-16-be"), ("control_character", 1, 1)),
    Hostile("UTF-32", b"\xff\xfe\0\0" + PLAN.encode("utf-32-le"), ("not_utf8", 1, 1)),
    Hostile("Latin-1", title("\xe9").encode("latin-1"), ("not_utf8", 9, 14)),
    Hostile("an overlong slash", PLAN.encode() + b"# \xc0\xaf\n", ("not_utf8", 9, 3)),
    Hostile("half a pair", PLAN.encode() + b"# \xed\xa0\x80\n", ("not_utf8", 9, 3)),
    Hostile("a character cut off", PLAN.encode() + b"# \xe1\xba", ("not_utf8", 9, 3)),
    # Documents, directives, lines
    Hostile("two documents", PLAN + "---\n" + PLAN, ("second_document", 9, 1)),
    Hostile("text behind the end", PLAN + "...\nmore\n", ("bad_indent", 10, 1)),
    Hostile("YAML 2.0", "%YAML 2.0\n---\n" + PLAN, ("yaml_syntax", 1, 1)),
    Hostile("a tab", PLAN + "\ttitle: {en: A}\n", ("tab", 9, 1)),
    Hostile("lines that end as on old Macs", PLAN.replace("\n", "\r") + "off: 1\r", ("boolean_word", 9, 1)),
    # Guards
    Hostile("a guard of a thousand terms", guard(TERMS), ("too_long_text", 8, 1029)),
    Hostile("a guard of half a megabyte", guard("score " * 80_000), ("too_long_text", 8, 1029)),
    Hostile("61 times not", guard("!" * 61 + "score"), ("too_deep", 8, 29)),
    Hostile("brackets that end too early", guard("(" * 400 + "score" + ")" * 399), ("unfinished", 8, 833)),
    Hostile("a tower of powers", guard("9**9**9"), ("no_powers", 8, 30)),
    Hostile("a way out through a class", guard("score.__class__"), ("no_underscore", 8, 35)),
    Hostile("an import", guard("__import__('os').system('id')"), ("no_underscore", 8, 29)),
    Hostile("a pattern that never ends", guard("score.matches('(a+)+$')"), ("macro_form", 8, 35)),
    Hostile(
        "a guard that is an alias",
        line(8, "  close: {by: clerk, when: *score, moves: {open: shut}}"),
        ("alias", 8, 28),
    ),
    Hostile(
        "a guard that is a tag",
        line(8, "  close: {by: clerk, when: !done, moves: {open: shut}}"),
        ("tag", 8, 28),
    ),
    Hostile(
        "a guard that is cut by a comma",
        line(8, "  close: {by: clerk, when: months(a, 3) > b, moves: {open: shut}}"),
        ("unquoted_comma", 8, 36),
    ),
)
EVERY = (
    ("laughs", LAUGHS, ("alias", 2, 8)),
    ("depth", "- " * 30_000, ("too_deep", 1, 65)),
    ("tag", "a: !!python/object/apply:os.system [id]\n", ("tag", 1, 4)),
    ("twice", "a: 1\na: 2\n", ("duplicate_key", 2, 1)),
    ("turned", "a: b\u202ec\n", ("bidi_control", 1, 5)),
    ("size", "#" * 1_000_001, ("file_too_large", 1, 1)),
)
KINDS = ("parameters", "units", "calendar", "directory", "scenario", "run", "migration", "targets")
OTHERS = tuple(
    Hostile(f"{name}, as {kind}", text, told, kind) for kind in KINDS for name, text, told in EVERY
)
GENERAL = (*WORKFLOWS, *OTHERS)
