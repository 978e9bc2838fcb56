"""Running cases go on under the next version: plans, what is proved of them, and the move itself."""

from .checking import Checked, check_plan
from .compose import Composed
from .moving import Outcome
from .plan import Plan, Waiver
from .reading import load_plan, read_plan, with_values
from .running import Mover, migrate, require_parameters

__all__ = [
    "Checked",
    "Composed",
    "Mover",
    "Outcome",
    "Plan",
    "Waiver",
    "check_plan",
    "load_plan",
    "migrate",
    "read_plan",
    "require_parameters",
    "with_values",
]
