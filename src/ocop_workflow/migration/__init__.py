"""Running cases go on under the next version: plans, what is proved of them, and the move itself."""

from .checked import in_its_terms
from .checking import Checked, check_plan
from .compose import Composed
from .moving import Outcome
from .places import place_of_path, place_of_verdict
from .plan import Plan, Waiver
from .reading import load_plan, read_plan, with_values, with_written
from .running import Mover, migrate, require_parameters

__all__ = [
    "Checked",
    "Composed",
    "Mover",
    "Outcome",
    "Plan",
    "Waiver",
    "check_plan",
    "in_its_terms",
    "load_plan",
    "migrate",
    "place_of_path",
    "place_of_verdict",
    "read_plan",
    "require_parameters",
    "with_values",
    "with_written",
]
