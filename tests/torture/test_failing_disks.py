import pytest
from torture import failing_disks


@pytest.mark.parametrize("mode", failing_disks.MODES)
@pytest.mark.parametrize("fault", [each for each in failing_disks.FAULTS if each != failing_disks.JOURNALS])
def test_a_failing_disk_is_told_honestly_and_a_store_that_swallows_it_is_caught(
    mode: str, fault: str
) -> None:
    row = failing_disks.figure(mode, fault, failing_disks.STEP)
    assert row.holds, row


@pytest.mark.parametrize("mode", failing_disks.MODES)
def test_what_is_read_after_an_unknown_outcome_is_so_after_a_power_cut(mode: str) -> None:
    row = failing_disks.settled_figure(mode)
    assert row.holds, row
