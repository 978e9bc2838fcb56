"""The FastAPI service as systems in other languages see it: its OpenAPI is judged by schemathesis, which sends what
fits it and what does not; every document has the keys that it says; refusals are told in the reader's language."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from examples.pressing import HEAD, LEAVE, STAFF, client, driven, service, serving
from fastapi import FastAPI
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from store.server import schema_of

from ocop_workflow import load
from ocop_workflow.interchange import MEDIA_TYPE, document_schemas

HERE = Path(__file__).parent
KINDS = HERE.parent / "interchange" / "kinds.yaml"  # an event takes a field of every type
KNOWN = {  # what is there, beside whatever fits
    "case_id": [f"{kind}-{number}" for kind in "LK" for number in range(4)],
    "event": ["ask", "begin", "grant", "decline", "remind", "hand_in"],
    "workflow": ["leave@1", "kinds@1"],
}


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def app(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    made = service().create_app
    laws = [load(LEAVE), load(KINDS), load("ocop-training@2021")]
    if request.param == "sqlite":
        yield made(f"sqlite:///{tmp_path_factory.mktemp('service') / 'cases.db'}", laws)
    else:
        with schema_of(request.getfixturevalue("server")) as url:
            yield made(driven(url), laws)


@pytest.fixture(scope="module")
def web(app: FastAPI) -> Iterator[httpx.Client]:
    with serving(app) as address, client(address) as found:
        yield found


def started(web: httpx.Client, **query: str) -> dict[str, Any]:
    answer = web.post("/workflows/leave@1/starts/ask", params=query, headers=STAFF)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def test_a_refusal_is_a_problem_in_the_language_of_the_reader(web: httpx.Client) -> None:
    url = f"/cases/{started(web)['id']}/events/grant"
    refused = web.post(url, headers=STAFF)
    assert (refused.status_code, refused.headers["Content-Type"]) == (409, MEDIA_TYPE)
    assert (refused.headers["Content-Language"], refused.headers["Vary"]) == ("vi", "Accept-Language")
    problem = refused.json()
    assert (problem["title"], problem["code"]) == ("Không thực hiện được", "refused")
    assert problem["detail"].splitlines() == [
        "“Duyệt” chỉ dành cho: Trưởng phòng",
        "Người đã thực hiện “Nộp đơn” không được thực hiện “Duyệt”",
    ]
    assert [reason["code"] for reason in problem["reasons"]] == ["not_permitted", "not_permitted"]
    english = web.post(url, headers=STAFF | {"Accept-Language": "fr, en;q=0.8, vi;q=0.5"}).json()
    assert english["detail"].startswith("Only these may do “Grant”: Head of office\n")
    assert english["text"] == problem["text"]


def test_the_same_key_is_the_same_answer_and_one_row(web: httpx.Client) -> None:
    keyed = {"Idempotency-Key": "form-7"}
    first, second = (web.post("/workflows/leave@1/starts/ask", headers=STAFF | keyed) for _ in range(2))
    assert first.json() == second.json()
    url = f"/cases/{first.json()['id']}/events/decline"
    answers = [web.post(url, json={"reason": "Tháng này bận"}, headers=HEAD | keyed) for _ in range(2)]
    assert answers[0].json() == answers[1].json()
    other = web.post(url, json={"reason": "khác"}, headers=HEAD | keyed)
    assert (other.status_code, other.json()["code"]) == (409, "key_reused")
    assert "đã dùng cho một yêu cầu khác" in other.json()["detail"]


def test_what_a_page_has_shown_is_a_condition(web: httpx.Client) -> None:
    url = f"/cases/{started(web)['id']}"
    seen = web.get(url, headers=STAFF).headers["ETag"]
    assert seen == '"1"'
    reminded = web.post(f"{url}/events/remind", headers=STAFF | {"If-Match": seen})
    assert (reminded.status_code, reminded.headers["ETag"]) == (200, '"2"')
    late = web.post(f"{url}/events/grant", headers=HEAD | {"If-Match": seen})
    assert (late.status_code, late.json()["title"]) == (412, "Hồ sơ đã thay đổi")
    assert "vừa được người khác xử lý; hãy đọc lại rồi quyết định" in late.json()["detail"]
    assert web.post(f"{url}/events/grant", headers=HEAD | {"If-Match": "*"}).status_code == 200


def test_mistakes_are_told_in_vietnamese(web: httpx.Client) -> None:
    told = {
        web.get("/cases/none"): (401, "Chưa đăng nhập"),
        web.get("/cases/none", headers=HEAD): (404, "Không có hồ sơ “none” trong kho"),
        web.post("/workflows/x/starts/ask", headers=STAFF): (404, "Dịch vụ không có “x”"),
        web.post("/cases/none/events/x", headers=HEAD, json=3): (422, "Yêu cầu gửi sai ở: body"),
        web.post(
            "/cases/none/events/x", headers=HEAD | {"Content-Type": "application/json"}, content=b"\xff"
        ): (422, "Yêu cầu gửi sai ở: body"),
        web.get("/due", params={"days": "x"}, headers=HEAD): (422, "Yêu cầu gửi sai ở: days"),
    }
    assert {answer: (answer.status_code, answer.json()["detail"]) for answer in told} == told


def test_a_commit_that_fails_is_not_told_as_done(app: FastAPI, web: httpx.Client) -> None:
    """And the same key, sent again, does it once."""
    engine, keyed = app.state.engine, HEAD | {"Idempotency-Key": "form-8"}
    url = f"/cases/{started(web)['id']}"

    def fails(_: object) -> None:
        event.remove(engine, "commit", fails)
        raise OperationalError("COMMIT", {"reason": "personal"}, ConnectionError("gone"))

    event.listen(engine, "commit", fails)
    unknown = web.post(f"{url}/events/grant", headers=keyed)
    assert (unknown.status_code, unknown.headers["Retry-After"]) == (503, "1")
    assert unknown.json()["detail"].startswith("Không rõ đã lưu được hay chưa; hãy đọc lại hồ sơ")
    assert "personal" not in unknown.text
    assert web.get(url, headers=HEAD).json()["state"] == "asked"
    assert web.post(f"{url}/events/grant", headers=keyed).json()["state"] == "granted"


def test_every_document_has_the_keys_that_openapi_says(web: httpx.Client) -> None:
    url = f"/cases/{started(web)['id']}"
    [training] = (each for each in web.get("/workflows").json() if each["workflow"] == "ocop-training")
    found = {
        "Workflow": training,
        "Act": next(iter(training["events"].values())),
        "Case": web.get(url, headers=HEAD).json(),
        "Decision": web.get(f"{url}/decisions", headers=HEAD).json()[0],
        "Entry": web.get(f"{url}/history", headers=HEAD).json()[0],
        "Problem": web.post(f"{url}/events/grant", headers=STAFF).json(),
    }
    found |= {"Text": found["Problem"]["text"], "Reason": found["Problem"]["reasons"][0]}
    schemas: Any = document_schemas()
    assert set(found) == set(schemas) - {"Due"}
    assert {name: set(each) for name, each in found.items()} == {
        name: set(schemas[name]["properties"]) for name in found
    }
    described = web.get("/openapi.json").json()["components"]["schemas"]
    reason = described["leave-1.decline"]["properties"]["reason"]
    assert (reason["type"], reason["title"]) == ("string", "Lý do · Reason")
    assert described["kinds-1.hand_in"]["required"][:2] == ["whole", "score"]


def test_decisions_are_buttons_with_forms_and_reasons(web: httpx.Client) -> None:
    case = started(web)["id"]
    buttons = {each["event"]: each for each in web.get(f"/cases/{case}/decisions", headers=HEAD).json()}
    assert buttons["grant"]["allowed"]
    assert buttons["decline"]["needs_payload"]
    assert buttons["decline"]["takes"]["required"] == ["reason"]
    assert buttons["remind"]["reasons"][0]["text"]["vi"] == "“Nhắc” chỉ dành cho: Nhân viên"


def test_pages_are_shown_in_the_language_of_the_reader(web: httpx.Client) -> None:
    case = started(web)["id"]
    for url in ("/workflows/leave@1/page", f"/cases/{case}/page"):
        for language in ("vi", "en"):
            page = web.get(url, headers=HEAD | {"Accept-Language": language})
            assert page.headers["Content-Type"].startswith("text/html")
            assert f'<html lang="{language}">' in page.text
            assert "Đơn nghỉ phép" in page.text
    assert web.get("/cases/none/page", headers=HEAD).status_code == 404


def judged(address: str, folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """What schemathesis says, to whom half of the time it is told what is there."""
    described = httpx.get(f"{address}/openapi.json").json()
    for path in described["paths"].values():
        for parameter in (each for operation in path.values() for each in operation.get("parameters", ())):
            if known := KNOWN.get(parameter["name"]):
                parameter["schema"] = {"anyOf": [{"enum": known}, parameter["schema"]]}
    (folder / "openapi.json").write_text(json.dumps(described), "utf-8")
    program = [Path(sys.executable).with_name("schemathesis"), "--config-file", HERE / "schemathesis.toml"]
    who = [("-H", f"{name}: {value}") for name, value in {**HEAD, "X-Roles": "head,staff,clerk"}.items()]
    fixed = ["--seed", "7", "--generation-database", "none", *(word for pair in who for word in pair)]
    command = [*program, "run", folder / "openapi.json", "--url", address, *fixed, *options]
    return subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False, cwd=folder)


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_schemathesis_finds_no_fault(web: httpx.Client, tmp_path: Path) -> None:
    for number in range(4):
        started(web, id=f"L-{number}")
        clerk = {"X-User": "chi", "X-Roles": "clerk"}
        begun = web.post(f"/workflows/kinds@1/starts/begin?id=K-{number}", headers=clerk)
        assert begun.status_code == 201, begun.text
    done = judged(str(web.base_url), tmp_path, "--phases", "coverage,fuzzing", "--max-examples", "5")
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_schemathesis_would_notice_a_wrong_answer(
    app: FastAPI, web: httpx.Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    schemas: Any = app.openapi()["components"]["schemas"]
    monkeypatch.setitem(schemas["Workflow"]["properties"], "digest", {"type": "integer"})
    done = judged(str(web.base_url), tmp_path, "--phases", "coverage", "--include-path", "/workflows")
    assert done.returncode == 1
    assert "Response violates schema" in done.stdout
