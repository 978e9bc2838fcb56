"""Reasons as people read them: code, sentence, the values seen, the legal basis."""

from collections.abc import Sequence

from ..case import Reason
from ..messages import say
from ..wording import Words
from ..wording.seen import is_set, label, seen
from .screen import Screen


def show_reasons(screen: Screen, words: Words, event: str, reasons: Sequence[Reason], *, indent: int) -> None:
    """Each reason against `event` under its code."""
    for reason in reasons:
        code = say(f"engine.code_{reason.code}").say(words.language)
        screen.line(" " * indent + screen.style(reason.code, "red", "bold") + f" – {code}")
        screen.paragraph(reason.text.say(screen.language), indent=indent + 2)
        told = [
            f"{label(name, words, event)} = {seen(name, value, words)}"
            for name, value in reason.values.items()
            if name != reason.guard and not is_set(name, value)  # the sentence, or a value, has said so
        ]
        pairs = [(words.told("values_seen"), "; ".join(told))] if told else []
        pairs += [
            (words.told("basis") if n == 0 else "", text) for n, text in enumerate(words.basis(reason.basis))
        ]
        screen.pairs(pairs, indent=indent + 2)
