"""Boards and calendars of the desk: what stands when, as its actor may see it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from neighborbook.desk import boards, calendar_subjects, calendars
from neighborbook.desk.asking import Length
from neighborbook.desk.desk_verbs import DeskVerbs


class DeskCalendars(DeskVerbs):
    """What one sees of a day, and what one subscribes to."""

    def day(self, day: date | str) -> boards.Board:
        """Return the board of a civil day, as the actor may see it.

        Bookings stand in it with their booked times; ``occupied`` of a row says when its resource
        cannot be had, setup and teardown included.

        Raises:
            InvalidRequest: it is no date.
        """
        return boards.board(self._house, self._actor, day)

    def calendar(
        self,
        *,
        resource: str | None = None,
        offering: str | None = None,
        party: str | None = None,
        organization: str | None = None,
        language: str = "en",
        busy: bool = False,
        freebusy: bool = False,
        history: Length = calendar_subjects.HISTORY,
        alarms: Iterable[Length] = (),
    ) -> bytes:
        """Return an iCalendar feed of exactly one subject, as the actor may see it.

        What may be named stands there by name with its booked time, closures with their public
        reason. The rest is merged into busy periods: when a room cannot be had, buffers included;
        when nothing is left of a pool; when none of the places of an offering is free.

        The window is of whole civil days, ``history`` back and 400 ahead: an unchanged calendar is
        the same to the byte until midnight.

        Args:
            busy: merged busy periods alone; of people, their booked times.
            freebusy: the same as one VFREEBUSY.
            history: whole days, at most 366.
            alarms: lengths before each start, in one's own party calendar alone.

        Raises:
            InvalidRequest: not exactly one subject, or one that does not exist; or with every
                other fault of the call.
        """
        of = calendar_subjects.CalendarOf(
            resource=resource,
            offering=offering,
            party=party,
            organization=organization,
            language=language,
            busy=busy,
            freebusy=freebusy,
            history=history,
            alarms=alarms,
        )
        return calendars.calendar(self._house, self._actor, of)
