"""Why the operating system, SQLite or the YAML parser refuses, in both languages; the rest stays as it came."""

import errno

from ..model.text import Text
from . import say, sentences

YAML = (  # what the parsers of PyYAML, that in C or the other, have in their English, and the sentence for it
    ("unknown escape character", "yaml_escape"),
    ("hexdecimal number", "yaml_escape_digits"),  # as libyaml spells it
    ("hexadecimal numbers", "yaml_escape_digits"),
    ("invalid Unicode character escape", "yaml_escape_code"),
    ("sequence entries are not allowed", "yaml_dash"),
    ("mapping keys are not allowed", "yaml_question"),
    ("unexpected document", "yaml_document"),
    ("incompatible YAML document", "yaml_version"),
    ("version number", "yaml_version"),
    ("digit or '.'", "yaml_version"),
    ("expected a digit", "yaml_version"),
    ("directive", "yaml_directive"),
    ("non-alphabetical character", "yaml_directive"),
    ("document start>", "yaml_before_start"),
    ("indentation indicator", "yaml_block"),
    ("chomping or indentation", "yaml_block"),
    ("comment or line break", "yaml_block"),
    ("comment or a line break", "yaml_block"),
    ("tab character", "yaml_tab"),
    ("node content", "yaml_content"),
    ("expected key", "yaml_key"),
    ("'-' indicator", "yaml_item"),
    ("<block end>", "yaml_key"),
    ("expected ','", "yaml_comma"),
    ("alphabetic or numeric character", "yaml_anchor"),
)

STORED = (
    "not_json",
    "other_form",
)  # why stored data cannot be read; Python's reasons say nothing to an official


def cause(error: BaseException) -> Text:
    """Why a file could not be read or written, or a database did not do as it was told."""
    if isinstance(error, OSError) and error.errno is not None:
        return _known(errno.errorcode.get(error.errno, ""), error.strerror or str(error))
    if isinstance(error, ValueError) and "null byte" in str(error):
        return say("system.null_byte")
    raw = getattr(error, "orig", None) or error  # SQLAlchemy wraps the driver's error
    raw = raw if hasattr(raw, "sqlite_errorname") else raw.__cause__ or raw  # as Django does
    name = "_".join(str(getattr(raw, "sqlite_errorname", "")).split("_")[:2])  # without the extended code
    return _known(name, str(error))


def yaml_cause(problem: str, context: str = "") -> Text:
    """What PyYAML found wrong."""
    told = f"{context} {problem}".strip()
    return _known(next((key for part, key in YAML if part in told), ""), told)


def _known(key: str, raw: str) -> Text:
    return say(f"system.{key}") if key in sentences("system") else Text(vi=raw, en=raw)
