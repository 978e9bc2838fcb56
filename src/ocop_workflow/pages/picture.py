"""The picture of a workflow in both languages, in a box of its own that scrolls where it is wider than the page."""

from collections.abc import Sequence

from ..case import Entry
from ..drawing import graph_of, svg, walked
from ..model.definition import Definition
from ..model.text import LANGUAGES


def picture(definition: Definition, entries: Sequence[Entry] = (), *, named: str) -> tuple[str, ...]:
    """One for each language; over it the way of a case. Raises ExtraMissing without the extra [draw]."""
    return tuple(
        f'<div lang="{language}" class="picture" role="group" tabindex="0" aria-labelledby="{named}">\n'
        f"{svg(walked(graph_of(definition, language), entries))}</div>\n"
        for language in LANGUAGES
    )
