"""What the store of a desk sends, written down statement by statement."""

from __future__ import annotations

import attrs

Statement = tuple[str, tuple[int | str | None, ...]]


@attrs.frozen(kw_only=True)
class Sent:
    """What one call sent: for each round trip its statements with their parameters."""

    trips: tuple[tuple[Statement, ...], ...]

    @property
    def statements(self) -> int:
        """How many, those that begin and end the transaction included."""
        return sum(len(trip) for trip in self.trips)


@attrs.define
class Ear:
    """A ``StatementLog`` that keeps what it hears until it is asked for it."""

    _heard: list[tuple[int, Statement]] = attrs.field(factory=list)

    def __call__(self, sql: str, parameters: object, trip: int) -> None:
        """Hear one statement."""
        if not isinstance(parameters, tuple):
            raise TypeError(f"parameters are tuples, not {type(parameters).__name__}")
        self._heard.append((trip, (sql, parameters)))

    def sent(self) -> Sent:
        """Return what was heard since the last time.

        Each transaction counts its trips anew.
        """
        trips: list[list[Statement]] = []
        last = 0
        for trip, statement in self._heard:
            if not trips or trip != last or statement[0].startswith("BEGIN"):
                trips.append([])
            trips[-1].append(statement)
            last = trip
        self._heard.clear()
        return Sent(trips=tuple(map(tuple, trips)))
