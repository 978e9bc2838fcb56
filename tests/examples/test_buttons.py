"""Two people press one button at the same moment, in the FastAPI service and in the Django site of the examples.

Over HTTP, on SQLite and on PostgreSQL: one event and one row of the host's own, and one clear answer to the other.
Controls are hosts that keep their row in another transaction, or believe what was allowed a moment ago. The long form
is torture/buttons.py.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from examples.pressing import Site, Told, running
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
        first, second = site.at_once(case_id, "grant", language=f"{language},fr;q=0.5")
        assert (first.done, second.done) == (True, False), second
        told.add((language, second.sentence))
    assert told == {
        ("vi", "Hồ sơ đang ở “Đã duyệt” nên chưa làm được việc “Duyệt”; việc này làm ở: Chờ duyệt"),
        ("en", "The case is in “Granted”, where “Grant” is not possible; it is possible in: Asked"),
    }
    events, rows = site.kept(cases)
    assert events == rows == Counter(cases)


def test_with_the_same_key_both_get_the_same_answer(site: Site) -> None:
    cases = [site.asked() for _ in range(PRESSES)]
    for case_id in cases:
        assert site.at_once(case_id, "grant", key="form-7") == [Told(done=True)] * 2
    events, rows = site.kept(cases)
    assert events == rows == Counter(cases)


def test_of_two_who_have_seen_the_same_the_second_is_told(site: Site) -> None:
    """A button that leads nowhere else can be pressed twice; the page says what it has shown."""
    cases = [site.asked() for _ in range(PRESSES)]
    for case_id in cases:
        first, second = site.at_once(case_id, "remind", seen="1", language="vi")
        assert (first.done, second.done) == (True, False)
        assert second.sentence == f"Hồ sơ “{case_id}” vừa được người khác xử lý; hãy đọc lại rồi quyết định"
    events, rows = site.kept(cases)
    assert events == rows == Counter(cases)


@pytest.mark.parametrize("careless", ["apart", "believed"])
def test_a_host_that_does_it_wrong_would_be_caught(site: Site, careless: str) -> None:
    cases = [site.asked() for _ in range(PRESSES)]
    for case_id in cases:
        site.careless(careless, case_id, "grant")
    events, rows = site.kept(cases)
    assert events == Counter(cases)
    assert rows != events


def test_both_examples_are_of_one_workflow() -> None:
    files = [ROOT / "examples" / each for each in ("fastapi/leave.yaml", "django/leaves/leave.yaml")]
    first, second = (file.read_text("utf-8").split("\n", 1) for file in files)  # where the schema lies
    assert first[1] == second[1]
