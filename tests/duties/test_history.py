"""No history of the hall breaks separation, binding or quorum: round and round, reopened, scored again, delegated."""

from duties.hall import ORACLE, Hall
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

LONG = settings().max_examples > 1000
LOOK = settings(
    max_examples=1000 if LONG else 120,
    stateful_step_count=40,
    deadline=None,
    derandomize=not LONG,
    database=None,
    suppress_health_check=list(HealthCheck),
)


def test_no_history_breaks_separation_binding_or_quorum() -> None:
    Hall.reached.clear()
    run_state_machine_as_test(Hall, settings=LOOK)
    reached = {event for event, _ in Hall.reached}
    assert reached == {*ORACLE.file["start"], *ORACLE.file["events"]}  # none of it was out of reach
    assert {event for event, placed in Hall.reached if placed} >= {"file", "check", "sign", "reopen"}
