"""A calendar for stories that are about no real year: weekends, and no holiday."""

from datetime import date

from . import Calendar

WEEKENDS = Calendar("weekends", date(1900, 1, 1), date(2999, 12, 31))
