"""What a store promises, as tests that a host runs against its own database and connection."""

from .commands import Commands
from .finding import Finding
from .keeping import Keeping
from .outbox import Outbox
from .together import Together


class StoreSuite(Keeping, Commands, Together, Finding, Outbox):
    """Every promise of the store, for pytest: a subclass named `Test…` says how its store is opened.

    Whole histories, append-only; all or nothing; keys once; conflicts; due dates; many commands in one; linked cases;
    finding and counting; erasure; exact values; what was changed by hand is found; consumers are told everything.
    `open_store(clock)` gives a store on a database that is empty when the test begins, and another one on the same
    when it is called again. Over the host's connection `commit(store)` commits its transaction; what asks for several
    transactions at once is skipped there. Needs pytest::

        class TestOurStore(StoreSuite):
            @pytest.fixture(autouse=True)
            def database(self, tmp_path):
                self.url = f"sqlite:///{tmp_path / 'cases.db'}"

            def open_store(self, clock):
                return Store.connect(self.url, clock=clock)
    """
