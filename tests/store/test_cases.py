"""Finding and counting cases: what the database gives is what looking through all of them gives."""

import random
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from store.server import schema_of

from ocop_workflow import Actor, Case, Store, StoreError, load
from ocop_workflow.reading import read_units
from ocop_workflow.store import listing

UNITS = """
units: towns
levels: [city, ward]
from: 2019-01-01
to: 2029-12-31
tree:
  hp: {level: city}
  hp/a: {level: ward, in: hp}
  hp/b: {level: ward, in: hp}
  hp/c: {level: ward, in: hp, to: 2020-01-31, became: [hp/a]}
  qn: {level: city}
  qn/a: {level: ward, in: qn}
"""
PROCEDURE = """
workflow: permit
version: "{version}"
timezone: Asia/Ho_Chi_Minh
data:
  place: {{type: unit}}
  kind: {{enum: [house, shop{kinds}]}}
  floors: {{type: integer, minimum: 0, maximum: 99}}
  area: {{type: number, scale: 2, minimum: 0, maximum: 9999}}
  urgent: {{type: boolean}}
  until: {{type: date}}
  owner: {{type: party}}
  note: {{type: string}}
  name: {{type: string, personal: true}}
  plan: {{type: document}}
{more}
unit: place
roles: {{clerk: {{}}}}
start: {{enter: {{by: clerk, to: filed, takes: [place, kind, floors, area, urgent, until, owner, note, name]}}}}
states:
  open: {{at: ward, states: {{filed: {{}}, seen: {{tag: waiting}}}}}}
  {last}: {{at: city, tag: waiting}}
  ended: {{final: completed}}
events:
  see: {{by: clerk, moves: {{filed: seen}}}}
  send: {{by: clerk, moves: {{seen: {last}}}}}
  lapse: {{by: clock, at: until, moves: {{open: ended}}}}
  unmark: {{by: clerk, clears: [owner], moves: {{open: stay}}}}
"""
EXTRA = "  extra: {type: integer, minimum: 0, maximum: 9}"
NOW = datetime(2020, 2, 3, 9, 0, tzinfo=UTC)
PLACES = ("hp/a", "hp/b", "qn/a")
CLERK = Actor("c", roles=[("clerk", place) for place in (*PLACES, "hp", "qn")])
NOTES = ("", "a", "Nguyễn \"Bưởi\" \\ 'x'", "100%_?", "é\u0301\n", "true", "1")


def filled(url: str, folder: Path) -> Store:
    """Sixty cases of two versions, told apart in every way that is asked for."""
    (folder / "units.yaml").write_text(UNITS, "utf-8")
    store = Store.connect(url, units=read_units(folder / "units.yaml"), clock=lambda: NOW)
    chance = random.Random(7)  # noqa: S311 - the same cases each time
    for number in range(60):
        version, last, more = (
            ("1", "sent", "")
            if number % 3
            else ("2", "judged", "  extra: {type: integer, minimum: 0, maximum: 9}")
        )
        file = folder / f"permit-{version}.yaml"
        kinds = ", stable" if version == "2" else ""
        file.write_text(PROCEDURE.format(version=version, last=last, more=more, kinds=kinds), "utf-8")
        payload: dict[str, object] = {
            "place": chance.choice(PLACES),
            "kind": chance.choice(["house", "shop"] if version == "1" else ["house", "stable"]),
            "floors": chance.randrange(3),
            "area": chance.choice(["1", "1.5", "20.25"]),
            "urgent": chance.random() < 0.5,
            "until": NOW.date() + timedelta(days=chance.randrange(1, 4)),
            "owner": chance.choice(["p-1", "p-2"]),
            "note": chance.choice(NOTES),
            "name": "Bưởi",
        }
        case = store.start(load(file), payload, actor=CLERK, id=f"{chance.choice('AaĐ')}-{number:02}")
        for event in ("see", "send")[: chance.randrange(3)]:
            store.fire(case.id, event, actor=CLERK)
        if chance.random() < 0.2 and store.get(case.id).state in {"filed", "seen"}:
            store.fire(case.id, "unmark", actor=CLERK)
    return store


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("cases")
    if request.param == "sqlite":
        with filled(f"sqlite:///{folder / 'cases.db'}", folder) as opened:
            yield opened
    else:
        with schema_of(request.getfixturevalue("server")) as url, filled(url, folder) as opened:
            yield opened


MEMBERS = {
    "open": {"filed", "seen"},
    "waiting": {"seen", "sent", "judged"},
    **{leaf: {leaf} for leaf in ("filed", "seen", "sent", "judged", "ended")},
}
INSIDE = {"hp": {"hp/a", "hp/b"}, "qn": {"qn/a"}, **{place: {place} for place in PLACES}}
VALUES: dict[str, st.SearchStrategy[object]] = {
    "kind": st.sampled_from(["house", "shop", "stable"]),  # stables since version 2
    "floors": st.integers(0, 3),
    "area": st.sampled_from(["1", "1.50", Decimal("20.25"), 1]),
    "urgent": st.booleans(),
    "until": st.dates(date(2020, 2, 4), date(2020, 2, 7)),
    "owner": st.sampled_from(["p-1", "p-2", None]),
    "note": st.sampled_from(NOTES),
}
ASKED = st.fixed_dictionaries(
    {},
    optional={
        "workflow": st.sampled_from(["permit", "other"]),
        "state": st.sampled_from(sorted(MEMBERS)),
        "unit": st.sampled_from(sorted(INSIDE)),
        "due": st.sampled_from([datetime(2020, 2, day, 17, tzinfo=UTC) for day in (3, 4, 5)])
        | st.datetimes(datetime(2020, 2, 3), datetime(2020, 2, 8), timezones=st.just(UTC)),  # noqa: DTZ001
        "where": st.fixed_dictionaries({}, optional=VALUES),
    },
)  # fmt: skip


def looked_through(everything: list[Case], due: dict[str, datetime], asked: dict[str, Any]) -> list[Case]:
    """An independent answer: every case is looked at."""

    def same(case: Case, name: str, value: Any) -> bool:
        if value is not None and name == "area":
            value = Decimal(value)
        return bool(case.data.get(name) == (normalize("NFC", value) if name == "note" else value))

    return [
        case
        for case in everything
        if asked.get("workflow", "permit") == "permit"
        and case.state in MEMBERS.get(asked.get("state", ""), {case.state})
        and case.data["place"] in INSIDE.get(asked.get("unit", ""), {case.data["place"]})
        and ("due" not in asked or (case.id in due and due[case.id] <= asked["due"]))
        and all(same(case, name, value) for name, value in asked.get("where", {}).items())
    ]


@pytest.fixture(scope="module")
def everything(store: Store) -> tuple[list[Case], dict[str, datetime]]:
    """All cases, and when each has something due first."""
    return list(store.cases()), {each.case: each.at for each in reversed(list(store.due(date(2021, 1, 1))))}


@settings(max_examples=100)
@given(asked=ASKED, size=st.integers(3, 20))
def test_every_question_is_answered_as_by_looking_through_all_cases(
    store: Store, everything: tuple[list[Case], dict[str, datetime]], asked: dict[str, Any], size: int
) -> None:
    expected = looked_through(*everything, asked)
    if asked.get("state") == "sent" and asked.get("where", {}).get("kind") == "stable":
        with pytest.raises(
            StoreError, match="stable"
        ):  # only version 1 has the state, and it knows no stables
            store.cases(**asked)
        assert expected == []
        return
    assert list(store.cases(**asked)) == expected
    found: list[Case] = []
    while page := list(store.cases(**asked, after=found[-1].id if found else "", limit=size)):
        found += page
        assert len(page) == size or len(found) == len(expected)
    assert found == expected
    counted = store.counts(**{"workflow": "permit", **asked})
    states = [case.state for case in expected]
    assert counted == {state: states.count(state) for state in sorted(set(states))}


def test_all_are_listed_in_the_order_of_their_ids(store: Store) -> None:
    ids = [case.id for case in store.cases()]
    assert len(ids) == 60
    assert ids == sorted(ids)


def test_it_does_not_matter_in_how_many_statements_they_are_found(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = list(store.cases(state="waiting"))
    counted = store.counts("permit", "waiting")
    monkeypatch.setattr(listing, "TERMS", 1)
    monkeypatch.setattr(listing, "BATCH", 3)
    assert list(store.cases(state="waiting")) == whole
    assert store.counts("permit", "waiting") == counted
    assert len(whole) == sum(counted.values()) > 9


WRONG: dict[str, tuple[Callable[[Store], object], str]] = {
    "unknown_state": (lambda store: store.cases("permit", "opne"), "opne"),
    "unknown_field": (lambda store: store.cases(where={"flors": 1}), "floors"),
    "unknown_unit": (lambda store: store.counts("permit", unit="hp/c"), "2020-02-03|03/02/2020|3 February"),
    "field_personal": (lambda store: store.cases(where={"name": "Bưởi"}), "name"),
    "field_of_parts": (lambda store: store.cases(where={"plan": {}}), "plan"),
    "field_unfit": (lambda store: store.cases(where={"floors": "many"}), "floors"),
}


@pytest.mark.parametrize("code", WRONG)
def test_a_wrong_question_is_told_at_once(store: Store, code: str) -> None:
    ask, said = WRONG[code]
    with pytest.raises(StoreError, match=said) as error:
        ask(store)
    assert error.value.code == code
    assert error.value.text("vi") != error.value.text("en")


def test_a_field_that_only_a_later_version_has_is_looked_for_there(store: Store) -> None:
    unset = list(store.cases(where={"extra": None}))
    assert [case.id for case in unset] == [
        case.id for case in store.cases() if store.workflow(case.id).version == "2"
    ]


def test_what_is_below_a_unit_is_asked_of_the_workflow_s_own_day(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = store._context  # noqa: SLF001 - its clock is set
    for hour, known in ((16, True), (17, False)):  # midnight in Hải Phòng: the last day of hp/c ends
        now = datetime(2020, 1, 31, hour, tzinfo=UTC)
        monkeypatch.setattr(
            store, "_context", evolve(context, clock=partial(datetime.fromtimestamp, now.timestamp(), UTC))
        )
        if known:
            assert list(store.cases(unit="hp/c")) == []
        else:
            with pytest.raises(StoreError) as error:
                store.cases(unit="hp/c")
            assert error.value.code == "unknown_unit"


def test_a_naive_time_is_a_mistake_of_the_program(store: Store) -> None:
    with pytest.raises(TypeError):
        store.cases(due=datetime(2020, 1, 1))  # noqa: DTZ001
