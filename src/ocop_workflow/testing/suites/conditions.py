"""Guards as combinations of conditions: opened, without what the parameters settle, and what a condition decides."""

from collections.abc import Iterator, Mapping

from attrs import evolve, frozen

from ...explanation.atoms import atoms
from ...guards import Environment, EvaluationError, Scope, evaluate
from ...guards.tree import free_names
from ...model.definition import Guard
from ...model.expression import Binary, Call, Conditional, Literal, Name, Node, Unary
from ...model.types import BooleanType
from .plan import Plan, guard_name

TRUE, FALSE = Literal(value=True), Literal(value=False)


@frozen
class Place:
    """A guard where it is asked: of an act, in leaves (none for a start), once `before` holds.

    `before` are the act's other guards and what earlier branches of the same move do not say.
    """

    act: str
    leaves: tuple[str, ...]
    guard: Guard
    before: tuple[Node, ...]
    name: str


def places(plan: Plan) -> Iterator[Place]:
    """Every guard of every act that somebody can fire, then those of its branches."""
    for act in plan.acts:
        event = plan.table.events.get(act.name) or plan.table.starts[act.name]
        own = [guard.test.tree for guard in act.when]
        for number, guard in enumerate(act.when):
            others = (*own[:number], *own[number + 1 :])
            yield Place(act.name, plan.leaves(act.name), guard, others, f"{act.name}/{guard_name(guard)}")
        for leaves, branches in plan.moves(act.name):
            earlier: list[Node] = []
            for branch in event.branches[leaves[0]][: len(branches)]:
                if branch.when is None:
                    break
                guard = branch.when.guard
                name = f"{act.name}/{leaves[0]}-{branch.to or 'stay'}-{guard_name(guard)}"
                yield Place(act.name, leaves, guard, (*own, *earlier), name)
                earlier.append(Unary("!", guard.test.tree))


def opened(tree: Node, scope: Scope, values: Mapping[str, object]) -> Node:
    """The tree with named conditions opened, and what parameters settle left out."""
    match tree:
        case Name(name=name) if name in scope.lets and isinstance(scope.names[name].type, BooleanType):
            return opened(scope.lets[name].tree, scope, values)
        case Binary(operator="&&" | "||" as operator, left=left, right=right):
            sides = opened(left, scope, values), opened(right, scope, values)
            settles = FALSE if operator == "&&" else TRUE
            if settles in sides:
                return settles
            left, right = sides
            if isinstance(left, Literal):
                return right
            return left if isinstance(right, Literal) else evolve(tree, left=left, right=right)
        case Unary(operator="!", operand=operand):
            inner = opened(operand, scope, values)
            return (
                Literal(value=not inner.value) if isinstance(inner, Literal) else evolve(tree, operand=inner)
            )
        case Conditional():
            condition = opened(tree.condition, scope, values)
            if isinstance(condition, Literal):
                return opened(tree.then if condition.value else tree.otherwise, scope, values)
            then, otherwise = opened(tree.then, scope, values), opened(tree.otherwise, scope, values)
            return evolve(tree, condition=condition, then=then, otherwise=otherwise)
    return _settled(tree, scope, values)


def _settled(tree: Node, scope: Scope, values: Mapping[str, object]) -> Node:
    """A condition over parameters alone is true or false."""
    names = {name.name for name in free_names(tree)}
    if any(name not in scope.names or scope.names[name].kind != "parameter" for name in names):
        return tree
    if isinstance(tree, Call) and tree.function == "has":
        return Literal(value=bool(names & values.keys()))
    try:
        return Literal(value=bool(evaluate(tree, scope, Environment(data={}, parameters=values))))
    except EvaluationError:
        return tree


def opened_at(plan: Plan, place: Place) -> tuple[Node, Scope]:
    """The guard of a place, opened, with the scope in which it is read."""
    act = plan.definition.start.get(place.act) or plan.definition.events[place.act]
    scope = plan.scope(act)
    return opened(place.guard.test.tree, scope, plan.definition.values), scope


def conditions(tree: Node, scope: Scope) -> list[Node]:
    """The different conditions that an opened guard is made of."""
    return list(dict.fromkeys(atom.node for atom in atoms(tree, scope)))


def decides(tree: Node, condition: Node) -> Node | None:
    """Holds where the whole guard turns with the condition; None where that is always so."""
    if tree == condition:
        return None
    return Binary("!=", replaced(tree, condition, TRUE), replaced(tree, condition, FALSE))


def replaced(tree: Node, condition: Node, by: Literal) -> Node:
    """The guard with one of its conditions settled."""
    if tree == condition:
        return by
    match tree:
        case Binary(operator="&&" | "||", left=left, right=right):
            return evolve(tree, left=replaced(left, condition, by), right=replaced(right, condition, by))
        case Unary(operator="!", operand=operand):
            return evolve(tree, operand=replaced(operand, condition, by))
        case Conditional():
            parts = [replaced(part, condition, by) for part in (tree.condition, tree.then, tree.otherwise)]
            return evolve(tree, condition=parts[0], then=parts[1], otherwise=parts[2])
    return tree
