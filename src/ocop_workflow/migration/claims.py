"""The claims of the new version and of the plan, said of a whole life: acts of the old version are meant as well."""

from collections.abc import Iterator

from attrs import evolve

from ..guards import reads, scope_of, taken_fields
from ..guards.tree import nodes
from ..model.definition import Letter, Property
from ..model.expression import Member
from ..model.tree import state_tree
from ..model.types import CollectionType
from .compose import Composed

DECISIONS = ("complete", "unique")  # of branches: nothing of a case's history bears on them


def with_claims(composed: Composed) -> Composed:
    """Both versions with the claims that are judged along lives that go from one to the other."""
    widening = _Widening(composed)
    plan = composed.plan
    claims = tuple(
        said for claim in (*plan.properties, *plan.new.properties) for said in widening.claim(claim)
    )
    return evolve(composed, definition=evolve(composed.definition, properties=claims))


EACH = ("never", "at")  # said of several acts, they say the same of each


HELPS = {  # the letters that keep a claim, by their number; the others are what it asks them of
    **dict.fromkeys(("precedence", "alternate_precedence", "chain_precedence"), (0,)),
    **dict.fromkeys(("response", "alternate_response", "chain_response", "responded_existence"), (1,)),
    **dict.fromkeys(("existence", "choice"), (0, 1)),
}


class _Widening:
    def __init__(self, composed: Composed) -> None:
        self.composed, self.plan = composed, composed.plan
        old, new = self.plan.old, self.plan.new
        self.plain = scope_of(composed.definition)
        acts, states = composed.renaming.acts, composed.renaming.states
        self.acts: dict[str, list[str]] = {}
        for name in (*old.start, *old.events):
            if (other := self.plan.counterpart(name)) is not None:
                self.acts.setdefault(other, []).append(acts[name])
        self.states: dict[str, list[str]] = {
            other: [states[name]] for other, (name, _) in composed.scopes.items()
        }
        leaves = state_tree(old).leaves
        for move in self.plan.states:
            targets = {branch.to for branch in move.branches}
            if (
                len(targets) == 1
                and move.source in leaves
                and (target := targets.pop()) in state_tree(new).leaves
            ):
                known = self.states.setdefault(str(target), [])
                if states[move.source] not in known:
                    known.append(states[move.source])

    def claim(self, claim: Property) -> Iterator[Property]:
        """The claim in the terms of both versions; none where nothing that it speaks of can happen any more."""
        if claim.template in DECISIONS:
            return
        if claim.template == "invariant":
            done = tuple(self.plan.new.events)
            yield evolve(claim, template="at", letters=(Letter(self.composed.crossing, also=done),))
            return
        both = [self._is_of_both(letter) for letter in claim.letters]
        helps = HELPS.get(claim.template, ())
        bound = all(both[n] for n in helps) if helps else all(both)  # whether acts of the old version are
        read = [
            self._letter(letter, alone=not (both[n] and (bound or n in helps)))
            for n, letter in enumerate(claim.letters)
        ]
        letters = tuple(letter for letter in read if letter is not None)
        if len(letters) < len(read):
            return
        for scope in self._scopes(claim, alone=not bound):
            said = evolve(claim, letters=letters, scope=scope)
            yield from _one_by_one(said) if claim.template in EACH else (said,)

    def _is_of_both(self, letter: Letter) -> bool:
        """Whether acts of the old version can be meant: all that is asked of them both versions have alike."""
        data = self.composed.definition.data
        if letter.where is not None:
            asked = reads(letter.where.tree, self.plain)
            lists = any(isinstance(data[name].type, CollectionType) for name in asked.data)
            if (
                lists
                or asked.parameters
                or asked.links  # what old acts asked of linked cases has another name
                or taken_fields(letter.where.tree)
                or asked.data - self.composed.shared
            ):
                return False
        if letter.changes is not None:
            names = {node.name for node in nodes(letter.changes.tree) if isinstance(node, Member)}
            return names & data.keys() <= self.composed.shared
        return True

    def _letter(self, letter: Letter, *, alone: bool) -> Letter | None:
        events = self._acts(letter.events, alone=alone)
        if letter.events and not events:
            return None
        return evolve(
            letter,
            event=events[0] if events else None,
            also=events[1:],
            by=tuple(name for role in letter.by for name in self._roles(role)),
            from_=self._states(letter.from_),
            to=self._states(letter.to),
        )

    def _acts(self, names: tuple[str, ...], *, alone: bool) -> tuple[str, ...]:
        """The acts that are meant; `alone`: of the new version only."""
        new = self.plan.new
        found: list[str] = []
        for name in names:
            if name in new.events:
                found.append(name)
            if not alone:
                found += self.acts.get(name, ())
        return tuple(dict.fromkeys(found))

    def _roles(self, name: str) -> tuple[str, ...]:
        before = self.composed.renaming.roles.get(name)
        return (name, before) if before is not None else (name,)

    def _states(self, names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(each for name in names for each in (name, *self.states.get(name, ()))))

    def _scopes(self, claim: Property, *, alone: bool) -> Iterator[tuple[str, ...] | None]:
        """The parts on which it is judged; none where no round can begin any more."""
        if claim.scope is None:
            yield None
            return
        kind, *names = claim.scope
        if kind == "within":
            (name,) = names
            yield (kind, self.composed.scopes[name][1] if name in self.composed.scopes else name)
        elif kind == "between":
            until = self._acts(tuple(names[1:]), alone=alone)
            yield from ((kind, after, *until) for after in self._acts((names[0],), alone=alone))
        elif rounds := self._acts(tuple(names), alone=alone):
            yield (kind, *rounds)


def _one_by_one(claim: Property) -> Iterator[Property]:
    """A claim for each act that its first letter means: the search knows more of one act than of any."""
    first, *others = claim.letters
    for event in first.events:
        yield evolve(claim, letters=(evolve(first, event=event, also=()), *others))
    if not first.events:
        yield claim
