"""A model of SQLAlchemy's and the case of the same leave, in one session: they are kept together, or neither is.

DATABASE_URL=postgresql+psycopg://user@host/name python leaves.py      without it, sqlite:///leaves.db
"""

import os
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from ocop_workflow import Actor, Refused, Store, load

LAW = load(Path(__file__).parent.parent / "fastapi" / "leave.yaml")


class Base(DeclarativeBase):
    """The host's own tables."""


class Leave(Base):
    """A leave that is asked for. Where it stands, its case says; both have one id."""

    __tablename__ = "leave"

    case_id: Mapped[str] = mapped_column(primary_key=True)
    first_day: Mapped[date]
    days: Mapped[int]
    decided_by: Mapped[str | None]


def connected(url: str) -> Engine:
    """The engine; SQLite's transactions begin as they are meant to, and wait in turn."""
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", lambda raw, _: setattr(raw, "isolation_level", None))
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    Base.metadata.create_all(engine)
    return engine


def ask(session: Session, actor: Actor, first_day: date, days: int) -> Leave:
    """A new leave and its case; the session's owner commits."""
    case = Store(session).start(LAW, actor=actor)
    leave = Leave(case_id=case.id, first_day=first_day, days=days)
    session.add(leave)
    return leave


def decide(session: Session, leave: Leave, word: str, actor: Actor, **payload: object) -> None:
    """Grant or decline it; raises Refused, after which the session has what it had before."""
    with session.begin_nested():
        leave.decided_by = actor.id
        session.flush()
        Store(session).fire(leave.case_id, word, payload, actor=actor)


def decide_all(session: Session, leaves: Iterable[Leave], word: str, actor: Actor) -> list[str]:
    """Those that may be decided are; what is said of the others, which stay as they were."""
    told = []
    for leave in leaves:
        try:
            decide(session, leave, word, actor)
        except Refused as refused:  # its savepoint has taken row and event back, and nothing of the others
            told.append(f"{leave.case_id}: {refused.text('vi')}")
    return told


def main() -> None:
    """Two ask, one of them the head of the office; who grants both is told why one of them cannot be."""
    engine = connected(os.environ.get("DATABASE_URL", "sqlite:///leaves.db"))
    an, binh = Actor("an", roles=["head", "staff"]), Actor("binh", roles=["staff"])
    with Session(engine) as session, session.begin():
        leaves = [ask(session, who, date(2026, 3, 2), 3) for who in (an, binh)]
        for line in decide_all(session, leaves, "grant", an):
            print(line)
        for leave in leaves:
            print(leave.case_id, Store(session).get(leave.case_id).state, leave.decided_by)
    engine.dispose()


if __name__ == "__main__":
    main()
