"""The long form of the tests by mutants: every shipped workflow, with the figures of docs/testing.md.

python tests/testing/long_mutants.py                         # what generated suites kill, and what claims refute
python tests/testing/long_mutants.py claims ocop-product@148 # one of the two, of some workflows
"""

import sys
from collections import Counter
from itertools import islice
from pathlib import Path
from time import process_time

from ocop_workflow.cli.inputs import workflow_with
from ocop_workflow.model.definition import Definition
from ocop_workflow.testing.mutants.claims import noticed
from ocop_workflow.testing.mutants.killing import (
    SURVIVED,
    UNDECIDED,
    Fate,
    by_kind,
    fates,
    killed_percent,
    killer,
)
from ocop_workflow.testing.mutants.making import mutants
from ocop_workflow.testing.mutants.mutant import KINDS
from ocop_workflow.testing.mutants.telling import outcome, said_of
from ocop_workflow.testing.suites.scenarios import scenario_of
from ocop_workflow.testing.suites.suite import generate
from ocop_workflow.verification import prove
from ocop_workflow.verification.world import with_parameters
from ocop_workflow.workflow import Workflow

ROOT = Path(__file__).parents[2]
EXAMPLES, SHIPPED = ROOT / "examples", ROOT / "workflows" / "ocop-product"
WORKFLOWS: dict[str, Path | None] = {
    str(EXAMPLES / "fastapi" / "leave.yaml"): None,
    str(EXAMPLES / "testing-your-own" / "leave.yaml"): None,
    str(EXAMPLES / "construction-permit" / "permit.yaml"): EXAMPLES
    / "construction-permit"
    / "assumed.parameters.yaml",
    str(EXAMPLES / "tour" / "tour.yaml"): EXAMPLES / "tour" / "tour.parameters.yaml",
    str(EXAMPLES / "custom-stage" / "laboratory.yaml"): None,
    "ocop-product@1048": None,
    "ocop-product@148": None,
    "ocop-product@148-1489": SHIPPED / "hai-phong-148-1489.parameters.yaml",
    **{
        f"{name}@2021": ROOT / "workflows" / name / "hai-phong.parameters.yaml"
        for name in ("ocop-organisation", "ocop-upgrade", "ocop-training", "ocop-promotion")
    },
}
QUICK = ("all_transitions", "refusals", "roles")  # enough to know that most mutants differ


def suites(definition: Definition, _: int) -> None:
    """What the suite of all criteria kills; survivors are told."""
    begun = process_time()
    suite = generate(definition)
    made = process_time()
    found: list[Fate] = list(fates(suite))
    print(
        f"  suite: {len(suite.tests)} tests, {made - begun:.0f} s; mutants {len(found)}, {process_time() - made:.0f} s"
    )
    for kind, ends in by_kind(found).items():
        print(f"    {kind}: {ends}")
    for each in found:
        if each.verdict in (SURVIVED, UNDECIDED):
            print(f"    {each.verdict} {each.mutant.id} {said_of(each).en}: {outcome(definition, each).en}")
    print(f"  killed: {killed_percent(found)} %")


def claims(definition: Definition, every: int) -> None:
    """What `check` notices of the mutants that a quick suite shows to differ; the others are left out."""
    begun = process_time()
    closed = with_parameters(definition, {})
    suite = generate(closed, QUICK)
    workflow = Workflow(closed)
    tests = [(test.id, scenario_of(workflow, test)) for test in suite.tests]
    flow = prove(closed).flow
    refuted: Counter[str] = Counter()
    broken: Counter[str] = Counter()
    differing: Counter[str] = Counter()
    for each in islice(mutants(closed), 0, None, every):
        found = noticed(prove(each.definition), flow)
        if not found and killer(each, tests) is None:
            continue
        differing[each.kind] += 1
        refuted[each.kind] += found.claim is not None
        broken[each.kind] += found.claim is None and found.flow
        if not found:
            print(f"    not noticed: {each.id} {each.place}: {each.text.en}", flush=True)
    for kind in KINDS:
        if differing[kind]:
            print(
                f"    {kind}: {refuted[kind]} refuted, {broken[kind]} by control flow, of {differing[kind]}"
            )
    whole = sum(differing.values())
    told = f"{sum(refuted.values())} refuted, {sum(broken.values())} by control flow, of {whole}"
    print(f"  claims: {told}; {process_time() - begun:.0f} s")


def main(words: list[str]) -> None:
    parts = {"suites": suites, "claims": claims}
    asked = [part for name, part in parts.items() if name in words] or list(parts.values())
    every = next((int(word.removeprefix("every=")) for word in words if word.startswith("every=")), 1)
    names = [w for w in words if w not in parts and not w.startswith("every=")] or list(WORKFLOWS)
    for name in names:
        parameters = WORKFLOWS.get(name) or WORKFLOWS.get(str(Path(name).resolve()))
        print(name, flush=True)
        for part in asked:
            part(workflow_with(name, parameters).definition, every)
            sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
