"""Which language the command line speaks, known before anything is parsed so that errors speak it too."""

from collections.abc import Mapping, Sequence

from ..model.text import LANGUAGES


def language(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """What `--lang` says, else what the locale says, else Vietnamese; a language we lack is as if not said."""
    return _asked(arguments) or _of_locale(environment) or LANGUAGES[0]


def _asked(arguments: Sequence[str]) -> str | None:
    asked = None
    for index, argument in enumerate(arguments):
        if argument == "--lang" and index + 1 < len(arguments):
            asked = arguments[index + 1]
        elif argument.startswith("--lang="):
            asked = argument.removeprefix("--lang=")
    return asked if asked in LANGUAGES else None


def _of_locale(environment: Mapping[str, str]) -> str | None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if locale := environment.get(name):  # the first that is set decides, as in POSIX
            spoken = locale.partition("_")[0].partition(".")[0].lower()
            return spoken if spoken in LANGUAGES else None
    return None
