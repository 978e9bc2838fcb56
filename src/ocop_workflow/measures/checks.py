"""What targets must say of the workflows that they count: names and expressions that hold good in each version."""

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
        _check_names(condition, of, versions, problems)
    for risk in targets.risks.values():
        _check_risk(risk, versions, problems)
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


def _check_names(condition: Condition, of: str, versions: Versions, problems: Problems) -> None:
    place = condition.places.__getitem__
    for either in condition.requires:
        _check_each("no_event", either, (of, _acts), versions, place, problems)
    if condition.states:
        _check_each("no_state", condition.states, (of, _states), versions, place, problems)


def _check_each(
    code: str,
    names: Sequence[str],
    asked: tuple[str, Callable[[Definition], Iterable[str]]],
    versions: Versions,
    place: Callable[[str], Position],
    problems: Problems,
) -> None:
    """Each name is one of some version, and each version has one of the names: so nothing is missed without a word."""
    of, names_of = asked
    counted = versions.of(of)
    everything = dict.fromkeys(name for version in counted for name in names_of(version))
    if counted and not everything.keys() >= set(names):  # a law that no case stands under yet may have it
        everything |= dict.fromkeys(name for version in versions.near(of) for name in names_of(version))
    lost = [name for name in names if counted and name not in everything]
    for name in lost:
        values = {"name": name, "workflow": of}
        problems.add(code, place(name), values, among=everything, wrong=name, room=ROOM)
    for version in () if lost else counted:
        if not set(names) & set(names_of(version)):
            values = {"names": ", ".join(names), "workflow": whole(version)}
            problems.add(f"{code}_in", place(names[0]), values, among=names_of(version), room=ROOM)


def whole(version: Definition) -> str:
    """The name of a workflow with the version."""
    return f"{version.workflow}@{version.version}"


def _acts(version: Definition) -> Iterable[str]:
    return (*version.events, *version.start)


def _states(version: Definition) -> Iterable[str]:
    return state_tree(version).members


def _check_risk(risk: Risk, versions: Versions, problems: Problems) -> None:
    place = risk.places.__getitem__
    if risk.events:
        _check_each("no_event", risk.events, (risk.of, _acts), versions, place, problems)
    for version in versions.of(risk.of):
        told = len(problems)
        for name in risk.shows:
            _check_field(version.data.get(name), name, [version], place(name), problems)
        if risk.reason is not None and risk.events:
            _check_reason(risk, version, place("reason"), problems)
        if len(problems) > told:  # the others lack the same, mostly
            break


def _check_reason(risk: Risk, version: Definition, place: Position, problems: Problems) -> None:
    acts = [version.events.get(name) or version.start.get(name) for name in risk.events]
    reason = risk.reason or ""
    taken = [act.takes[reason].field for act in acts if act and reason in act.takes]
    if not taken:
        values = {"name": reason, "workflow": whole(version)}
        among = list(dict.fromkeys(name for act in acts if act for name in act.takes))
        if any(acts):
            problems.add("no_reason", place, values, among=among, wrong=reason, room=ROOM)
    elif any(each.personal for each in taken):
        problems.add("field_personal", place, {"name": reason}, room=ROOM)
    elif any(isinstance(each.type, OF_PARTS) for each in taken):
        problems.add("field_of_parts", place, {"name": reason}, room=ROOM)


def _check_split(split: Split, targets: Targets, versions: Versions, problems: Problems) -> None:
    place = split.position or Position(targets.file, 1, 1)
    if split.level is not None:
        if targets.units is None:
            problems.add("no_units", place, {"name": split.name}, room=ROOM)
        elif split.level not in targets.units.levels:
            values, among = {"name": split.level}, targets.units.levels
            problems.add("unknown_level", place, values, wrong=split.level, among=among)
        return
    counted = {each.of: versions.of(each.of) for each in targets.measures.values()}
    found = [version for them in counted.values() for version in them]
    for version in found:
        if (declared := version.data.get(split.data or "")) is not None:
            _check_field(declared, split.data or "", found, place, problems)
    if found and not any(split.data in version.data for version in found) and all(counted.values()):
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
