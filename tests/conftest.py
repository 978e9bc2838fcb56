"""What all tests share: how long Hypothesis looks, and a PostgreSQL server, started when a test first asks for it.

`HYPOTHESIS_PROFILE=long pytest` looks about twenty times as long as a normal run.
"""

import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings
from store.server import running, schema_of
from store.support import Database

# Definitions are large draws on purpose, and the machines that run this differ in speed.
COMMON = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]

# The short form looks at the same examples each time, so that a red run is the change's; the long form finds new ones.
settings.register_profile(
    "short", max_examples=100, derandomize=True, database=None, deadline=None, suppress_health_check=COMMON
)
settings.register_profile(
    "long", max_examples=3000, deadline=None, suppress_health_check=COMMON, print_blob=True
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "short"))


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    with running() as url:
        yield url


@pytest.fixture
def schema(server: str) -> Iterator[Database]:
    """An empty schema of its own."""
    with schema_of(server) as url:
        yield Database(url)
