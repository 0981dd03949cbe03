"""A stupid model of people: sets of pairs, and whatever follows from them in so many words.

Written from the guide to people and the explanation of privacy, not from the table of rights.
"""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from tests.stateful.minutes import SEALED, Kept, Minutes

FIRMS = ("acme", "zeta")
ADULTS = ("ann", "bo", "eve", "fay")
KID, CLERK, DOC = "kid", "clerk", "doc"
CALLERS = (*ADULTS, KID, CLERK, DOC)
PROGRAM = "~program"
SERVED = "B"
"""The room in which the doctor serves whoever comes."""

Seen = tuple[str, str, str, str]
"""Organizer, author, title, and offering, as far as a caller reads them."""


@attrs.define
class Ties(Minutes):
    """Who is tied to whom, who wrote which booking, and who may do and read what.

    Attributes:
        employed, guards: pairs of who and of whom.
        proxies: until when each pair holds.
        authors, titles: by booking.
    """

    employed: set[tuple[str, str]] = attrs.field(factory=set)
    guards: set[tuple[str, str]] = attrs.field(factory=set)
    proxies: dict[tuple[str, str], int] = attrs.field(factory=dict)
    disabled: set[str] = attrs.field(factory=set)
    erased: set[str] = attrs.field(factory=set)
    authors: dict[str, str] = attrs.field(factory=dict)
    titles: dict[str, str] = attrs.field(factory=dict)
    of_itself: bool = False

    # Who somebody is ----------------------------------------------------------------------------

    def is_out(self, who: str) -> bool:
        """Who is locked out, or no more, is to the desk what the public is."""
        return who in self.disabled or who in self.erased

    def owns(self, who: str, organizer: str) -> str:
        """By what somebody may act for an organizer: "" if by nothing."""
        if who == organizer:
            return "self"
        if (who, organizer) in self.guards:
            return "guardian"
        if self.now < self.proxies.get((who, organizer), 0):
            return "proxy"
        return "member" if (who, organizer) in self.employed else ""

    # What is answered ---------------------------------------------------------------------------

    def against(self, who: str, organizer: str) -> str:
        """Why somebody may not book for an organizer: "" if he may."""
        if self.is_out(who):
            return "right"
        if who == CLERK or self.owns(who, organizer):
            return ""
        return "member" if organizer in FIRMS else "authorized"

    def judge(
        self,
        asked: Kept,
        places: Iterable[str],
        *,
        hold: bool = False,
        but: str = "",
        anew: bool = False,
    ) -> tuple[frozenset[str], str]:
        """As ever; and nothing is booked or changed for who is locked out."""
        found, place = Minutes.judge(self, asked, places, hold=hold, but=but, anew=anew)
        if self.is_out(asked.organizer) and not self.of_itself:
            found |= {"suspended"}
        return found, place

    def give_back(self, id: str, b: Kept, until: int, *, missed: bool) -> None:
        """What comes back by itself asks nobody's leave."""
        self.of_itself = True
        Minutes.give_back(self, id, b, until, missed=missed)
        self.of_itself = False

    def forbids(self, who: str, id: str) -> str:
        """Why somebody cannot cancel a booking: "" if he can."""
        if self.sees(who, id) is None:
            return "missing"
        b = self.bookings[id]
        return "" if who == CLERK or self.owns(who, b.organizer) else "right"

    def sees(self, who: str, id: str) -> Seen | None:
        """What of a booking somebody reads, or ``None`` if there is none for him."""
        b = self.bookings[id]
        if self.is_out(who):
            return None
        tie, wrote = self.owns(who, b.organizer), self.authors.get(id, PROGRAM) == who
        serves = who == DOC and b.place == SERVED
        if b.offering in SEALED:
            return self._sees_sealed(id, who, tie, wrote=wrote, serves=serves)
        whole = (b.organizer, self.authors.get(id, PROGRAM), self.titles.get(id, ""), b.offering)
        if serves or who == CLERK or tie in {"self", "guardian", "proxy"}:
            return whole
        if tie == "member":
            return whole if wrote else (b.organizer, "", "", b.offering)
        # Who wrote it and has nothing to do with it any more: that something is there, no more.
        return ("", "", "", "") if wrote else None

    def _sees_sealed(
        self, id: str, who: str, tie: str, *, wrote: bool, serves: bool
    ) -> Seen | None:
        """A proxy is a stranger to it, and so is a firm but for who wrote it."""
        if serves:
            return ("", "", self.titles.get(id, ""), self.bookings[id].offering)
        own = tie in {"self", "guardian"} or (tie == "member" and wrote)
        return ("", "", "", "") if own or who == CLERK else None

    # What happens -------------------------------------------------------------------------------

    def coming(self, organizer: str) -> list[str]:
        """The bookings of an organizer that are to come."""
        found = self.bookings.items()
        return sorted(id for id, b in found if b.organizer == organizer and self.is_to_come(b))

    def hand_over(self, leaver: str, heir: str, firm: str) -> list[str]:
        """What somebody wrote for a firm and is to come goes on under another name."""
        moved = [id for id in self.coming(firm) if self.authors.get(id, PROGRAM) == leaver]
        for id in moved:
            self.authors[id] = heir
        return moved

    def named(self, who: str) -> list[str]:
        """The bookings in which somebody stands."""
        found = self.bookings.items()
        return [id for id, b in found if who in (b.organizer, self.authors.get(id, PROGRAM))]

    def erase(self, who: str, new: str) -> None:
        """All that counts stays, under an id that is nobody's."""
        self.erased.add(who)
        for id in self.named(who):
            b = self.bookings[id]
            if b.organizer == who:
                b.organizer, self.titles[id] = new, ""
            if self.authors.get(id, PROGRAM) == who:
                self.authors[id] = new
        self.employed = {pair for pair in self.employed if who not in pair}
        self.guards = {pair for pair in self.guards if who not in pair}
        self.proxies = {pair: at for pair, at in self.proxies.items() if who not in pair}
