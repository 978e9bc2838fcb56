"""The table of a workflow that an official can check against the decision: every rule, every refusal, every basis.

`annex_of` gathers it in both languages; `markdown`, `html` and `document` (for JSON) write it.
"""

from .build import annex_of
from .document import document
from .html import html
from .markdown import markdown
from .parts import Annex, Cited, Line, Rule, Section

__all__ = ["Annex", "Cited", "Line", "Rule", "Section", "annex_of", "document", "html", "markdown"]
