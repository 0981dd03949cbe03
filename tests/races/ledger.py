"""The book as plain SQL shows it: nothing of neighborbook is asked whether it kept its rule."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

import attrs
import psycopg

Row = tuple[object, ...]


@attrs.frozen(kw_only=True)
class Laid:
    """A claim as it lies in the table."""

    owner: str
    leaf: str
    kind: str
    start: int
    end: int
    amount: int
    capacity: int
    accepted: int
    state: str | None


class Ledger:
    """Reads a database beside the desks, with a connection of its own for each question."""

    def __init__(self, url: str) -> None:
        self._url = url

    def ask(self, sql: str, *values: object) -> list[Row]:
        """Return the rows of one statement, written with ``?``."""
        if self._url.startswith("sqlite"):
            connection = sqlite3.connect(self._url.removeprefix("sqlite:///"), timeout=10)
            try:
                return connection.execute(sql, values).fetchall()
            finally:
                connection.close()
        with psycopg.connect(self._url) as server:
            return server.execute(sql.replace("?", "%s").encode(), values).fetchall()

    def claims(self, center: str, start: int, end: int, now: int) -> list[Laid]:
        """Return what lies in ``[start, end)`` and has not lapsed, with its owner's state."""
        rows = self.ask(
            "SELECT c.owner, c.leaf, c.kind, c.start_at, c.end_at, c.amount, c.capacity, "
            "c.accepted, b.state FROM claim AS c LEFT JOIN booking AS b "
            "ON b.center = c.center AND b.id = c.owner WHERE c.center = ? AND c.start_at < ? "
            "AND c.end_at > ? AND (c.lapses_at IS NULL OR c.lapses_at > ?)",
            center,
            end,
            start,
            now,
        )
        names = [field.name for field in attrs.fields(Laid)]
        return [Laid(**dict(zip(names, row, strict=True))) for row in rows]  # type: ignore[arg-type]

    def faults(
        self, center: str, start: int, end: int, now: int, capacities: Mapping[str, int]
    ) -> list[str]:
        """Say where the book breaks its rule in ``[start, end)``; nothing if it keeps it."""
        by_leaf: dict[str, list[Laid]] = defaultdict(list)
        found = []
        for claim in self.claims(center, start, end, now):
            if claim.kind == "block":
                continue
            by_leaf[claim.leaf].append(claim)
            if claim.state in (None, "void"):
                found.append(f"a claim on {claim.leaf} belongs to a booking that is {claim.state}")
        for leaf, laid in by_leaf.items():
            peak = max(_taken(laid, claim.start) for claim in laid)
            if peak > capacities.get(leaf, 1):
                found.append(f"{leaf}: {peak} taken of {capacities.get(leaf, 1)}")
            found.extend(
                f"{leaf}: accepted over the capacity {claim.capacity} of that moment"
                for claim in laid
                if claim.kind == "use" and _taken_when_accepted(laid, claim) > claim.capacity
            )
        unplaced = self.ask(
            "SELECT b.id FROM booking AS b WHERE b.center = ? AND b.start_at < ? AND b.end_at > ? "
            "AND b.state <> 'void' AND NOT EXISTS (SELECT 1 FROM claim AS c "
            "WHERE c.center = b.center AND c.owner = b.id)",
            center,
            end,
            start,
        )
        return found + [f"booking {id} has no place" for (id,) in unplaced]

    def used(self, center: str, key: str) -> int:
        """Return how much of a limit is used, whenever."""
        rows = self.ask("SELECT amount FROM limit_use WHERE center = ? AND key = ?", center, key)
        return sum(int(str(amount)) for (amount,) in rows)

    def bookings(self, center: str, organizer: str) -> list[str]:
        """Return the ids of all bookings of an organizer."""
        rows = self.ask(
            "SELECT id FROM booking WHERE center = ? AND organizer = ?", center, organizer
        )
        return sorted(str(id) for (id,) in rows)

    def acts(self, center: str, booking: str) -> Counter[str]:
        """Count what was done to a booking."""
        rows = self.ask("SELECT act FROM change WHERE center = ? AND booking = ?", center, booking)
        return Counter(str(act) for (act,) in rows)

    def drop_guards(self) -> None:
        """Take away what makes the database refuse by itself."""
        if self._url.startswith("sqlite"):
            connection = sqlite3.connect(self._url.removeprefix("sqlite:///"), isolation_level=None)
            named = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            for (name,) in named.fetchall():
                connection.execute(f"DROP TRIGGER {name}")
            connection.close()
            return
        with psycopg.connect(self._url) as server:
            named_there = server.execute(
                "SELECT conname FROM pg_constraint WHERE contype = 'x'"
            ).fetchall()
            for (name,) in named_there:
                server.execute(f"ALTER TABLE claim DROP CONSTRAINT {name}".encode())


def _taken(laid: Sequence[Laid], at: int) -> int:
    return sum(claim.amount for claim in laid if claim.start <= at < claim.end)


def _taken_when_accepted(laid: Sequence[Laid], last: Laid) -> int:
    earlier = [claim for claim in laid if claim.accepted <= last.accepted]
    inside = [claim.start for claim in earlier if last.start <= claim.start < last.end]
    return max(_taken(earlier, at) for at in (last.start, *inside))
