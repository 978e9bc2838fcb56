"""Proofs before anything runs: can what must never happen happen? A leaf; nothing in the core imports it."""
