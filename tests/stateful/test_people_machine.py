"""The desk and people against the stupid model: who books for whom, and what each of them reads."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterable
from itertools import cycle
from pathlib import Path
from typing import cast

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule, run_state_machine_as_test

import neighborbook as nb
from tests.stateful import test_desk_machine as desk_machine
from tests.stateful.minutes import CANCEL_NOTICE, CAPACITY, HOUR, LIVE, PLACES, SEALED, center_of
from tests.stateful.test_desk_machine import (
    KINDS,
    LENGTHS,
    OFFERINGS,
    QUICK,
    WHICH,
    moment,
    on_files,
)
from tests.stateful.ties import ADULTS, CALLERS, CLERK, DOC, FIRMS, KID, SERVED, Seen, Ties

ADULT = st.sampled_from(ADULTS)
CALLER = st.sampled_from(CALLERS)
FIRM = st.sampled_from(FIRMS)
OWNERS = st.sampled_from((*FIRMS, KID, *ADULTS))
SAID = {"NOT_ALLOWED": "right", "NOT_MEMBER": "member", "NOT_AUTHORIZED_FOR": "authorized"}
UNKNOWN = {"UNKNOWN_OFFERING": "unknown"}
KINDS.update({**SAID, "SUSPENDED": "suspended", "CANCEL_TOO_LATE": "begun"})


def erased(people: nb.People, gone: str) -> nb.Erasing:
    """Erase somebody; a ledger is of no use to a book that is never restored."""
    with tempfile.TemporaryDirectory() as folder:
        return people.erase(gone, ledger=Path(folder) / "ledger")


class PeopleMachine(desk_machine.DeskMachine):
    """Two desks on one database in a center that keeps people, and the model of all that."""

    # What has nothing to do with people is the other machine's.
    book = extend = load = complete = no_show = decline = settle = None  # type: ignore[assignment]
    reopen_the_database = another_process_books = close_offering = None  # type: ignore[assignment]
    wait_for_the_next_lapse = reopen = outage = confirm = None  # type: ignore[assignment]
    approve = check_in = move = book_again = None  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.people = Ties(self.model.now)
        self.model = self.people
        self.looking = cycle(CALLERS)
        self.desks[0].load(center_of(CAPACITY["P"]))
        people = self.desks[0].people
        for firm in FIRMS:
            people.register_organization(firm, name=firm.title())
        for name in CALLERS:
            born = "2020-02-02" if name == KID else "1980-02-02"
            people.register(name, name=f"Name of {name}", born_on=born)
        people.grant(CLERK, "staff")
        people.link(DOC, "provider_of", SERVED)
        for n, adult in enumerate(ADULTS[:3]):
            people.link(adult, "employee_of", FIRMS[n % 2])
            self.people.employed.add((adult, FIRMS[n % 2]))
        self.guard(ADULTS[1])
        self.appoint(ADULTS[3], ADULTS[2], 300)

    def books(self) -> nb.Desk:
        """Return the desk by which the program keeps its people."""
        return self.desks[next(self.numbers) % 2]

    # Ties ---------------------------------------------------------------------------------------

    @rule(who=ADULT, firm=FIRM)
    def employ(self, who: str, firm: str) -> None:
        if who not in self.people.erased:
            self.books().people.link(who, "employee_of", firm)
            self.people.employed.add((who, firm))

    @rule(who=ADULT)
    def guard(self, who: str) -> None:
        if not {who, KID} & self.people.erased:
            self.books().people.link(who, "guardian_of", KID)
            self.people.guards.add((who, KID))

    @rule(who=ADULT, whom=st.sampled_from((*ADULTS, KID)), cells=st.sampled_from([6, 12, 300]))
    def appoint(self, who: str, whom: str, cells: int) -> None:
        if who != whom and not {who, whom} & self.people.erased:
            until = self.model.now + cells * 300
            self.books().people.link(who, "proxy_for", whom, until=moment(until))
            self.people.proxies[who, whom] = until

    @precondition(lambda self: self.people.employed or self.people.guards or self.people.proxies)
    @rule(which=WHICH)
    def untie(self, which: int) -> None:
        known = self.people
        ties = sorted(
            [("employee_of", *pair) for pair in known.employed]
            + [("guardian_of", *pair) for pair in known.guards]
            + [("proxy_for", *pair) for pair in known.proxies]
        )
        tie, who, whom = ties[which % len(ties)]
        self.books().people.unlink(who, tie, whom)
        known.employed.discard((who, whom) if tie == "employee_of" else ("", ""))
        known.guards.discard((who, whom) if tie == "guardian_of" else ("", ""))
        if tie == "proxy_for":
            del known.proxies[who, whom]

    @rule(who=ADULT, back=st.booleans())
    def lock_out(self, who: str, back: bool) -> None:
        if who in self.people.erased:
            return
        if back:
            self.books().people.enable(who)
            self.people.disabled.discard(who)
        else:
            self.books().people.disable(who)
            self.people.disabled.add(who)

    # What they do -------------------------------------------------------------------------------

    def somebody(self, caller: str, owner: str, which: int) -> tuple[str, str]:
        """Return who books for whom: mostly two who have to do with each other."""
        known = self.people
        tied = sorted({*known.employed, *known.guards, *known.proxies})
        if not tied or which % 3 == 0:
            return caller, owner
        return tied[which // 3 % len(tied)] if which % 3 == 1 else (caller, caller)

    @rule(
        offering=OFFERINGS,
        soon=st.integers(0, 7),
        length=LENGTHS,
        owner=OWNERS,
        caller=CALLER,
        who=WHICH,
    )
    def book_as(
        self, *, offering: str, soon: int, length: int, owner: str, caller: str, who: int
    ) -> None:
        caller, owner = self.somebody(caller, owner, who // 2)
        asked = self.model.asked(offering, self.from_now(soon), length, owner)
        barred = self.people.against(caller, owner)
        expected, at = self.model.judge(asked, PLACES[offering])
        if barred:  # and nothing else is told
            expected = frozenset({barred})
        if self.people.is_out(caller) and offering in SEALED:  # there is none for the public
            expected = frozenset({"unknown"})
        title = f"Title {next(self.numbers)}"
        desk, before = self.desk(who), {b.id for b in self.desks[0].bookings()}
        got, _ = self.tried(
            lambda: desk.acting_as(caller).book(
                offering,
                start=moment(asked.start),
                end=moment(asked.end),
                organizer=owner,
                title=title,
            )
        )
        assert got == expected, (caller, owner)
        made = [b for b in self.desks[0].bookings() if b.id not in before]
        if expected:
            assert made == []
            return
        [new] = made
        self.people.authors[new.id], self.people.titles[new.id] = caller, title
        self.model.accept(new.id, asked, at, "pending" if offering == "gated" else "confirmed")

    @rule(offering=OFFERINGS, soon=st.integers(0, 30), which=st.integers(0, 9), who=WHICH)
    def book_for_another(self, offering: str, soon: int, which: int, who: int) -> None:
        """One who has to do with somebody books for him."""
        pick = 6 * which + 2 + who % 2
        self.book_as(offering=offering, soon=soon, length=HOUR, owner=KID, caller=CLERK, who=pick)

    @initialize(asked=st.lists(st.tuples(OFFERINGS, CALLER, OWNERS, WHICH), min_size=3, max_size=6))
    def people_begin(self, asked: list[tuple[str, str, str, int]]) -> None:
        """Some of what there is belongs to people, and they wrote it."""
        for n, (offering, caller, owner, who) in enumerate(asked):
            self.book_as(
                offering=offering, soon=8 + 3 * n, length=HOUR, owner=owner, caller=caller, who=who
            )

    @precondition(lambda self: self.model.bookings)
    @rule(which=WHICH, caller=CALLER, who=WHICH)
    def cancel_as(self, which: int, caller: str, who: int) -> None:
        b = self.model.bookings[id := self.id_of(which, *LIVE)]
        readers = [each for each in CALLERS if self.people.sees(each, id) is not None]
        caller = readers[which // 6 % len(readers)] if readers and which % 5 else caller
        barred = self.people.forbids(caller, id)
        late = self.is_late(id)
        expected = frozenset({barred}) if barred else self.in_state(b, *LIVE)
        if not expected and self.model.now >= b.start and caller != CLERK:
            expected = frozenset({"begun"})  # what has begun only the desk cancels
        reason = "cancelled_late" if late else "cancelled"
        self.verb(
            expected,
            lambda: self.desk(who).acting_as(caller).cancel(id),
            lambda: self.model.void(b, reason, spends=late),
        )

    def is_late(self, id: str) -> bool:
        """Whether who cancels it now keeps it in the account."""
        b = self.model.bookings[id]
        late = self.model.now > b.start - CANCEL_NOTICE[b.offering]
        return b.state in ("confirmed", "arrived") and late and id not in self.model.displaced()

    def tried(self, call: Callable[[], nb.Booking]) -> tuple[frozenset[str], nb.Booking | None]:
        try:
            return super().tried(call)
        except nb.NotFound:
            return frozenset({"missing"}), None
        except nb.InvalidRequest as no:
            return frozenset(UNKNOWN[fault.code] for fault in no.faults), None

    # Who leaves ---------------------------------------------------------------------------------

    @rule(leaver=ADULT, heir=ADULT, firm=FIRM, who=WHICH)
    def hand_over(self, leaver: str, heir: str, firm: str, who: int) -> None:
        people = self.desk(who).people
        if (heir, firm) not in self.people.employed or self.people.is_out(heir):
            with pytest.raises(nb.InvalidRequest):
                people.hand_over(leaver, heir, organization=firm)
            return
        moved = people.hand_over(leaver, heir, organization=firm)
        assert sorted(b.id for b in moved) == self.people.hand_over(leaver, heir, firm)

    @rule(gone=st.sampled_from((*ADULTS, KID)), clear=st.booleans(), who=WHICH)
    def erase(self, gone: str, clear: bool, who: int) -> None:
        """Who is erased takes nothing along: with ``clear`` the office cancels first."""
        if clear:
            apt = [each for each in ADULTS if self.people.named(each)]
            gone = apt[who // 2 % len(apt)] if apt else gone
        for id in self.people.coming(gone) if clear else ():
            b = self.model.bookings[id]
            late = self.is_late(id)
            self.desk(who).cancel(id)
            self.model.void(b, "cancelled_late" if late else "cancelled", spends=late)
        people, named = self.desk(who).people, self.people.named(gone)
        if gone in self.people.erased:
            with pytest.raises(nb.NotFound):
                erased(people, gone)
            return
        if self.people.coming(gone):
            with pytest.raises(nb.Refused) as refused:
                erased(people, gone)
            assert refused.value.decision.codes == ("STATE",)
            return
        before = self.spent(named)
        assert erased(people, gone).bookings == len(named)
        assert self.spent(named) == before
        [new] = {self.id_kept(id, gone) for id in named} or {""}
        self.people.erase(gone, new)
        assert new.startswith("~erased-") or not named
        kept = self.desks[who % 2].people.export(gone).tables.keys() if named else {"party"}
        assert kept == {"party"}

    def id_kept(self, id: str, gone: str) -> str:
        """Return the id that stands in a booking where somebody stood."""
        b = self.desks[0].booking(id)
        return b.organizer if self.model.bookings[id].organizer == gone else b.actor

    def spent(self, ids: list[str]) -> dict[str, list[tuple[int, int]]]:
        """Return what bookings use of their limits: how much, and when."""
        with self.desks[0]._house.store.snapshot("c") as reader:
            found = reader.limit_uses_of(tuple(ids))
        return {id: sorted((use.at, use.amount) for use in uses) for id, uses in found.items()}

    # What must be alike after every step --------------------------------------------------------

    @invariant()
    def each_reads_what_is_theirs(self) -> None:
        caller = next(self.looking)
        desk = self.desks[1].acting_as(caller)
        expected = {
            id: seen
            for id in self.model.bookings
            if (seen := self.people.sees(caller, id)) is not None
        }
        got = {b.id: read(b) for b in desk.bookings()}
        assert got == expected, caller
        for id in sorted(self.model.bookings)[:: max(1, len(self.model.bookings) // 2)]:
            if id in expected:
                assert read(desk.booking(id)) == expected[id]
            else:
                with pytest.raises(nb.NotFound):
                    desk.booking(id)


def read(b: nb.Booking) -> Seen:
    """Return what the model says of a booking."""
    return b.organizer, b.actor, b.title, b.offering


def machine(places: Callable[[], str]) -> type[PeopleMachine]:
    return type("People", (PeopleMachine,), {"places": staticmethod(places)})


@pytest.fixture
def folder() -> Iterable[Path]:
    path = Path(tempfile.mkdtemp(prefix="neighborbook-"))
    yield path
    shutil.rmtree(path)


def test_the_desk_lets_people_do_and_read_what_the_model_does(folder: Path) -> None:
    run_state_machine_as_test(machine(on_files(folder)), settings=settings(QUICK, max_examples=20))


@pytest.mark.postgres
def test_the_desk_lets_people_do_and_read_the_same_on_postgresql(postgres: object) -> None:
    from tests.postgres import PostgresServer

    server = cast("PostgresServer", postgres)
    made: list[str] = []

    def place() -> str:
        if made:
            server.drop_database(made.pop())
        made.append(server.create_database())
        return made[-1]

    run_state_machine_as_test(machine(place), settings=settings(QUICK, max_examples=3))


@pytest.mark.prove
def test_the_desk_lets_people_do_and_read_what_the_model_does_for_long(folder: Path) -> None:
    run_state_machine_as_test(machine(on_files(folder)), settings=desk_machine.LONG)
