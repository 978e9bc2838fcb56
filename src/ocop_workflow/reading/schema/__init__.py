"""The files that people write as JSON Schemas (draft 7, which editors know), to complete and explain meanwhile.

They are made from the tables that reading itself uses, and each key is described in English, then in Vietnamese.
They refuse what a shape can tell; that names are declared and expressions have types is for reading to tell, which
has the last word. A leaf that reads files of its own describes them itself, of the same shapes.
"""

from .beside import calendar, directory, parameters, units
from .workflow import workflow

__all__ = ["calendar", "directory", "parameters", "units", "workflow"]
