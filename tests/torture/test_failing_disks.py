import pytest
from torture import failing_disks


@pytest.mark.parametrize("mode", failing_disks.MODES)
@pytest.mark.parametrize("fault", failing_disks.FAULTS)
def test_a_failing_disk_is_told_honestly_and_a_store_that_swallows_it_is_caught(
    mode: str, fault: str
) -> None:
    row = failing_disks.figure(mode, fault, failing_disks.STEP)
    assert row.holds, row
