"""What tools/make_reference.py knows of every key, for tests."""

import importlib.util
from types import ModuleType

from schemas import ROOT


def load_reference() -> ModuleType:
    """The script as a module; nothing is written."""
    spec = importlib.util.spec_from_file_location("make_reference", ROOT / "tools" / "make_reference.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
