"""A clock that stands until it is moved; whoever holds it may step in while a store asks it for the time."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta


class Clock:
    """Give it to a store as its `clock`; `now` is an aware datetime, at first 09:00 UTC on 3 February 2020."""

    def __init__(self, now: datetime = datetime(2020, 2, 3, 9, 0, tzinfo=UTC)) -> None:
        self.now = now
        self._left = 0
        self._then: Callable[[], None] | None = None

    def __call__(self) -> datetime:
        then = self._then
        if then is not None:
            self._left -= 1
            if self._left <= 0:
                self._then = None  # what happens meanwhile may ask for the time itself
                then()
        return self.now

    def forward(self, **by: float) -> datetime:
        """Move it by a `timedelta` of these parts (`days=40`, `hours=2`); what it shows then."""
        return self.to(self.now + timedelta(**by))

    def to(self, moment: datetime) -> datetime:
        """Move it to that moment, never back: ValueError."""
        if moment < self.now:
            msg = f"the clock shows {self.now.isoformat()} and does not go back to {moment.isoformat()}"
            raise ValueError(msg)
        self.now = moment
        return moment

    @contextmanager
    def meanwhile(self, then: Callable[[], None], asked: int = 1) -> Iterator[None]:
        """Within the block, call `then` once, when the clock is asked for the `asked`-th time."""
        self._then, self._left = then, asked
        try:
            yield
        finally:
            self._then = None
