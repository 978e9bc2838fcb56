"""The local day of a moment, which is worked out once a day in UTC, is that of the zone wherever its clocks change."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import example, given
from hypothesis import strategies as st

from ocop_workflow.engine import local_date

CHANGES = [
    datetime(2011, 12, 30, 10, tzinfo=UTC),  # Samoa leaves a day out
    datetime(2006, 10, 29, 2, 31, tzinfo=UTC),  # St. John's sets its clocks back across midnight
    datetime(2014, 9, 25, 21, tzinfo=UTC),  # and so does Cairo
]
ZONES = st.sampled_from(sorted(available_timezones()))
MOMENTS = st.datetimes(datetime(1900, 1, 2), datetime(2999, 12, 30), timezones=st.just(UTC))  # noqa: DTZ001


def agrees(moment: datetime, name: str | None) -> bool:
    return local_date(moment, name) == moment.astimezone(ZoneInfo(name or "UTC")).date()


@given(MOMENTS, st.none() | ZONES)
@example(datetime(2020, 2, 3, 17, tzinfo=UTC), "Asia/Ho_Chi_Minh")
@example(datetime(2020, 2, 3, 16, 59, tzinfo=UTC), "Asia/Ho_Chi_Minh")
def test_it_is_that_of_the_zone(moment: datetime, name: str | None) -> None:
    assert agrees(moment, name)


def test_it_is_where_clocks_are_set_back_across_midnight_or_leave_a_day_out() -> None:
    for name in ("Pacific/Apia", "America/St_Johns", "Africa/Cairo", "Asia/Kathmandu", "Pacific/Niue"):
        for change in CHANGES:
            for minutes in range(-2880, 2880, 7):
                assert agrees(change + timedelta(minutes=minutes), name)


def test_it_is_at_both_ends_of_time_too() -> None:
    for moment in (datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)):
        assert agrees(moment, "Asia/Ho_Chi_Minh")
