"""What was gone through, told to a person, as plain data, and over the workflow's picture."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from ...drawing import ExtraMissing, graph_of, mermaid, svg, trodden
from ...messages import say
from ...model.text import Text
from .items import KINDS, STAY, Item
from .tally import Coverage, Tally


def as_text(coverage: Coverage, language: str) -> list[str]:
    """A few lines a workflow: how much of each kind, and what is left."""
    lines = []
    for tally in coverage.tallies.values():
        done, whole = tally.share()
        percent = f"{100 * done / whole:.0f}" if whole else "100"
        said = {"workflow": tally.name, "done": done, "all": whole, "percent": percent}
        lines.append(say("testing.coverage_whole", **said).say(language))
        for kind in KINDS:
            gone, there = tally.share(kind)
            if there:
                lines.append(f"  {say(f'testing.coverage_{kind}').say(language)}: {gone}/{there}")
                lines += [f"    {text.say(language)}" for text in _left(tally, kind)]
    return lines or [say("testing.coverage_none").say(language)]


def as_json(coverage: Coverage) -> dict[str, Any]:
    """`percent` of all, and a list of `workflows`, each with every item and how often it was gone through."""
    return {
        "percent": round(coverage.percent(), 2),
        "workflows": [
            {
                "workflow": tally.definition.workflow,
                "version": tally.definition.version,
                "digest": digest,
                **{kind: [_plain(item, count) for item, count in tally.of(kind)] for kind in KINDS},
            }
            for digest, tally in coverage.tallies.items()
        ],
    }


def draw(coverage: Coverage, folder: Path, language: str) -> list[Path]:
    """Pictures of each workflow, `WORKFLOW@VERSION.mmd` and `.svg`: what was gone through oftener is stronger.

    Without the extra [draw] there is Mermaid alone.
    """
    folder.mkdir(parents=True, exist_ok=True)
    drawn = []
    for tally in coverage.tallies.values():
        graph = trodden(graph_of(tally.definition, language), ways(tally))
        for suffix, rendered in (("mmd", mermaid), ("svg", svg)):
            path = folder / f"{tally.name}.{suffix}"
            with suppress(ExtraMissing):
                path.write_text(rendered(graph), "utf-8")
                drawn.append(path)
    return drawn


def ways(tally: Tally) -> dict[tuple[str, str, str | None], int]:
    """How often each move was gone through, as `trodden` takes it."""
    return {
        (item.event, item.where, None if item.what == STAY else item.what): count
        for kind in ("transitions", "clocks")
        for item, count in tally.of(kind)
    }


def _left(tally: Tally, kind: str) -> Iterator[Text]:
    for item, count in tally.of(kind):
        if not count:
            yield say(f"testing.coverage_{_said(item)}", event=item.event, where=item.where, what=item.what)


def _said(item: Item) -> str:
    if item.kind == "guards":
        return item.what
    if item.kind == "refusals":
        return "refusal"
    return "stays" if item.what == STAY else "way" if item.where else "start"


def _plain(item: Item, count: int) -> dict[str, object]:
    if item.kind == "guards":
        return {"event": item.event, "guard": item.where, "outcome": item.what, "count": count}
    if item.kind == "refusals":
        return {"event": item.event, "code": item.what, "count": count}
    return {"event": item.event, "from": item.where or None, "to": item.what, "count": count}
