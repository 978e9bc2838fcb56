"""A basis spelled out: the whole of each source, its address, and what its mark means."""

from collections.abc import Sequence

from ...messages import say
from .build import ADDRESS, mark_text
from .parts import Annex


def spelled(annex: Annex, basis: tuple[str, ...], languages: Sequence[str]) -> list[str]:
    """One line a source and language, addresses where the text of no language shown has them; marks at the end."""
    lines: list[str] = []
    for cited in annex.cited(basis):
        texts = [cited.text.say(language) for language in languages]
        shown = {address for text in texts for address in ADDRESS.findall(text)}
        mark = cited.mark and mark_text(cited.mark)
        said = [f"{cited.mark}: {mark.say(language)}" if mark else "" for language in languages]
        lines += [f"{text} – {each}" if each else text for text, each in zip(texts, said, strict=True)]
        lines += [address for address in cited.addresses if address not in shown]
    return lines or [" / ".join(say("annex.no_basis").say(language) for language in languages)]
