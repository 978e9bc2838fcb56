"""The settings that matter here. PGSERVICE names a database of PostgreSQL's; without it there is a file."""

import os
from pathlib import Path

SECRET_KEY = os.environ.get("SECRET_KEY", "for trying out")
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
INSTALLED_APPS = ["leaves"]
MIDDLEWARE = ["django.middleware.locale.LocaleMiddleware", "leaves.answers.Answers"]
ROOT_URLCONF = "leaves.urls"
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

DATABASES: dict[str, dict[str, object]] = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": os.environ.get("LEAVES_FILE", Path.cwd() / "leaves.db"),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE"
        },  # of two requests at once, the second waits for the first
    }
}
if service := os.environ.get("PGSERVICE"):
    DATABASES["default"] = {"ENGINE": "django.db.backends.postgresql", "OPTIONS": {"service": service}}
