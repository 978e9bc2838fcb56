"""Cases of any workflow over HTTP: `uvicorn --factory app:create_app` (docs/service.md)."""

import os
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Annotated, Any

from fastapi import Body, Depends, FastAPI, Header, Query, Request, Response, Security
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse
from fastapi.security import APIKeyHeader
from sqlalchemy import Column, Connection, MetaData, String, Table, create_engine, insert
from sqlalchemy.exc import SQLAlchemyError

from ocop_workflow import Actor, Case, Store, Workflow, load
from ocop_workflow import interchange as forms
from ocop_workflow.errors import WorkflowError
from ocop_workflow.pages import case_page, workflow_page

OWN = Table("signature", MetaData(), *(Column(name, String) for name in ("case_id", "event", "who")))
User = Annotated[str | None, Security(APIKeyHeader(name="X-User", auto_error=False))]
Payload = Annotated[dict[str, Any], Body(default_factory=dict)]
Key = Annotated[str, Header(alias="Idempotency-Key", min_length=1, max_length=200)]
Seen = Annotated[str, Header(alias="If-Match", pattern=r'^("?[0-9]{1,9}"?|\*)$')]
New = Annotated[str, Query(alias="id", pattern="^[^/]+$")]
Accepted = Annotated[str, Header(alias="Accept-Language")]
Answer = dict[str, object]
Path = Callable[[Callable[..., object]], Callable[..., object]]


def signed_in(user: User, x_roles: str = Header(""), x_parties: str = Header("")) -> Actor:
    """Who sends a request, as the proxy in front says. Yours knows in its own way, and replaces this alone."""
    if not user:
        raise forms.told("not_signed_in")
    held = [role.strip().partition("@") for role in x_roles.split(",")]
    parties = [party.strip() for party in x_parties.split(",")]
    return Actor(user, roles=[(role, unit or None) for role, _, unit in held], parties=parties)


class Desk(Store):
    """A store in the transaction of one request, with who sends it and the service's own table."""

    def __init__(self, connection: Connection, given: dict[str, Any], me: Actor, response: Response) -> None:
        super().__init__(connection, **given)
        self.connection, self.me, self.response = connection, me, response

    def shown(self, case: Case) -> Answer:
        """With the ETag that `If-Match` sends back."""
        self.response.headers["ETag"] = f'"{case.seq}"'
        return forms.case_document(case, self.workflow(case.id).definition)

    def signed(self, case: Case, event: str) -> Answer:
        """With the service's own row, once for each event that was kept."""
        if not case.replayed:
            self.connection.execute(insert(OWN).values(case_id=case.id, event=event, who=self.me.id))
        return self.shown(case)


def desk(request: Request, response: Response, me: Annotated[Actor, Depends(signed_in)]) -> Iterator[Desk]:
    """The transaction ends before the answer is sent, by the scope: what is answered is kept."""
    with request.app.state.engine.begin() as connection:
        yield Desk(connection, request.app.state.given, me, response)


At = Annotated[Desk, Depends(desk, scope="function")]


async def no(request: Request, error: Any) -> JSONResponse:
    """What is raised, as a problem (RFC 9457) in the reader's language."""
    if isinstance(error, RequestValidationError):
        error = forms.told("request_unfit", where=", ".join(str(each["loc"][-1]) for each in error.errors()))
    elif isinstance(error, SQLAlchemyError):  # its own text would show what was handed in
        error = forms.told("unknown_outcome", detail=type(error).__name__)
    elif not isinstance(error, WorkflowError):  # 400: a body that is no JSON
        error = forms.told("request_unfit", where="body")
    answer = forms.problem(error, request.headers)
    return JSONResponse(answer.document, answer.status, answer.headers)


def create_app(url: str = "", workflows: Sequence[Workflow] = (), **given: Any) -> FastAPI:
    """The service; `given` (units, a calendar) goes to stores. DATABASE_URL and WORKFLOWS stand in for arguments."""
    handlers: Any = dict.fromkeys((400, WorkflowError, RequestValidationError, SQLAlchemyError), no)
    app = FastAPI(title="Cases", version="1", exception_handlers=handlers, responses=forms.PROBLEMS)
    app.router.generate_unique_id_function = lambda route: route.name  # what a client's functions are called
    app.state.engine = create_engine(url or os.environ.get("DATABASE_URL", "sqlite:///cases.db"))
    app.state.given = given
    OWN.metadata.create_all(app.state.engine)
    laws = workflows or [load(name) for name in os.environ.get("WORKFLOWS", "leave.yaml").split()]
    made = app.openapi
    app.openapi = lambda: app.openapi_schema or forms.completed(made(), laws)  # type: ignore[method-assign]

    def law(workflow: str) -> Workflow:
        if found := [each for each in laws if f"{each.name}@{each.version}" == workflow]:
            return found[0]
        raise forms.told("not_offered", what=workflow)

    def path(method: str, where: str, document: str, status: int = 200, *, many: bool = False) -> Path:
        told = forms.answers(document, status, many=many)
        return app.api_route(where, methods=[method], status_code=status, responses=told, response_model=None)

    @path("GET", "/workflows", "Workflow", many=True)
    def all_workflows() -> list[Answer]:
        return [forms.workflow_document(each) for each in laws]

    @path("POST", "/workflows/{workflow}/starts/{event}", "Case", 201)
    def start(at: At, workflow: str, event: str, taken: Payload, key: Key = "", new: New = "") -> Answer:
        return at.signed(
            at.start(law(workflow), taken, actor=at.me, id=new or None, event=event, key=key or None), event
        )

    @path("POST", "/cases/{case_id}/events/{event}", "Case")
    def fire(at: At, case_id: str, event: str, taken: Payload, key: Key = "", seen: Seen = "*") -> Answer:
        expected = None if seen == "*" else int(seen.strip('"'))
        return at.signed(
            at.fire(case_id, event, taken, actor=at.me, key=key or None, expected=expected), event
        )

    @path("GET", "/cases/{case_id}", "Case")
    def case(at: At, case_id: str) -> Answer:
        return at.shown(at.get(case_id))

    @path("GET", "/cases/{case_id}/decisions", "Decision", many=True)
    def decisions(at: At, case_id: str) -> list[Answer]:
        definition = at.workflow(case_id).definition
        return [forms.decision_document(each, definition) for each in at.decisions(case_id, actor=at.me)]

    @path("GET", "/cases/{case_id}/history", "Entry", many=True)
    def history(at: At, case_id: str) -> list[Answer]:
        known = at.workflows(case_id)
        return [
            forms.history_document(each, known[each.definition].definition) for each in at.history(case_id)
        ]

    @path("GET", "/due", "Due", many=True)
    def due(at: At, days: Annotated[int, Query(ge=0, le=3660)] = 0) -> list[Answer]:
        now = datetime.now(UTC)
        return [forms.due_document(each, now) for each in islice(at.due(now + timedelta(days=days)), 500)]

    @app.get("/workflows/{workflow}/page", response_class=HTMLResponse)
    def page_of_workflow(workflow: str, accepted: Accepted = "") -> str:
        return "".join(workflow_page(law(workflow), language=forms.preferred_language(accepted)))

    @app.get("/cases/{case_id}/page", response_class=HTMLResponse)
    def page_of_case(at: At, case_id: str, accepted: Accepted = "") -> str:
        return "".join(case_page(at, case_id, language=forms.preferred_language(accepted)))

    return app
