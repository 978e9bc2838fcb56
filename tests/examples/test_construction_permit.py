"""The building permit of the examples: another procedure, checked, proved and lived through like the one that ships."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ocop_workflow import Actor, Case, Facts, Refused, Store, Workflow, load
from ocop_workflow.cli import main
from ocop_workflow.engine import fold
from ocop_workflow.reading import read_calendar, read_directory, read_units

FOLDER = Path(__file__).parents[2] / "examples" / "construction-permit"
UNITS, CALENDAR = read_units(FOLDER / "units.yaml"), read_calendar(FOLDER / "calendar.yaml")
DAYS = {"answer_days": 10, "handling_days": 15, "completion_days": 30, "valid_months": 12, "fire_floors": 7}
OWNER = Actor("owner", parties=["party-1"])
OFFICER = Actor("officer", roles=[("officer", "town")])
AGENCY = Actor("agency", roles=[("agency", "town")])
CHIEF = Actor("chief", roles=[("chief", "town")])
ABOUT = {"applicant": "party-1", "applicant_name": "Nguyễn Văn Một", "place": "town/north", "floors": 9}


def permit() -> Workflow:
    return load(FOLDER / "permit.yaml", parameters=DAYS)


def day(month: int, number: int) -> datetime:
    """Nine in the morning there, of a day in 2024."""
    return datetime(2024, month, number, 2, tzinfo=UTC)


class Life:
    """A case that is decided without a store."""

    def __init__(self, *, at: datetime, floors: int = 9) -> None:
        self.workflow = permit()
        self.case: Case | None = None
        self.do("apply", OWNER, at, **(ABOUT | {"floors": floors}))

    def do(self, event: str, actor: Actor, at: datetime, **payload: object) -> list[str]:
        """The codes of the refusal; none where the event is allowed, and then the case goes on."""
        facts = Facts(now=at, case_id="P-1", units=UNITS, calendar=CALENDAR)
        decision = self.workflow.decide(self.case, event, payload, actor=actor, at=at, facts=facts)
        if decision.allowed:
            self.case = decision.case
        return [reason.code for reason in decision.reasons]

    @property
    def state(self) -> str:
        assert self.case is not None
        return self.case.state

    def value(self, name: str) -> object:
        assert self.case is not None
        return self.case.data.get(name)


def test_agencies_answer_in_any_order_and_may_change_their_answer() -> None:
    life = Life(at=day(3, 4))
    assert life.do("consult", OFFICER, day(3, 5), asked=["fire", "power"]) == []
    assert life.do("answer", AGENCY, day(3, 6), agency="power", agree=True, text="…") == []
    assert life.do("gather", OFFICER, day(3, 7)) == ["guard_unmet"]
    assert life.do("answer", AGENCY, day(3, 8), agency="fire", agree=False, text="…") == []
    assert life.do("gather", OFFICER, day(3, 8)) == []
    assert life.do("grant", CHIEF, day(3, 11)) == ["guard_unmet"], "the fire service does not agree"
    assert life.do("refuse", CHIEF, day(3, 11), reason="…") == []
    assert life.state == "refused"


def test_a_tall_building_needs_the_fire_service_and_an_agency_that_was_not_asked_is_not_heard() -> None:
    life = Life(at=day(3, 4))
    assert life.do("consult", OFFICER, day(3, 5), asked=["power"]) == ["guard_unmet"]
    assert life.do("consult", OFFICER, day(3, 5), asked=[]) == ["guard_unmet", "guard_unmet"]
    assert life.do("consult", OFFICER, day(3, 5), asked=["fire"]) == []
    assert life.do("answer", AGENCY, day(3, 6), agency="power", agree=True, text="…") == ["guard_unmet"]
    low = Life(at=day(3, 4), floors=6)
    assert low.do("consult", OFFICER, day(3, 5), asked=["power"]) == []


def test_who_is_silent_for_the_time_to_answer_is_taken_to_agree() -> None:
    life = Life(at=day(3, 4))
    life.do("consult", OFFICER, day(3, 5), asked=["fire", "power"])
    life.do("answer", AGENCY, day(3, 6), agency="power", agree=True, text="…")
    assert life.do("gather", OFFICER, day(3, 18)) == ["guard_unmet"]
    assert life.do("grant", CHIEF, day(3, 19)) == [], "ten working days after Tuesday, 5 March"
    assert life.state == "granted"
    assert str(life.value("valid_until")) == "2025-03-19"


def test_silence_does_not_outvote_an_agency_that_disagreed() -> None:
    life = Life(at=day(3, 4))
    life.do("consult", OFFICER, day(3, 5), asked=["fire", "power"])
    life.do("answer", AGENCY, day(3, 6), agency="fire", agree=False, text="…")
    assert life.do("grant", CHIEF, day(3, 19)) == ["guard_unmet"]


def test_the_time_to_handle_a_file_stands_still_while_its_applicant_completes_it() -> None:
    life = Life(at=day(3, 4))
    life.do("ask_completion", OFFICER, day(3, 6), missing="…")
    assert life.case is not None
    assert life.case.due["overdue"].left == 13, "two of fifteen working days are gone"
    life.do("complete", OWNER, day(4, 1))
    assert life.case.due["overdue"].at is not None
    assert life.do("consult", OFFICER, day(4, 17), asked=["fire"]) == []
    assert life.value("late") is False
    assert life.do("answer", AGENCY, day(4, 18), agency="fire", agree=True, text="…") == []
    assert life.value("late") is True


def test_a_file_that_is_not_completed_in_time_is_closed() -> None:
    life = Life(at=day(3, 4))
    life.do("ask_completion", OFFICER, day(3, 6), missing="…")
    assert life.do("complete", OWNER, day(4, 5)) == ["wrong_state"], "thirty days after 6 March"


def test_who_asked_the_agencies_does_not_grant() -> None:
    both = Actor("u-1", roles=[("officer", "town"), ("chief", "town")])
    life = Life(at=day(3, 4), floors=2)
    life.do("consult", both, day(3, 5), asked=["power"])
    life.do("answer", AGENCY, day(3, 6), agency="power", agree=True, text="…")
    life.do("gather", OFFICER, day(3, 7))
    assert life.do("grant", both, day(3, 8)) == ["not_permitted"]
    assert life.do("grant", CHIEF, day(3, 8)) == []


def test_a_permit_in_a_store_lapses_by_itself_and_its_history_folds(tmp_path: Path) -> None:
    now = [day(3, 4)]
    url = f"sqlite:///{tmp_path / 'permits.db'}"
    with Store.connect(url, units=UNITS, calendar=CALENDAR, clock=lambda: now[0]) as store:
        store.start(permit(), ABOUT, actor=OWNER, id="P-1")
        now[0] = day(3, 5)
        with pytest.raises(Refused) as refused:
            store.fire("P-1", "consult", {"asked": ["power"]}, actor=OFFICER)
        assert refused.value.reasons[0].text.vi == "Nhà cao tầng phải hỏi cơ quan phòng cháy"
        store.fire("P-1", "consult", {"asked": ["fire"]}, actor=OFFICER)
        now[0] = day(3, 19)
        assert [entry.event for entry in store.fire_due(now[0])] == ["deemed_agreed"]
        store.fire("P-1", "grant", actor=CHIEF)
        now[0] = datetime(2025, 4, 1, tzinfo=UTC)
        assert [entry.event for entry in store.fire_due(now[0])] == ["lapse"]
        case, history = store.get("P-1"), store.history("P-1")
        assert case.state == "lapsed"
        assert fold(permit().machine, history) == case
        assert store.verify("P-1") == ()


def test_its_run_file_runs_and_its_claims_are_proved(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = str(tmp_path / "permits.db")
    assert main(["--lang", "en", "check", str(FOLDER / "permit.yaml")]) == 0
    assert capsys.readouterr().out.count("✓ proved") == 24
    assert main(["--lang", "en", "run", str(FOLDER / "permits.run.yaml"), "--database", database]) == 0
    assert main(["--lang", "vi", "history", "P-2", "--database", database]) == 0
    assert "Hết hạn trả lời" in capsys.readouterr().out


def test_it_speaks_both_languages_and_of_its_own_matter_only() -> None:
    definition = permit().definition
    titles = [event.title for event in definition.events.values()]
    titles += [start.title for start in definition.start.values()]
    titles += [field.title for field in (*definition.data.values(), *definition.parameters.values())]
    titles += [role.title for role in definition.roles.values()]
    assert all(title.vi and title.en for title in titles)
    for path in FOLDER.iterdir():
        text = path.read_text("utf-8").replace("ocop-workflow", "")
        assert not re.search("ocop|stars|commune", text, re.IGNORECASE)


def test_people_of_the_directory_act_in_the_place_that_it_says_and_duties_hold_them_to_it(
    tmp_path: Path,
) -> None:
    times = [day(3, 4)]
    people = read_directory(FOLDER / "directory.yaml")
    opened = Store.connect(
        f"sqlite:///{tmp_path / 'p.db'}",
        units=UNITS,
        calendar=CALENDAR,
        directory=people,
        clock=lambda: times[-1],
    )
    with opened as store:
        about = ABOUT | {"applicant": "party-9"}
        store.start(permit(), about, actor=Actor("dung"), id="P-1")
        store.fire("P-1", "consult", {"asked": ["fire"]}, actor=Actor("an"))
        store.fire("P-1", "answer", {"agency": "fire", "agree": True, "text": "…"}, actor=Actor("dung"))
        store.fire("P-1", "gather", actor=Actor("an"))
        with pytest.raises(Refused) as refused:  # who asked the agencies does not decide, in nobody's place
            store.fire("P-1", "grant", actor=Actor("an"))
        assert [reason.guard for reason in refused.value.reasons] == ["not_by: consult", "not_by: gather"]
        store.fire("P-1", "grant", actor=Actor("chi"))  # the deputy signs for the head
        entry = store.history("P-1")[-1]
        assert (entry.actor, entry.role, entry.unit, entry.on_behalf) == ("chi", "chief", "town", "binh")
