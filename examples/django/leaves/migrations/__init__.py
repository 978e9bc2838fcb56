"""The tables of the site itself; those of the store are made with its first event."""
