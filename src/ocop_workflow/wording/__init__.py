"""How what a case has and does is said in one language: values, days, people, places, sources, what guards saw.

For whoever shows cases to people: the command line, pages, explanations.
"""

from .words import Words

__all__ = ["Words"]
