"""Cases from asyncio, by threads: the loop goes on while the database is waited for, and nothing is lost.

Each call of the store is one transaction in a thread of a pool, over a connection that this thread alone uses. A pool
of one thread is enough for SQLite, where one writes at a time; a server takes as many as it has connections for.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import local
from types import TracebackType
from typing import Any, Self, TypeVar

from ocop_workflow import Actor, Case, Decision, Store, Workflow

T = TypeVar("T")


class Office:
    """A pool of threads, each with a store of its own; `connect` opens the connection of one, which it begins with."""

    def __init__(self, connect: Callable[[], Any], threads: int = 4) -> None:
        self._connect, self._opened = connect, list[Any]()
        self._own = local()
        self._pool = ThreadPoolExecutor(threads, "office", self._open)

    def _open(self) -> None:
        self._own.connection = self._connect()
        self._opened.append(self._own.connection)

    def _work(self, work: Callable[[Store, Any], T]) -> T:
        connection = self._own.connection
        try:
            done = work(Store(connection), connection)
        except BaseException:
            connection.rollback()
            raise
        connection.commit()
        return done

    async def run(self, work: Callable[[Store, Any], T]) -> T:
        """What `work(store, connection)` gives, done in one transaction.

        Whoever is cancelled meanwhile no longer waits for it, but it is done: the same key tells.
        """
        return await asyncio.get_running_loop().run_in_executor(self._pool, self._work, work)

    async def start(self, workflow: Workflow, payload: dict[str, object], actor: Actor, **more: Any) -> Case:
        return await self.run(lambda store, _: store.start(workflow, payload, actor=actor, **more))

    async def fire(
        self, case: str, event: str, payload: dict[str, object], actor: Actor, **more: Any
    ) -> Case:
        return await self.run(lambda store, _: store.fire(case, event, payload, actor=actor, **more))

    async def decisions(self, case: str, actor: Actor) -> tuple[Decision, ...]:
        return await self.run(lambda store, _: store.decisions(case, actor=actor))

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await asyncio.to_thread(self._pool.shutdown)
        for connection in self._opened:
            connection.close()
