"""Guard texts by seed: of the grammar, of its words at random, and either of them damaged."""

from random import Random

from guards.strategies import DATA, LETS, PARAMETERS, PAYLOAD, WORDS

NAMES = (
    *DATA,
    *PARAMETERS,
    *LETS,
    "today",
    *(f"taken.{name}" for name in PAYLOAD),
    "sheet.A",
    "sheet.B",
    "m.A",
    "x",
)
LISTS = ("marks", "numbers", "dates", "words", "[1, 2.5]", "['food', 'drink']")
MACROS = ("all", "exists", "sum", "min", "max", "mean")
CALLS = (
    "has",
    "size",
    "round",
    "floor",
    "months",
    "days",
    "days_between",
    "working_days",
    "add_working_days",
    "date",
)
OPERATORS = ("&&", "||", "==", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/", "in")
PIECES = (
    *(
        "a",
        "m",
        "1",
        "2.5",
        "'x'",
        "true",
        "has",
        "size",
        "date",
        ".",
        ",",
        "(",
        ")",
        "[",
        "]",
        "?",
        ":",
        "in",
    ),
    *(
        "&&",
        "||",
        "!",
        "==",
        "<",
        "+",
        "-",
        "*",
        "/",
        ".all",
        "not",
        "and",
        "=",
        "&",
        "_",
        "đ",
        "\\",
        "\n",
        '"',
    ),
    *(
        "'",
        "\0",
        "\u202e",
        "{",
        "}",
        "lambda",
        "f'",
        "**",
        "__class__",
        "1e9",
        "0x1F",
        "9" * 16,
        "//",
        "%",
        ";",
    ),
)
# What has broken out of other languages' sandboxes.
ESCAPES = (
    "().__class__.__mro__[1].__subclasses__()",
    "score.__class__",
    "''.format(score)",
    "f'{score}'",
    "getattr(score, 'real')",
    "__import__('os').system('id')",
    "9**9**9",
    "(lambda: 0)()",
    "[x for x in marks]",
    "exec('1')",
    "eval('1')",
    "open('/etc/passwd')",
    "score if flag else 0",
    "note.matches('(a+)+$')",
    "'a' * 1000000000",
    "note + note",
    "{'a': 1}",
    "marks.map(m, m.A)",
    "marks.filter(m, m.ok)",
    "score; flag",
    "score := 1",
    "*marks",
    "globals()",
    "env.data",
    "D('score')",
    "slow(E)",
    "K0",
    "print(score)",
    "`id`",
    "${score}",
    "{{score}}",
    "\\x41",
    "size.size(size)",
    "date(date(date('2020-01-01')))",
    "true.false",
    "1 .real",
    "taken.__dict__",
    "sheet['A']",
    "marks[0]",
    "dyn(1)",
    "type(1)",
    "timestamp('2020-01-01T00:00:00Z')",
    "has(has(score))",
)


def text(seed: int) -> str:
    """One text; a third each follow the grammar, are damaged, or are pieces at random."""
    dice = Random(seed)  # noqa: S311  # nothing secret: the same text for the same seed
    match dice.randrange(6):
        case 0 | 1:
            return grown(dice, dice.randrange(5))
        case 2 | 3:
            return damaged(dice, grown(dice, dice.randrange(4)))
        case 4:
            return dice.choice(("", " ")).join(dice.choice(PIECES) for _ in range(dice.randrange(25)))
        case _:
            return damaged(dice, dice.choice(ESCAPES))


def grown(dice: Random, depth: int) -> str:
    """An expression of the grammar, whatever its types."""
    if depth <= 0:
        return dice.choice((dice.choice(NAMES), dice.choice(NAMES), _literal(dice)))
    inside = (grown(dice, depth - 1) for _ in range(3))
    match dice.randrange(8):
        case 0 | 1 | 2:
            return f"{next(inside)} {dice.choice(OPERATORS)} {next(inside)}"
        case 3:
            return f"({next(inside)})"
        case 4:
            return dice.choice("!-") + next(inside)
        case 5:
            return f"{next(inside)} ? {next(inside)} : {next(inside)}"
        case 6:
            return (
                f"{dice.choice(CALLS)}({', '.join(grown(dice, depth - 1) for _ in range(dice.randrange(3)))})"
            )
        case _:
            return f"{dice.choice(LISTS)}.{dice.choice(MACROS)}({dice.choice('mx')}, {next(inside)})"


def damaged(dice: Random, given: str) -> str:
    """The text with some of it taken out, doubled, moved or replaced."""
    for _ in range(dice.randrange(1, 4)):
        at, to = sorted(dice.randrange(len(given) + 1) for _ in "12")
        match dice.randrange(5):
            case 0:
                given = given[:at] + given[to:]
            case 1:
                given = given[:at] + given[at:to] * 2 + given[to:]
            case 2:
                given = given[:at] + dice.choice(PIECES) + given[at:]
            case 3:
                given = given[:at] + chr(dice.randrange(0x250)) + given[at + 1 :]
            case _:
                given = given[to:] + given[at:to] + given[:at]
    return given


def _literal(dice: Random) -> str:
    number = str(dice.randrange(10 ** dice.randrange(1, 17)))
    return dice.choice(
        (
            "true",
            "false",
            f"'{dice.choice(WORDS)}'",
            "date('2020-02-29')",
            number,
            f"{number[:9]}.{number[:3]}",
        )
    )
