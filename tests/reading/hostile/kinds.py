"""Content that is hostile to one kind of file: circles, depths, names, dates, numbers, and paths that lead astray."""

from datetime import date, timedelta

from .surroundings import EXTENSION, FOLDER, LOOP, PIPE, PLAN
from .texts import Hostile

DAYS = [str(date(1900, 1, 1) + timedelta(days=n)) for n in range(5_000)]
LONG = "a" * 100_000


def many(template: str, count: int, between: str = "") -> str:
    """The template with each number in the place of #."""
    return between.join(template.replace("#", str(n)) for n in range(count))


def units(tree: str, more: str = "") -> str:
    return f"units: any\nlevels: [city, town]\n{more}tree: {tree}\n"


UNITS = (
    ("a circle", units("{a: {level: town, in: b}, b: {level: town, in: a}}"), ("level_not_below", 3, 8)),
    ("a unit in itself", units("{a: {level: city, in: a}}"), ("level_not_below", 3, 8)),
    (
        "a path of 9,000",
        units(f'\n  ? "{"/".join(["a"] * 9_000)}"\n  : {{level: town}}'),
        ("unknown_unit", 4, 5),
    ),
    (
        "2,000 in each other",
        units("\n" + many("  u#: {level: town, in: u1#}\n", 2_000)),
        ("level_not_below", 4, 3),
    ),
    ("a nothing in an id", units('{"a\\0b": {level: city}}'), ("control_character", 3, 10)),
    ("an id that turns", units('{"a\\u202eb": {level: city}}'), ("bidi_control", 3, 10)),
    ("an id of no width", units('{"a\\u200Bb": {level: city}}'), ("bidi_control", 3, 10)),
    ("an id of 100,000 letters", units(f"{{? {LONG}\n: {{level: city}}}}"), None),
    ("the year 10000", units("{a: {level: city}}", "from: 10000-01-01\n"), ("date_wanted", 3, 7)),
    ("the year 0", units("{a: {level: city, from: 0000-01-01}}"), ("date_wanted", 3, 31)),
    (
        "ends before it begins",
        units("{a: {level: city, from: 2020-01-02, to: 2020-01-01}}"),
        ("days_crossed", 3, 47),
    ),
    (
        "becomes 8,000",
        units(f"{{a: {{level: city, to: 2020-01-01, became: [{many('x#', 8_000, ', ')}]}}}}"),
        ("unknown_successor", 3, 50),
    ),
    (
        "20,000 levels",
        f"units: any\nlevels: [{many('l#', 20_000, ', ')}]\ntree: []\n",
        ("mapping_wanted", 3, 7),
    ),
)
CALENDAR = "calendar: any\nfrom: 2020-01-01\nto: 2020-12-31\nweekend: [sunday]\n"
CALENDARS = (
    ("a million holidays", CALENDAR + many("a#: a\n", 1_000_000), ("file_too_large", 1, 1)),
    (
        "5,000 holidays of other years",
        f"{CALENDAR}holidays:\n" + "".join(f"  {day}: a\n" for day in DAYS[:5_000]),
        ("day_outside", 6, 3),
    ),
    ("a holiday of no month", f"{CALENDAR}holidays: {{2020-13-01: a}}\n", ("date_wanted", 5, 12)),
    ("days of three digits", f"{CALENDAR}workdays: [2020-01-001]\n", ("date_wanted", 5, 12)),
    ("digits of another script", f"{CALENDAR}workdays: [٢٠٢٠-٠١-٠١]\n", ("date_wanted", 5, 12)),
    ("crossed", CALENDAR.replace("2020-01-01", "2021-01-01"), ("days_crossed", 3, 5)),
    ("the year 0", CALENDAR.replace("2020-01-01", "0000-01-01"), ("date_wanted", 2, 7)),
    ("no such weekday", CALENDAR.replace("sunday", many("day#", 9_000, ", ")), ("unknown_weekday", 4, 11)),
)
PEOPLE = "directory: any\npeople: {an: {}, binh: {}}\n"


def delegated(count: int) -> str:
    """Everyone acts for the next, the last for the first."""
    line = "  - {{person: p{}, for: p{}, role: r, unit: u, from: 2020-01-01, to: 2020-02-01, decision: A}}\n"
    people = many("p#: {}", count, ", ")
    return f"directory: any\npeople: {{{people}}}\ndelegations:\n" + "".join(
        line.format(n, (n + 1) % count) for n in range(count)
    )


DIRECTORIES = (
    ("a circle of two", delegated(2), ("circle", 4, 5)),
    ("a circle of 1,000", delegated(1_000), ("delegated_on", 5, 5)),
    (
        "in one's own place",
        f"{PEOPLE}delegations: [{{person: an, for: an, role: r, from: 2020-01-01, to: 2020-02-01, decision: A}}]\n",
        ("own_place", 3, 33),
    ),
    (
        "one line 1,000 times",
        f"{PEOPLE}assignments:\n" + "  - {person: an, role: r, unit: u, from: 2020-01-01}\n" * 1_000,
        ("doubled_assignment", 5, 5),
    ),
    (
        "one post on 1,500 days and one of them twice",
        f"{PEOPLE}assignments:\n"
        + "".join(
            f"  - {{person: an, role: r, from: {day}, to: {day}}}\n" for day in [*DAYS[:1_500], DAYS[0]]
        ),
        ("doubled_assignment", 1_504, 5),
    ),
    ("a person that turns", 'directory: any\npeople: {"a\\u202eb": {}}\n', ("bidi_control", 2, 12)),
    (
        "ends before it begins",
        f"{PEOPLE}assignments: [{{person: an, role: r, from: 2020-01-02, to: 2020-01-01}}]\n",
        ("days_crossed", 3, 59),
    ),
)
ACTORS = "actors: {an: {roles: [producer]}}\n"
BEGIN = "{at: 2020-01-02, do: begin, as: an}"
HEADS = {"scenario": "scenario: {vi: B, en: A}\n", "run": "run: {vi: B, en: A}\n"}


def story(kind: str, *steps: str, workflow: str = "plan.yaml", more: str = "", actors: str = ACTORS) -> str:
    """A scenario, or a run of one case; its steps begin in line 5, or 6 where there is `more`."""
    head = f"{HEADS[kind]}workflow: {workflow}\n{actors}{more}"
    opened, indent = ("steps:\n", "  ") if kind == "scenario" else ("cases: {a: {steps: [\n", "  ")
    if kind == "scenario":
        return head + opened + "".join(f"{indent}- {step}\n" for step in steps or [BEGIN])
    return head + opened + "".join(f"{indent}  {step},\n" for step in steps or [BEGIN]) + "]}}\n"


def stories(kind: str) -> tuple[tuple[str, str, tuple[str, int, int] | None, str], ...]:
    """Each with the file of which is told."""
    own = "hostile.yaml"
    beside = (("a pipe", "pipe"), ("a folder", "folder"), ("a device", "device"), ("a loop", "loop"))
    return (
        *(
            (f"its workflow is {name}", story(kind, workflow=f"{file}.yaml"), ("no_file_beside", 2, 11), own)
            for name, file in beside
        ),
        *(
            (
                f"its {key} are {name}",
                story(kind, more=f"{key}: {file}.yaml\n"),
                ("no_file_beside", 4, at),
                own,
            )
            for key, at in (("units", 8), ("calendar", 11), ("parameters", 13))
            for name, file in beside
        ),
        ("its workflow is itself", story(kind, workflow="hostile.yaml"), (f"{kind}_file", 1, 1), own),
        ("its units are itself", story(kind, more="units: hostile.yaml\n"), ("unknown_key", 1, 1), own),
        (
            "its parameters are itself",
            story(kind, more="parameters: hostile.yaml\n"),
            ("unknown_key", 1, 1),
            own,
        ),
        (
            "a path that climbs to no workflow",
            story(kind, workflow="../../../../../../../../etc/passwd"),
            ("mapping_wanted", 1, 1),
            "passwd",
        ),
        ("a path that climbs", story(kind, workflow="../" * 900 + "a.yaml"), ("no_file_beside", 2, 11), own),
        ("a long path", story(kind, workflow=f"./{LONG}.yaml"), ("no_file_beside", 2, 11), own),
        ("a long way", story(kind, workflow="a/" * 50_000 + "b.yaml"), ("no_file_beside", 2, 11), own),
        ("a long name", story(kind, workflow=LONG), ("unknown_workflow", 2, 11), own),
        ("a path with nothing", story(kind, workflow='"a\\0.yaml"'), ("control_character", 2, 13), own),
        (
            "an actor of 100,000 roles",
            story(kind, actors=f"actors: {{an: {{roles: [{'r,' * 100_000}]}}}}\n"),
            ("too_many_nodes", 3, 99_993),
            own,
        ),
        (
            "an actor of 8,000 roles",
            story(kind, actors=f"actors: {{an: {{roles: [{'r,' * 8_000}]}}}}\n"),
            ("unknown_role", 3, 23),
            own,
        ),
        (
            "1,000 steps, each before the other",
            story(kind, BEGIN, *(f"{{at: {day}, do: submit, as: an}}" for day in DAYS[1_000:0:-1])),
            ("time_goes_back", 6, 10),
            own,
        ),
        (
            "a step a million years on",
            story(kind, "{at: 1002020-01-01, do: begin, as: an}"),
            ("moment_wanted", 5, 10),
            own,
        ),
        (
            "a step at the end of time",
            story(kind, "{at: 9999-12-31T23:59:59-14:00, do: begin, as: an}"),
            ("moment_wanted", 5, 10),
            own,
        ),
        (
            "a payload of 100,000 digits",
            story(kind, f"{{at: 2020-01-02, do: begin, as: an, with: {{x: {'9' * 100_000}}}}}"),
            None,
            own,
        ),
        (
            "a payload of 40 lists",
            story(kind, f"{{at: 2020-01-02, do: begin, as: an, with: {{x: {'[' * 40}{']' * 40}}}}}"),
            ("too_deep", 5, 79 if kind == "scenario" else 77),
            own,
        ),
    )


PARAMETERS = (
    ("5,000 of no such name", "values:\n" + many("  k#: 1\n", 5_000), ("unknown_parameter", 2, 7)),
    ("100,000 digits", f"values: {{a: {'9' * 100_000}}}\n", ("unknown_parameter", 1, 13)),
    ("a path that climbs", "workflow: ../../../../etc/passwd\nvalues: {}\n", None),
)


def extended(base: str, more: str = "") -> str:
    return EXTENSION.format(base=base) + more


EXTENSIONS = (
    ("extends itself", extended("./hostile.yaml"), ("extension_circle", 3, 10), "hostile.yaml"),
    ("extends what extends it", extended("./back.yaml"), ("extension_circle", 3, 10), "back.yaml"),
    ("a chain of 1,000", extended("../link0.yaml"), ("extension_chain", 3, 10), "link7.yaml"),
    *(
        (f"extends a {name}", extended(f"./{name}.yaml"), ("base_missing", 3, 10), "hostile.yaml")
        for name in ("pipe", "folder", "loop", "device")
    ),
    ("extends laughs", extended("./laughs.yaml"), ("alias", 2, 8), "laughs.yaml"),
    ("extends by a long path", extended(f"./{LONG}.yaml"), ("base_missing", 3, 10), "hostile.yaml"),
    ("extends a long name", extended(f"{LONG}@1"), ("unknown_workflow", 3, 10), "hostile.yaml"),
    ("climbs to no workflow", extended("../../../../etc/passwd"), ("base_unpinned", 3, 10), "hostile.yaml"),
    ("extends a list", extended("[./plan.yaml]"), ("text_wanted", 3, 10), "hostile.yaml"),
    (
        "splits 40 deep",
        extended("./plan.yaml", f"split: {'{review: {initial: a, states: ' * 20}a{'}}' * 20}\n"),
        ("too_deep", 4, 467),
        "hostile.yaml",
    ),
    (
        "splits a state into itself",
        extended("./plan.yaml", "split: {review: {initial: review, states: {review: {}}}}\n"),
        ("extension_redefines", 4, 44),
        "hostile.yaml",
    ),
    (
        "splits 1,000 of no such name",
        extended("./plan.yaml", "split:\n" + many("  s#: {initial: a, states: {a: {}}}\n", 1_000)),
        ("unknown_state", 5, 3),
        "hostile.yaml",
    ),
    (
        "narrows 2,000 of no such name",
        extended("./plan.yaml", "narrow:\n" + many("  s#: {when: true}\n", 2_000)),
        ("unknown_event", 5, 3),
        "hostile.yaml",
    ),
    (
        "narrows to 5,000 states",
        extended("./plan.yaml", f"narrow: {{submit: {{from: {{planning: [{many('s#', 5_000, ', ')}]}}}}}}\n"),
        ("initial_not_inside", 4, 37),
        "hostile.yaml",
    ),
    (
        "narrows by a way out",
        extended("./plan.yaml", "narrow: {submit: {when: \"__import__('os')\"}}\n"),
        ("no_underscore", 4, 26),
        "hostile.yaml",
    ),
)


def linked(links: str) -> str:
    return PLAN.replace("version:", f"links: {links}\nversion:", 1)


LINKED = (
    ("a link to a long name", linked(f"{{l: {{count: {LONG}, by: p}}}}"), None),
    ("a link that climbs", linked("{l: {count: ../../etc, by: p}}"), ("bad_identifier", 3, 20)),
    (
        "a count beyond all",
        linked("{l: {count: plan, by: p, max: 99999999999}}"),
        ("number_out_of_range", 3, 38),
    ),
    ("a link of itself", linked("{l: {of: l, in: [a]}}"), ("unknown_data", 3, 17)),
    ("a link of and to", linked("{l: {of: a, count: plan, by: p}}"), ("link_of_or_count", 3, 9)),
    (
        "500 links to itself",
        linked(f"{{{many('l#: {count: plan, by: p}', 500, ', ')}}}"),
        ("link_field", 3, 31),
    ),
    (
        "5,000 states of a link",
        linked(f"{{l: {{count: plan, by: p, in: [{many('s#', 5_000, ', ')}]}}}}"),
        ("link_state", 3, 38),
    ),
)


def planned(states: str = "all: same", more: str = "", old: str = "./plan.yaml") -> str:
    """A migration plan, from line 2 of which on is told; `more` begins in line 5."""
    return f"migration: any\nfrom: {old}\nto: ./next.yaml\nstates: {{{states}}}\n{more}"


OTHERS = "planning: same, production: same"
SAME = f"{OTHERS}, review: same"
PLANS = (
    *(
        (f"from a {name}", planned(SAME, old=f"./{name}.yaml"), ("cannot_read", 2, 7), "hostile.yaml")
        for name in ("pipe", "folder", "loop", "device")
    ),
    ("from itself", planned(SAME, old="./hostile.yaml"), ("migration_file", 1, 1), "hostile.yaml"),
    ("from laughs", planned(SAME, old="./laughs.yaml"), ("alias", 2, 8), "laughs.yaml"),
    ("from what extends it", planned(SAME, old="./back.yaml"), ("migration_file", 1, 1), "hostile.yaml"),
    ("from a chain of 1,000", planned(SAME, old="../link0.yaml"), ("extension_chain", 3, 10), "link8.yaml"),
    ("from a long path", planned(SAME, old=f"./{LONG}.yaml"), ("cannot_read", 2, 7), "hostile.yaml"),
    ("from a long name", planned(SAME, old=f"{LONG}@1"), ("unknown_workflow", 2, 7), "hostile.yaml"),
    ("from 9,000 folders up", planned(SAME, old="../" * 9_000), ("cannot_read", 2, 7), "hostile.yaml"),
    ("from no workflow", planned(SAME, old="../../../../etc/passwd"), ("cannot_read", 2, 7), "hostile.yaml"),
    (
        "5,000 states of no such name",
        planned(many("s#: same", 5_000, ", ")),
        ("unknown_state", 4, 10),
        "hostile.yaml",
    ),
    (
        "500 branches",
        planned(f"{OTHERS}, review: [{many('{when: today == today, to: same}', 500, ', ')}]"),
        ("timezone_missing", 4, 60),
        "hostile.yaml",
    ),
    (
        "2,000 branches on as many conditions",
        planned(f"planning: [{many('{when: before.x#, to: same}', 2_000, ', ')}]"),
        ("unknown_before", 4, 35),
        "hostile.yaml",
    ),
    (
        "a way out",
        planned('planning: [{when: "before.__class__", to: same}]'),
        ("no_underscore", 4, 36),
        "hostile.yaml",
    ),
    (
        "before itself",
        planned("planning: [{when: before.before, to: same}]"),
        ("unknown_before", 4, 35),
        "hostile.yaml",
    ),
    (
        "before alone",
        planned(f"{OTHERS}, review: [{{when: has(before), to: same}}]"),
        ("unknown_name", 4, 64),
        "hostile.yaml",
    ),
    (
        "5,000 drops",
        planned(SAME, f"drops: [{many('d#', 5_000, ', ')}]\n"),
        ("unknown_drop", 5, 9),
        "hostile.yaml",
    ),
    (
        "2,000 events of no such name",
        planned(SAME, "events:\n" + many("  e#: f#\n", 2_000)),
        ("unknown_act", 6, 3),
        "hostile.yaml",
    ),
    (
        "2,000 waivers of nothing",
        planned(SAME, "waives:\n" + many("  - {property: p#, reason: {en: a}, decision: b}\n", 2_000)),
        ("unknown_claim", 6, 16),
        "hostile.yaml",
    ),
)
ODD = (
    ("a pipe", PIPE, ("cannot_read", 1, 1)),
    ("a folder", FOLDER, ("cannot_read", 1, 1)),
    ("a link to itself", LOOP, ("cannot_read", 1, 1)),
)
COUNTED = "targets: any\n"
TARGETS = (
    ("5,000 measures of nothing", f"{COUNTED}measures:\n" + many("  m#: {}\n", 5_000), ("missing_key", 3, 7)),
    (
        "5,000 states of no such name",
        f"{COUNTED}measures: {{m: {{of: plan, in: [{many('s#', 5_000, ', ')}]}}}}\n",
        ("no_state", 2, 31),
    ),
    (
        "a way out",
        f"{COUNTED}measures: {{m: {{of: plan, where: \"__import__('os')\"}}}}\n",
        ("no_underscore", 2, 34),
    ),
    (
        "2,000 conditions",
        f"{COUNTED}measures:\n" + many("  m#: {of: plan, where: x#}\n", 2_000),
        ("unknown_name", 3, 25),
    ),
    (
        "units that are a pipe",
        f"{COUNTED}units: pipe.yaml\nmeasures: {{m: {{of: plan}}}}\n",
        ("no_file_beside", 2, 8),
    ),
    (
        "a target of 100,000 digits",
        f"{COUNTED}measures: {{m: {{of: plan, target: {{minimum: {'9' * 100_000}}}}}}}\n",
        ("too_many_digits", 2, 44),
    ),
    ("a workflow of a long name", f"{COUNTED}measures: {{m: {{of: {LONG}}}}}\n", None),
    (
        "a day of the year 0",
        f"{COUNTED}measures: {{m: {{of: plan, target: {{minimum: 1, by: 0000-01-01}}}}}}\n",
        ("date_wanted", 2, 51),
    ),
)
SPECIFIC = (
    *(Hostile(f"units: {name}", text, told, "units") for name, text, told in UNITS),
    *(Hostile(f"calendar: {name}", text, told, "calendar") for name, text, told in CALENDARS),
    *(Hostile(f"directory: {name}", text, told, "directory") for name, text, told in DIRECTORIES),
    *(
        Hostile(f"{kind}: {name}", text, told, kind, at)
        for kind in HEADS
        for name, text, told, at in stories(kind)
    ),
    *(Hostile(f"parameters: {name}", text, told, "parameters") for name, text, told in PARAMETERS),
    *(Hostile(f"extension: {name}", text, told, "workflow", at) for name, text, told, at in EXTENSIONS),
    *(Hostile(f"migration: {name}", text, told, "migration", at) for name, text, told, at in PLANS),
    *(Hostile(f"targets: {name}", text, told, "targets") for name, text, told in TARGETS),
    *(Hostile(f"links: {name}", text, told) for name, text, told in LINKED),
    *(
        Hostile(f"{kind} that is {name}", text, told, kind)
        for kind in (
            "workflow",
            "parameters",
            "units",
            "calendar",
            "directory",
            "scenario",
            "run",
            "migration",
            "targets",
        )
        for name, text, told in ODD
    ),
)
