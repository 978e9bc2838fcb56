"""A solver for what a search cannot split: the only room that needs z3, and nothing imports it before it is asked."""
