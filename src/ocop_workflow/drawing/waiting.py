"""How long cases stayed in each state, over the graph: as numbers, and as the colours of the states."""

from attrs import evolve

from ..messages import say
from .graph import WAITS, Box, Graph, Heat, Stage, Wait
from .traffic import Traffic, share

HOUR, DAY = 3600.0, 86400.0
TEN = 9.95  # what is shown as ten has no digit behind the point
MEDIAN, NINTH = 0.5, 0.9


def waiting(graph: Graph, traffic: Traffic) -> Graph:
    """The graph with the median of the visits that ended, what nine of ten did not exceed, and who waits there now.

    Of ends there are no visits that end. The darkest states are those whose median is half of the longest, or more.
    """
    medians = {leaf: share(waits, MEDIAN) for leaf, waits in traffic.waits.items()}
    longest = max(medians.values(), default=0.0)
    told = say("drawing.heat_waits", cases=traffic.cases).say(graph.language)
    heat = evolve(_heat(longest, graph.language), told=told)
    return evolve(
        graph, inside=tuple(_inside(each, traffic, heat, graph.language) for each in graph.inside), heat=heat
    )


def length(seconds: float, language: str) -> str:
    """In the largest unit of which there is one: days with one digit up to ten, else whole ones."""
    for unit, size in (("days", DAY), ("hours", HOUR)):
        if seconds >= size:
            count = seconds / size
            shown = f"{count:.1f}".removesuffix(".0") if count < TEN else f"{count:,.0f}"
            return _said(unit, shown, language)
    return _said("minutes", f"{seconds / 60:.0f}", language)


def _said(unit: str, shown: str, language: str) -> str:
    key = "_one" if shown == "1" else ""
    if language == "vi":
        shown = shown.translate(str.maketrans(",.", ".,"))
    return say(f"drawing.length_{unit}{key}", count=shown).say(language)


def _heat(longest: float, language: str) -> Heat:
    least = (0.0, longest / 10, longest / 2)
    shown = (
        say("drawing.legend_shorter", most=length(least[1], language)),
        say("drawing.legend_between", least=length(least[1], language), most=length(least[2], language)),
        say("drawing.legend_longer", least=length(least[2], language)),
    )
    short, middle, long = (each.say(language) for each in shown)
    return Heat(WAITS, least, (short, middle, long))


def _inside(each: Box | Stage, traffic: Traffic, heat: Heat, language: str) -> Box | Stage:
    if isinstance(each, Stage):
        return evolve(each, inside=tuple(_inside(one, traffic, heat, language) for one in each.inside))
    waits, still = traffic.waits.get(each.name), traffic.open.get(each.name)
    said = ""
    if still and each.final is None:
        said = say("drawing.waiting", count=len(still), longest=length(max(still), language)).say(language)
    elif still:
        said = say("drawing.now", count=len(still)).say(language)
    if not waits:
        return evolve(each, shade=0, now=said)
    median = share(waits, MEDIAN)
    wait = Wait(length(median, language), length(share(waits, NINTH), language), len(waits))
    return evolve(each, shade=max(heat.shade(median), 1), now=said, wait=wait)
