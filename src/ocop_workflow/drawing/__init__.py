"""Pictures of a workflow, and of a case's way through it: one graph, written as Mermaid, DOT or SVG.

`svg` needs the extra [draw]; the others need nothing. A case's way is drawn by passing the graph through `walked`.
"""

from .build import graph_of
from .dot import dot
from .graph import Box, Edge, Graph, Line, Stage
from .layout import ExtraMissing
from .mermaid import mermaid
from .svg import svg
from .trodden import trodden
from .walked import walked

__all__ = [
    "Box",
    "Edge",
    "ExtraMissing",
    "Graph",
    "Line",
    "Stage",
    "dot",
    "graph_of",
    "mermaid",
    "svg",
    "trodden",
    "walked",
]
