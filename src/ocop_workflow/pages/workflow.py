"""The page of a workflow: its picture, what is proved of it, every rule with its basis and every refusal."""

from collections.abc import Iterator
from datetime import date

from ..drawing.annex import annex_of
from ..engine import local_date
from ..messages import say
from ..model.text import LANGUAGES
from ..verification import Proofs, prove
from ..wording import Words
from ..workflow import Workflow, utc_now
from .claims import claims
from .markup import Both
from .picture import picture
from .rules import parts
from .template import Page, Part


def workflow_page(
    workflow: Workflow, *, on: date | None = None, language: str = LANGUAGES[0], proofs: Proofs | None = None
) -> Iterator[str]:
    """The chunks of a page of this day (today, if not said), which shows the language first.

    `proofs` are what `prove` found, for whoever has them already. Raises ExtraMissing without the extra [draw].
    """
    definition = workflow.definition
    day = on or local_date(utc_now(), definition.timezone)
    annex = annex_of(definition)
    found = prove(definition) if proofs is None else proofs
    words = Both(*(Words(each, definition, workflow.machine.table.tree) for each in LANGUAGES))
    drawn = Part("picture", say("pages.picture"), picture(definition, named="of-picture"), across=True)
    judged = Part("claims", say("pages.claims"), claims(definition, found, words))
    return Page(
        title=annex.title,
        code=annex.code,
        day=day,
        dated=say("pages.day", day=day),
        language=language,
        parts=(drawn, judged, *parts(annex, words)),
    ).chunks()
