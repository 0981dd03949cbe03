"""Where parties can be reached: the center file says it, or the program does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol, TypeAlias

import attrs

from neighborbook.desk.channels.channel import NotYet
from neighborbook.domain.notice import Addressee


class AddressBook(Protocol):
    """Knows how parties can be reached, in which language, and who is told for an organization."""

    def look_up(self, center: str, parties: tuple[str, ...]) -> Mapping[str, Addressee]:
        """Return what is known of these parties, by party; leave out whom nobody knows.

        Called outside of any transaction; it may read a file, a database, or the network.

        Args:
            center: id of the center that asks.
            parties: ids, each once, sorted.
        """
        ...


LookUp: TypeAlias = Callable[[str, tuple[str, ...]], Mapping[str, Addressee]]
"""A function of the program that does what ``AddressBook.look_up`` does."""


@attrs.frozen(kw_only=True)
class CalledBook:
    """A function of the program as an address book."""

    function: LookUp

    def look_up(self, center: str, parties: tuple[str, ...]) -> Mapping[str, Addressee]:
        """Ask the function."""
        return self.function(center, parties)


@attrs.frozen(kw_only=True)
class StatedBook:
    """The addresses that stand in a center file."""

    stated: Mapping[str, Addressee]

    def look_up(self, center: str, parties: tuple[str, ...]) -> Mapping[str, Addressee]:
        """Return those that are stated."""
        return {party: self.stated[party] for party in parties if party in self.stated}


@attrs.frozen(kw_only=True)
class JoinedBooks:
    """Several address books: of each party the first one that knows it is believed."""

    books: tuple[AddressBook, ...]

    def look_up(self, center: str, parties: tuple[str, ...]) -> Mapping[str, Addressee]:
        """Ask one after another for those that are still unknown.

        Raises:
            NotYet: one raises. Nobody may count as unreachable for that.
        """
        found: dict[str, Addressee] = {}
        for book in self.books:
            left = tuple(sorted(set(parties) - found.keys()))
            if not left:
                break
            try:
                known = {p: each for p, each in book.look_up(center, left).items() if p in left}
            except Exception as error:  # noqa: BLE001 - a foreign method may raise anything
                raise NotYet(f"the address book raised {type(error).__name__}") from None
            found.update(known)
        return found
