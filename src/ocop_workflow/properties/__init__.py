"""Claims about runs: one automaton a template, the scopes it is judged on, and the letters that it reads."""

from .automata import VIOLATED, Automaton
from .letters import Step, data_name, letter_scope, letter_takes, reads_letter, whole_change
from .monitor import Monitors, Standing
from .reading import Letters
from .scopes import CLOSED, Place, Scoped, scoped
from .templates import COUNTED, ENABLING, TEMPLATES, automaton, needs, spoken

__all__ = [
    "CLOSED",
    "COUNTED",
    "ENABLING",
    "TEMPLATES",
    "VIOLATED",
    "Automaton",
    "Letters",
    "Monitors",
    "Place",
    "Scoped",
    "Standing",
    "Step",
    "automaton",
    "data_name",
    "letter_scope",
    "letter_takes",
    "needs",
    "reads_letter",
    "scoped",
    "spoken",
    "whole_change",
]
