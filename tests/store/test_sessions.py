"""A Session of SQLAlchemy's with objects of its own: what is written when, foreign keys to cases, what stays loaded."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, create_engine, event, inspect, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, scoped_session, sessionmaker
from store.hosting import engine_of
from store.support import CITIZEN, Database, File, begun

from ocop_workflow import Refused, Store
from ocop_workflow.errors import StoreError


class Base(DeclarativeBase):
    pass


class Product(Base):
    """A row of the host's; the database has a foreign key that SQLAlchemy need not know of."""

    __tablename__ = "product"

    name: Mapped[str] = mapped_column(primary_key=True)
    case_id: Mapped[str]


@pytest.fixture
def engine(database: Database) -> Iterator[Engine]:
    """Over a database that has the store's tables."""
    Store.connect(database.url).close()
    database.execute(
        "CREATE TABLE product (name TEXT PRIMARY KEY, case_id TEXT NOT NULL REFERENCES workflow_case (id))"
    )
    made = engine_of(database)
    if isinstance(database, File):
        event.listen(made, "connect", lambda raw, _: raw.execute("PRAGMA foreign_keys = ON"))
    yield made
    made.dispose()


def test_objects_that_were_not_flushed_are_written_after_the_event(
    engine: Engine, database: Database
) -> None:
    """So a row may name its case before there is one, as long as nothing flushes it."""
    with Session(engine) as session, session.begin():
        session.add(Product(name="Cá mòi kho", case_id="D-1"))
        begun(Store(session))
        assert len(session.new) == 1  # not ours to flush
    assert database.columns("SELECT name, case_id FROM product") == [("Cá mòi kho", "D-1")]


def test_flushed_before_the_case_the_foreign_key_refuses_the_row(engine: Engine, database: Database) -> None:
    with Session(engine) as session:
        store = Store(session)
        session.add(Product(name="Cá mòi kho", case_id="D-1"))
        with pytest.raises(IntegrityError):
            session.flush()
        for use in (lambda: list(store.cases()), lambda: begun(store)):
            with pytest.raises(
                StoreError
            ) as error:  # SQLAlchemy has rolled back, and waits for the host to know it
                use()
            assert error.value.code == "transaction_broken"
        session.rollback()
        begun(store)
    assert database.columns("SELECT count(*) FROM workflow_case") == [(0,)]


def test_a_flush_that_fails_after_the_event_takes_the_event_with_it(
    engine: Engine, database: Database
) -> None:
    with pytest.raises(IntegrityError), Session(engine) as session, session.begin():  # noqa: PT012
        begun(Store(session))
        session.add(Product(name="Cá mòi kho", case_id="none such"))
    assert database.columns("SELECT count(*) FROM workflow_case") == [(0,)]


def test_a_savepoint_flushes_what_was_added_and_takes_it_back_with_the_event(
    engine: Engine, database: Database
) -> None:
    with Session(engine) as session, session.begin():
        store = Store(session)
        begun(store)
        session.add(Product(name="one", case_id="D-1"))
        with pytest.raises(ZeroDivisionError), session.begin_nested():  # noqa: PT012
            session.add(Product(name="two", case_id="D-2"))
            begun(store, "D-2")
            session.flush()
            raise ZeroDivisionError
        assert [case.id for case in store.cases()] == ["D-1"]
    assert database.columns("SELECT name FROM product") == [("one",)]


def test_where_the_session_has_no_transaction_the_event_begins_one_and_the_host_commits(
    engine: Engine, database: Database
) -> None:
    with Session(engine) as session:
        store = Store(session)
        begun(store)
        assert session.in_transaction()
        assert database.columns("SELECT count(*) FROM workflow_case") == [(0,)]
        session.rollback()
        assert list(store.cases()) == []
        begun(store)
        session.add(Product(name="one", case_id="D-1"))
        session.commit()
    assert database.columns("SELECT case_id FROM product") == [("D-1",)]


def test_asking_and_being_refused_leave_a_session_as_it_was(engine: Engine) -> None:
    for make in (sessionmaker(engine), scoped_session(sessionmaker(engine))):
        session = make(expire_on_commit=False)
        store = Store(session)
        case_id = begun(store, f"D-{type(make).__name__}").id
        session.add(Product(name=case_id, case_id=case_id))
        session.commit()
        product = session.scalars(select(Product).where(Product.name == case_id)).one()
        session.commit()
        assert store.get(case_id).seq == 1
        with pytest.raises(Refused):
            store.fire(case_id, "approve", actor=CITIZEN)
        assert not session.in_transaction()  # no connection is held
        assert not inspect(product).expired_attributes  # a rollback would have it read anew
        session.close()


def test_a_session_that_is_bound_to_a_connection_joins_its_transaction(
    engine: Engine, database: Database
) -> None:
    """As test suites have it, who roll everything back in the end."""
    with engine.connect() as connection, connection.begin() as whole:
        with Session(connection, join_transaction_mode="create_savepoint") as session:
            store = Store(session)
            assert list(store.cases()) == []
            begun(store)
            session.commit()
            assert [case.id for case in store.cases()] == ["D-1"]
        whole.rollback()
    assert database.columns("SELECT count(*) FROM workflow_case") == [(0,)]


def test_on_sqlite_as_it_comes_a_leading_savepoint_commits_which_the_guide_warns_of(file: File) -> None:
    """Not the store's doing: sqlite3 begins before a row is written, and a savepoint is none."""
    engine = create_engine(f"sqlite:///{file.path}")
    with Session(engine) as session:
        with session.begin_nested():
            begun(Store(session))
        session.rollback()
    assert file.columns("SELECT id FROM workflow_case") == [("D-1",)]
    with Session(engine) as session:
        begun(Store(session), "D-2")  # an event, or a row, before it begins the transaction
        with session.begin_nested():
            begun(Store(session), "D-3")
        session.rollback()
    assert file.columns("SELECT id FROM workflow_case") == [("D-1",)]
    engine.dispose()
