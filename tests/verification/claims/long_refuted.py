"""The long form: every mistake in every shipped workflow, and which of them `check` notices.

python tests/verification/claims/long_refuted.py                  # all workflows, each survivor with its place
python tests/verification/claims/long_refuted.py ocop-product@148 # some of them
python tests/verification/claims/long_refuted.py --every 30       # of each workflow every 30th mistake
python tests/verification/claims/long_refuted.py --write          # and the figures into docs/checking.md and .vi.md

It takes some seconds of the processor for each mistake in a large workflow, and there are more than a thousand.
"""

import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from time import process_time

sys.path.insert(0, str(Path(__file__).parents[2]))

from verification.claims.refuted import LEVELS, SAME, SURVIVES, UNDECIDED, Fate, counts, fates
from verification.claims.shipped import ROOT, WORKFLOWS, given, listed, opened

from ocop_workflow.testing.mutants.making import changes

PAGES = (ROOT / "docs" / "checking.md", ROOT / "docs" / "checking.vi.md")
BEGINS, ENDS = "<!-- mistakes noticed: begin -->\n", "<!-- mistakes noticed: end -->\n"
HEADS = (
    "| workflow | mistakes that differ | language | control flow | decisions | claims | noticed | known survivors |",
    "| quy trình | lỗi làm khác đi | ngôn ngữ | luồng | quyết định | điều phải đúng | phát hiện | sót lại, có lý do |",
)


def report(name: str, every: int) -> list[Fate]:
    """Every fate of a workflow's mistakes, or of every so manieth; the survivors are told with their places."""
    definition, begun, known = opened(name), process_time(), listed(name)
    print(name, flush=True)
    found = []
    for fate in fates(
        definition, [each.id for each in islice(changes(definition), 0, None, every)], given(name)
    ):
        found.append(fate)
        if fate.verdict in (SURVIVES, UNDECIDED):
            told = f"{fate.mutant.place}: {fate.mutant.text.en}"
            why = known.get(fate.mutant.id, f"NOT LISTED; {fate.by}")
            print(f"  {fate.verdict} {fate.mutant.id} {told} – {why}", flush=True)
    for kind, ends in counts(found).items():
        print(f"    {kind}: " + ", ".join(f"{count} {end}" for end, count in ends.items() if count))
    print(f"  {told_of(found)}; {process_time() - begun:.0f} s", flush=True)
    return found


def told_of(found: Sequence[Fate]) -> str:
    """How many are noticed of those that differ, and of those among them that load at all."""
    loaded = [each for each in found if each.noticed and each.verdict != LEVELS[0]]
    noticed = sum(each.noticed for each in found)
    alive = sum(each.verdict == SURVIVES for each in found)
    equal = sum(each.verdict == SAME for each in found)
    return (
        f"{noticed} of {noticed + alive} noticed ({_percent(noticed, alive)}), of those that load {len(loaded)} of "
        f"{len(loaded) + alive} ({_percent(len(loaded), alive)}); {equal} equal"
    )


def _percent(noticed: int, alive: int) -> str:
    return f"{100 * noticed / max(1, noticed + alive):.1f} %"


def row(name: str, found: Sequence[Fate], every: int) -> str:
    """A line of the table on the pages; what is not asked in full says so."""
    ends = [sum(each.verdict == level for each in found) for level in LEVELS]
    alive = sum(each.verdict == SURVIVES for each in found)
    noticed = sum(ends)
    called = f"`{name}`" if every == 1 else f"`{name}` (1/{every})"
    cells = [called, noticed + alive, *ends[:3], sum(ends[3:]), _percent(noticed, alive), alive]
    return "| " + " | ".join(map(str, cells)) + " |"


def write(rows: Sequence[str]) -> None:
    """Put the table between its marks on both pages."""
    for page, head in zip(PAGES, HEADS, strict=True):
        text = page.read_text("utf-8")
        before, rest = text.split(BEGINS)
        after = rest.split(ENDS)[1]
        lines = "\n".join((head, "|---" * head.count(" | ") + "|---|", *rows))
        page.write_text(f"{before}{BEGINS}{lines}\n{ENDS}{after}", "utf-8")


def main() -> None:
    asked = ArgumentParser(description=__doc__)
    asked.add_argument("names", nargs="*")
    asked.add_argument("--every", type=int, default=1)
    asked.add_argument("--write", action="store_true")
    given_ = asked.parse_args()
    rows = [row(name, report(name, given_.every), given_.every) for name in given_.names or WORKFLOWS]
    if given_.write:
        write(rows)
    print("\n".join(rows))


if __name__ == "__main__":
    main()
