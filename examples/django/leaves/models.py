"""The site's own rows: what the procedure need not know."""

from typing import Any

from django.db import models
from django.utils.functional import lazy
from django.utils.translation import get_language


def both(vi: str, en: str) -> Any:
    """A label in the language of whoever reads it."""
    return lazy(lambda: en if get_language() == "en" else vi, str)()


class Leave(models.Model):
    """A leave that is asked for. Where it stands, its case says; both have one id."""

    case_id = models.CharField(both("Mã hồ sơ", "Case"), primary_key=True, max_length=40)
    asked_by = models.CharField(both("Người nộp", "Asked by"), max_length=150)
    days = models.PositiveSmallIntegerField(both("Số ngày nghỉ", "Days"))

    class Meta:  # noqa: D106
        verbose_name = verbose_name_plural = both("Đơn nghỉ phép", "Leaves of absence")

    def __str__(self) -> str:
        return str(self.case_id)
