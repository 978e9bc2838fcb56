"""The site's own rows."""

from django.db import models


class Signature(models.Model):
    """Who pressed which button: one row an event."""

    case_id = models.TextField(db_index=True)
    event = models.TextField()
    who = models.TextField()

    def __str__(self) -> str:
        return f"{self.case_id}: {self.event}, {self.who}"
