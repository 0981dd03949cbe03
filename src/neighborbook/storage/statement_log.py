"""Hearing what is sent to a database."""

from __future__ import annotations

from typing import Protocol


class StatementLog(Protocol):
    """Hears every statement that is sent, for measuring: (sql, parameters, round trip number)."""

    def __call__(self, sql: str, parameters: object, trip: int) -> None:
        """Hear one statement."""
        ...
