"""Claims about runs: one automaton a template, and the letters that it reads from a step."""

from .automata import TEMPLATES, VIOLATED, Automaton, automaton
from .letters import Step, data_name, letter_scope, reads_letter, whole_change

__all__ = [
    "TEMPLATES",
    "VIOLATED",
    "Automaton",
    "Step",
    "automaton",
    "data_name",
    "letter_scope",
    "reads_letter",
    "whole_change",
]
