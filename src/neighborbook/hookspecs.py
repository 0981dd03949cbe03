"""The hooks: what a plugin may add, grouped by the moment at which it is called.

A plugin is a module (or an object) with a number ``api`` and functions marked with ``hookimpl``,
each named after one of the hooks below. It implements the hooks that it needs, and each may leave
out arguments that it does not use::

    import neighborbook as nb

    api = 1

    @nb.hookimpl
    def register_room_types():
        return [MeetingRoom()]

The verb tells how the answers are put together:

``register_*``
    at start-up; every plugin's answers are joined, and two of one name are an error.
``provide_*``
    before the lock; the answers are joined. Files and networks may be read here, and only here.
``check_*``
    under the lock; every plugin is asked, and all refusals are collected. *A plugin that raises
    refuses*, and the others are still asked.

No order of plugins shows in any result. ``None`` is an answer of none of the hooks: nothing to add
is an empty list or mapping, so that a forgotten ``return`` is noticed and never taken for consent.
"""

# mypy: disable-error-code="empty-body"
# A hook is a signature with its contract; pluggy never runs the body.

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pluggy

from neighborbook.domain.catalog import Center
from neighborbook.domain.following import Follow, Heard
from neighborbook.domain.party import Facts
from neighborbook.domain.refusal import Refusal
from neighborbook.domain.seen import Ask, Candidate, Seen
from neighborbook.domain.spans import Span
from neighborbook.room_type import RoomType

PROJECT = "neighborbook"
"""The name of the group of entry points, and of the markers."""

API = 1
"""The version of these hooks; a plugin states the one that it was written for as ``api``."""

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)
"""Marks a plugin's function as the implementation of the hook of that name."""


# At start-up ----------------------------------------------------------------------------------


@hookspec
def register_room_types() -> Iterable[RoomType]:
    """Return the room types that the plugin adds, as instances.

    Called once, when the desk is opened. A room type whose name is taken, whose ``api`` is
    another, or whose ``details`` declare no privacy, is a ``PluginError``, as is raising here:
    no center file is loaded with half of its rules. A center that was loaded before still opens;
    what was booked goes on, and everything new is refused (``PLUGIN_ERROR``).
    """


# Before the lock ------------------------------------------------------------------------------


@hookspec
def provide_facts(center: Center, parties: tuple[str, ...]) -> Mapping[str, Facts]:
    """Return what the plugin knows of these parties, by party; leave out those unknown to it.

    Called before the lock, so a directory or a file may be asked; it may still be slow for
    nobody but the one who asks. Roles, grants, organizations, and links of several plugins are
    united, and one that says so disables; of everything else the first one wins, plugins taken in
    the order of their names. The center's own directory is joined likewise, and wins before all.

    A plugin that raises is not passed over: the request is refused (``PLUGIN_ERROR``), for what
    it did not say may be what forbids the booking.

    Args:
        center: whose bookings are asked about.
        parties: ids of actor, organizer, and attendees, each once, sorted. Facts of parties that
            were not asked about are dropped.
    """


@hookspec
def provide_closures(
    center: Center, follows: tuple[Follow, ...], window: Span
) -> Mapping[str, Heard]:
    """Return what was heard of these outside calendars, by their ``key``; leave out unknown kinds.

    Called by ``settle`` with those that are due, at most 16 at once, holding nothing: a network may
    be asked here. No booking waits for it, but what is settled next does, so it keeps to the
    ``timeout`` of each.
    The answers of several plugins about one calendar are united.

    Whatever is not heard in full is never taken for gone: of a calendar with a ``fault``, of one
    that no plugin answers for, and of all that were asked about if a plugin raises, what was heard
    before stays closed, and the calendar is stale until it is heard again.

    Args:
        center: whose rooms follow them.
        follows: some that are due; each ``address`` is filled in, and may be a secret.
        window: from now to the end of what can be booked. Closures that do not overlap it are
            dropped.
    """


# Under the lock -------------------------------------------------------------------------------


@hookspec
def check_booking(
    ask: Ask, candidates: tuple[Candidate, ...], seen: Seen
) -> Iterable[tuple[Candidate, Refusal]]:
    """Return reasons against candidates, each with the candidate that it is about.

    Called for bookings of every room type, with everything else locked: it must be pure and
    quick, and know nothing but its arguments. Searching passes a page of candidates, booking one;
    what is said of a candidate must not depend on the others.

    A plugin that raises, returns something else, names a candidate that was not passed in (the
    very object is meant), or a code outside ``Code`` that does not begin with ``X_``, refuses
    every candidate (``PLUGIN_ERROR``, hard); what it said before is dropped.

    Args:
        ask: the request as it was made, with facts and the clock read under the lock.
        candidates: the times at which it could be met, each with its own ``ask``.
        seen: what the book answered to the questions of the candidates' demands.
    """
