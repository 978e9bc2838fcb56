"""Two people press one button at the same moment, in the FastAPI service and in the Django site of the examples.

Over HTTP, on SQLite and on PostgreSQL: one event and one row of the host's own, and one clear answer to the other.
Controls are hosts that keep their row in another transaction, or believe what was allowed a moment ago. The long form
is torture/buttons.py.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from examples.pressing import HEAD, Site, running
from store.server import schema_of
from store.support import Database, File

PRESSES = 6  # of each button in each of four sites
PAIRS = [(kind, where) for kind in ("fastapi", "django") for where in ("sqlite", "postgres")]
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module", params=PAIRS, ids="-".join)
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    kind, where = request.param
    folder = tmp_path_factory.mktemp(kind)
    if where == "sqlite":
        path = folder / "leaves.db"
        with running(kind, File(f"sqlite:///{path}", path), folder) as site:
            yield site
    else:
        with (
            schema_of(request.getfixturevalue("server")) as url,
            running(kind, Database(url), folder) as site,
        ):
            yield site


def test_a_button_that_is_pressed_twice_is_one_event_one_row_and_one_clear_answer(site: Site) -> None:
    cases = [site.asked() for _ in range(PRESSES)]
    told = set()
    for number, case_id in enumerate(cases):
        language = ("vi", "en")[number % 2]
        first, second = site.at_once(
            f"/leaves/{case_id}/grant", **{"Accept-Language": f"{language},fr;q=0.5"}
        )
        assert (first.status_code, second.status_code) == (200, 409), second.text
        told.add((language, second.json()["told"]))
    assert told == {
        ("vi", "Hồ sơ đang ở “Đã duyệt” nên chưa làm được việc “Duyệt”; việc này làm ở: Chờ duyệt"),
        ("en", "The case is in “Granted”, where “Grant” is not possible; it is possible in: Asked"),
    }
    events, rows = site.kept(cases)
    assert events == rows == Counter(cases)


def test_with_the_same_key_both_get_the_same_answer(site: Site) -> None:
    cases = [site.asked() for _ in range(PRESSES)]
    for case_id in cases:
        first, second = site.at_once(f"/leaves/{case_id}/grant", **{"Idempotency-Key": "form-7"})
        assert (first.status_code, second.status_code) == (200, 200), second.text
        assert first.json() == second.json() == {"id": case_id, "state": "granted", "seq": 2}
    events, rows = site.kept(cases)
    assert events == rows == Counter(cases)


def test_of_two_who_have_seen_the_same_the_second_is_told(site: Site) -> None:
    """A button that leads nowhere else can be pressed twice; the page says what it has shown."""
    cases = [site.asked() for _ in range(PRESSES)]
    staff = {"X-User": "staff:binh", "If-Match": "1", "Accept-Language": "vi"}
    for case_id in cases:
        first, second = site.at_once(f"/leaves/{case_id}/remind", **staff)
        assert (first.status_code, first.json()["seq"], second.status_code) == (200, 2, 409)
        assert (
            second.json()["told"]
            == f"Hồ sơ “{case_id}” vừa được người khác xử lý; hãy đọc lại rồi quyết định"
        )
    events, rows = site.kept(cases)
    assert events == rows == Counter(cases)


@pytest.mark.parametrize("careless", ["apart", "believed"])
def test_a_host_that_does_it_wrong_would_be_caught(site: Site, careless: str) -> None:
    cases = [site.asked() for _ in range(PRESSES)]
    for case_id in cases:
        site.at_once(f"/{careless}/{case_id}/grant")
    events, rows = site.kept(cases)
    assert events == Counter(cases)
    assert rows != events


def test_the_buttons_of_a_page_and_the_answers_to_mistakes(site: Site) -> None:
    page, (person, _) = f"/leaves/{site.asked()}", site.people
    shown = person.get(page, headers={"X-User": "staff:chi", "Accept-Language": "en"}).json()
    assert shown["state"] == "asked"
    assert [(each["title"], each["enabled"]) for each in shown["buttons"]] == [
        ("Remind", True),
        ("Grant", False),
        ("Decline", False),
    ]
    assert shown["buttons"][1]["why_not"] == ["Only these may do “Grant”: Head of office"]
    keyed = {**HEAD, "Idempotency-Key": "k"}
    declined = person.post(f"{page}/decline", json={"reason": "Tháng này bận"}, headers=keyed)
    assert declined.json()["state"] == "declined"
    other = person.post(f"{page}/decline", json={"reason": "khác"}, headers=keyed)
    assert (other.status_code, "đã dùng cho một yêu cầu khác" in other.json()["told"]) == (409, True)
    assert person.post("/leaves/none/grant", headers=HEAD).status_code == 404


def test_both_examples_are_of_one_workflow() -> None:
    files = [ROOT / "examples" / each for each in ("fastapi/leave.yaml", "django/leaves/leave.yaml")]
    first, second = (file.read_text("utf-8").split("\n", 1) for file in files)  # where the schema lies
    assert first[1] == second[1]
