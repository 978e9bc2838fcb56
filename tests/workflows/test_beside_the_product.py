"""The workflows beside a product's path, each by itself, and all of them in one store."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from workflows.life import CALENDAR, UNITS, WORKFLOWS
from workflows.test_shipped import MARKS, bases, parameters_behind, titles

from ocop_workflow import Actor, Refused, Store, Workflow, load
from ocop_workflow.cli import main
from ocop_workflow.model.types import EnumType, ListType
from ocop_workflow.reading import load_definition
from ocop_workflow.reading.given import definition_with

ROOT = WORKFLOWS.parent
NAMES = ("ocop-organisation", "ocop-upgrade", "ocop-training", "ocop-promotion")
ALL = (*NAMES, "ocop-programme", "ocop-round")  # these two leave nothing open
LEFT = {  # what hangs on time that the search does not measure; the claims are proved all the same
    "ocop-programme": [
        "refusals/review_communes/requires_unmet/review_city",
        "refusals/review_districts/guard_unmet/districts",
        "clocks/phase_ends/pending",
    ],
    "ocop-round": ["clocks/close_dossiers/pending"],
}
PAPER = {"name": "giay-to.pdf", "sha256": "0" * 64}
DAY = datetime(2026, 3, 2, 3, tzinfo=UTC)
CITY = Actor("tp", roles=[("authority", "hp"), ("trainer", "hp"), ("organiser", "hp")])
COMMITTEE = Actor("ubnd", roles=[("authority", "hp")])
PRODUCER = Actor("htx-1", parties=["htx-1"])


def assumed(name: str) -> Path:
    return WORKFLOWS / name / "hai-phong.parameters.yaml"


def workflow(name: str) -> Workflow:
    return Workflow(definition_with(f"{name}@2021", assumed(name)))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    url = f"sqlite:///{tmp_path / 'cases.db'}"
    with Store.connect(url, units=UNITS, calendar=CALENDAR) as opened:
        yield opened


@pytest.mark.parametrize("name", ALL)
def test_everything_is_said_in_both_languages(name: str) -> None:
    law = load_definition(f"{name}@2021")
    links = ((link.name, link.title) for link in law.links.values())
    lacking = [each for each, title in (*titles(law), *links) if not (title.vi and title.en)]
    assert lacking == []


@pytest.mark.parametrize("name", ALL)
def test_every_rule_names_a_source_and_says_how_sure_it_is(name: str) -> None:
    law = load_definition(f"{name}@2021")
    rules = [*bases(law), *((link.name, link.basis) for link in law.links.values())]
    for rule, basis in rules:
        sources = set(basis) - MARKS
        assert sources, rule
        assert set(basis) & MARKS or sources == {"own"}, rule
    fields = [field.basis for field in law.data.values()]
    assert {source for basis in (*(b for _, b in rules), *fields) for source in basis} - MARKS == set(
        law.sources
    )


@pytest.mark.parametrize("name", NAMES)
def test_what_no_source_says_is_open_and_what_is_assumed_says_so(name: str) -> None:
    law = load_definition(f"{name}@2021")
    assert not law.values
    assert all("X" in parameter.basis for parameter in law.parameters.values())
    unsure = [let for let in law.let.values() if {"C", "X"} & set(let.basis)]
    assert all(parameters_behind(law, let.expression) for let in unsure)
    assert {"vi: ", "en: "} <= {line.strip()[:4] for line in assumed(name).read_text("utf-8").splitlines()}
    assert set(workflow(name).definition.values) == set(law.parameters)


@pytest.mark.parametrize("name", ALL)
def test_every_claim_is_proved_and_none_is_vacuous(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", f"{name}@2021", "--lang", "en"]) == 0
    shown = capsys.readouterr().out
    assert shown.count("✓ proved: ") == len(load_definition(f"{name}@2021").properties)
    assert "vacuous" not in shown
    assert "was not checked" not in shown


@pytest.mark.parametrize("name", NAMES)
def test_the_generated_suite_covers_everything_and_holds(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ["--parameters", str(assumed(name)), "--criterion", "all", "--lang", "en"]
    assert main(["test", f"{name}@2021", *given]) == 0
    assert "No story found" not in capsys.readouterr().out


@pytest.mark.parametrize("name", LEFT)
def test_what_the_suite_of_the_programme_does_not_cover_is_known(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["test", f"{name}@2021", "--criterion", "all", "--lang", "en"]) == 0
    left = capsys.readouterr().out.partition("No story found")[2]
    assert re.findall(r"– (\S+):", left) == LEFT[name]


@pytest.mark.parametrize("name", ALL)
def test_the_page_is_what_the_command_writes(name: str, tmp_path: Path) -> None:
    written = tmp_path / "page.md"
    assert main(["table", f"{name}@2021", "--lang", "both", "-o", str(written)]) == 0
    page = f"rules/{name.removeprefix('ocop-')}"
    again = f"ocop-workflow table {name}@2021 --lang both -o docs/{page}.md"
    assert written.read_text("utf-8") == (ROOT / "docs" / f"{page}.md").read_text("utf-8"), again
    assert f"<{page}>\n" in (ROOT / "docs" / "index.md").read_text("utf-8")


def test_the_kinds_of_organisations_are_those_of_producers() -> None:
    organisation = load_definition("ocop-organisation@2021").data["kind"].type
    producer = load_definition("ocop-product@148-1489").data["kind"].type
    assert isinstance(organisation, EnumType)
    assert isinstance(producer, EnumType)
    assert set(organisation.values) == set(producer.values)


def test_what_a_product_may_use_is_defined_once_and_lasts_as_long_as_its_certificate() -> None:
    field = load_definition("ocop-promotion@2021").data["uses"]
    assert isinstance(field.type, ListType)
    assert isinstance(field.type.items, EnumType)
    assert field.type.items.values == ("mark_with_stars", "fair", "sales_point", "modern_channel")
    assert "certificate runs" in (field.title.en or "")
    assert {"B", "A"} <= set(field.basis)


def selected(store: Store) -> None:
    about = {"name": "HTX Một", "owner": "htx-1", "kind": "cooperative", "place": "hp/xa-kien-hung"}
    store.start(workflow("ocop-organisation"), about, actor=PRODUCER, id="O-1", at=DAY)


def adopted(store: Store) -> None:
    """A product with a certificate of three stars."""
    given = WORKFLOWS / "ocop-product" / "hai-phong-148-1489.parameters.yaml"
    product = Workflow(definition_with("ocop-product@148-1489", given))
    about = {"product": "Cá mòi kho", "producer": "HTX Một", "owner": "htx-1", "kind": "cooperative",
             "place": "hp/xa-kien-hung", "group": "food", "stars": 3, "decision": "1/QĐ",
             "decided_on": "2026-01-05"}  # fmt: skip
    store.start(product, about, actor=COMMITTEE, id="HP-1", event="adopt", at=DAY)


PROPOSED = {
    "product": "HP-1",
    "organisation": "O-1",
    "owner": "htx-1",
    "place": "hp/xa-kien-hung",
    "chain": "Đóng gói",
}


def test_only_the_product_of_a_selected_organisation_is_proposed_and_confirmed(store: Store) -> None:
    selected(store)
    adopted(store)
    upgrade = workflow("ocop-upgrade")
    with pytest.raises(Refused) as refused:
        store.start(upgrade, PROPOSED, actor=PRODUCER, id="U-1", at=DAY)
    assert "Tổ chức chưa được Chương trình lựa chọn" in refused.value.text("vi")
    store.fire("O-1", "select", {"way": "strengthened"}, actor=CITY, at=DAY)
    store.start(upgrade, PROPOSED, actor=PRODUCER, id="U-1", at=DAY)
    store.fire("U-1", "submit_plan", {"plan": PAPER}, actor=PRODUCER, at=DAY)
    store.fire("U-1", "approve_plan", actor=CITY, at=DAY)
    store.fire("U-1", "report", {"result": PAPER}, actor=PRODUCER, at=DAY)
    store.fire("O-1", "drop", {"reason": "Ngừng sản xuất"}, actor=CITY, at=DAY)
    with pytest.raises(Refused) as refused:
        store.fire("U-1", "confirm", actor=CITY, at=DAY)
    assert "no longer in the programme" in refused.value.text("en")


def test_a_revoked_product_is_not_upgraded(store: Store) -> None:
    selected(store)
    adopted(store)
    store.fire("O-1", "select", {"way": "restructured"}, actor=CITY, at=DAY)
    issuer = Actor("ubnd", roles=[("issuer", "hp")])
    store.fire("HP-1", "revoke", {"cause": "Ngừng sản xuất"}, actor=issuer, at=DAY)
    with pytest.raises(Refused) as refused:
        store.start(workflow("ocop-upgrade"), PROPOSED, actor=PRODUCER, id="U-1", at=DAY)
    assert "bị thu hồi" in refused.value.text("vi")


def test_an_activity_counts_the_products_that_joined_while_it_was_open(store: Store) -> None:
    adopted(store)
    about = {
        "name": "Hội chợ",
        "kind": "fair",
        "place": "hp",
        "starts_on": "2026-06-10",
        "ends_on": "2026-06-14",
    }
    store.start(workflow("ocop-promotion"), about, actor=CITY, id="X-1", at=DAY)
    with pytest.raises(Refused) as refused:
        store.fire("HP-1", "promote", {"activity": "X-1"}, actor=PRODUCER, at=DAY)
    assert "không nhận sản phẩm" in refused.value.text("vi")
    store.fire("X-1", "open_registration", {"uses": ["mark_with_stars", "fair"]}, actor=CITY, at=DAY)
    store.fire("HP-1", "promote", {"activity": "X-1"}, actor=PRODUCER, at=DAY)
    assert store.fire("X-1", "close_registration", actor=CITY, at=DAY).data["joined"] == 1
    with pytest.raises(Refused):
        store.fire("HP-1", "promote", {"activity": "X-1"}, actor=PRODUCER, at=DAY)
    store.fire_due(datetime(2026, 6, 15, 3, tzinfo=UTC))
    assert store.get("X-1").state == "over"


def test_who_lacks_which_course_can_be_read_from_the_cases(store: Store) -> None:
    for number, courses in enumerate((["Chu trình"], ["Chu trình", "Tiêu chí"])):
        about = {"person": "An", "level": "commune", "place": "hp/xa-kien-hung", "needed": courses}
        case = f"T-{number}"
        store.start(workflow("ocop-training"), about, actor=CITY, id=case, event="enrol_officer", at=DAY)
        store.fire(case, "attend", {"course": "Chu trình", "held_on": "2026-03-01"}, actor=CITY, at=DAY)
    store.fire("T-0", "confirm", actor=CITY, at=DAY)
    with pytest.raises(Refused) as refused:
        store.fire("T-1", "confirm", actor=CITY, at=DAY)
    assert "Còn khóa phải học mà chưa học" in refused.value.text("vi")
    lacking = {
        case.id: [course for course in case.data["needed"] if course not in case.data.get("attended", {})]  # type: ignore[attr-defined,operator]
        for case in store.cases(workflow="ocop-training")
        if case.state != "trained"
    }
    assert lacking == {"T-1": ["Tiêu chí"]}


def test_whoever_asks_why_somebody_is_not_trained_is_told_the_course(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    about = {"person": "An", "place": "hp/xa-kien-hung", "needed": ["Chu trình", "Tiêu chí"]}
    store.start(workflow("ocop-training"), about, actor=CITY, id="T-1", event="enrol_manager", at=DAY)
    store.fire("T-1", "attend", {"course": "Chu trình", "held_on": "2026-03-01"}, actor=CITY, at=DAY)
    url = f"sqlite:///{tmp_path / 'cases.db'}"
    given = ["--database", url, "--units", str(WORKFLOWS / "units" / "hai-phong.yaml"), "--lang", "vi"]
    main(["explain", "T-1", "confirm", "--at", "2026-03-03", *given])
    assert "ví dụ: Các khóa đã học: Tiêu chí: Ngày học 03/03/2026" in " ".join(
        capsys.readouterr().out.split()
    )
    assert main(["history", "T-1", "--database", url, "--lang", "vi"]) == 0
    told = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert "Các khóa phải học Chu trình, Tiêu chí" in told
    assert "Các khóa đã học Chu trình" in told


@pytest.mark.parametrize("kind", ["officer", "manager"])
def test_only_officers_have_a_level(kind: str) -> None:
    start = load_definition("ocop-training@2021").start[f"enrol_{kind}"]
    assert ("level" in start.takes) == (kind == "officer")
    assert load("ocop-training").definition.data["level"].title.vi
