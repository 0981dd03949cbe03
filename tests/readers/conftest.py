"""The center in memory of the desk's tests."""

from tests.unit.desk.conftest import clock, opened, turn

__all__ = ["clock", "opened", "turn"]
