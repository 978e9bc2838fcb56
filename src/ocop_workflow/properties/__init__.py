"""Claims about runs: one automaton a template, the scopes it is judged on, and the letters that it reads."""

from .automata import VIOLATED, Automaton
from .letters import Doing, Step, data_name, fits, letter_scope, letter_takes, whole_change
from .monitor import Monitors, Standing
from .reading import Letters, Plan, Test
from .scopes import CLOSED, Scoped, scoped
from .templates import COUNTED, ENABLING, PERSONAL, TEMPLATES, automaton, needs, says_doing, spoken

__all__ = [
    "CLOSED",
    "COUNTED",
    "ENABLING",
    "PERSONAL",
    "TEMPLATES",
    "VIOLATED",
    "Automaton",
    "Doing",
    "Letters",
    "Monitors",
    "Plan",
    "Scoped",
    "Standing",
    "Step",
    "Test",
    "automaton",
    "data_name",
    "fits",
    "letter_scope",
    "letter_takes",
    "needs",
    "says_doing",
    "scoped",
    "spoken",
    "whole_change",
]
