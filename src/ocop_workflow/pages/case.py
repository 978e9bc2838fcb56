"""The page of a case: where it stands, what can be done now, what is due, its way, and all that happened to it."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from ..access.directory import DatedDirectory
from ..case import Case, Due
from ..engine import local_date, settle
from ..messages import say
from ..model.text import LANGUAGES, Text
from ..properties import Standing
from ..store import Finding, Store
from ..verification.log import Watched, chapter, watch
from ..verification.tell import claim_text
from ..wording import Words
from ..workflow import Workflow
from .law import Law
from .markup import Both, both, pairs, told
from .picture import picture
from .possible import possible, reasons
from .template import Page, Part
from .timeline import timeline


def case_page(
    store: Store,
    case_id: str,
    *,
    at: datetime | None = None,
    directory: DatedDirectory | None = None,
    language: str = LANGUAGES[0],
) -> Iterator[str]:
    """The chunks of a page of a case as it stands at that time (now, if not said), which shows the language first.

    A `directory` says who the people are, and who of them may act. Raises StoreError where there is no such case, and
    ExtraMissing without the extra [draw].
    """
    case, entries, workflows = store.get(case_id), store.history(case_id), store.workflows(case_id)
    facts, findings = store.facts(case_id, at=at), store.verify(case_id)
    names = directory.people if directory else None
    laws = {
        digest: Law.of(
            each,
            Both(
                *(
                    Words(spoken, each.definition, each.machine.table.tree, facts.units, names).on(facts.now)
                    for spoken in LANGUAGES
                )
            ),
        )
        for digest, each in workflows.items()
    }
    law = laws[case.definition]
    workflow, words = law.workflow, law.words
    definition, now = workflow.definition, facts.now
    settled = settle(workflow.machine, case, now, facts)
    watched = () if findings else watch(workflow.machine, entries)
    parts = [
        Part("data", say("pages.data"), _data(case, workflow, words)),
        Part("due", say("pages.due"), _due(case, now, words)) if case.due else None,
        Part("possible", say("pages.possible"), possible(law, case, facts, now, directory)),
        Part("way", say("pages.way"), picture(definition, chapter(entries), named="of-way"), across=True),
        Part("history", say("pages.history"), timeline(entries, laws)),
        Part("chain", say("pages.chain"), _chain(case, findings)),
        Part("held", say("pages.held"), _held(watched, workflow, words)) if watched else None,
    ]
    lead = [f'<p class="now">{told("now_in", state=words(Words.state, case.state))}</p>']
    if settled.stuck:
        lead += [f"<p>{told('stuck')}</p>", *reasons("", settled.stuck, law)]
    elif settled.case.state != case.state:
        lead.append(f"<p>{told('would_be', state=words(Words.state, settled.case.state))}</p>")
    return Page(
        title=say("pages.case", case=case.id),
        code=words(Words.whole),
        day=local_date(now, definition.timezone),
        dated=say("pages.as_of", day=words(Words.day, now)),
        language=language,
        parts=[part for part in parts if part],
        lead=lead,
    ).chunks()


def _data(case: Case, workflow: Workflow, words: Both[Words]) -> Iterator[str]:
    yield from pairs(
        (
            both(words(Words.title, declared.title, name)),
            both(words(Words.value, case.data[name], declared)),
        )
        for name, declared in workflow.definition.data.items()
        if name in case.data
    )


def _due(case: Case, now: datetime, words: Both[Words]) -> Iterator[str]:
    later = sorted(case.due.items(), key=lambda item: (item[1].at is None, item[1].at))
    yield from pairs(
        (
            both(words(Words.event, name)),
            both(_when(due, now, words)),
        )
        for name, due in later
    )


def _when(due: Due, now: datetime, words: Both[Words]) -> Text:
    if due.at is None:
        return say("pages.due_left", left=due.left)
    day = words(Words.day, due.at)
    return say("pages.overdue", day=day) if due.at <= now else day


def _chain(case: Case, findings: Sequence[Finding]) -> Iterator[str]:
    if not findings:
        yield f'<p><b class="good"><span aria-hidden="true">✓</span> {told("chain_whole", count=case.seq)}</b></p>'
    for finding in findings:
        yield (
            f'<p><b class="bad"><span aria-hidden="true">✗</span> '
            f"{told('chain_broken', problem=finding.message)}</b></p>"
        )
    yield f'<p>{told("head")}: <span class="hash">{case.head}</span></p>'
    yield f'<p>{told("digest")}: <span class="hash">{case.definition}</span></p>'


def _held(watched: Sequence[Watched], workflow: Workflow, words: Both[Words]) -> Iterator[str]:
    """How many properties hold; those that are violated, and those that wait for something."""
    fine = sum(each.standing in (Standing.HOLDS, Standing.SATISFIED) for each in watched)
    yield f"<p>{told('claims_hold', count=fine)}</p>"
    for each in watched:
        claim = claim_text(workflow.definition, each.claim)
        if each.standing is Standing.PENDING:
            yield f"<p>· {told('claim_pending', claim=claim)}</p>"
        elif (entry := each.broken_by) is not None:
            event = words(Words.event, entry.event)
            said = told("claim_violated", claim=claim, seq=entry.seq, event=event)
            yield f'<p><b class="bad"><span aria-hidden="true">✗</span> {said}</b></p>'
