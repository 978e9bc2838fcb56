"""What a workflow claims of itself notices mistakes, as far as it claims something."""

from attrs import evolve

from ocop_workflow.reading import read_definition
from ocop_workflow.testing.mutants.claims import noticed
from ocop_workflow.testing.mutants.making import mutant
from ocop_workflow.verification import prove

LAW = """
workflow: plan
version: "1"
roles: {producer: {}, officer: {}, council: {}}
data: {score: {type: number, scale: 2, minimum: 0, maximum: 100}}
start: {begin: {by: producer, to: planning}}
states: {planning: {}, production: {}, ranked: {final: completed}}
events:
  approve: {by: officer, moves: {planning: production}}
  rank: {by: council, takes: [score], when: taken.score >= 50, moves: {production: ranked}}
properties:
  - precedence: [approve, rank]
  - never: {event: rank, where: taken.score < 50}
"""
REFUTED = (
    "guard_dropped/rank/taken.score-ge-50",
    "constant/rank/50-to-49.99",
    "start_changed/begin/production",
)
BY_FLOW = ("redirected/approve/planning-production/stay", "redirected/rank/production-ranked/stay")
NOT_NOTICED = ("comparison/rank/taken.score-ge-50-to-taken.score-gt-50", "role_widened/approve/council")


def test_claims_are_refuted_by_mistakes_that_break_them_and_by_no_others() -> None:
    definition = read_definition("plan.yaml", LAW)
    flow = prove(definition).flow

    def found(name: str, *, claimed: bool = True) -> tuple[bool, bool]:
        made = mutant(definition if claimed else evolve(definition, properties=()), name)
        assert made is not None, name
        told = noticed(prove(made.definition), flow)
        return told.claim is not None, told.flow

    assert [found(name)[0] for name in REFUTED] == [True] * len(REFUTED)
    assert [found(name) for name in BY_FLOW] == [(False, True)] * len(BY_FLOW)
    assert [found(name) for name in NOT_NOTICED] == [(False, False)] * len(NOT_NOTICED)
    assert not any(found(name, claimed=False)[0] for name in REFUTED)
