"""The short table of a procedure, which an official puts beside a decision: steps, who, time, product, basis.

`procedure_of` gathers it in both languages; `markdown`, `html`, `docx` and `document` (for JSON) write it; `read_table`
and `differences` hold a table that was written before, and perhaps edited, against the workflow.
"""

from .build import procedure_of
from .compare import Difference, differences
from .document import document
from .docx import docx
from .html import html
from .markdown import markdown
from .parts import DOTS, Cell, Column, Group, Procedure, Row, Sheet
from .recognise import read_table

__all__ = [
    "DOTS",
    "Cell",
    "Column",
    "Difference",
    "Group",
    "Procedure",
    "Row",
    "Sheet",
    "differences",
    "document",
    "docx",
    "html",
    "markdown",
    "procedure_of",
    "read_table",
]
