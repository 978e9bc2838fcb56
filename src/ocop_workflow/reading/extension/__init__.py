"""`extends`: a file that refines another one, put together with it before anything is built.

The verbs only refine, so that there is no word for loosening: `split` gives a state sub-states, `narrow` asks for more,
and what is added keeps to the base's states and writes none of its data.
"""

from .base import base_of
from .merge import merged
from .refines import check_refines

__all__ = ["base_of", "check_refines", "merged"]
