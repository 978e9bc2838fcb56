"""The closed table of functions: what they take and give. Nothing else can be called."""

from attrs import frozen

DATE, WHOLE = "date", "whole"


@frozen
class Signature:
    """`form` is how a call is written; `unit` is the unit that a parameter in days or months must have."""

    takes: tuple[str, ...]
    gives: str
    form: str
    unit: str | None = None
    steps: int = 1


FUNCTIONS = {
    "months": Signature((DATE, WHOLE), DATE, "months(date, n)", "months"),
    "days": Signature((DATE, WHOLE), DATE, "days(date, n)", "days"),
    "days_between": Signature((DATE, DATE), WHOLE, "days_between(date, date)"),
    "working_days": Signature((DATE, DATE), WHOLE, "working_days(date, date)", steps=400),
    "add_working_days": Signature(
        (DATE, WHOLE), DATE, "add_working_days(date, n)", "working_days", steps=400
    ),
}
# Called like functions, with rules of their own.
SPECIAL = {"has": "has(name)", "size": "size(list)", "round": "round(x, 2)", "floor": "floor(x, 2)"}
CALLABLE = [*FUNCTIONS, *SPECIAL, "date"]
MACROS = ("sum", "min", "max", "mean", "all", "exists")
DAYS = 3_700_000  # no two dates are further apart
