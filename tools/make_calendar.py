# noqa: INP001 - scripts, no package
"""Write a calendar of Viet Nam's working days as YAML, from the PyPI package `holidays` and what was announced.

    pip install holidays pyyaml
    python tools/make_calendar.py 2019 2026 > workflows/calendars/vietnam-2019-2026.yaml

What holds on a day is then data, dated and reviewable, and no library's prediction when a case runs. The notices
lie beside this script with their addresses: where the package disagrees with one of them, the notice holds, the
day is marked in the file, and the difference is told on standard error.
"""

import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

NOTICES = Path(__file__).with_name("vietnam_notices.yaml")
DAY = timedelta(days=1)
SATURDAY = 5
HEAD = """\
# yaml-language-server: $schema=../calendar.schema.json
# Made by tools/make_calendar.py from the PyPI package holidays {version} and the notices under `sources`. A day that
# the package has otherwise is marked with the notice it comes from.
calendar: vietnam-{first}-{last}
title: {{vi: "Ngày làm việc ở Việt Nam, {first}–{last}", en: "Working days in Viet Nam, {first}–{last}"}}
source:
  vi: >-
    Gói holidays {version}, https://pypi.org/project/holidays/{version}/,
    dẫn Điều 115 Bộ luật Lao động 2012 và Điều 112 Bộ luật Lao động 2019; các thông báo lịch nghỉ nêu ở sources
  en: >-
    Package holidays {version}, which cites article 115 of the Labour Code of 2012 and article 112 of that of 2019;
    the notices of days off under sources
assumed:
  vi: >-
    Ngày lễ không có thông báo ở sources thì tính theo Bộ luật Lao động; các ngày của năm 2022 theo phương án đã được
    đồng ý; ngày 24/11/2026 nghỉ theo Nghị quyết 80-NQ/TW, chưa tìm thấy văn bản luật
  en: >-
    Days off without a notice under sources follow from the Labour Code; those of 2022 are what was proposed and agreed
    to; 24 November 2026 is off by the Politburo's resolution 80-NQ/TW, for which no act of law was found
from: {first}-01-01
to: {last}-12-31
weekend: [saturday, sunday]
"""


def days(first: date, last: date) -> Iterator[date]:
    """Every day from the first to the last."""
    while first <= last:
        yield first
        first += DAY


def corrected(off: dict[date, str], notices: dict[str, dict[str, Any]]) -> dict[date, str]:
    """Make `off` agree with the notices, in place; gives day → notice where it did not."""
    changed: dict[date, str] = {}
    for name, notice in notices.items():
        exchanged = notice.get("exchanged", {})
        for first, last in notice["days_off"]:
            for day in days(first, last):
                if day not in off and day.weekday() < SATURDAY:
                    worked = exchanged.get(day)
                    off[day] = f"Ngày nghỉ (thay cho ngày {worked:%d/%m/%Y})" if worked else "Ngày nghỉ"
                    changed[day] = name
            for day in (first - DAY, last + DAY):
                if off.pop(day, None):
                    changed[day] = name
    return changed


def main(first: int, last: int) -> None:
    """Print the calendar of the years `first` to `last`; a day taken in exchange has its working day beside it."""
    import holidays  # type: ignore[import-not-found,unused-ignore]

    package = holidays.country_holidays("VN", years=range(first, last + 1), language="vi")
    off: dict[date, str] = dict(package.items())
    notices = yaml.safe_load(NOTICES.read_text("utf-8"))
    changed = corrected(off, notices)
    exchanges = [day for notice in notices.values() for day in notice.get("exchanged", {}).values()]
    worked = {day for day in {*package.weekend_workdays, *exchanges} if first <= day.year <= last}
    lines = [HEAD.format(version=holidays.__version__, first=first, last=last), "sources:\n"]
    for name, notice in notices.items():
        lines += [f"  {name}:\n", *(f'    {language}: "{notice[language]}"\n' for language in ("vi", "en"))]
    lines.append("holidays:\n")
    for day, title in sorted(off.items()):
        if first <= day.year <= last:
            lines.append(f'  {day}: "{title}"' + (f" # {changed[day]}\n" if day in changed else "\n"))
    lines.append(
        f"workdays: [{', '.join(map(str, sorted(worked)))}] # days of a weekend worked in exchange\n"
    )
    sys.stdout.write("".join(lines))
    for day, name in sorted(changed.items()):
        if first <= day.year <= last:
            sys.stderr.write(
                f"{day}: {'off' if day in off else 'worked'} by {name}, otherwise in the package\n"
            )


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
