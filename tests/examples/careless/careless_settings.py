"""The site of examples/django with two buttons more, which do it wrong."""

from leaves.settings import *  # noqa: F403 - settings are names of a module

ROOT_URLCONF = "careless_urls"
# Those of the fixture are read once; what they are kept as from then on is quick.
PASSWORD_HASHERS = [f"django.contrib.auth.hashers.{name}PasswordHasher" for name in ("MD5", "PBKDF2")]
