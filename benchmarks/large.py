"""A large workflow to measure with: many states, an event for each move, and no two guards alike."""

TESTS = (
    "score >= {n} && visits < {m}",
    "has(reviewed) && reviewed <= days(today, -{n}) || score > {n}.5",
    "group in ['food', 'drinks'] ? score + {n} >= {m} : visits == {n}",
    "size(marks) >= 3 && marks.all(m, m.A + m.B >= {n})",
    "!(urgent && visits > {n}) && score * 2 <= {m}.25",
)


def large(states: int = 1_000, moves: int = 3_000) -> str:
    """The YAML text of a workflow that loads: `moves` events with one guarded move each, over `states` states."""
    return "".join((_HEAD, _states(states), "events:\n", *(_event(n, states) for n in range(moves))))


def _states(count: int) -> str:
    inner = "".join(f"  s{n}: {{title: {{vi: Bước {n}, en: Step {n}}}}}\n" for n in range(count - 1))
    return f"states:\n{inner}  done: {{final: completed}}\n"


def _event(number: int, states: int) -> str:
    source = number % (states - 1)
    target = (source * 7 + number // (states - 1) + 1) % (states - 1)
    aim = "done" if number < states // 10 else f"s{target}"
    test = TESTS[number % len(TESTS)].format(n=number + 1, m=number + 2)
    return f'  e{number}:\n    by: officer\n    when: "{test}"\n    moves: {{s{source}: {aim}}}\n'


_HEAD = """\
workflow: large
version: "1"
timezone: Asia/Ho_Chi_Minh
types:
  sheet: {A: {type: number, scale: 2, minimum: 0, maximum: 50}, B: {type: number, scale: 2, minimum: 0, maximum: 50}}
data:
  score: {type: number, scale: 2, minimum: 0, maximum: 10000}
  visits: {type: integer, minimum: 0, maximum: 10000}
  group: {enum: [food, drinks, herbal]}
  urgent: {type: boolean}
  reviewed: {type: date}
  marks: {collect: sheet, per: person, max: 9}
roles: {officer: {}}
start: {begin: {by: officer, to: s0, takes: [score, visits, group, urgent]}}
"""
