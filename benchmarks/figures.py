"""One figure of a measurement, with the bound that it must keep: the one shape for all of them."""

from __future__ import annotations

import attrs

from benchmarks.measure import Ratio


@attrs.frozen(kw_only=True)
class Figure:
    """What was found, and what was promised.

    Attributes:
        measurement: the name by which it is run: ``scale``.
        of: what of it: ``SQLite, one room of 50``.
        value: in ``unit``: ``times``, ``ms``, ``MB``, or ``""`` for a number of things.
        most, least: the bounds; ``None`` where there is none.
        rounds: the value of each round, if there were several.
        note: what one has to know to read it: the two sides of a ratio, how many, of what.
    """

    measurement: str
    of: str
    value: float
    unit: str = "times"
    most: float | None = None
    least: float | None = None
    rounds: tuple[float, ...] = ()
    note: str = ""

    @property
    def bound(self) -> str:
        """The bound in words, or ""."""
        if self.most is not None:
            return f"at most {self.most:g}"
        return "" if self.least is None else f"at least {self.least:g}"

    @property
    def broken(self) -> tuple[str, ...]:
        """The bound, if it does not hold."""
        too_much = self.most is not None and self.value > self.most
        too_little = self.least is not None and self.value < self.least
        if not too_much and not too_little:
            return ()
        return (
            f"{self.measurement}, {self.of}: {self.value:.2f} {self.unit}, {self.bound}".replace(
                " ,", ","
            ),
        )


def times(
    measurement: str,
    of: str,
    found: Ratio,
    *,
    most: float | None = None,
    least: float | None = None,
    sides: tuple[str, str] = ("ours", "limit"),
) -> Figure:
    """Return a ratio of seconds as a figure.

    >>> found = Ratio(ours=0.002, limit=0.001, rounds=(2.0, 2.5, 1.0))
    >>> figure = times("scale", "a room", found, most=1.3, sides=("large", "small"))
    >>> figure.value, figure.note, figure.broken
    (2.0, 'large 2.00 ms, small 1.00 ms', ('scale, a room: 2.00 times, at most 1.3',))
    """
    ours, limit = found.ours * 1000, found.limit * 1000
    return Figure(
        measurement=measurement,
        of=of,
        value=found.value,
        most=most,
        least=least,
        rounds=found.rounds,
        note=f"{sides[0]} {ours:.2f} ms, {sides[1]} {limit:.2f} ms",
    )
