"""One traversal of a definition gives what every picture shows."""

import re
from collections import Counter
from pathlib import Path

from hypothesis import given
from strategies import definitions

from ocop_workflow import load
from ocop_workflow.drawing import Edge, Graph, dot, graph_of, mermaid
from ocop_workflow.model.definition import Definition
from ocop_workflow.model.tree import state_tree

SMALL = load(Path(__file__).with_name("small.yaml")).definition


def small(language: str = "en") -> Graph:
    return graph_of(SMALL, language)


def edge(graph: Graph, source: str, target: str) -> Edge:
    (found,) = (each for each in graph.edges if (each.source, each.target) == (source, target))
    return found


def test_a_move_from_a_stage_is_one_edge_from_the_stage() -> None:
    graph = small()
    assert [line.title for line in edge(graph, "open", "dropped").lines] == ["Drop"]
    assert not [each for each in graph.edges if each.source == "draft" and each.target == "dropped"]


def test_a_move_that_an_inner_state_has_otherwise_is_still_drawn_from_its_stage() -> None:
    line = edge(small(), "open", "paused").lines[0]
    assert line.origins == {"review"}, "in the draft, pausing changes nothing"
    (draft,) = (box for box in small().boxes() if box.name == "draft")
    assert "Pause" in [stay.title for stay in draft.stays]


def test_what_stays_in_every_state_of_a_stage_is_listed_in_the_stage() -> None:
    (stage,) = small().stages()
    assert [line.title for line in stage.stays] == ["Note"]


def test_branches_are_edges_with_their_conditions_in_words() -> None:
    graph = small()
    assert edge(graph, "review", "over").lines[0].guard == "Stamp is set"
    assert edge(graph, "review", "done").lines[0].guard == "Score ≥ 7.5 and Kind = New"
    assert edge(graph, "review", "draft").lines[0].guard == "otherwise"
    assert edge(small("vi"), "review", "done").lines[0].guard == "Điểm ≥ 7,5 và Loại = Mới"
    assert edge(small("vi"), "review", "draft").lines[0].guard == "còn lại"


def test_the_main_way_passes_over_branches_that_need_what_nobody_has_set() -> None:
    main = [(each.source, each.target) for each in small().edges if each.main]
    assert main == [("start:apply", "draft"), ("draft", "review"), ("review", "done")]
    law = graph_of(load("ocop-product@1048").definition, "vi")
    ways = {each.target for each in law.edges if each.main}
    assert ways == {
        *("guided", "idea_review", "planning", "plan_review", "production", "district_review"),
        *("district_scoring", "city_review", "city_scoring", "city_decision", "recognised"),
    }


def test_clock_moves_are_marked_and_say_what_they_wait_for() -> None:
    graph = small()
    assert edge(graph, "done", "over").clock
    assert edge(graph, "done", "over").lines[0].roles == "on: End"
    (paused,) = (box for box in graph.boxes() if box.name == "paused")
    assert "after The wait" in [line.roles for line in paused.stays]
    bound = load(Path(__file__).with_name("small.yaml"), parameters={"wait": 3}).definition
    (paused,) = (box for box in graph_of(bound, "vi").boxes() if box.name == "paused")
    assert "sau 3 ngày" in [line.roles for line in paused.stays]


def test_edges_back_to_an_earlier_state_are_marked() -> None:
    assert edge(small(), "review", "draft").back
    assert not edge(small(), "draft", "review").back


@given(definitions())
def test_every_branch_of_every_state_is_in_exactly_one_edge_or_listed_in_place(
    definition: Definition,
) -> None:
    tree, graph = state_tree(definition), graph_of(definition, "en")
    wanted: Counter[tuple[str, str, str | None]] = Counter()
    for event in definition.events.values():
        for leaf in tree.leaves:
            holding = [move for move in event.moves if leaf in tree.members[move.source]]
            if holding:
                inner = max(holding, key=lambda move: tree.depth[move.source])
                wanted.update({(event.name, leaf, branch.to) for branch in inner.branches})
    shown: Counter[tuple[str, str, str | None]] = Counter()
    for each in graph.edges:
        shown.update((line.event, leaf, each.target) for line in each.lines for leaf in line.origins)
    stays = [each.stays for each in graph.boxes()] + [each.stays for each in graph.stages()]
    shown.update((line.event, leaf, None) for lines in stays for line in lines for leaf in line.origins)
    assert shown == wanted
    assert [box.name for box in graph.boxes()] == list(tree.leaves)


@given(definitions())
def test_every_definition_is_written_as_mermaid_and_dot(definition: Definition) -> None:
    graph = graph_of(definition, "vi")
    chart, digraph = mermaid(graph), dot(graph)
    assert all(f"s_{box.name}[" in chart or f"s_{box.name}([" in chart for box in graph.boxes())
    told = Counter(
        line.title for edge in graph.edges for line in edge.lines
    )  # signs at one box share an arrow
    missing = {title: (times, len(re.findall(rf"\b{title}\b", digraph))) for title, times in told.items()}
    assert all(found >= times for times, found in missing.values()), (missing, digraph)
    assert digraph.count("{") == digraph.count("}")
    assert digraph.count("subgraph") == digraph.count('label=""\n') == len(list(graph.stages()))
    assert '"></FONT>' not in digraph, "Graphviz has no empty FONT"
