"""Working days are counted as if every day between were looked at."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ocop_workflow.calendar import Calendar, OutsideCalendar

DAY = timedelta(days=1)
START, END = date(2020, 1, 1), date(2020, 4, 30)
DAYS = st.dates(START, END)
NEAR = st.dates(START - 3 * DAY, END + 3 * DAY)
CALENDARS = st.builds(
    Calendar,
    st.just("any"),
    st.just(START),
    st.sampled_from([END, END - 7 * DAY]),
    st.frozensets(st.integers(0, 6)),
    st.dictionaries(DAYS, st.just("off"), max_size=12),
    st.frozensets(DAYS, max_size=12),
)


def walked(calendar: Calendar, day: date, count: int) -> date:
    """The definition: a day at a time."""
    step, left = (DAY, count) if count > 0 else (-DAY, -count)
    while left:
        day += step
        left -= calendar.is_working_day(day)
    return day


def counted(calendar: Calendar, first: date, last: date) -> int:
    """The definition: a day at a time."""
    if last < first:
        return -counted(calendar, last, first)
    return sum(calendar.is_working_day(first + n * DAY) for n in range(1, (last - first).days + 1))


def outcome(ask: object, *given: object) -> object:
    assert callable(ask)
    try:
        return ask(*given)
    except OutsideCalendar as outside:
        return "outside", outside.day
    except OverflowError:
        return "no such day"


@given(CALENDARS, NEAR, st.integers(-150, 150))
def test_the_nth_working_day_is_that_of_a_walk(calendar: Calendar, day: date, count: int) -> None:
    found = outcome(calendar.add_working_days, day, count)
    assert found == outcome(walked, calendar, day, count)


@given(CALENDARS, NEAR, NEAR)
def test_working_days_between_are_those_of_a_walk(calendar: Calendar, first: date, last: date) -> None:
    found = outcome(calendar.working_days, first, last)
    assert found == outcome(counted, calendar, first, last)


@given(st.integers(0, 40), st.integers(-60, 60), st.sampled_from([date.min, date.max]))
def test_at_the_ends_of_time_too(away: int, count: int, end: date) -> None:
    ever = Calendar("ever", date.min, date.max)
    day = end - away * DAY if end == date.max else end + away * DAY
    assert outcome(ever.add_working_days, day, count) == outcome(walked, ever, day, count)
