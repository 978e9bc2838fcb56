"""YAML to located nodes to a definition, all problems collected; units, calendars and the catalogue beside it."""

from ..access.tree import UnitTree
from .bind import bind, read_parameters
from .calendars import read_calendar
from .catalogue import find, load_definition
from .counterparts import unchecked
from .definition import read_definition
from .directory import read_directory
from .fields import Fields
from .nodes import ListNode, MappingNode, Node, ScalarNode
from .offered import catalogued
from .problems import Problems
from .stream import read_nodes
from .units import read_units

__all__ = [
    "Fields",
    "ListNode",
    "MappingNode",
    "Node",
    "Problems",
    "ScalarNode",
    "UnitTree",
    "bind",
    "catalogued",
    "find",
    "load_definition",
    "read_calendar",
    "read_definition",
    "read_directory",
    "read_nodes",
    "read_parameters",
    "read_units",
    "unchecked",
]
