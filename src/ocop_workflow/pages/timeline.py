"""What happened to a case, entry by entry: who did what, when, in which capacity, and why it was allowed."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..case import Entry
from ..engine.table import CompiledEvent, CompiledGuard
from ..model.canonical import instant_text
from ..model.definition import Event
from ..model.text import Text
from ..wording import Words
from ..wording.entries import act, content, handed_in, who
from ..wording.seen import kept
from .law import Law
from .markup import Both, both, pairs, told
from .rules import basis

SHOWN = 16  # digits of a hash that are shown of each entry; the last one is shown whole


def timeline(entries: Sequence[Entry], laws: Mapping[str, Law]) -> Iterator[str]:
    """Every entry; which law it was taken under where the case has had several."""
    law = ""
    yield '<ol class="plain">\n'
    for place, entry in enumerate(entries):
        spoken = laws[entry.definition]
        yield f'<li class="card" id="entry-{entry.seq}">'
        if len(laws) > 1 and entry.definition != law:
            law = entry.definition
            yield f'<p class="note">{told("under_law", law=spoken.words(Words.whole))}</p>'
        yield from _entry(entry, entries[:place], spoken)
        yield "</li>\n"
    yield "</ol>\n"


def _entry(entry: Entry, before: Sequence[Entry], law: Law) -> Iterator[str]:
    words = law.words
    then = Both(words.vi.on(entry.at), words.en.on(entry.at))
    led = "" if entry.stay else f" → {both(then(Words.state, entry.target))}"
    yield f'<h3><span class="path">№ {entry.seq}</span> {both(then(Words.event, entry.event))}{led}</h3>'
    when = both(then(Words.day, entry.at))
    found = [
        (told("when"), f'<time datetime="{instant_text(entry.at)}">{when}</time>'),
        (told("who"), both(then(who, entry))),
    ]
    if entry.moves:
        found.append((told("plan"), both(then(content, entry))))
    elif entry.payload:
        found.append((told("handed_in"), _handed_in(entry, then)))
    why = list(_why(entry, before, law, then))
    if why:
        found.append((told("why"), f"<ul>{''.join(f'<li>{each}</li>' for each in why)}</ul>"))
    yield from pairs(found)
    declared = act(words.vi, entry)
    if declared is not None:
        yield basis(declared.basis, words)
    yield f'<p class="hash">SHA-256: {entry.hash[:SHOWN]}…</p>'


def _handed_in(entry: Entry, words: Both[Words]) -> str:
    given = zip(handed_in(words.vi, entry), handed_in(words.en, entry), strict=True)
    items = (both(Text(vi=": ".join(vi), en=": ".join(en))) for vi, en in given)
    return f"<ul>{''.join(f'<li>{each}</li>' for each in items)}</ul>"


def _why(entry: Entry, before: Sequence[Entry], law: Law, words: Both[Words]) -> Iterator[str]:
    """Duties that were met, then the conditions with the values that they saw."""
    compiled = law.act(entry)
    if compiled is None:
        return
    declared = compiled.declared
    if isinstance(declared, Event):
        yield from _duties(declared, before, words)
    read: Any = entry.seen.get("guards", {})
    guards = _guards(compiled)
    fields = {name: taken.field for name, taken in compiled.takes.items()}
    for label, values in read.items():
        shown = law.seen(values, entry.event, kept, guard=label)
        seen = f' <span class="note">({told("seen", values=shown)})</span>' if shown else ""
        yield both(law.lines.condition(guards[label].guard, fields)) + seen


def _guards(compiled: CompiledEvent) -> dict[str, CompiledGuard]:
    """Those of the event and of its branches, by their labels."""
    branches = (branch.when for found in compiled.branches.values() for branch in found)
    return {guard.label: guard for guard in (*compiled.when, *filter(None, branches))}


def _duties(declared: Event, before: Sequence[Entry], words: Both[Words]) -> Iterator[str]:
    """What had been done before, and by whom."""
    for name in declared.requires:
        title = words(Words.event, name)
        done = _last(name, before)
        yield told("attested", event=title) if done is None else told("required", event=title, seq=done.seq)
    for key, names in (("not_by", declared.not_by), ("only_by", declared.only_by)):
        for name in names:
            if (done := _last(name, before)) is not None:
                title = words(Words.event, name)
                person = words(Words.person, done.actor or "")
                yield told(key, event=title, seq=done.seq, person=person)


def _last(event: str, before: Sequence[Entry]) -> Entry | None:
    return next((each for each in reversed(before) if each.event == event and not each.moves), None)
