"""The half of ``desk.people`` about ties, roles, and what else is known."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import date

from neighborbook.desk.asking import When
from neighborbook.desk.faults import MOST_REASON, Faults, party
from neighborbook.desk.house import House
from neighborbook.desk.loaded import Loaded
from neighborbook.desk.naming import known_now
from neighborbook.desk.people import keeping, tying
from neighborbook.desk.people.keeping import Change, Entry
from neighborbook.desk.people.words import TermSaid, grant_of, link_of, stated_of
from neighborbook.domain.party import Actor, Grant, Link, Tie
from neighborbook.domain.person import AnyParty, Organization, Person
from neighborbook.domain.times import day_of, zone
from neighborbook.rights import Right

_log = logging.getLogger("neighborbook")


class Ties:
    """Facts, links, and grants of the directory; see ``People``."""

    def __init__(self, house: House, actor: Actor) -> None:
        self._house = house
        self._actor = actor

    def _known(self) -> Loaded:
        """Return what the actor may name."""
        return known_now(self._house, self._actor)

    @property
    def _zone(self) -> str:
        return self._house.current().catalog.center.zone

    @property
    def _today(self) -> date:
        return day_of(self._house.clock.now(), zone(self._zone))

    def state(
        self,
        id: str,
        name: str,
        value: str,
        *,
        source: str = "",
        until: When | None = None,
        version: int | None = None,
        key: str | None = None,
    ) -> Person | Organization:
        """Note one more thing that is known of a party; an empty value takes it back.

        Args:
            source: where it is known from.
            until: from when it no longer holds.

        Raises:
            InvalidRequest: with every fault of the call.
            Refused: NOT_ALLOWED, STALE_VERSION.
        """
        faults = Faults()
        stated = stated_of(name, value, source, until, self._known(), faults)
        words = (name, value, source, until)
        entry = self._entry(
            "state", id, Right.KEEP_PEOPLE, words, version=version, key=key, faults=faults
        )
        return keeping.amend(self._house, entry, tying.stating(stated))

    def link(
        self,
        id: str,
        tie: Tie | str,
        other: str = "",
        *,
        room_types: Iterable[str] = (),
        grid: str = "",
        since: When | None = None,
        until: When | None = None,
        version: int | None = None,
        key: str | None = None,
    ) -> Person | Organization:
        """Tie a party to another; read it as "id TIE other". An earlier one of the two is replaced.

        Who is ``provider_of`` something reads whom it serves: administrators alone say so, and
        nobody of herself.

        Args:
            other: whom; of ``provider_of`` a resource; nobody, for a proxy of a whole ``grid``.
            room_types: for which it holds; none: for all.

        Raises:
            InvalidRequest: with every fault of the call.
            Refused: NOT_ALLOWED, STALE_VERSION.
        """
        said = TermSaid(room_types=room_types, grid=grid, since=since, until=until)
        faults = Faults()
        made = link_of(id, tie, other, said, self._known(), faults)
        right, over = tying.takes(made, id, self._actor)
        entry = self._entry(
            *("link", id, right, (tie, other, said)),
            version=version,
            key=key,
            faults=faults,
            over=over,
        )
        return self._appointed(made, entry, tying.linking(made, self._today))

    def unlink(
        self,
        id: str,
        tie: Tie | str,
        other: str = "",
        *,
        grid: str = "",
        version: int | None = None,
        key: str | None = None,
    ) -> Person | Organization:
        """Take a tie back.

        Raises:
            InvalidRequest: with every fault of the call.
            NotFound: there is no such tie.
            Refused: NOT_ALLOWED, STALE_VERSION.
        """
        faults = Faults()
        which = tying.which_of(tie, other, grid, faults)
        right, over = tying.takes(which, id, self._actor)
        entry = self._entry(
            *("unlink", id, right, (tie, other, grid)),
            version=version,
            key=key,
            faults=faults,
            over=over,
        )
        return keeping.amend(self._house, entry, tying.unlinking(which))

    def grant(
        self,
        id: str,
        role: str,
        *,
        room_types: Iterable[str] = (),
        grid: str = "",
        since: When | None = None,
        until: When | None = None,
        version: int | None = None,
        key: str | None = None,
    ) -> Person | Organization:
        """Give a person a role at the center; an earlier one of the same role is replaced.

        Administrators give them; nobody makes herself a carer.

        Args:
            role: ``"staff"``, ``"approver"``, ``"administrator"``, or ``"carer"``.
            grid: for whose people alone.

        Raises:
            InvalidRequest: with every fault of the call.
            Refused: NOT_ALLOWED, STALE_VERSION.
        """
        said = TermSaid(room_types=room_types, grid=grid, since=since, until=until)
        faults = Faults()
        made = grant_of(role, said, self._known(), faults)
        entry = self._entry(
            *("grant", id, Right.GRANT_ROLES, (role, said)),
            version=version,
            key=key,
            faults=faults,
            over="",
        )
        return self._appointed(made, entry, tying.granting(made))

    def revoke(
        self, id: str, role: str, *, version: int | None = None, key: str | None = None
    ) -> Person | Organization:
        """Take a role back.

        Raises:
            InvalidRequest: with every fault of the call.
            NotFound: the party does not have it.
            Refused: NOT_ALLOWED, STALE_VERSION.
        """
        faults = Faults()
        named = faults.text("role", role, MOST_REASON, needed=True)
        entry = self._entry(
            *("revoke", id, Right.GRANT_ROLES, role),
            version=version,
            key=key,
            faults=faults,
            over="",
        )
        return keeping.amend(self._house, entry, tying.revoking(named))

    def _appointed(self, given: Link | Grant, entry: Entry, change: Change) -> AnyParty:
        """Write a tie or a role; that somebody was made a carer is logged, as ever without ids.

        Raises:
            Refused: NOT_ALLOWED; also to who makes herself one.
        """
        tying.by_another(given, entry.id, self._actor, self._zone)
        done = keeping.amend(self._house, entry, change)
        if tying.serves(given):
            _log.info("center %r: somebody was made one who serves", self._house.center)
        return done

    def _entry(
        self,
        call: str,
        id: str,
        right: Right,
        words: object,
        *,
        key: str | None,
        faults: Faults,
        version: int | None = None,
        over: str | None = None,
    ) -> Entry:
        """Read what all writing calls share; raise what is wrong with it and the rest.

        Args:
            over: over whom the right is needed, if not the party itself.
        """
        entry = Entry(
            actor=self._actor,
            id=party("id", id, faults),
            right=right,
            over=id if over is None else over,
            call=call,
            words=(id, words, version),
            version=faults.version(version),
            key=faults.key(key),
        )
        faults.stop()
        return entry
