"""Histories as logs: pm4py reads back what is in the entries, value by value; and what must not be in them is not."""

import io
import json
import sys
import tracemalloc
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from interchange.written import (
    ReadOcel,
    as_read,
    changes_expected,
    compare,
    expected,
    read_xes,
    titles,
)
from lxml import etree
from store.support import CITIZEN, PERSONAL, Clock, begun

from ocop_workflow import Actor, Entry, Store, StoreError, load
from ocop_workflow.case import MOVED
from ocop_workflow.cli import main
from ocop_workflow.interchange import write_log
from ocop_workflow.interchange.conform import conform, read_log
from ocop_workflow.interchange.eventlog.ocel import _changes as changes_of
from ocop_workflow.interchange.eventlog.telling import Telling
from ocop_workflow.interchange.eventlog.xml_text import attribute_text, text_of
from ocop_workflow.store import Command

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
EXCHANGED = load(HERE / "exchanged.yaml")
CLERK = Actor("u-1", roles=["clerk"])
SUFFIXES = {"xes": ".xes", "ocel": ".ocel.json"}
TEXT = {"type": "string"}
DAY_TIME = {"type": "string", "format": "date-time"}


def listed(required: str, **properties: object) -> dict[str, object]:
    """A list of objects with these properties."""
    item = {"type": "object", "required": required.split(), "properties": properties}
    return {"type": "array", "items": item}


TYPE = {"enum": ["string", "time", "integer", "float", "boolean"]}
TYPES = listed("name attributes", name=TEXT, attributes=listed("name type", name=TEXT, type=TYPE))
RELATED = listed("objectId qualifier", objectId=TEXT, qualifier=TEXT)
CHANGED = listed("name value time", name=TEXT, value=TEXT, time=DAY_TIME)
DONE = listed("name value", name=TEXT, value=TEXT)
OCEL = {  # what the standard asks of the JSON form
    "type": "object",
    "required": ["objectTypes", "eventTypes", "objects", "events"],
    "properties": {
        "objectTypes": TYPES,
        "eventTypes": TYPES,
        "objects": listed("id type", id=TEXT, type=TEXT, relationships=RELATED, attributes=CHANGED),
        "events": listed(
            "id type time", id=TEXT, type=TEXT, time=DAY_TIME, attributes=DONE, relationships=RELATED
        ),
    },
}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The products of 2019, and the cases that are refused something."""
    url = f"sqlite:///{tmp_path_factory.mktemp('demo') / 'cases.db'}"
    assert main(["demo", "--database", url, "--json"]) == 0
    with Store.connect(url) as store:
        yield store


@pytest.fixture(scope="module")
def years(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Products, rounds and a phase of the programme, over two laws."""
    url = f"sqlite:///{tmp_path_factory.mktemp('years') / 'cases.db'}"
    sys.path.insert(0, str(ROOT / "examples" / "simulation"))
    from simulate import main as simulate

    assert (
        simulate(["--seed", "3", "--products", "12", "--from", "2022", "--to", "2023", "--database", url])
        == 0
    )
    with Store.connect(url) as store:
        yield store


def written(store: Store, form: str, folder: Path, **settings: Any) -> Path:
    path = folder / f"log{SUFFIXES[form]}"
    with path.open("wb") as stream:
        write_log(store, stream, form, **settings)
    return path


def histories(store: Store, workflow: str | None = None) -> dict[str, tuple[Entry, ...]]:
    return {entries[0].case: entries for entries in store.histories(workflow)}


def decoded(found: Any) -> dict[str, Any]:
    return {name: text_of(value) if isinstance(value, str) else value for name, value in found.items()}


def holds_in_xes(store: Store, folder: Path, *, personal: bool = False) -> int:
    """pm4py reads every case, event and attribute; gives how many events there are."""
    traces = {
        text_of(trace.attributes["concept:name"]): trace
        for trace in read_xes(written(store, "xes", folder, personal=personal))
    }
    known = histories(store)
    assert traces.keys() == known.keys()
    for case, entries in known.items():
        workflows = store.workflows(case)
        assert len(traces[case]) == len(entries)
        assert traces[case].attributes["state"] == entries[-1].target
        for event, entry in zip(traces[case], entries, strict=True):
            workflow = workflows[entry.definition]
            done, after, cleared = expected(entry, workflow, personal=personal)
            wanted = {
                **done,
                **after,
                "concept:name": entry.event,
                "time:timestamp": entry.at,
                "lifecycle:transition": "complete",
                "to": entry.target,
                **({"from": entry.source} if entry.source else {}),
                **({"cleared": " ".join(cleared)} if cleared else {}),
            }
            found = decoded(dict(event))
            told = {name: found.pop(name) for name in ("title_vi", "title_en")}
            assert told == titles(workflow.definition, entry.event) or entry.moves
            compare(found, wanted)
    return sum(map(len, known.values()))


def holds_in_ocel(store: Store, folder: Path) -> tuple[int, int]:
    """The same; gives how many entries and events there are."""
    read = ReadOcel(written(store, "ocel", folder))
    known = histories(store)
    assert read.objects.keys() == known.keys()
    links = set()
    for case, entries in known.items():
        workflows = store.workflows(case)
        assert read.objects[case]["ocel:type"] == workflows[entries[-1].definition].name
        events = read.events_of(case)
        assert len(events) == len(entries)
        for event, entry in zip(events, entries, strict=True):
            workflow = workflows[entry.definition]
            found = {name: value for name, value in event.items() if not name.startswith(("ocel:", "title_"))}
            assert (event["ocel:activity"], event["ocel:timestamp"]) == (entry.event, entry.at)
            compare(found, {k: v for k, v in expected(entry, workflow)[0].items() if not is_null(v)})
            data: Any = entry.writes["data"]
            for name in workflow.machine.table.references:
                if data.get(name) is not None:
                    links.add((case, data[name], name))
                    assert (event["ocel:eid"], data[name], name) in read.other
        wanted = changes_expected(entries, workflows)
        assert in_order(read.changes(case)) == in_order(wanted)
    assert read.linked == links
    return sum(map(len, known.values())), len(read.events)


def is_null(value: object) -> bool:
    """What pm4py takes for nothing, though it is a text."""
    return isinstance(value, str) and value.strip().lower() == "null"


def in_order(changes: Sequence[tuple[datetime, str, Any]]) -> list[tuple[str, str]]:
    """When each attribute became what, in a form that two readers have alike; that it is not there yet goes unsaid."""
    by_name: dict[str, list[Any]] = {}
    for at, name, value in changes:
        said = None if value is None or is_null(value) else shown(value)
        if said is not None or name in by_name:
            by_name.setdefault(name, []).append((at.isoformat(), said))
    return sorted((name, repr(values)) for name, values in by_name.items())


def shown(value: Any) -> object:
    if isinstance(value, list):
        return json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    if isinstance(value, str | bool):
        return value
    if hasattr(value, "to_pydatetime"):
        value = value.to_pydatetime()
    return value if isinstance(value, datetime) else float(value)


def test_pm4py_reads_the_products_of_the_demo_from_xes_without_loss(demo: Store, tmp_path: Path) -> None:
    assert holds_in_xes(demo, tmp_path) > 250


def test_pm4py_reads_the_products_of_the_demo_from_ocel_without_loss(demo: Store, tmp_path: Path) -> None:
    entries, events = holds_in_ocel(demo, tmp_path)
    assert events < entries, "what was done to several products at once is one event"


def test_pm4py_reads_years_under_two_laws_without_loss(years: Store, tmp_path: Path) -> None:
    holds_in_xes(years, tmp_path)
    holds_in_ocel(years, tmp_path)
    types = {each["type"] for each in json.loads((tmp_path / "log.ocel.json").read_bytes())["objects"]}
    assert {"ocop-product", "ocop-round", "ocop-programme"} <= types


def test_logs_have_the_form_that_the_standards_ask_for(demo: Store, years: Store, tmp_path: Path) -> None:
    schema = etree.RelaxNG(etree.parse(HERE / "xes.rng"))
    for store in (demo, years):
        log = etree.parse(written(store, "xes", tmp_path))
        assert schema.validate(log), schema.error_log
        document = json.loads(written(store, "ocel", tmp_path).read_bytes())
        jsonschema.validate(document, OCEL, format_checker=jsonschema.FormatChecker())
        ids = [each["id"] for part in ("objects", "events") for each in document[part]]
        assert len(ids) == len(set(ids))
        objects = {each["id"] for each in document["objects"]}
        related = [
            r["objectId"]
            for part in ("objects", "events")
            for e in document[part]
            for r in e["relationships"]
        ]
        assert set(related) <= objects
    next(log.iter("event")).insert(0, etree.Element("trace"))
    assert not schema.validate(log)


@pytest.mark.parametrize("form", SUFFIXES)
def test_what_the_store_did_conforms_and_a_dropped_event_is_told(
    form: str, demo: Store, tmp_path: Path
) -> None:
    workflow = load("ocop-product@1048")
    kind = "ocop-product" if form == "ocel" else None
    path = written(demo, form, tmp_path)
    whole = conform(workflow, read_log(path, kind))
    assert (whole.holds, whole.events) == (True, sum(map(len, histories(demo).values())))
    if form == "xes":
        log = etree.parse(path)
        event = next(e for e in log.iter("event") if e.xpath("string[@value='submit_plan']"))
        event.getparent().remove(event)
        log.write(path)
        lacking = 1
    else:
        document = json.loads(path.read_bytes())
        dropped = next(e for e in document["events"] if e["type"] == "submit_plan")
        document["events"].remove(dropped)
        lacking = len(dropped["relationships"])
        path.write_text(json.dumps(document), "utf-8")
    broken = conform(workflow, read_log(path, kind))
    assert (broken.holds, broken.fitting) == (False, whole.cases - lacking)
    assert broken.groups[0].code == "wrong_state"


def test_each_type_of_objects_conforms_to_its_own_workflow(years: Store, tmp_path: Path) -> None:
    path = written(years, "ocel", tmp_path)
    for name in ("ocop-round@2021", "ocop-programme@2021"):
        found = conform(load(name), read_log(path, name.partition("@")[0]))
        assert found.holds, found.groups
        assert found.cases


def test_a_log_of_one_workflow_has_no_other_cases_nor_mentions_them(years: Store, tmp_path: Path) -> None:
    path = written(years, "ocel", tmp_path, workflow="ocop-product")
    document = json.loads(path.read_bytes())
    assert {each["type"] for each in document["objects"]} == {"ocop-product"}
    assert all(r["qualifier"] == "case" for e in document["events"] for r in e["relationships"])
    rounds = read_xes(written(years, "xes", tmp_path, workflow="ocop-round"))
    assert len(rounds) == sum(years.counts("ocop-round").values()) > 1


def test_what_is_done_to_many_cases_at_once_is_one_event(tmp_path: Path) -> None:
    clock = Clock()
    with Store.connect("sqlite:///:memory:", clock=clock) as store:
        ids = [f"S-{number}" for number in range(1, 5)]
        for case in ids:
            store.start(EXCHANGED, {"text": "a", "name": "b"}, actor=CLERK, id=case)
        ticking = Store(store._session, clock=Ticking(clock))  # noqa: SLF001 - a clock that goes on between commands
        ticking.fire_many([Command(case, "say", {"remark": "together"}) for case in ids], actor=CLERK)
        ticking.fire_many(
            [Command(case, "mark", {"points": "5", "note": "same"}) for case in ids], actor=CLERK
        )
        for case in ids[:2]:
            clock.forward(minutes=1)
            store.fire(case, "close", actor=CLERK)
        said = json.loads(written(store, "ocel", tmp_path).read_bytes())["events"]
    touched = [(each["type"], [r["objectId"] for r in each["relationships"]]) for each in said]
    assert touched.count(("say", ids)) == 1
    assert sorted(touched) == sorted(
        [("begin", [case]) for case in ids]
        + [("say", ids)]
        + [("mark", [case]) for case in ids]  # a sheet is about one case, even where two are alike
        + [("close", [ids[0]]), ("close", [ids[1]])]
    )


def test_what_the_clock_does_to_many_cases_is_an_event_of_each(tmp_path: Path) -> None:
    clock = Clock()
    with Store.connect("sqlite:///:memory:", clock=clock) as store:
        for case in ("T-1", "T-2"):
            store.start(EXCHANGED, {"text": "a", "name": "b"}, actor=CLERK, id=case)
        store.fire_many([Command(case, "fill", FILLED) for case in ("T-1", "T-2")], actor=CLERK)
        clock.forward(days=30)
        assert len(store.fire_due()) == 2
        holds_in_ocel(store, tmp_path)
        said = json.loads(written(store, "ocel", tmp_path).read_bytes())["events"]
    assert [(each["type"], len(each["relationships"])) for each in said][2:] == [
        ("fill", 2),
        ("remind", 1),
        ("remind", 1),
    ]


def test_what_a_move_to_another_version_drops_is_unset() -> None:
    with Store.connect("sqlite:///:memory:", clock=Clock()) as store:
        store.start(EXCHANGED, {"text": "a", "name": "b"}, actor=CLERK, id="T-1")
        store.fire("T-1", "fill", FILLED, actor=CLERK)
        ((first, second),) = Telling(store, personal=False).histories(None)
    moved = evolve(second, entry=evolve(second.entry, format=MOVED), writes={"count": second.writes["count"]})
    changed = {said.name: said.text for place, said in changes_of((first, second, moved)) if place == 2}
    assert changed["data.count"] == "3"
    assert {changed[name] for name in ("data.text", "data.paper.name", "data.many")} == {"null"}


class Ticking:
    """A clock that goes on by a second each time it is looked at."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def __call__(self) -> datetime:
        self._clock.forward(seconds=1)
        return self._clock.now


@pytest.mark.parametrize("form", SUFFIXES)
def test_personal_values_are_written_only_if_asked_for_and_erased_ones_never(
    form: str, tmp_path: Path
) -> None:
    with Store.connect("sqlite:///:memory:", clock=Clock()) as store:
        begun(store, "D-1")
        store.erase("D-1", ("phone",))
        out = io.BytesIO()
        said = write_log(store, out, form)
        assert (said.withheld, said.erased) == (1, 1)
        assert not any(value.encode() in out.getvalue() for value in PERSONAL.values())
        assert b"commitment" not in out.getvalue()
        out = io.BytesIO()
        said = write_log(store, out, form, personal=True)
        assert (said.withheld, said.erased) == (0, 1)
        assert PERSONAL["name"].encode() in out.getvalue()
        assert PERSONAL["phone"].encode() not in out.getvalue()
        store.fire("D-1", "submit", actor=CITIZEN)
        if form == "xes":
            holds_in_xes(store, tmp_path, personal=True)


FILLED = {
    "text": "a", "amount": "1.5", "count": 3, "agreed": True, "day": "2020-02-10",
    "paper": {"name": "p", "sha256": "ab" * 32}, "sheet": {"points": "5", "note": "n"}, "many": ["1"],
}  # fmt: skip
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
HOSTILE = ANY_TEXT | st.sampled_from(
    [
        "",
        " ",
        "a\tb\nc\r\nd",
        "\x01\x1f\x7f\x85\u2028",
        "_x0041_",
        "_x0001\x02",
        "]]>&<\"'",
        "\ufffe\uffff",
        "null",
        "nan",
        "{}",
        "=1",
    ]
)
IDS = ANY_TEXT.filter(lambda text: text.strip() != "").map(
    lambda text: "".join(c if c.isprintable() else "?" for c in text) + "/1"
)
NUMBERS = st.decimals("-9999999", "9999999", places=8, allow_nan=False).map(lambda d: format(d, "f"))
SHEETS = st.fixed_dictionaries({"points": st.decimals(0, 100, places=2).map(str), "note": HOSTILE})
FILLS = st.fixed_dictionaries(
    {
        "text": HOSTILE,
        "amount": NUMBERS,
        "count": st.integers(-(10**15) + 1, 10**15 - 1),
        "agreed": st.booleans(),
        "day": st.dates(date(1901, 1, 1), date(2990, 1, 1)).map(date.isoformat),
        "paper": st.fixed_dictionaries(
            {"name": HOSTILE.filter(lambda t: t.strip() != ""), "sha256": st.just("ab" * 32)}
        ),
        "sheet": SHEETS,
        "many": st.lists(st.decimals(-9, 9, places=2).map(str), max_size=4),
    }
)
STEPS = st.lists(
    st.tuples(st.just("fill"), FILLS)
    | st.tuples(st.just("say"), st.just({}) | st.fixed_dictionaries({"remark": HOSTILE}))
    | st.tuples(st.just("mark"), SHEETS)
    | st.tuples(st.just("join"), st.just({"whole": "W"}))
    | st.tuples(st.just("clear"), st.just({})),
    max_size=6,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told=st.dictionaries(IDS, STEPS, min_size=1, max_size=3), person=IDS, apart=st.booleans())
def test_pm4py_reads_any_history_without_loss(
    told: dict[str, list[tuple[str, dict[str, object]]]],
    person: str,
    *,
    apart: bool,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("any")
    clerk = Actor(person, roles=["clerk"], on_behalf="u-9" if apart else None)
    clock = Clock()
    with Store.connect("sqlite:///:memory:", clock=clock) as store:
        store.start(EXCHANGED, {"text": "whole", "name": "n"}, actor=CLERK, id="W")
        for case, steps in told.items():
            store.start(EXCHANGED, {"text": case, "name": "n"}, actor=clerk, id=case)
            for event, payload in steps:
                if apart:
                    clock.forward(seconds=1)
                store.fire(case, event, payload, actor=clerk)
        holds_in_xes(store, folder)
        holds_in_ocel(store, folder)


@given(ANY_TEXT | HOSTILE)
def test_any_text_comes_back_from_xml(text: str) -> None:
    read = etree.fromstring(f'<a b="{attribute_text(text)}"/>').get("b")
    assert text_of(read) == text


@pytest.mark.parametrize("form", SUFFIXES)
def test_memory_does_not_grow_with_the_store(form: str) -> None:
    peaks = []
    for cases in (200, 800):
        with Store.connect("sqlite:///:memory:", clock=lambda: datetime(2026, 1, 1, tzinfo=UTC)) as store:
            for number in range(cases):
                store.start(EXCHANGED, {"text": "a", "name": "b"}, actor=CLERK, id=f"M-{number:04}")
            for _ in range(3):
                store.fire_many(
                    [Command(f"M-{n:04}", "say", {"remark": "x" * 500}) for n in range(cases)], actor=CLERK
                )
            tracemalloc.start()
            write_log(store, Nowhere(), form)
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
    assert peaks[1] < peaks[0] * 1.3, peaks


class Nowhere(io.BytesIO):
    """A stream that keeps nothing."""

    def write(self, text: Any) -> int:
        return len(text)


def test_a_form_or_a_workflow_that_there_is_not_is_told(demo: Store) -> None:
    for given_, code in ((("csv", None), "log_form"), (("xes", "ocop-round"), "log_workflow")):
        with pytest.raises(StoreError) as error:
            write_log(demo, io.BytesIO(), given_[0], workflow=given_[1])
        assert error.value.code == code
        assert error.value.text("vi") != error.value.text("en")


def test_values_are_compared_by_what_they_are() -> None:
    with pytest.raises(AssertionError):
        compare({"a": 1.5}, {"a": as_read(1.25, 1.5)})
    with pytest.raises(AssertionError):
        compare({"a": "1"}, {"a": "1", "b": "2"})
