"""Workflows that are made up: every one of them could have been written, and loads."""
