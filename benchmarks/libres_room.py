"""libres in the contest: one scheduler for each process and room, as its documentation builds it.

It is set up in three ways, of which the fastest counts: a day open for any part of it, an
allocation for each hour made beforehand, and an allocation made together with its reservation.
"""

from __future__ import annotations

import warnings
from datetime import timedelta

import attrs
from libres.context.registry import create_default_registry
from libres.db.scheduler import Scheduler
from sqlalchemy.exc import DBAPIError

from benchmarks.contest import Tried
from benchmarks.rooms import HOURS, ZONE, hour

AGAIN = 10
"""How often a booking is tried again when the server could not serialize it."""

CONFLICTS = frozenset({"40001", "40P01"})
"""serialization_failure and deadlock_detected."""

DAYS = 50
"""Far more hours than it books in one run."""

HOUR = timedelta(hours=1)

WAYS = ("days", "hours", "each")


@attrs.define
class Libres:
    """libres 1.4 with its own SERIALIZABLE sessions."""

    url: str
    way: str
    _scheduler: Scheduler | None = attrs.field(default=None, init=False)

    @property
    def name(self) -> str:
        """What the report calls it."""
        return f"libres, {self.way}"

    def prepare(self, room: str) -> None:
        """Make the tables and, but for ``each``, the allocations."""
        scheduler = self._open(room)
        scheduler.setup_database()
        if self.way == "days":
            for day in range(DAYS):
                first = hour(day * HOURS)
                scheduler.allocate((first, first + HOURS * HOUR), raster=60, partly_available=True)
        elif self.way == "hours":
            for day in range(DAYS):
                hours = range(day * HOURS, (day + 1) * HOURS)
                scheduler.allocate([(hour(number), hour(number) + HOUR) for number in hours])
        scheduler.commit()
        scheduler.close()

    def book(self, room: str, number: int) -> Tried:
        """Reserve and approve, and commit; begin again where the server asks for it."""
        scheduler = self._scheduler
        if scheduler is None or scheduler.name != room:
            scheduler = self._scheduler = self._open(room)
        dates = (hour(number), hour(number) + HOUR)
        for again in range(AGAIN + 1):
            try:
                if self.way == "each":
                    scheduler.allocate(dates)
                token = scheduler.reserve("someone@example.org", dates)
                scheduler.approve_reservations(token)
                scheduler.commit()
            except DBAPIError as error:
                scheduler.rollback()
                if getattr(error.orig, "sqlstate", None) not in CONFLICTS:
                    raise
                continue
            return Tried(accepted=True, again=again)
        return Tried(accepted=False, again=AGAIN)

    def _open(self, room: str) -> Scheduler:
        warnings.simplefilter("ignore")  # of names that libres takes from an older SQLAlchemy
        if self._scheduler is not None:
            self._scheduler.close()
        context = create_default_registry().register_context("benchmark")
        context.set_setting("dsn", self.url.replace("postgresql://", "postgresql+psycopg://"))
        return Scheduler(context, room, ZONE)
