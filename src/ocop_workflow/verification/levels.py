"""What control flow and decisions show, each finding with its code, place, sentence, advice and the way there."""

from collections.abc import Iterator

from attrs import field, frozen

from ..engine.reasons import event_title, state_title
from ..messages import say
from ..model.canonical import plain
from ..model.definition import Definition, Event, Start
from ..model.position import Position
from ..model.text import Text
from ..model.tree import StateTree, state_tree
from .boxes import Box
from .decisions import Decided
from .report import Proofs
from .space import Edge

PLAIN, PATHS = ("unreachable", "dead"), ("stuck", "endless")


@frozen
class Shown:
    """`code` is stable: its level and its kind. `path` leads there; `where` is empty where the place says all."""

    code: str
    position: Position | None
    text: Text
    hint: Text
    fails: bool = True
    path: tuple[Edge, ...] = ()
    facts: dict[str, object] = field(factory=dict)

    @property
    def sentence(self) -> str:
        """The key of what such a finding says in general."""
        return self.code.removeprefix("flow/").replace("/", "_")


def level_findings(definition: Definition, proofs: Proofs) -> Iterator[Shown]:
    """In the order of the levels: control flow, then decisions."""
    tree = state_tree(definition)
    acts: list[Start | Event] = [*definition.start.values(), *definition.events.values()]
    places = {act.name: act.position for act in acts}
    found: list[tuple[str, str, tuple[Edge, ...]]] = [
        (kind, name, ()) for kind in PLAIN for name in getattr(proofs.flow, kind)
    ]
    found += [(kind, name, path) for kind in PATHS for name, path in getattr(proofs.flow, kind)]
    for kind, name, path in found:
        event = kind == "dead"
        called = event_title(definition, name) if event else state_title(tree, name)
        text = say(f"verification.{kind}", name=called)
        if kind == "stuck" and path[-1].after:
            text = say("verification.seen_there", said=text, values=_values(path[-1].after))
        yield Shown(
            f"flow/{kind}",
            places[name] if event else tree.states[name].position,
            text,
            say(f"verification.{kind}_hint"),
            path=path,
            facts={"event" if event else "state": name},
        )
    for each in proofs.decisions:
        yield _decision(definition, tree, each)


def _decision(definition: Definition, tree: StateTree, each: Decided) -> Shown:
    kind = each.kind if each.kind != "gap" or each.sure else "gap_maybe"
    where = Text() if each.box is None else box_text(each.box)
    source = tree.states.get(each.source)
    text = say(
        f"verification.decision_{kind}",
        event=event_title(definition, each.event),
        state=state_title(tree, each.source) if source else each.source,
        where=where,
        branches=", ".join(map(str, each.branches)),
    )
    facts: dict[str, object] = {"event": each.event, "state": each.source, "branches": list(each.branches)}
    if each.box is not None:
        facts |= {"where": each.box.text, "witness": plain(dict(each.box.witness))}
    hint = say(f"verification.decision_{each.kind}_hint")
    return Shown(f"decision/{each.kind}", each.position, text, hint, each.fails, each.path, facts)


def box_text(box: Box) -> Text:
    """`89 < points < 90, such as points = 89.5`."""
    if not box.text:
        return say("verification.everywhere")
    return say("verification.where", where=box.text, witness=_values(box.witness))


def _values(values: object) -> str:
    assert isinstance(values, dict)
    return ", ".join(f"{name} = {'–' if value is None else plain(value)}" for name, value in values.items())
