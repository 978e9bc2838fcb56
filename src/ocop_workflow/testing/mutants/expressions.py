"""Mistakes in what expressions say: guards dropped or negated, bounds and constants slipped."""

from collections.abc import Callable, Iterator

from attrs import evolve, frozen

from ...guards import Scope, scope_of, unparse
from ...messages import say
from ...model.definition import Branch, Definition, Event, Guard, Let
from ...model.expression import Expression, Node, Unary
from ...model.position import Position
from ...model.types import Type
from ..suites.plan import guard_name, slug
from .mutant import Change
from .parts import Act, acts_of, called, readers, with_act, with_branch, with_branches, with_let
from .trees import Slip, comparisons, constants


@frozen
class Site:
    """An expression where it stands; `put` gives the definition with another one there."""

    where: str
    expression: Expression
    scope: Scope
    acts: tuple[str, ...]
    place: Position | None
    put: Callable[[Expression], Definition]
    type: Type | None = None


def guards(definition: Definition) -> Iterator[Change]:
    """Each guard of an act or of a branch dropped, and negated; a dropped branch guard leaves no later branches."""
    for act in acts_of(definition):
        for number, guard in enumerate(act.when):
            others = (act.when[:number], act.when[number + 1 :])
            without = evolve(act, when=(*others[0], *others[1]))
            negated = evolve(act, when=(*others[0], _negated(guard), *others[1]))
            yield from _both(definition, act, f"{act.name}/{guard_name(guard)}", guard, without, negated)
        if not isinstance(act, Event):
            continue
        for at, move in enumerate(act.moves):
            for number, branch in enumerate(move.branches):
                if branch.when is None:
                    continue
                name = f"{act.name}/{move.source}-{branch.to or 'stay'}/{guard_name(branch.when)}"
                always = (*move.branches[:number], evolve(branch, when=None))
                negated = with_branch(act, at, number, evolve(branch, when=_negated(branch.when)))
                without = with_branches(act, at, always)
                yield from _both(definition, act, name, branch.when, without, negated)


def slips(definition: Definition) -> Iterator[Change]:
    """`<` for `<=`, and constants one step away, in every expression."""
    for site in sites(definition):
        tree = site.expression.tree
        for kind, found in (
            ("comparison", comparisons(tree)),
            ("constant", constants(tree, site.type, definition, site.scope)),
        ):
            for slip in found:
                yield _slipped(site, kind, slip)


def sites(definition: Definition) -> Iterator[Site]:
    """Every expression of named conditions, guards, branches, `sets` and clocks."""
    plain = scope_of(definition)
    for let in definition.let.values():
        yield _of_let(definition, let, plain)
    for act in acts_of(definition):
        yield from _of_act(definition, act)


def _of_let(definition: Definition, let: Let, scope: Scope) -> Site:
    def put(expression: Expression) -> Definition:
        return with_let(definition, evolve(let, expression=expression))

    acts = readers(definition, let.name)
    return Site(f"let.{let.name}", let.expression, scope, acts, let.position, put)


def _of_act(definition: Definition, act: Act) -> Iterator[Site]:
    scope = scope_of(definition, act.takes)

    def site(where: str, expression: Expression, put: Callable[[Expression], Act], field: str = "") -> Site:
        type_ = definition.data[field].type if field else None
        place = expression.position or act.position
        here = f"{act.name}/{where}" if where else act.name
        return Site(
            here, expression, scope, (act.name,), place, lambda e: with_act(definition, put(e)), type_
        )

    for number, guard in enumerate(act.when):

        def guarded(e: Expression, number: int = number, guard: Guard = guard) -> Act:
            return evolve(act, when=(*act.when[:number], evolve(guard, test=e), *act.when[number + 1 :]))

        yield site("", guard.test, guarded)
    for name, expression in act.sets.items():

        def set_to(e: Expression, name: str = name) -> Act:
            return evolve(act, sets={**act.sets, name: e})

        yield site(f"sets.{name}", expression, set_to, name)
    if not isinstance(act, Event):
        return
    event = act
    if event.at is not None:
        yield site("at", event.at, lambda e: evolve(event, at=e))
    for at, move in enumerate(event.moves):
        for number, branch in enumerate(move.branches):
            way = f"{move.source}-{branch.to or 'stay'}"

            def with_(changed: Branch, at: int = at, number: int = number) -> Act:
                return with_branch(event, at, number, changed)

            if (when := branch.when) is not None:

                def chosen(
                    e: Expression,
                    with_: Callable[[Branch], Act] = with_,
                    branch: Branch = branch,
                    when: Guard = when,
                ) -> Act:
                    return with_(evolve(branch, when=evolve(when, test=e)))

                yield site(way, when.test, chosen)
            for name, expression in branch.sets.items():

                def set_there(
                    e: Expression,
                    with_: Callable[[Branch], Act] = with_,
                    branch: Branch = branch,
                    name: str = name,
                ) -> Act:
                    return with_(evolve(branch, sets={**branch.sets, name: e}))

                yield site(f"{way}/sets.{name}", expression, set_there, name)


def _negated(guard: Guard) -> Guard:
    return evolve(guard, test=_written(guard.test, Unary("!", guard.test.tree)))


def _both(
    definition: Definition, act: Act, name: str, guard: Guard, without: Act, negated: Act
) -> Iterator[Change]:
    said = {"act": called(definition, act.name), "guard": guard.name or guard.test.text}
    place = guard.position or guard.test.position or act.position
    for kind, changed in (("guard_dropped", without), ("guard_negated", negated)):
        text = say(f"mutants.{kind}", **said)
        yield Change(kind, name, text, place, (act.name,), with_act(definition, changed))


def _slipped(site: Site, kind: str, slip: Slip) -> Change:
    before, after = unparse(slip.before), unparse(slip.after)
    text = say(f"mutants.{kind}", where=site.where, before=before, after=after)
    name = f"{site.where}/{slug(slip.before)}-to-{slug(slip.after)}"
    changed = site.put(_written(site.expression, slip.tree))
    return Change(kind, name, text, site.place, site.acts, changed)


def _written(expression: Expression, tree: Node) -> Expression:
    return evolve(expression, tree=tree, text=unparse(tree))
