"""Mistakes in what ships are noticed by `check`, or are listed with the reason why no claim would notice them."""

from collections.abc import Sequence

import pytest
from attrs import evolve
from verification.claims.refuted import SURVIVES, Fate, fates
from verification.claims.shipped import LARGE, WORKFLOWS, given, listed, opened

from ocop_workflow.testing.mutants.making import changes

SAMPLED = 2  # of the mistakes in a large workflow; `long_refuted.py` makes all of them


def open_ends(name: str, found: Sequence[Fate]) -> list[str]:
    """What goes unnoticed and is not listed, and what is listed and is noticed after all."""
    known = listed(name)
    return [
        f"{each.mutant.id}: {each.verdict} {each.by}"
        for each in found
        if (each.verdict == SURVIVES and each.mutant.id not in known)
        or (each.noticed and each.mutant.id in known)
    ]


@pytest.mark.parametrize("name", [name for name in WORKFLOWS if name not in LARGE])
def test_every_mistake_in_an_example_is_noticed_or_listed(name: str) -> None:
    assert open_ends(name, list(fates(opened(name), values=given(name)))) == []


@pytest.mark.parametrize("name", LARGE)
def test_mistakes_in_a_large_workflow_are_noticed_or_listed(name: str) -> None:
    definition = opened(name)
    every = [each.id for each in changes(definition)]
    some = every[len(every) // 7 :: len(every) // SAMPLED]
    assert open_ends(name, list(fates(definition, some, given(name)))) == []


@pytest.mark.parametrize("name", WORKFLOWS)
def test_what_is_listed_is_a_mistake_that_can_be_made(name: str) -> None:
    assert {*listed(name)} <= {each.id for each in changes(opened(name))}


def test_a_workflow_that_claims_less_has_mistakes_that_go_unnoticed() -> None:
    name = "examples/fastapi/leave.yaml"
    silent = evolve(opened(name), properties=())
    duty = "duty_dropped/grant/not_by-ask"
    assert [each.split(":")[0] for each in open_ends(name, list(fates(silent, [duty])))] == [duty]


def test_what_is_listed_and_noticed_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    name, duty = "examples/fastapi/leave.yaml", "duty_dropped/grant/not_by-ask"
    monkeypatch.setitem(open_ends.__globals__, "listed", lambda _: {duty: "no reason"})
    assert len(open_ends(name, list(fates(opened(name), [duty])))) == 1
