"""Two versions in one definition: the old one under other names, the new one, and the event that leads across.

So whatever is asked of a definition is asked of a plan: what may be unset, whether a case can still end, which claims
hold along a life that began under the old law. New cases are left out: every run begins under the old version.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping

from attrs import evolve, frozen

from ..case import MIGRATE
from ..guards.renaming import Renaming, renamed
from ..messages import say
from ..model.definition import Definition, Role, State
from ..model.text import Text
from ..model.tree import StateTree, state_tree
from ..model.types import RoleType
from ..reading.resolve import resolve
from .across import Across
from .alike import alike
from .plan import Plan


@frozen
class Composed:
    """`definition` holds both; `renaming` leads from names of the old version to those in it.

    `scopes` has, by name in the new version, the composite or tag of the old one whose visit goes on, and the tag that
    stands for both; `shared` are the data fields that both have alike, and that go on.
    """

    plan: Plan
    definition: Definition
    renaming: Renaming
    scopes: Mapping[str, tuple[str, str]]
    shared: frozenset[str]
    prefix: str

    @property
    def crossing(self) -> str:
        """The event that leads across."""
        return f"{self.prefix}{MIGRATE}"


def compose(plan: Plan) -> Composed:
    """Put the versions of a plan together, whose names have been checked; its claims are not among them yet."""
    given, plan = plan, evolve(plan, old=_closed(plan.old), new=_closed(plan.new))
    old, new = plan.old, plan.new
    trees = state_tree(old), state_tree(new)
    prefix = _prefix(plan, trees[1])
    scopes = {new_name: (name, f"{prefix}or_{new_name}") for name, new_name in _going_on(plan, trees)}
    kept = old.data.keys() & new.data.keys() - plan.drops.keys()
    shared = frozenset(name for name in kept if alike(plan, name))
    renaming = _renaming(old, trees[0], shared, prefix)
    before = _older(plan, renaming, scopes, prefix)
    after = _newer(new, scopes)
    data = {**after.data, **{name: each for name, each in before.data.items() if name not in after.data}}
    anyone, crossing = f"{prefix}anyone", f"{prefix}{MIGRATE}"
    definition = evolve(
        after,
        version=f"{old.version} → {new.version}",
        title=say("migration.title", workflow=new.title or new.workflow, old=old.version, new=new.version),
        start=before.start,
        states=(*before.states, *after.states),
        events={
            **before.events,
            crossing: Across(plan, trees[0], renaming).event(crossing, anyone),
            **after.events,
        },
        roles={**before.roles, anyone: Role(anyone, title=say("migration.anyone")), **after.roles},
        parameters={**before.parameters, **plan.parameters, **after.parameters},
        values={**before.values, **plan.values, **after.values},
        data=data,
        let={**before.let, **after.let},
        links={**before.links, **after.links},
        sources={**old.sources, **plan.sources, **new.sources},
        levels={**old.levels, **new.levels} if old.levels and new.levels else {},
        properties=(),
        file=plan.file,
    )
    return Composed(given, resolve(definition), renaming, scopes, shared, prefix)


def _closed(definition: Definition) -> Definition:
    """A parameter that names any role names one of its own version."""
    parameters = {
        name: evolve(each, type=RoleType(each.type.choices(definition.roles)))
        if isinstance(each.type, RoleType)
        else each
        for name, each in definition.parameters.items()
    }
    return evolve(definition, parameters=parameters)


def _prefix(plan: Plan, tree: StateTree) -> str:
    """What makes every name of the old version one that the new version has not."""
    new = plan.new
    taken = {
        *tree.members,
        *new.start,
        *new.events,
        *new.roles,
        *new.data,
        *new.parameters,
        *new.let,
        *new.links,
    }
    prefix = "was_"
    while any(name.startswith(prefix) for name in (*taken, *plan.parameters)):
        prefix = f"x{prefix}"
    return prefix


def _going_on(plan: Plan, trees: tuple[StateTree, StateTree]) -> Iterator[tuple[str, str]]:
    """The names whose visit may go on across, with their names in the new version; what the plan says goes first."""
    said = plan.scopes.values()
    for name in trees[0].members:
        other = plan.scopes.get(name, name)
        if other in trees[1].members and (name in plan.scopes or other not in said):
            yield name, other


def _renaming(old: Definition, tree: StateTree, shared: Collection[str], prefix: str) -> Renaming:
    def under(names: Iterable[str]) -> dict[str, str]:
        return {name: f"{prefix}{name}" for name in names}

    return Renaming(
        states=under(tree.members),
        acts=under((*old.start, *old.events)),
        roles=under(old.roles),
        names=under(
            name for name in (*old.data, *old.parameters, *old.let, *old.links) if name not in shared
        ),
    )


def _older(plan: Plan, renaming: Renaming, scopes: Mapping[str, tuple[str, str]], prefix: str) -> Definition:
    """The old version under its other names; what counts as something of the new one is remembered under that."""
    said = renamed(evolve(plan.old, properties=(), types={}), renaming)
    counts = {f"{prefix}{act}": plan.counterpart(act) for act in (*plan.old.start, *plan.old.events)}
    tags = {f"{prefix}{name}": tag for name, tag in scopes.values()}

    def duties(names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(counts.get(name) or name for name in names)

    events = {
        name: evolve(
            event,
            requires=duties(event.requires),
            not_by=duties(event.not_by),
            only_by=duties(event.only_by),
            within=tags.get(event.within, event.within) if event.within else None,
            counts_as=counts[name],
            title=_of(event.title, name.removeprefix(prefix), plan.old),
        )
        for name, event in said.events.items()
    }
    start = {
        name: evolve(
            each, attests=duties(each.attests), title=_of(each.title, name.removeprefix(prefix), plan.old)
        )
        for name, each in said.start.items()
    }
    states = tuple(_tagged(state, tags, plan.old, prefix) for state in said.states)
    roles = {name: _titled(role, name.removeprefix(prefix)) for name, role in said.roles.items()}
    return evolve(said, start=start, events=events, states=states, roles=roles)


def _newer(new: Definition, scopes: Mapping[str, tuple[str, str]]) -> Definition:
    """The new version, with one name for each visit that may have begun under the old one."""
    tags = {name: tag for name, (_, tag) in scopes.items()}
    data = {
        name: evolve(each, within=tags.get(each.within, each.within)) if each.within else each
        for name, each in new.data.items()
    }
    events = {
        name: evolve(event, within=tags.get(event.within, event.within)) if event.within else event
        for name, event in new.events.items()
    }
    states = tuple(_tagged(state, tags) for state in new.states)
    return evolve(new, data=data, events=events, states=states)


def _tagged(state: State, tags: Mapping[str, str], of: Definition | None = None, prefix: str = "") -> State:
    """With the tags that stand for it in both versions; told as one `of` the old version."""
    further = tuple(tags[name] for name in (state.name, *state.tags) if name in tags)
    states = tuple(_tagged(each, tags, of, prefix) for each in state.states)
    title = _of(state.title, state.name.removeprefix(prefix), of) if of is not None else state.title
    return evolve(state, tags=(*state.tags, *further), states=states, title=title)


def _titled(role: Role, name: str) -> Role:
    return evolve(role, title=role.title or Text(vi=name, en=name))


def _of(title: Text, name: str, definition: Definition) -> Text:
    return say("migration.of_version", title=title or name, version=definition.version)
