"""Files that extend another: what they add has the shapes of whole files, and the verbs have their own."""

from collections.abc import Mapping

from ..checks.names import STATE_WORDS
from ..extension.additions import ADDED
from ..extension.merge import OWN
from ..extension.split import BASE_WORDS
from .acts import state
from .fields import VALUE
from .shapes import Shape, closed, named, ref


def shapes() -> dict[str, Shape]:
    """What the sections refer to."""
    kept = {key: shape for key, shape in state(inside="sub_state").items() if key not in BASE_WORDS}
    return {
        "base": {"type": "string", "pattern": r"^(?:[^@/\\\\]+@.+|.*\\.ya?ml)$"},
        "sub_state": closed("state", kept, dependentSchemas={"initial": {"required": ["states"]}}),
    }


def extension(keys: Mapping[str, Shape]) -> Shape:
    """An extension, of the sections `keys` that whole files have."""
    names: Shape = ref("names")
    split = {"initial": ref("name"), "states": named(ref("sub_state"), without=STATE_WORDS, least=1)}
    narrow: dict[str, Shape] = {"when": ref("guards"), "by": names, "from": named(names)}
    narrow |= {"requires": names, "not_by": names, "only_by": names, "within": ref("name")}
    verbs: dict[str, Shape] = {
        "split": named(closed("split", split, split)),
        "narrow": named(closed("narrow", narrow)),
        "parameters": named({"anyOf": [ref("parameter_field"), VALUE]}),
    }
    kept = {key: keys[key] for key in ("extends", *OWN, *ADDED, "properties")}
    return closed("top", kept | verbs, ["workflow", "version", "extends"])
