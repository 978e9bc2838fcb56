"""What a picture shows, in a sentence or two, for whoever hears it instead of seeing it."""

from collections.abc import Iterator

from ..messages import say
from .graph import ENTRY, Graph
from .labels import over


def described(graph: Graph) -> str:
    """How many states and stages there are, the main way by its states, and what is drawn over it."""
    counted = say("drawing.described", states=len(list(graph.boxes())), stages=len(list(graph.stages())))
    told = [*over(graph), counted.say(graph.language)]
    if way := list(_main_way(graph)):
        told.append(say("drawing.described_way", way=" → ".join(way)).say(graph.language))
    return ". ".join(told) + "."


def _main_way(graph: Graph) -> Iterator[str]:
    """Titles of the states, from the first start on."""
    titles = {box.name: box.title for box in graph.boxes()}
    inside = {stage.name: [box.name for box in stage.boxes()] for stage in graph.stages()}
    main = [edge for edge in graph.edges if edge.main]
    here = next((edge.target for edge in main if edge.source.startswith(ENTRY)), None)
    seen: set[str] = set()
    while here is not None and here not in seen:
        yield titles[here]
        seen.add(here)
        leaf = here
        here = next(
            (edge.target for edge in main if edge.source == leaf or leaf in inside.get(edge.source, ())), None
        )
