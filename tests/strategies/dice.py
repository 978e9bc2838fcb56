"""The dice that made-up workflows are thrown with, for whatever else the tests make up."""

from ocop_workflow.testing.making.dice import Dice, parts

__all__ = ["Dice", "parts"]
