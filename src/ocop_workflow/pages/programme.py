"""The page of a programme: how far its targets are met, and every case that they count."""

from collections.abc import Iterator

from ..measures import Progress
from ..measures.telling import Telling
from ..messages import say
from ..model.text import LANGUAGES
from ..store import Store
from .cases import cases
from .markup import Both
from .results import parts, sources
from .template import Page, Part


def programme_page(store: Store, progress: Progress, *, language: str = LANGUAGES[0]) -> Iterator[str]:
    """The chunks of a page of what `measure` counted in the store, which shows the language first.

    Its cases are read from the store while the chunks are taken, some at a time, as they stood on the day of the
    report: together they take no more memory than a few do.
    """
    targets = progress.targets
    telling = Both(*(Telling(targets, each) for each in LANGUAGES))
    found = [*parts(progress, telling), Part("cases", say("pages.cases"), cases(store, targets, progress.on))]
    if targets.sources:
        found.append(Part("sources", say("progress.sources"), sources(progress, telling)))
    return Page(
        title=telling(Telling.title, targets.title, targets.name),
        code=say("pages.targets", name=targets.name),
        day=progress.on,
        dated=say("progress.as_of", day=progress.on),
        language=language,
        parts=found,
    ).chunks()
