"""Damaged files and guards are refused by the library's own errors or are sound; `make fuzz` is the long form."""

from fuzzing import trying


def test_a_damaged_file_is_refused_or_loads() -> None:
    assert {trying.file(seed) for seed in range(400)} == {"refused", "loaded"}


def test_a_damaged_guard_is_refused_or_evaluated() -> None:
    assert {trying.guard(seed) for seed in range(3_000)} == {"refused", "loaded"}
