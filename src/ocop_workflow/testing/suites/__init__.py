"""Suites made from a workflow alone: every transition, refusal, boundary, role and clock event is tested."""
