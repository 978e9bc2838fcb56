"""Where bands written in whole points meet means that are not, `check` says on which side they fall."""

import pytest
from verification.files import small

from ocop_workflow import load
from ocop_workflow.guards import unparse
from ocop_workflow.verification import boundaries


def told(name: str, **parameters: object) -> list[tuple[str, list[str], str]]:
    found = boundaries(load(name, parameters=parameters).definition)
    return [(unparse(each.term), [str(bound) for bound in each.bounds], str(each.witness)) for each in found]


def test_the_mean_of_a_council_is_compared_with_the_bands_as_it_is() -> None:
    assert told("ocop-product@1048", quorum=5, rounding="none") == [
        ("points", ["30", "50", "70", "90"], "89.99")
    ]


def test_what_is_rounded_has_its_bounds_half_a_point_lower() -> None:
    rounded = [("points", ["29.5", "49.5", "69.5", "89.5"], "89.49")]
    assert told("ocop-product@1048", quorum=5, rounding="whole") == rounded


def test_while_the_choice_is_open_both_are_told() -> None:
    ((_, bounds, _),) = told("ocop-product@148-1489")
    assert bounds == ["29.5", "30", "49.5", "50", "69.5", "70", "89.5", "90"]


FILE = """
data:
  score: {{type: number, scale: {scale}, minimum: 0, maximum: 100}}
  count: {{type: integer, minimum: 0, maximum: 9}}
start: {{begin: {{by: worker, to: s0, takes: [score, count]}}}}
states: {{s0: {{}}, s1: {{final: completed}}}}
events: {{go: {{by: worker, when: "count > 3 && (score >= {bound} || score < 20)", moves: {{s0: s1}}}}}}
"""


@pytest.mark.parametrize(
    ("scale", "bound", "expected"),
    [
        (1, "50", [("score", "49.9")]),
        (1, "49.5", []),
        (2, "49.5", [("score", "49.49")]),
        (0, "50", []),
        (1, "20", []),
    ],
)
def test_only_a_number_with_finer_digits_than_several_bounds_has_a_boundary(
    scale: int, bound: str, expected: list[tuple[str, str]]
) -> None:
    found = boundaries(small(FILE.format(scale=scale, bound=bound)))
    assert [(unparse(each.term), str(each.witness)) for each in found] == expected
