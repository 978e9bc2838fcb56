import pytest
from torture import power


@pytest.mark.parametrize("mode", power.SETTINGS)
def test_what_was_acknowledged_survives_power_cuts_and_weaker_settings_are_caught(mode: str) -> None:
    row = power.figure(mode, power.CUTS)
    assert row.holds, row
