"""Imports and exports of the desk: whole books go in and out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from neighborbook.desk import exporting
from neighborbook.desk.asking import When
from neighborbook.desk.desk_keeping import DeskKeeping
from neighborbook.desk.importing import bringing, closures, people, undoing
from neighborbook.desk.importing.closure_values import ClosureRow, ImportingClosures
from neighborbook.desk.importing.people_values import ImportingPeople, PartyRow
from neighborbook.desk.importing.values import Imported, Importing, ImportRow, Outcome, Undone
from neighborbook.domain.booking import Booking
from neighborbook.domain.closure import Closure
from neighborbook.domain.person import Organization, Person
from neighborbook.storage.batches import Batch


class DeskTransfers(DeskKeeping):
    """What moves a book from one system into another; for the program and administrators."""

    def bring_in(
        self,
        rows: Iterable[ImportRow],
        *,
        source: str = "",
        preview: bool = False,
        skip: bool = False,
        as_history: bool = False,
        override: str | None = None,
        told: Callable[[Outcome], object] | None = None,
    ) -> Imported:
        """Bring bookings of another system in, each judged as ``book`` would, in their order.

        It is judged as if whoever calls booked it: who may not book for an organizer hears that of
        the row, and nothing else. A row whose key or id came in before changes nothing; one whose
        key brought another place, start or organizer is bad. Nobody is told of what comes in: it
        stood somewhere already; but who must approve something is.

        Args:
            rows: at most 200,000; ``neighborbook.transfer`` makes them of files.
            source: what it is, for people and for the history: the name of a file.
            preview: say what would become of every row; write nothing.
            skip: leave out what is bad. Without it, it is all or nothing.
            as_history: what began before now comes in as it was: only places are judged, and of
                what is CARE or SEALED whether the caller could book it.
            override: the reason for passing soft rules and approvals.
            told: is told what became of each row, in order.

        Raises:
            InvalidRequest: the call itself is at fault, or there are too many rows.
            Refused: the actor may not import.
            StorageError: nothing is written; with ``skip``, what came before stays.
        """
        how = Importing(
            source=source, preview=preview, skip=skip, as_history=as_history, override=override
        )
        return bringing.bring(self._house, self._actor, rows, how, told or _nobody)

    def bring_people_in(
        self,
        rows: Iterable[PartyRow],
        *,
        source: str = "",
        preview: bool = False,
        skip: bool = False,
        readmit: bool = False,
        told: Callable[[Outcome], object] | None = None,
    ) -> Imported:
        """Bring persons and organizations in, with their ties, roles, and facts, all at once.

        Each is judged as ``people.register``, ``link``, ``grant``, and ``state`` would; those of
        one import may be tied to each other. Who is kept already is not changed: a row that says
        the same does nothing, one that says something else is bad.

        Args:
            rows: at most 200,000; ``neighborbook.transfer`` makes them of files.
            source: what it is, for people: the name of a file.
            preview: say what would become of every row; write nothing.
            skip: leave out what is bad. Without it, it is all or nothing.
            readmit: let those come back who were erased; else their rows are bad.
            told: is told what became of each row, in order.

        Raises:
            InvalidRequest: the call itself is at fault, or there are too many rows.
            Refused: the actor may not import.
            StorageError: nothing is written; also where the ledger of erasures cannot be read.
        """
        how = ImportingPeople(source=source, preview=preview, skip=skip, readmit=readmit)
        return people.bring(self._house, self._actor, rows, how, told or _nobody)

    def bring_closures_in(
        self,
        rows: Iterable[ClosureRow],
        *,
        source: str = "",
        preview: bool = False,
        skip: bool = False,
        told: Callable[[Outcome], object] | None = None,
    ) -> Imported:
        """Bring closures in, each judged and laid as ``close`` would, in their order.

        A row whose key came in before, or is the id of a closure of this book, changes nothing;
        what was reopened there is left. Those who are displaced are told, as by ``close``.

        Args:
            rows: at most 200,000; ``neighborbook.transfer`` makes them of files.
            source: what it is, for people: the name of a file.
            preview: say what would become of every row, and whom it would displace.
            skip: leave out what is bad. Without it, it is all or nothing.
            told: is told what became of each row, in order.

        Raises:
            InvalidRequest: the call itself is at fault, or there are too many rows.
            Refused: the actor may not import, or may not close.
            StorageError: nothing is written; with ``skip``, what came before stays.
        """
        how = ImportingClosures(source=source, preview=preview, skip=skip)
        return closures.bring(self._house, self._actor, rows, how, told or _nobody)

    def imports(self) -> tuple[Batch, ...]:
        """Return every import that brought something, the newest first.

        Raises:
            Refused: the actor may not import.
        """
        return undoing.batches(self._house, self._actor)

    def undo_import(self, batch: str) -> Undone:
        """Cancel what an import brought, unless it was touched since; its rows may come again.

        What time alone has ended is not touched by anybody.

        People are kept no longer, unless they were changed, or anything names them by now. Closures
        are reopened.

        Raises:
            NotFound: there is no such import.
            Refused: the actor may not import, or, where closures came in, may not close.
        """
        return undoing.undo(self._house, self._actor, batch)

    def exported(self, *, start: When | None = None, end: When | None = None) -> Iterator[Booking]:
        """Yield every booking that overlaps ``[start, end)`` with all that it holds, by start.

        Void ones too. The program gets them whole, an administrator as staff see them.

        Raises:
            InvalidRequest: with every fault of the call.
            Refused: the actor may not export.
        """
        return exporting.bookings(self._house, self._actor, start, end)

    def exported_closures(
        self, *, start: When | None = None, end: When | None = None
    ) -> tuple[Closure, ...]:
        """Return every closure that overlaps ``[start, end)``, reopened ones too, by start.

        Raises:
            InvalidRequest: with every fault of the call.
            Refused: the actor may not export.
        """
        return exporting.closures(self._house, self._actor, start, end)

    def exported_people(self) -> Iterator[Person | Organization]:
        """Yield every person and organization that is kept, by id, with ties, roles, and facts.

        A guardian's tie to who has come of age, which gives nothing any more, is left out. The
        program gets everything else, an administrator without what is sealed. Who was erased is not
        among them.

        Raises:
            Refused: the actor may not export.
        """
        return exporting.parties(self._house, self._actor)


def _nobody(outcome: Outcome) -> None:
    """Tell nobody what became of a row."""
