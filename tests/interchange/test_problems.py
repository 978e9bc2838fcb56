"""What a host answers over HTTP: the status, the language that is liked best, and both languages inside."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from store.support import CITIZEN, OFFICER, begun

from ocop_workflow import Conflict, DefinitionError, Refused, Store, StoreError, UnknownOutcome, load
from ocop_workflow.interchange import MEDIA_TYPE, preferred_language, problem, told
from ocop_workflow.messages import say


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "vi"),
        ("en", "en"),
        ("en-GB,en;q=0.9,vi;q=0.8", "en"),
        ("fr, en;q=0.3, vi;q=0.7", "vi"),
        ("vi;q=0.2,en;q=0.3", "en"),
        ("EN", "en"),
        ("en;q=0", "vi"),
        ("vi;q=0, en;q=0.1", "en"),
        ("de", "vi"),
        ("*", "vi"),
        ("english", "vi"),
        ("en;q=x", "vi"),
    ],
)
def test_the_language_that_a_reader_likes_best(accepted: str, language: str) -> None:
    assert preferred_language(accepted) == language


@given(st.text())
def test_whatever_is_sent_as_languages_gives_one_of_ours(accepted: str) -> None:
    assert preferred_language(accepted) in {"vi", "en"}


def test_a_refusal_has_every_reason_and_both_languages() -> None:
    with Store.connect("sqlite:///:memory:") as store:
        begun(store)
        with pytest.raises(Refused) as refused:
            store.fire("D-1", "approve", {"valid_until": "2020-03-01"}, actor=CITIZEN)
        sources = store.workflow("D-1").definition.sources
    answer = problem(refused.value, {"accept-language": "en"}, sources)
    assert (answer.status, answer.headers["Content-Type"]) == (409, MEDIA_TYPE)
    assert answer.document["detail"] == refused.value.text("en")
    assert answer.document["text"] == {"vi": refused.value.text("vi"), "en": refused.value.text("en")}
    reasons = answer.document["reasons"]
    assert isinstance(reasons, list)
    assert [each["code"] for each in reasons] == [each.code for each in refused.value.reasons]


def test_every_code_that_a_request_can_cause_has_a_status_and_a_title_in_both_languages() -> None:
    conflict = Conflict(say("store.conflict", case="L-1"), "conflict")
    assert problem(conflict, {}).status == 409
    assert problem(conflict, {"If-Match": '"1"'}).status == 412
    unknown = UnknownOutcome(say("store.unknown_outcome", detail=""), "unknown_outcome")
    assert (problem(unknown, {}).status, problem(unknown, {}).headers["Retry-After"]) == (503, "1")
    for code, status in (
        ("not_signed_in", 401),
        ("unknown_case", 404),
        ("busy", 503),
        ("key_unfit", 422),
        ("schema_newer", 500),
    ):
        error = StoreError(say("store.closed"), code)
        english, vietnamese = (
            problem(error, {"Accept-Language": each}).document["title"] for each in ("en", "vi")
        )
        assert problem(error, {}).status == status
        assert english != vietnamese


def test_a_parameter_that_is_open_is_the_hosts_fault() -> None:
    with pytest.raises(DefinitionError) as error, Store.connect("sqlite:///:memory:") as store:
        store.start(load("ocop-training@2021"), {}, actor=OFFICER)
    answer = problem(error.value, {})
    assert (answer.status, answer.document["code"]) == (500, "parameter_open")


def test_what_a_host_tells_by_itself() -> None:
    assert told("not_offered", what="x").text("vi") == "Dịch vụ không có “x”"
    assert told("unknown_outcome", detail="x").text("en").endswith(": x")
    with pytest.raises(KeyError):
        told("no such code")
