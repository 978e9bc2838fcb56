"""The cases that this store wrote last, by the very rows that it wrote: what nobody has changed is not read again."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from attrs import define, field, frozen

from ..case import Case, Entry
from ..engine import WorkflowMachine, stored_after
from ..model.canonical import parsed
from . import records
from .link import Link
from .rows import CaseRow, PersonalRow, case_of, case_values

_FLAT = frozenset({str, int, bool, Decimal, date})  # what has nothing inside that could be changed
_MOST = 256  # cases that are kept: of some kilobytes each


@define
class Known:
    """A case with its data in JSON form; `personal` are the rows of its personal values, None where not all are known.

    `row` is what is stored of it, None while that is not written.
    """

    case: Case
    data: Mapping[str, object]
    personal: Sequence[PersonalRow] | None
    row: CaseRow | None = None
    standing: str | None = None  # which of its personal values are not erased, as a database says

    def after(self, machine: WorkflowMachine, case: Case, entries: Sequence[Entry]) -> "Known":
        """The case after these entries, which are not written yet."""
        data = stored_after(machine, self.data, entries)
        for entry in entries:
            if entry.personal:
                return Known(case, data, None)
        return Known(case, data, self.personal, None, self.standing)

    def written(self, machine: WorkflowMachine) -> "Known":
        """The same, from now on with the row that is to be stored."""
        *columns, case_id = case_values(machine, self.case, self.data)
        self.row = CaseRow._make((case_id, *columns, self.standing))
        return self


@frozen
class Kept:
    """Cases by id, the one that was written last at the end.

    A row names definition, state and head, and has the whole document: whatever else has happened to the store, or has
    been taken back, an equal row is of an equal case. Personal values may be erased beside it: which of them stand is
    compared, too.
    """

    _known: dict[str, Known] = field(factory=dict)

    def case(self, link: Link, machine: WorkflowMachine, row: CaseRow) -> Known:
        """The case of a row."""
        known = self._known.get(row.id)
        if known is None or known.personal is None or known.row is None:
            return _read(link, machine, row)
        if known.row == row:
            return known
        if row.standing is None and known.row.columns == row.columns:
            personal = records.personal_rows(link, row.id)
            if known.personal == personal:
                return known
        return _read(link, machine, row)

    def last(self, case_id: str) -> CaseRow | None:
        """The row that was written last, None where that is not known any more."""
        known = self._known.get(case_id)
        return known.row if known is not None else None

    def keep(self, known: Known) -> None:
        """Remember what is written, apart from what others are given: they may change what is inside."""
        case_id, kept = known.case.id, self._known
        kept.pop(case_id, None)
        if len(kept) >= _MOST:
            kept.pop(next(iter(kept)), None)
        known.case = _apart(known.case)
        kept[case_id] = known


def _standing(personal: Sequence[PersonalRow]) -> str | None:
    """Which of them are not erased, as a database that is asked for it says."""
    return ",".join(f"{each.seq} {each.field}" for each in personal if each.value is not None) or None


def _read(link: Link, machine: WorkflowMachine, row: CaseRow) -> Known:
    document = parsed(row.document)
    personal = records.personal_rows(link, row.id) if document["personal"] else []
    case = case_of(machine, row, document, personal)
    return Known(case, document["data"], personal, row, _standing(personal) if personal else None)


def _apart(case: Case) -> Case:
    """The same case, of which nothing that can be changed is in anybody else's hands."""
    return Case(
        case.id,
        case.definition,
        case.state,
        case.seq,
        case.at,
        _copied(case.data),
        dict(case.since),
        dict(case.due),
        {scope: dict(who) for scope, who in case.evidence.items()},
        case.head,
    )


def _copied(values: Mapping[str, object]) -> dict[str, object]:
    copied = dict(values)
    for name, each in values.items():
        if each.__class__ not in _FLAT:
            copied[name] = _copy(each)
    return copied


def _copy(value: object) -> object:
    if isinstance(value, dict):
        return _copied(value)
    return tuple(map(_copy, value)) if isinstance(value, tuple) else value
