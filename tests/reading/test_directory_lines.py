"""Circles and doubles among random lines are those that a plain search over all pairs and days finds."""

from datetime import date
from itertools import combinations

from hypothesis import event, given
from hypothesis import strategies as st

from ocop_workflow.errors import DefinitionError
from ocop_workflow.reading import read_directory

PEOPLE, ROLES, DAYS = "abcd", "rs", range(1, 6)
Line = tuple[str, str, str, int, int]  # person, for, role, from, to
LINES = st.lists(
    st.tuples(
        st.sampled_from(PEOPLE),
        st.sampled_from(PEOPLE),
        st.sampled_from(ROLES),
        st.sampled_from(DAYS),
        st.sampled_from(DAYS),
    ).filter(lambda line: line[0] != line[1] and line[3] <= line[4]),
    max_size=9,
)


def told(lines: list[Line]) -> set[str]:
    people = ", ".join(f"{person}: {{}}" for person in PEOPLE)
    text = f"directory: any\npeople: {{{people}}}\ndelegations:\n" + "".join(
        f"  - {{person: {person}, for: {whose}, role: {role}, unit: u, decision: D, "
        f"from: {date(2020, 1, first)}, to: {date(2020, 1, last)}}}\n"
        for person, whose, role, first, last in lines
    )
    try:
        read_directory("any.yaml", text if lines else text + "  []\n")
    except DefinitionError as error:
        return {problem.code for problem in error.problems}
    return set()


def circular(lines: list[Line]) -> bool:
    """On some day somebody acts for themselves, through others."""
    for role in ROLES:
        for day in DAYS:
            reach = {(line[0], line[1]) for line in lines if line[2] == role and line[3] <= day <= line[4]}
            for _ in PEOPLE:
                reach |= {(a, d) for a, b in reach for c, d in reach if b == c}
            if any((person, person) in reach for person in PEOPLE):
                return True
    return False


def doubled(lines: list[Line]) -> bool:
    return any(
        one[:3] == other[:3] and one[3] <= other[4] and other[3] <= one[4]
        for one, other in combinations(lines, 2)
    )


@given(LINES)
def test_circles_and_doubles_are_told_where_there_are_any(lines: list[Line]) -> None:
    codes = told(lines)
    event(f"circle {circular(lines)}, doubled {doubled(lines)}")
    assert ("circle" in codes) == circular(lines)
    assert ("doubled_delegation" in codes) == doubled(lines)
