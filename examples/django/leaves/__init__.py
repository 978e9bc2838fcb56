"""Leaves of absence: a site whose own rows and the events of its cases are kept together."""
