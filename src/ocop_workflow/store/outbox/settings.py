"""How a consumer is delivered to: how often what fails is tried again, how long is waited, and what makes no sense."""

from datetime import datetime, timedelta

from attrs import frozen

from ...errors import StoreError
from ...messages import say

LONGEST_NAME = 200  # characters
LONGEST_WAIT = timedelta(days=365)
LONGEST_LEASE = timedelta(hours=12)
NONE = timedelta()


@frozen
class Retry:
    """How often a delivery is tried, and how long after a failure: `first`, then twice as long each time."""

    attempts: int = 10
    first: timedelta = timedelta(seconds=5)
    longest: timedelta = timedelta(hours=1)

    def due(self, failed: int, now: datetime) -> datetime | None:
        """When to try again after so many failures, None for a dead letter."""
        if failed >= self.attempts:
            return None
        longest = self.longest.total_seconds()
        return now + timedelta(seconds=min(longest, self.first.total_seconds() * 2.0 ** min(failed - 1, 64)))


RETRY = Retry()


@frozen
class Settings:
    """Those of `Store.consumer`."""

    from_now: bool
    retry: Retry
    lease: timedelta
    wait: timedelta

    def check(self, name: object) -> None:
        """Raises StoreError for a name or a setting that makes no sense."""
        if not isinstance(name, str) or not name.strip() or len(name) > LONGEST_NAME or "\0" in name:
            raise StoreError(say("store.consumer_name", longest=LONGEST_NAME), "consumer_name")
        retry = self.retry
        require("retry.attempts", retry.attempts, retry.attempts >= 1)
        require("retry.first", retry.first, retry.first > NONE)
        require("retry.longest", retry.longest, retry.first <= retry.longest <= LONGEST_WAIT)
        require("lease", self.lease, NONE < self.lease <= LONGEST_LEASE)
        require("wait", self.wait, self.wait >= NONE)


def require(setting: str, value: object, holds: bool) -> None:  # noqa: FBT001 - what is required
    """Raises StoreError for a setting that makes no sense."""
    if not holds:
        raise StoreError(say("store.consumer_setting", setting=setting, value=value), "consumer_setting")
