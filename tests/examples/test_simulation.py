"""Years of the programme from a seed: the same seed the same store, and nothing happens in silence."""

from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import programme
import pytest
from figures import counts, histories
from lives import Fault
from mornings import Mornings
from programme import alone, simulate, variants
from simulate import main
from world import Change, document, laws_as_they_came

from ocop_workflow import Entry, Store
from ocop_workflow.properties import Standing
from ocop_workflow.verification.log import watch

FOLDER = Path(__file__).parents[2] / "examples" / "simulation"
LABORATORY = FOLDER.parent / "custom-stage" / "laboratory.yaml"
YEARS = (2021, 2026)


@pytest.fixture(scope="module")
def laws() -> tuple[Change, ...]:
    return laws_as_they_came(document(FOLDER / "rates.yaml")["law_change"]["values"])


@pytest.fixture(scope="module")
def twenty(laws: tuple[Change, ...]) -> Mornings:
    return simulate(7, 20, YEARS, laws)


def exported(store: Store) -> bytes:
    file = BytesIO()
    store.export(file)
    return file.getvalue()


def lived(store: Store) -> list[tuple[str, datetime]]:
    return [(entry.event, entry.at) for life in histories(store, "ocop-product") for entry in life.entries]


def test_the_same_seed_gives_the_same_store_byte_for_byte_and_another_seed_another(
    twenty: Mornings, laws: tuple[Change, ...]
) -> None:
    store = exported(twenty.lives.world.store)
    assert exported(simulate(7, 20, YEARS, laws).lives.world.store) == store
    other = simulate(8, 20, YEARS, laws).lives.world.store
    assert exported(other) != store
    assert lived(other) != lived(twenty.lives.world.store)  # not in its hashes alone


def test_nothing_is_wrong_with_the_store_and_products_live_under_all_three_laws(twenty: Mornings) -> None:
    store = twenty.lives.world.store
    assert list(store.verify()) == []
    laws = {law.version for life in histories(store, "ocop-product") for law in life.laws.values()}
    assert laws == {"1048", "148", "148-1489"}


def test_no_claim_of_the_law_is_broken_but_what_a_plan_waives_when_the_law_changes(twenty: Mornings) -> None:
    store = twenty.lives.world.store
    for case in store.cases("ocop-product"):
        history = store.history(case.id)
        moves = [entry for entry in history if entry.moves]
        for watched in watch(store.workflow(case.id).machine, history):
            if watched.standing is Standing.VIOLATED:
                assert watched.claim.title.say("en") in waived_by(moves[-1]), case.id


def waived_by(entry: Entry) -> list[str]:
    """The claims that a plan waives of the case that it moved with this entry."""
    waived: Any = entry.payload["waived"]
    return [each["property"] for each in waived]


def test_no_council_meets_on_a_dossier_that_has_not_entered_a_round(twenty: Mornings) -> None:
    for life in histories(twenty.lives.world.store, "ocop-product"):
        entered = False
        for entry in life.entries:
            entered = (entered or entry.event == "enter_round") and life.evaluated(entry)
            assert entered or entry.event != "convene", entry


def test_rounds_are_concluded_and_then_the_phase_is_closed(twenty: Mornings) -> None:
    store = twenty.lives.world.store
    rounds = store.counts("ocop-round")
    assert rounds["concluded"] >= 10
    assert sum(rounds.values()) == 2 * 6  # two a year
    assert store.get("P-2021-2025").state == "closed"
    assert store.get("P-2026-2030").state == "cycle"


def test_whoever_was_in_a_divided_commune_goes_on_once_the_city_has_said_where(twenty: Mornings) -> None:
    store = twenty.lives.world.store
    refused = {case for case, verdict in twenty.told if verdict == "refused"}
    assert refused
    assert all("resettle" in [entry.event for entry in store.history(case)] for case in refused)
    assert {store.workflow(case).version for case in refused} == {"148-1489"}
    assert twenty.lives.stranded() == 0


def test_figures_of_a_day_are_those_of_that_day(twenty: Mornings) -> None:
    found = histories(twenty.lives.world.store, "ocop-product")
    certified = [counts(found, date(year, 12, 31))["certified"] for year in range(2021, 2027)]
    assert certified == sorted(certified)
    assert counts(found, date(2021, 3, 8))["registered"] == 0
    assert counts(found, date(2026, 12, 31))["registered"] == 20


def test_a_refusal_that_nobody_foresaw_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    def without_the_laboratory(path: Path) -> Any:
        said = document(path)
        if "conduct" in said:
            del said["conduct"]["producing"]
        return said

    monkeypatch.setattr(programme, "document", without_the_laboratory)
    both = variants(LABORATORY)
    assert both is not None
    with pytest.raises(
        Fault, match=r"submit_dossier in producing: .*Food and drinks need a passed laboratory"
    ):
        simulate(7, 10, (2021, 2022), alone(both[1]))


@pytest.fixture
def shown(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    def run(*arguments: str) -> tuple[int, str, str]:
        code = main(["--seed", "7", *arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return run


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("vi", "Mô phỏng, không phải số liệu"),
        ("en", "A simulation, no figures of anybody"),
    ],
)
def test_the_script_fills_a_database_and_says_what_it_is(
    language: str, sentence: str, tmp_path: Path, shown: Callable[..., tuple[int, str, str]]
) -> None:
    url = f"sqlite:///{tmp_path / 'years.db'}"
    code, out, _ = shown("--products", "6", "--to", "2023", "--database", url, "--lang", language)
    assert (code, sentence in out) == (0, True)
    with Store.connect(url, existing=True) as store:
        assert sum(store.counts("ocop-product").values()) == 6


def test_an_extension_is_compared_with_what_it_extends_on_the_same_seed(
    shown: Callable[..., tuple[int, str, str]],
) -> None:
    code, out, _ = shown("--products", "15", "--to", "2022", "--workflow", str(LABORATORY), "--lang", "en")
    lines = {line[:40].strip(): line.split()[-2:] for line in out.splitlines()}
    assert code == 0
    assert out.splitlines()[0].split()[-2:] == ["ocop-product@1048", "laboratory.yaml"]
    assert lines["Registered"] == ["15", "15"]
    slower = lines["Days from registering to a certificate ("]
    assert float(slower[1]) > float(slower[0])  # the test of a sample takes days


def test_another_quorum_is_compared_with_the_one_that_ships(
    tmp_path: Path, shown: Callable[..., tuple[int, str, str]]
) -> None:
    file = tmp_path / "seven.parameters.yaml"
    file.write_text("parameters: seven\nworkflow: ocop-product@148\nvalues: {quorum: 7}\n", "utf-8")
    code, out, _ = shown(
        "--products", "15", "--from", "2023", "--to", "2024", "--workflow", str(file), "--lang", "en"
    )
    first, second = (
        line.split()[-2:] for line in out.splitlines() if line.startswith(("Days of", "Assessed"))
    )
    assert code == 0
    assert first[0] == first[1]  # whoever is scored by five is scored by seven, some day
    assert float(second[1]) >= float(second[0])


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("vi", "không có gì để so sánh"), ("en", "there is nothing to compare it with")],
)
def test_a_file_that_changes_nothing_is_refused(
    language: str, sentence: str, shown: Callable[..., tuple[int, str, str]]
) -> None:
    leave = FOLDER.parent / "testing-your-own" / "leave.yaml"
    code, _, err = shown("--workflow", str(leave), "--lang", language)
    assert (code, sentence in err) == (2, True)


def test_it_is_told_that_a_database_or_a_workflow_is_needed(
    shown: Callable[..., tuple[int, str, str]],
) -> None:
    assert shown("--lang", "en") == (2, "", "--database or --workflow is needed\n")


def test_every_rate_names_its_source_or_says_that_it_is_assumed() -> None:
    rates = document(FOLDER / "rates.yaml")
    for rate in (*rates["chances"].values(), *rates["results"].values(), rates["kinds"], rates["begins"]):
        assert rate.get("source") in rates["sources"] or rate["assumed"]
    for section in ("council", "groups", "rounds", "registering", "law_change"):
        assert rates[section]["assumed"], section


def test_what_people_do_where_a_product_stands_is_drawn_by_rates_that_there_are() -> None:
    chances = document(FOLDER / "rates.yaml")["chances"]
    conduct = document(FOLDER / "conduct.yaml")
    asked = {
        option["chance"]
        for options in conduct["conduct"].values()
        for option in options
        if "chance" in option
    }
    assert asked == set(chances) - {"five_stars", "member_comes", "totals_apart"}
    assert set(conduct["assumed"]) == {"vi", "en"}
