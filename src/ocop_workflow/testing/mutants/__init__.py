"""Mutants of a workflow: small mistakes put into it on purpose, to see whether tests and claims notice them."""
