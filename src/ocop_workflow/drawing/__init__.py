"""Pictures of a workflow: one graph, written as SVG, PNG, Mermaid or DOT.

`svg` and `png` need the extra [draw]; the others need nothing. A case's way is drawn by passing the graph through
`walked`, what many cases did through `trodden` or `waiting`; `differing` is the graph of what changed between two
versions.
"""

from .build import graph_of
from .columns import A3, SCREEN, Page
from .differing import differing
from .dot import dot
from .graph import Box, Edge, Graph, Line, Stage
from .layout import ExtraMissing
from .mermaid import mermaid
from .png import png
from .svg import svg
from .traffic import Traffic, traffic
from .trodden import trodden
from .waiting import waiting
from .walked import walked

__all__ = [
    "A3",
    "SCREEN",
    "Box",
    "Edge",
    "ExtraMissing",
    "Graph",
    "Line",
    "Page",
    "Stage",
    "Traffic",
    "differing",
    "dot",
    "graph_of",
    "mermaid",
    "png",
    "svg",
    "traffic",
    "trodden",
    "waiting",
    "walked",
]
