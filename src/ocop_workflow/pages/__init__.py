"""Pages that need nothing else: a workflow, a case, the programme, each in both languages in one file.

Each function gives the chunks of one HTML document, for a file or for a host's response. What is shown comes from the
picture, the proofs, the table of rules, the store and the counts; all pages have one template.
"""

from .case import case_page
from .programme import programme_page
from .workflow import workflow_page

__all__ = ["case_page", "programme_page", "workflow_page"]
