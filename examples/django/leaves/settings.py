"""The settings that matter here. PGSERVICE names a database of PostgreSQL's; without it there is a file."""

import os

SECRET_KEY = os.environ.get("SECRET_KEY", "for trying out")
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
_USED = ("admin", "auth", "contenttypes", "sessions", "messages", "staticfiles")
INSTALLED_APPS = ["leaves", *(f"django.contrib.{name}" for name in _USED)]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",  # pages and refusals in the browser's language
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
_SEEN = {"template": "request", "contrib.auth": "auth", "contrib.messages": "messages"}
_OPTIONS = {"context_processors": [f"django.{app}.context_processors.{name}" for app, name in _SEEN.items()]}
_BACKEND = "django.template.backends.django.DjangoTemplates"
TEMPLATES = [{"BACKEND": _BACKEND, "APP_DIRS": True, "OPTIONS": _OPTIONS}]
ROOT_URLCONF, STATIC_URL = "leaves.urls", "static/"
LANGUAGE_CODE, LANGUAGES = "vi", [("vi", "Tiếng Việt"), ("en", "English")]
TIME_ZONE = "Asia/Ho_Chi_Minh"
_FILE = os.environ.get("LEAVES_FILE", "leaves.db")
_WAITING = {"transaction_mode": "IMMEDIATE"}  # of two requests at once, the second waits for the first
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": _FILE, "OPTIONS": _WAITING}}
if service := os.environ.get("PGSERVICE"):
    DATABASES["default"] = {"ENGINE": "django.db.backends.postgresql", "OPTIONS": {"service": service}}
