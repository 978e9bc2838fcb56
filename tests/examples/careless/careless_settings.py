"""The site of examples/django with two buttons more, which do it wrong."""

from leaves.settings import *  # noqa: F403 - settings are names of a module

ROOT_URLCONF = "careless_urls"
