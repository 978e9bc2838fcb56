"""Buttons in a web service: the service's own row and the case's event are kept together, however often one is pressed.

uvicorn --factory app:create_app      DATABASE_URL says where: sqlite:///leaves.db, postgresql+psycopg://user@host/name
"""

import os
from http import HTTPStatus
from pathlib import Path
from typing import Annotated, Any

from fastapi import Body, FastAPI, Header, Request
from fastapi.responses import JSONResponse
from sqlalchemy import create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from ocop_workflow import Actor, Case, Conflict, Refused, Store, UnknownOutcome, load
from ocop_workflow.errors import StoreError

LEAVE = load(Path(__file__).with_name("leave.yaml"))
STATUS = {  # of what a store tells by its code; all else is a fault of the service
    "unknown_case": HTTPStatus.NOT_FOUND,
    "case_exists": HTTPStatus.CONFLICT,
    "key_reused": HTTPStatus.CONFLICT,
    "busy": HTTPStatus.SERVICE_UNAVAILABLE,
}

User = Annotated[str, Header(alias="X-User")]
Key = Annotated[str | None, Header(alias="Idempotency-Key")]
Seen = Annotated[int | None, Header(alias="If-Match")]
Payload = Annotated[dict[str, Any] | None, Body()]


class Base(DeclarativeBase):
    """The service's own tables."""


class Signature(Base):
    """Who pressed which button: one row an event."""

    __tablename__ = "signature"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[str] = mapped_column(index=True)
    event: Mapped[str]
    who: Mapped[str]


def signed_in(user: str) -> Actor:
    """Who is signed in, and as what. A service asks its sessions; a header says it here, `head:an` or `staff:binh`."""
    role, _, name = user.partition(":")
    return Actor(name, roles=[role])


def language(request: Request) -> str:
    """The first of the reader's languages that there are sentences in."""
    wanted = request.headers.get("Accept-Language", "").split(",")
    spoken = [each.strip()[:2].lower() for each in wanted]
    return next((each for each in spoken if each in {"vi", "en"}), "vi")


def create_app(url: str | None = None) -> FastAPI:
    """The service over one database."""
    engine = create_engine(url or os.environ.get("DATABASE_URL", "sqlite:///leaves.db"))
    Base.metadata.create_all(engine)
    app = FastAPI(title="Leaves of absence")

    # The transaction ends inside these functions: what is answered is kept. The end of a dependency with `yield`
    # would come after the answer was sent.

    @app.post("/leaves")
    def ask(user: User, key: Key = None) -> dict[str, object]:
        with Session(engine) as session, session.begin():
            return signed(session, Store(session).start(LEAVE, actor=signed_in(user), key=key), "ask", user)

    @app.post("/leaves/{case_id}/{event}")
    def press(
        case_id: str, event: str, user: User, payload: Payload = None, key: Key = None, seen: Seen = None
    ) -> dict[str, object]:
        with Session(engine) as session, session.begin():
            store = Store(session)
            case = store.fire(case_id, event, payload, actor=signed_in(user), key=key, expected=seen)
            return signed(session, case, event, user)

    @app.get("/leaves/{case_id}")
    def show(case_id: str, user: User, request: Request) -> dict[str, object]:
        with Session(engine) as session:
            store = Store(session)
            case = store.get(case_id)
            buttons = [
                {
                    "event": each.event,
                    "title": LEAVE.definition.events[each.event].title.say(language(request)),
                    "enabled": each.allowed or bool(each.needs),
                    "takes": list(each.needs),
                    "why_not": [reason.text.say(language(request)) for reason in each.reasons],
                }
                for each in store.decisions(case_id, actor=signed_in(user))
            ]
        return {"state": case.state, "seq": case.seq, "buttons": buttons}

    @app.exception_handler(Refused)
    @app.exception_handler(Conflict)
    def no(request: Request, told: Refused | Conflict) -> JSONResponse:
        return JSONResponse({"told": told.text(language(request))}, HTTPStatus.CONFLICT)

    @app.exception_handler(StoreError)
    @app.exception_handler(UnknownOutcome)
    def failed(request: Request, told: StoreError | UnknownOutcome) -> JSONResponse:
        status = STATUS.get(told.code, HTTPStatus.INTERNAL_SERVER_ERROR)
        return JSONResponse({"told": told.text(language(request))}, status)

    return app


def signed(session: Session, case: Case, event: str, user: str) -> dict[str, object]:
    """The service's own row, once for each event that was kept; the answer is the same each time."""
    if not case.replayed:
        session.add(Signature(case_id=case.id, event=event, who=user))
    return {"id": case.id, "state": case.state, "seq": case.seq}
