"""Logs of other systems beside a workflow: what fits, where others deviate, and logs that cannot be read."""

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from interchange.logs import ByHand, write_csv, write_ocel, write_xes

from ocop_workflow import DefinitionError, Store, Workflow, load
from ocop_workflow.cli import main
from ocop_workflow.engine.reasons import event_title
from ocop_workflow.interchange.conform import Logged, Replay, Trace, conform, read_log
from ocop_workflow.reading.given import definition_with

ROOT = Path(__file__).parents[2]
PERMIT = ROOT / "examples" / "construction-permit"
PLAN = ROOT / "tests" / "testing" / "plan.yaml"
FORMS: dict[str, Callable[[Path, Sequence[Trace]], Path]] = {
    "csv": write_csv,
    "xes": write_xes,
    "jsonocel": write_ocel,
}


@pytest.fixture(scope="module")
def products(tmp_path_factory: pytest.TempPathFactory) -> tuple[Trace, ...]:
    """The histories of the products that Hải Phòng recognised for 2019."""
    url = f"sqlite:///{tmp_path_factory.mktemp('products') / 'cases.db'}"
    run = ROOT / "workflows" / "ocop-product" / "hai-phong-2019.run.yaml"
    assert main(["run", str(run), "--database", url]) == 0
    with Store.connect(url) as store:
        return tuple(
            Trace(
                case.id,
                tuple(Logged(e.event, e.at.isoformat(), e.actor, e.role) for e in store.history(case.id)),
            )
            for case in store.cases()
        )


@pytest.mark.parametrize("form", FORMS)
def test_what_the_store_did_fits_in_every_form(
    form: str, products: tuple[Trace, ...], tmp_path: Path
) -> None:
    log = FORMS[form](tmp_path / f"log.{form}", products)
    kind = "dossier" if form == "jsonocel" else None
    read = list(read_log(log, kind))
    assert sorted(read, key=lambda trace: trace.case) == sorted(products, key=lambda trace: trace.case)
    found = conform(load("ocop-product@1048"), read)
    assert (found.holds, found.cases, found.silent) == (True, len(products), True)
    assert found.events == sum(len(trace.events) for trace in products)


@pytest.mark.parametrize("form", ["xmlocel", "sqlite"])
def test_the_other_forms_of_an_object_centric_log_are_read_as_pm4py_writes_them(
    form: str, products: tuple[Trace, ...], tmp_path: Path
) -> None:
    pm4py = pytest.importorskip("pm4py")
    told = pm4py.read_ocel2_json(str(write_ocel(tmp_path / "log.jsonocel", products)))
    log = tmp_path / f"log.{form}"
    {"xmlocel": pm4py.write_ocel2_xml, "sqlite": pm4py.write_ocel2_sqlite}[form](told, str(log))
    read = {trace.case: trace for trace in read_log(log, "dossier")}
    assert read.keys() == {trace.case for trace in products}
    for trace in products:
        found = read[trace.case].events
        assert [(e.activity, e.actor, e.role) for e in found] == [
            (e.activity, e.actor, e.role) for e in trace.events
        ]
        at = [datetime.fromisoformat(e.at or "") for e in found]
        assert at == [datetime.fromisoformat(e.at or "") for e in trace.events]
    assert conform(load("ocop-product@1048"), read.values()).holds
    cut = tmp_path / f"cut.{form}"
    cut.write_bytes(log.read_bytes()[: log.stat().st_size // 2])
    with pytest.raises(DefinitionError):
        list(read_log(cut, "dossier"))


def test_titles_in_either_language_name_events(products: tuple[Trace, ...]) -> None:
    workflow = load("ocop-product@1048")
    for language in ("vi", "en"):
        titles = {
            name: event_title(workflow.definition, name).say(language).upper()
            for name in (*workflow.definition.start, *workflow.definition.events)
        }
        told = [Trace(t.case, tuple(Logged(titles[e.activity]) for e in t.events)) for t in products]
        assert conform(workflow, told).holds


def first(workflow: Workflow, *activities: Logged | str) -> tuple[str, int, str | None] | None:
    trace = Trace("c", tuple(a if isinstance(a, Logged) else Logged(a) for a in activities))
    found = Replay(workflow, silent=True).first_deviation(trace)
    return None if found is None else (found.code, found.place, found.other)


def test_each_rule_is_told_by_its_first_deviation() -> None:
    plan = load(PLAN)
    assert first(plan, "begin", "submit", "approve", "rank") is None
    assert first(plan, "begin", "submit") is None  # a case may still be under way
    assert first(plan, "begin", "submit", "aprove") == ("unknown_event", 3, None)
    assert first(plan, "begin", "approve") == ("wrong_state", 2, None)
    assert first(plan, "submit") == ("not_started", 1, None)
    assert first(plan, "begin", "begin") == ("started_again", 2, None)
    same = (Logged("submit", actor="an"), Logged("approve", actor="an"))
    assert first(plan, "begin", *same) == ("not_permitted", 3, "submit")
    assert first(plan, "begin", Logged("submit", role="council")) == ("not_permitted", 2, None)
    assert first(plan, "begin", Logged("submit", role="clerk of another system")) is None
    product = load("ocop-product@1048")
    way = (
        "register",
        "submit_idea",
        "accept_idea",
        "submit_plan",
        "approve_plan",
        "submit_dossier",
        "convene",
        "close",
    )
    assert first(product, *way, "convene", "close", "recognise") is None
    assert (
        first(product, "adopt", "notify", "reevaluate", "convene", "close", "convene", "close", "recognise")
        is None
    )


@pytest.mark.parametrize("language", ["vi", "en"])
def test_what_most_often_deviates_comes_first_with_its_basis(
    language: str, tmp_path: Path, products: tuple[Trace, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    without = [
        Trace(t.case, tuple(e for e in t.events if e.activity != ("approve_plan" if n else "submit_idea")))
        for n, t in enumerate(products)
    ]
    log = write_csv(tmp_path / "log.csv", without)
    capsys.readouterr()
    assert main(["conform", str(log), "--workflow", "ocop-product@1048", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert [(d["code"], d["event"]) for d in told["deviations"]] == [
        ("wrong_state", "submit_dossier"),
        ("wrong_state", "accept_idea"),
    ]
    assert told["deviations"][0]["cases"] > told["deviations"][1]["cases"] == 1
    assert told["deviations"][0]["basis"] == ["qd1048", "dossier", "A"]
    assert main(["conform", str(log), "--workflow", "ocop-product@1048", "--lang", language]) == 1
    said = capsys.readouterr().out
    assert {"vi": "Chờ xét phương án", "en": "Plan under review"}[language] in said
    assert {"vi": "QĐ 1048/QĐ-TTg", "en": "Decision 1048/QĐ-TTg"}[language] in said


DEFINITIONS = {
    "product": load("ocop-product@1048"),
    "permit": Workflow(definition_with(str(PERMIT / "permit.yaml"), PERMIT / "assumed.parameters.yaml")),
    "tour": load(ROOT / "examples" / "tour" / "tour.yaml"),
    "plan": load(PLAN),
}


@pytest.mark.parametrize("name", DEFINITIONS)
@given(data=st.data())
def test_replaying_agrees_with_following_every_path(name: str, data: st.DataObject) -> None:
    """Of guided walks that now and then take any event: the first event that cannot be is the same."""
    workflow = DEFINITIONS[name]
    definition, table = workflow.definition, workflow.machine.table
    silent = data.draw(st.booleans())
    names = [data.draw(st.sampled_from([*definition.start]))]
    leaf = definition.start[names[0]].to
    for _ in range(data.draw(st.integers(0, 12))):
        here = [event for event in table.events.values() if leaf in event.branches]
        if not here or data.draw(st.integers(0, 9)) == 0:
            names.append(data.draw(st.sampled_from([*definition.events, *definition.start])))
            continue
        event = data.draw(st.sampled_from(here))
        if not (silent and event in table.clocks):
            names.append(event.name)
        leaf = data.draw(st.sampled_from([b.to or leaf for b in event.branches[leaf]]))
    trace = Trace("c", tuple(Logged(each) for each in names))
    found = Replay(workflow, silent=silent).first_deviation(trace)
    by_hand = ByHand(definition, silent=silent).fits(names)
    if found is None or found.code == "requires_unmet":
        assert by_hand >= (len(names) if found is None else found.place)
    else:
        assert by_hand == found.place - 1


def test_a_token_replay_of_petri_nets_agrees() -> None:
    """pm4py replays tokens on a net with a place for each state: it agrees where no event can lead to several."""
    script = Path(__file__).with_name("petri.py")
    done = subprocess.run(
        [sys.executable, "-W", "ignore", script],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    both = json.loads(done.stdout.splitlines()[-1])
    assert both["agree"] == both["cases"] > 200
    assert 50 < both["fitting"] < both["cases"]


HEAD = '<?xml version="1.0"?>\n'
TRACE = '<string key="concept:name" value="c"/>'
WRONG: dict[str, tuple[str, str, tuple[int, int]]] = {
    "log_form": ("log.txt", "", (1, 1)),
    "log_column": ("log.csv", "case;what\n1;begin\n", (1, 1)),
    "log_row": ("log.csv", "case,event\n1,begin\n1,submit,x\n", (3, 1)),
    "log_empty": ("log.csv", "case,event\n1,begin\n,submit\n", (3, 1)),
    "log_csv": ("log.csv", 'case,event\n1,"be"gin\n', (2, 1)),
    "log_xml": ("log.xes", f"{HEAD}<log>\n<trace></log>", (3, 10)),
    "log_doctype": ("log.xes", f'{HEAD}<!DOCTYPE log [<!ENTITY a "b">]>\n<log/>', (2, 15)),
    "log_not_xes": ("log.xes", f"{HEAD}<logs/>", (2, 1)),
    "log_unnamed_trace": ("log.xes", f"{HEAD}<log>\n<trace></trace></log>", (3, 8)),
    "log_unnamed_event": ("log.xes", f"{HEAD}<log>\n<trace>{TRACE}\n<event></event></trace></log>", (4, 8)),
    "log_xml ": ("log.xmlocel", f"{HEAD}<log>\n<events></log>", (3, 11)),
    "log_doctype ": ("log.xmlocel", f'{HEAD}<!DOCTYPE log [<!ENTITY a "b">]>\n<log/>', (2, 15)),
    "log_not_ocel ": ("log.xmlocel", f"{HEAD}<log>\n<objects><object id='a'/></objects></log>", (3, 10)),
    "log_not_ocel  ": ("log.sqlite", "no database", (1, 1)),
    "log_json": ("log.jsonocel", '{"objects": [}', (1, 14)),
    "log_not_ocel": ("log.json", '{"objects": [{"id": "a"}], "events": []}', (1, 1)),
    "log_which_type": (
        "log.json",
        '{"objects": [{"id": "a", "type": "A"}, {"id": "b", "type": "B"}], "events": []}',
        (1, 1),
    ),
}


@pytest.mark.parametrize("code", WRONG)
def test_a_log_that_cannot_be_read_is_told_with_its_place(code: str, tmp_path: Path) -> None:
    name, text, place = WRONG[code]
    (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(DefinitionError) as error:
        list(read_log(tmp_path / name))
    (problem,) = error.value.problems
    assert (problem.code, problem.position.line, problem.position.column) == (code.strip(), *place)
    assert problem.hint.say("vi") != problem.hint.say("en")


def test_a_log_that_cannot_be_read_is_told_apart_from_one_that_deviates(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for text, code in (
        ("case,event\n1,begin\n", 0),
        ("case,event\n1,rank\n", 1),
        ("case,what\n1,begin\n", 2),
    ):
        (tmp_path / "log.csv").write_text(text, "utf-8")
        assert main(["conform", str(tmp_path / "log.csv"), "--workflow", str(PLAN), "--lang", "vi"]) == code
    assert "log_column" in capsys.readouterr().err


def test_other_faults_of_logs_are_told(tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_bytes("case,event\n1,Nộp\n".encode("utf-16"))
    (tmp_path / "log.json").write_text('{"objects": [{"id": "a", "type": "A"}], "events": []}', "utf-8")
    for name, kind, code in (
        ("log.csv", None, "log_encoding"),
        ("none.csv", None, "log_unreadable"),
        ("log.csv", "A", "log_objects"),
        ("log.json", "B", "log_no_type"),
    ):
        with pytest.raises(DefinitionError) as error:
            list(read_log(tmp_path / name, kind))
        assert [problem.code for problem in error.value.problems] == [code]


def test_of_a_life_cycle_what_completes_counts_and_attributes_inside_others_do_not(tmp_path: Path) -> None:
    event = (
        '<event><string key="concept:name" value="{0}"><string key="concept:name" value="no"/></string>'
        '<string key="lifecycle:transition" value="{1}"/></event>'
    )
    inside = "".join(
        event.format(*each) for each in (("begin", "complete"), ("submit", "start"), ("submit", "COMPLETE"))
    )
    (tmp_path / "log.xes").write_text(f"<log><trace>{TRACE}{inside}</trace></log>", "utf-8")
    assert [e.activity for e in next(read_log(tmp_path / "log.xes")).events] == ["begin", "submit"]
