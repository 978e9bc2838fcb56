"""A basis in a narrow column: each source by the beginning of its text, its mark in words; whole ones stand apart."""

from collections import Counter
from collections.abc import Sequence

from ...messages import say
from ...model.text import LANGUAGES, Text
from ..annex.build import ADDRESS, mark_text
from ..annex.parts import Cited, cited_of


class Citing:
    """Cites the sources of one workflow."""

    def __init__(self, sources: Sequence[Cited]) -> None:
        self._sources = sources
        short = {source.name: brief(source.text) for source in sources}
        often = {each: Counter(text.say(each) for text in short.values()) for each in LANGUAGES}
        self._short = {
            source.name: source.text
            if any(often[each][short[source.name].say(each)] > 1 for each in LANGUAGES)
            else short[source.name]
            for source in sources
        }

    def cite(self, basis: tuple[str, ...]) -> tuple[Text, ...]:
        """A line a source; of a basis without one, a line that says so."""
        found = tuple(self._line(each) for each in cited_of(self._sources, basis))
        return found or (say("annex.no_basis"),)

    def _line(self, cited: Cited) -> Text:
        source = self._short[cited.name]
        return say("procedure.cited", source=source, mark=mark_text(cited.mark)) if cited.mark else source


def brief(text: Text) -> Text:
    """A source up to its first colon or address, without the words that lead to an address."""
    return Text(vi=_brief(text.say("vi")), en=_brief(text.say("en")))


def _brief(text: str) -> str:
    address = ADDRESS.search(text)
    before = text[: address.start()].rstrip() if address else text
    head, colon, _ = before.partition(": ")
    if colon:
        return head
    if address and before and before[-1] not in ",;.)":  # “…, quoted at <address>”
        before = before.rpartition(",")[0] or before
    return before.rstrip(" ,;.(") or text
