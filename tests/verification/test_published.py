"""Nets and processes whose soundness is published have the same verdict here, and pm4py's of the net itself agrees."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from verification.files import small
from verification.nets import is_sound_net

from ocop_workflow.verification import Proofs, prove

FOLDER = Path(__file__).parent / "published"
NETS: Mapping[str, Any] = yaml.safe_load((FOLDER / "nets.yaml").read_text("utf-8"))
PROCESSES: Mapping[str, Any] = yaml.safe_load((FOLDER / "decisions.yaml").read_text("utf-8"))
Net = dict[str, tuple[tuple[str, ...], tuple[str, ...]]]
Marking = tuple[str, ...]  # the places of its tokens, sorted
KINDS = ("unreachable", "dead", "stuck", "endless")


def net_of(transitions: Mapping[str, str]) -> Net:
    """By name the places before and behind."""
    found: Net = {}
    for name, text in transitions.items():
        before, _, after = text.partition("->")
        found[name] = (tuple(before.split()), tuple(after.split()))
    return found


def without(marking: Marking, places: tuple[str, ...]) -> list[str] | None:
    left = list(marking)
    for place in places:
        if place not in left:
            return None
        left.remove(place)
    return left


def graph_of(net: Net) -> str:
    """The reachability graph as a workflow: a state is a marking, and the end is one token in the sink alone."""
    markings: dict[Marking, int] = {("i",): 0}
    moves: dict[str, list[tuple[int, int]]] = {name: [] for name in net}
    queue: list[Marking] = [("i",)]
    for marking in queue:
        for name, (before, after) in net.items():
            if (left := without(marking, before)) is not None:
                there = tuple(sorted((*left, *after)))
                if there not in markings:
                    assert len(markings) < 200, "unbounded"
                    markings[there] = len(markings)
                    queue.append(there)
                moves[name].append((markings[marking], markings[there]))
    markings.setdefault(("o",), len(markings))
    lines = ["start: {begin: {by: worker, to: m0}}\n", "states:\n"]
    lines += [f"  m{n}: {{{'final: completed' if m == ('o',) else ''}}}\n" for m, n in markings.items()]
    lines.append("events:\n")
    for name, found in moves.items():
        said = ", ".join(f"m{source}: m{target}" for source, target in found)
        never = "m0: [{when: 'false', to: m0}]"
        lines.append(f"  {name}: {{by: worker, moves: {{{said or never}}}}}\n")
    return "".join(lines)


def kinds(proofs: Proofs) -> set[str]:
    return {kind for kind in KINDS if getattr(proofs.flow, kind)}


@pytest.mark.parametrize("name", NETS["nets"])
def test_a_published_net(name: str) -> None:
    said = NETS["nets"][name]
    assert said["source"] in NETS["sources"]
    net = net_of(said["transitions"])
    proofs = prove(small(graph_of(net)))
    assert (kinds(proofs) == set()) == said["sound"]
    assert set(said.get("finds", ())) <= kinds(proofs)
    assert is_sound_net(net) == said["sound"]


@pytest.mark.parametrize("name", PROCESSES["workflows"])
def test_a_published_process_with_data(name: str) -> None:
    said = PROCESSES["workflows"][name]
    assert said["source"] in PROCESSES["sources"]
    proofs = prove(small(said["text"]))
    assert proofs.holds == said["sound"]
    assert set(said.get("finds", ())) <= kinds(proofs)
    assert {each.kind for each in proofs.decisions if each.fails} == set(said.get("decides", ()))


def test_there_are_enough_and_both_kinds() -> None:
    verdicts = [said["sound"] for said in (*NETS["nets"].values(), *PROCESSES["workflows"].values())]
    assert len(verdicts) >= 12
    assert min(verdicts.count(True), verdicts.count(False)) >= 4
