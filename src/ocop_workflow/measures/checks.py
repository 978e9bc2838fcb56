"""What targets must say of the workflows that they count: names that each version has, expressions that it can judge."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from ..model.definition import Definition
from ..model.position import Position
from ..model.tree import state_tree
from ..model.types import CollectionType, DocumentType, Field, ListType, RecordType
from ..reading import Problems
from .expressions import check_expressions
from .targets import ROOM, Condition, Risk, Split, Targets
from .versions import Versions

OF_PARTS = (CollectionType, ListType, RecordType, DocumentType)


def check(targets: Targets, versions: Versions, problems: Problems) -> None:
    """Tell all that is wrong; of a workflow that was not found nothing is known."""
    for of, condition in _conditions(targets):
        _check_names(condition, versions.get(of, ()), problems)
    for risk in targets.risks.values():
        _check_risk(risk, versions.get(risk.of, ()), problems)
    for split in targets.splits.values():
        _check_split(split, targets, versions, problems)
    check_expressions(targets, versions, problems)


def _conditions(targets: Targets) -> Iterator[tuple[str, Condition]]:
    for measure in targets.measures.values():
        yield measure.of, measure.meant
        if measure.share is not None:
            yield measure.of, measure.share
    for risk in targets.risks.values():
        yield risk.of, risk.meant


def _check_names(condition: Condition, versions: Sequence[Definition], problems: Problems) -> None:
    place = condition.places.__getitem__
    for either in condition.requires:
        _check_each("no_event", either, versions, _acts, place, problems)
    if condition.states:
        _check_each("no_state", condition.states, versions, _states, place, problems)


def _check_each(
    code: str,
    names: Sequence[str],
    versions: Sequence[Definition],
    of: Callable[[Definition], Iterable[str]],
    place: Callable[[str], Position],
    problems: Problems,
) -> None:
    """Each name is one of some version, and each version has one of the names: so nothing is missed without a word."""
    known = [tuple(of(version)) for version in versions]
    everything = list(dict.fromkeys(name for names_of in known for name in names_of))
    lost = [name for name in names if versions and name not in everything]
    for name in lost:
        values = {"name": name, "workflow": versions[0].workflow}
        problems.add(code, place(name), values, among=everything, wrong=name, room=ROOM)
    for version, has in zip(versions, known, strict=True):
        if not lost and not set(names) & set(has):
            values = {"names": ", ".join(names), "workflow": whole(version)}
            problems.add(f"{code}_in", place(names[0]), values, among=has, room=ROOM)


def whole(version: Definition) -> str:
    """The name of a workflow with the version."""
    return f"{version.workflow}@{version.version}"


def _acts(version: Definition) -> Iterable[str]:
    return (*version.events, *version.start)


def _states(version: Definition) -> Iterable[str]:
    return state_tree(version).members


def _check_risk(risk: Risk, versions: Sequence[Definition], problems: Problems) -> None:
    place = risk.places.__getitem__
    if risk.events:
        _check_each("no_event", risk.events, versions, _acts, place, problems)
    for version in versions:
        for name in risk.shows:
            _check_field(version.data.get(name), name, [version], place(name), problems)
        if risk.reason is not None and risk.events:
            _check_reason(risk, version, place("reason"), problems)


def _check_reason(risk: Risk, version: Definition, place: Position, problems: Problems) -> None:
    acts = [version.events.get(name) or version.start.get(name) for name in risk.events]
    taken = [act.takes[risk.reason].field for act in acts if act and risk.reason in act.takes]
    if not taken:
        values = {"name": risk.reason, "workflow": whole(version)}
        among = list(dict.fromkeys(name for act in acts if act for name in act.takes))
        if any(acts):
            problems.add("no_reason", place, values, among=among, wrong=risk.reason, room=ROOM)
    elif any(each.personal for each in taken):
        problems.add("field_personal", place, {"name": risk.reason}, room=ROOM)
    elif any(isinstance(each.type, OF_PARTS) for each in taken):
        problems.add("field_of_parts", place, {"name": risk.reason}, room=ROOM)


def _check_split(split: Split, targets: Targets, versions: Versions, problems: Problems) -> None:
    place = split.position or Position(targets.file, 1, 1)
    found = [version for each in targets.measures.values() for version in versions.get(each.of, ())]
    if split.level is not None:
        if targets.units is None:
            problems.add("no_units", place, {"name": split.name}, room=ROOM)
        elif split.level not in targets.units.levels:
            values, among = {"name": split.level}, targets.units.levels
            problems.add("unknown_level", place, values, wrong=split.level, among=among)
        return
    for version in found:
        if (declared := version.data.get(split.data or "")) is not None:
            _check_field(declared, split.data or "", found, place, problems)
    everywhere = all(versions.get(each.of) for each in targets.measures.values())  # else one of the others may
    if everywhere and not any(split.data in version.data for version in found):
        _check_field(None, split.data or "", found, place, problems)


def _check_field(
    declared: Field | None, name: str, versions: Sequence[Definition], place: Position, problems: Problems
) -> None:
    if declared is None:
        among = dict.fromkeys(field for version in versions for field in version.data)
        values = {"name": name, "workflow": ", ".join(dict.fromkeys(map(whole, versions)))}
        problems.add("no_field", place, values, among=among, wrong=name, room=ROOM)
    elif declared.personal:
        problems.add("field_personal", place, {"name": name}, room=ROOM)
    elif isinstance(declared.type, OF_PARTS):
        problems.add("field_of_parts", place, {"name": name}, room=ROOM)
