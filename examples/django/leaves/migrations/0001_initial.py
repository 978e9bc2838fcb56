"""The table of signatures."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Made by `python manage.py makemigrations`."""

    initial = True
    dependencies: ClassVar[list[tuple[str, str]]] = []
    operations: ClassVar[list[migrations.CreateModel]] = [
        migrations.CreateModel(
            "Signature",
            [
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("case_id", models.TextField(db_index=True)),
                ("event", models.TextField()),
                ("who", models.TextField()),
            ],
        )
    ]
