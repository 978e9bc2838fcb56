"""Large workflows to measure with: a thousand states, three moves from each, and no two guards alike."""

TESTS = (  # as long, on average, as the guards of the shipped workflows: 23 characters, 7 words and signs
    "score >= {n}",
    "has(reviewed) && score < {n}.5",
    "visits == {n} || urgent",
    "!urgent && score * 2 <= {m}",
    "size(marks) >= 3 && visits > {n}",
    "marks.all(m, m.A >= {n}.25)",
    "group == 'food' ? score > {n} : urgent",
    "visits != {n}",
)
STATES, MOVES = 1_000, 3_000


def titled() -> str:
    """As the shipped workflows are written: an event has a title in both languages and leads from several states."""
    states = "".join(f"  s{n}: {{}}\n" for n in range(STATES - 1))
    events = (
        f"  e{n}:\n    title: {{vi: Việc số {n}, en: Act number {n}}}\n    by: officer\n    moves:\n"
        + "".join(map(_branch, range(3 * n, 3 * n + 3)))
        for n in range(MOVES // 3)
    )
    return "".join((_HEAD, "states:\n", states, "  done: {final: completed}\n", "events:\n", *events))


def bare() -> str:
    """An event for each move and not a word for people: the most checking for the least YAML."""
    states = "".join(f"  s{n}: {{}}\n" for n in range(STATES - 1))
    return "".join(
        (_HEAD, "states:\n", states, "  done: {final: completed}\n", "events:\n", *map(_act, range(MOVES)))
    )


def _branch(number: int) -> str:
    source, target = _way(number)
    return f'      {source}: [{{when: "{_test(number)}", to: {target}}}, {{else: stay}}]\n'


def _act(number: int) -> str:
    source, target = _way(number)
    return f'  e{number}: {{by: officer, when: "{_test(number)}", moves: {{{source}: {target}}}}}\n'


def _way(number: int) -> tuple[str, str]:
    """Every state is left three times; a tenth of the moves ends the case."""
    source = number % (STATES - 1)
    target = (source * 7 + number // (STATES - 1) + 1) % (STATES - 1)
    return f"s{source}", "done" if number % 10 == 0 else f"s{target}"


def _test(number: int) -> str:
    return TESTS[number % len(TESTS)].format(n=number + 1, m=2 * number + 1)


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


STAGES = 100


def procedure(states: int = STAGES) -> str:
    """A procedure in so many stages, made as the shipped ones are: duties, payloads, votes, clocks and five data."""
    names = [f"s{n}" for n in range(states - 2)]
    leaves = "".join(f"  {name}: {{}}\n" for name in names)
    voting, every = ", ".join(names[1::5]), ", ".join(names)
    return (
        f"{_STAGES}states:\n{leaves}  done: {{final: completed}}\n  withdrawn: {{final: aborted}}\nevents:\n"
        + "".join(_stage(number, names) for number in range(len(names)))
        + f"  mark: {{by: council, takes: sheet, collects: marks, moves: {{{_all(voting, 'stay')}}}}}\n"
        + f"  withdraw: {{by: producer, moves: {{{_all(every, 'withdrawn')}}}}}\n"
    )


def _all(names: str, target: str) -> str:
    return ", ".join(f"{name}: {target}" for name in names.split(", "))


def _stage(number: int, names: list[str]) -> str:
    """What moves a case on from its stage, and now and then back; guards take turns."""
    here, further = names[number], names[number + 1] if number + 1 < len(names) else "done"
    by, back = ("officer", "council", "authority")[number % 3], names[max(0, number - 5)]
    head, on = f"  e{number}: {{by: {by}", f"moves: {{{here}: {further}}}}}\n"
    match number % 5:
        case 0:
            bound = 50 + number % 4 * 10
            return f'{head}, moves: {{{here}: [{{when: "score >= {bound}", to: {further}}}, {{else: {back}}}]}}}}\n'
        case 1:
            return f'{head}, when: "size(marks) >= 2", not_by: [begin], clears: [marks], {on}'
        case 2:
            return f'{head}, takes: {{seen: {{type: boolean}}}}, when: "taken.seen || !urgent", {on}'
        case 3:
            again = f"  r{number}: {{by: officer, takes: [score], moves: {{{here}: {back}}}}}\n"
            return f"{head}, requires: [e0], {on}{again}"
    late = f"after: {number % 7 + 3} days, sets: {{urgent: true}}, moves: {{{here}: stay}}"
    return f"{head}, when: \"group != 'herbal' || urgent\", {on}  late{number}: {{by: clock, {late}}}\n"


_STAGES = """\
workflow: procedure
version: "1"
timezone: Asia/Ho_Chi_Minh
types:
  sheet: {A: {type: number, scale: 2, minimum: 0, maximum: 50}, B: {type: number, scale: 2, minimum: 0, maximum: 50}}
data:
  score: {type: number, scale: 2, minimum: 0, maximum: 100}
  group: {enum: [food, drinks, herbal]}
  urgent: {type: boolean}
  until: {type: date}
  marks: {collect: sheet, per: person, max: 9}
roles: {producer: {}, officer: {}, council: {}, authority: {}}
start: {begin: {by: [producer, officer], to: s0, takes: [score, group, urgent]}}
"""
