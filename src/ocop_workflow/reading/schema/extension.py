"""Files that extend another: what they add has the shapes of whole files, and the verbs have their own."""

from collections.abc import Mapping

from ..checks.names import STATE_WORDS
from ..extension.merge import BASE_ONLY
from ..extension.split import BASE_WORDS
from .acts import state
from .fields import VALUE
from .shapes import Shape, closed, named, ref


def shapes() -> dict[str, Shape]:
    """What the sections refer to."""
    kept = {key: shape for key, shape in state(inside="sub_state").items() if key not in BASE_WORDS}
    return {
        "base": {"type": "string", "pattern": r"^(?:[^@/\\\\]+@.+|.*\\.ya?ml)$"},
        "sub_state": closed("state", kept, dependencies={"initial": ["states"]}),
    }


def verbs() -> dict[str, Shape]:
    """The sections that only extensions have, and the one that says more in them."""
    names: Shape = ref("names")
    split = {"initial": ref("name"), "states": named(ref("sub_state"), without=STATE_WORDS, least=1)}
    narrow: dict[str, Shape] = {"when": ref("guards"), "by": names, "from": named(names)}
    narrow |= {"requires": names, "not_by": names, "only_by": names, "within": ref("name")}
    return {
        "split": named(closed("split", split, split)),
        "narrow": named(closed("narrow", narrow)),
        "parameters": named({"anyOf": [ref("parameter_field"), VALUE]}),
    }


def either(keys: Mapping[str, Shape], verbs: Mapping[str, Shape], needed: list[str]) -> dict[str, object]:
    """What tells extensions and whole files apart, of which the latter need these sections."""
    whole: Shape = {name: False for name in verbs if name not in keys}
    return {
        "if": {"required": ["extends"]},
        "then": {"properties": dict.fromkeys(BASE_ONLY, False)},
        "else": {"required": needed, "properties": whole | {"parameters": keys["parameters"]}},
    }
