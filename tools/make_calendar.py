# noqa: INP001 - scripts, no package
"""Write a calendar of Viet Nam's public holidays as YAML, from the PyPI package `holidays` (not a dependency).

    pip install holidays && python tools/make_calendar.py 2019 2023 > workflows/calendars/vietnam-2019-2023.yaml

What holds on a day is then data, dated and reviewable, and no library's prediction when a case runs.
"""

import sys
from datetime import date

import holidays  # type: ignore[import-not-found,unused-ignore]

HEAD = """\
# yaml-language-server: $schema=../calendar.schema.json
# Made by tools/make_calendar.py from the PyPI package holidays {version}. Not checked against the official notices
# of each year's days off; `assumed` says so wherever the calendar is used.
calendar: vietnam-{first}-{last}
title: {{vi: "Ngày làm việc ở Việt Nam, {first}–{last}", en: "Working days in Viet Nam, {first}–{last}"}}
source:
  vi: >-
    Gói holidays {version}, https://pypi.org/project/holidays/{version}/,
    dẫn Điều 115 Bộ luật Lao động 2012 và Điều 112 Bộ luật Lao động 2019
  en: "Package holidays {version}, which cites article 115 of the Labour Code of 2012 and article 112 of that of 2019"
assumed:
  vi: Chưa đối chiếu với thông báo lịch nghỉ chính thức của từng năm
  en: Not checked against each year's official notice of days off
from: {first}-01-01
to: {last}-12-31
weekend: [saturday, sunday]
"""


def main(first: int, last: int) -> None:
    """Print the calendar of the years `first` to `last`; a day taken in exchange has its working day beside it."""
    found = holidays.country_holidays("VN", years=range(first, last + 1), language="vi")
    lines = [HEAD.format(version=holidays.__version__, first=first, last=last), "holidays:\n"]
    lines += [f'  {day}: "{name}"\n' for day, name in sorted(found.items()) if first <= day.year <= last]
    worked = sorted(day for day in found.weekend_workdays if date(first, 1, 1) <= day <= date(last, 12, 31))
    lines.append(f"workdays: [{', '.join(map(str, worked))}] # days of a weekend worked in exchange\n")
    sys.stdout.write("".join(lines))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
