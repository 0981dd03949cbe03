"""Who asks for a talk for whom, by the directory that the center itself keeps."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import neighborbook as nb
import neighborbook_counsel

if TYPE_CHECKING:
    from conftest import Counseling
    from neighborbook.testing import SetClock

DOCTOR = '\n[offering.doctor]\nroom_type = "doctor"\nplaces = ["dr-a"]\n'


@pytest.fixture
def kept(center: str, clock: SetClock, tmp_path: Path) -> Iterator[nb.Desk]:
    """The counseling room, with people in the directory and no plugin that knows any."""
    path = tmp_path / "kept.toml"
    alone = center.replace(DOCTOR, "").replace('"counsel", "doctor"', '"counsel"')
    path.write_text(alone, encoding="utf-8")
    with nb.open(center="anping", clock=clock, plugins=(neighborbook_counsel,)) as desk:
        desk.load(path)
        _register(desk.people)
        yield desk


def _register(people: nb.People) -> None:
    for id, born in (
        ("maple", "1990-01-01"),
        ("child", "2014-05-01"),
        ("teen", "2010-05-01"),
        ("grown", "2014-05-01"),  # as it was thought when the mother was tied
    ):
        people.register(id, name=id.title(), born_on=born, grid="7")
    for id in ("mother", "spouse", "grid-7", "boss", "clerk", "counselor", "other-counselor"):
        people.register(id, name=id.title())
    people.register_organization("acme", name="Acme", managers=["boss"])
    people.link("maple", "employee_of", "acme")
    for child in ("child", "teen", "grown"):
        people.link("mother", "guardian_of", child)
    people.change("grown", born_on="2000-05-01")
    people.link("spouse", "proxy_for", "maple", until="2027-01-01")
    people.link("grid-7", "proxy_for", grid="7", until="2027-01-01")
    people.link("counselor", "provider_of", "an")
    people.link("other-counselor", "provider_of", "bai")
    people.grant("clerk", "staff")
    people.register("head", name="Head")
    people.grant("head", "carer", room_types=["counsel"])


@pytest.fixture
def kept_counseling(kept: nb.Desk, counseling: Counseling) -> Counseling:
    return type(counseling)(kept)


@pytest.mark.parametrize(
    ("who", "client"),
    [("maple", "maple"), ("teen", "teen"), ("mother", "child"), ("mother", "teen")],
)
def test_a_client_and_a_childs_guardian_book_and_cancel(
    kept_counseling: Counseling, who: str, client: str
) -> None:
    acting = kept_counseling.acting_as(who)
    booking = acting.book("14:00", client)
    assert booking.state is nb.State.CONFIRMED
    assert acting.desk.cancel(booking.id).state is nb.State.VOID


@pytest.mark.parametrize(
    ("who", "client"),
    [
        ("head", "maple"),
        ("spouse", "maple"),
        ("grid-7", "maple"),
        ("boss", "maple"),
        ("clerk", "maple"),
        ("counselor", "maple"),
        ("nobody-known", "maple"),
        ("mother", "grown"),
        ("spouse", "child"),
        ("grid-7", "child"),
    ],
)
def test_everybody_else_is_told_one_thing_at_every_hour(
    kept_counseling: Counseling, who: str, client: str
) -> None:
    kept_counseling.book("2026-11-25 16:00", "maple")
    acting = kept_counseling.acting_as(who)
    for hour in range(12, 20):
        decision = acting.explain(f"2026-11-25 {hour:02}:00", client)
        assert [one.rule.split(".")[-1] for one in decision.refusals] == ["own_name"]
        assert list(decision.codes) == ["NOT_AUTHORIZED_FOR"]
        assert "12356" in decision.text("en")


def test_a_clerk_refers_a_client(kept_counseling: Counseling) -> None:
    clerk = kept_counseling.acting_as("clerk")
    assert clerk.codes("14:00", "maple", referral=True) == []


@pytest.mark.parametrize(
    ("who", "resource"), [("head", "an"), ("head", "bai"), ("head", None), ("counselor", "an")]
)
def test_a_counselor_refers_a_client_by_her_own_call(
    kept_counseling: Counseling, who: str, resource: str | None
) -> None:
    made = kept_counseling.acting_as(who).book(
        "14:00", "maple", referral=True, resource=resource, alias="Maple"
    )
    assert (made.details.alias, made.organizer) == ("Maple", "")  # type: ignore[attr-defined]
    stored = kept_counseling.desk.booking(made.id)
    assert (stored.organizer, stored.actor) == ("maple", who)
    mine = kept_counseling.desk.acting_as("maple")
    assert [one.id for one in mine.bookings()] == [made.id]
    assert mine.cancel(made.id).state is nb.State.VOID


def test_a_counselor_books_the_next_talk_with_her_client(
    kept_counseling: Counseling, turn: Callable[[str], None]
) -> None:
    kept_counseling.acting_as("maple").book("14:00", "maple", resource="an")
    turn("2026-11-24 15:00")
    asked = {"visit": "session", "referral": True, "resource": "an"}
    counselor = kept_counseling.acting_as("counselor")
    assert counselor.book("2026-12-01 14:00", "maple", **asked).resource == "an"


@pytest.mark.parametrize(
    ("who", "resource"), [("counselor", "bai"), ("counselor", None), ("other-counselor", "an")]
)
def test_who_provides_one_counselors_time_refers_to_nobody_elses(
    kept_counseling: Counseling, who: str, resource: str | None
) -> None:
    codes = kept_counseling.acting_as(who).codes("14:00", "maple", referral=True, resource=resource)
    assert set(codes) <= {"NOT_AUTHORIZED_FOR", "NOT_ALLOWED"}
    assert "NOT_AUTHORIZED_FOR" in codes


@pytest.mark.parametrize("who", ["clerk", "head", "other-counselor"])
@pytest.mark.parametrize("visit", ["intake", "session"])
def test_who_refers_somebody_hears_nothing_of_the_talks_there_were(
    kept: nb.Desk,
    kept_counseling: Counseling,
    turn: Callable[[str], None],
    who: str,
    visit: str,
) -> None:
    """Of two clients one has talked with An, and will again; the referral is answered alike."""
    kept.people.register("birch", name="Birch")
    kept_counseling.acting_as("maple").book("2026-11-23 14:00", "maple", resource="an")
    turn("2026-11-24 08:00")
    for day in range(24, 28):
        kept_counseling.book(f"2026-11-{day} 18:00", "maple", visit="session")
        kept_counseling.book(f"2026-11-{day} 16:00", "maple", visit="session")
    spy = kept_counseling.acting_as(who)
    heard: list[tuple[object, ...]] = []
    for client in ("maple", "birch"):
        for hour in range(12, 20):
            for resource in ("bai", None):
                decision = spy.explain(
                    f"2026-11-25 {hour}:00", client, visit=visit, referral=True, resource=resource
                )
                heard.append((client, decision.verdict, decision.codes, decision.text("en")))
        found = spy.desk.slots(
            "counseling",
            start="2026-11-24",
            end="2026-11-28",
            length="50m",
            organizer=client,
            resource="bai",
            details={"consent": 1, "visit": visit, "referral": True},
        )
        heard.append((client, [(one.start, one.resource) for one in found]))
    half = len(heard) // 2
    assert [one[1:] for one in heard[:half]] == [one[1:] for one in heard[half:]]


@pytest.mark.parametrize("organizer", ["acme", "boss"])
def test_nobody_lists_an_employee_as_attendee_to_learn_where_she_is(
    kept_counseling: Counseling, organizer: str
) -> None:
    kept_counseling.book("14:00", "maple")
    heard = set()
    for hour in range(14, 18):
        with pytest.raises(nb.InvalidRequest) as wrong:
            kept_counseling.desk.acting_as("boss").explain(
                "counseling",
                start=f"2026-11-24 {hour}:00",
                length="50m",
                organizer=organizer,
                attendees=["maple"],
                details={"consent": 1},
            )
        heard.add(str(wrong.value))
    assert len(heard) == 1


def test_a_counselor_reads_whom_she_talks_with_and_the_other_one_nothing(
    kept_counseling: Counseling,
) -> None:
    booking = kept_counseling.book("14:00", "maple", resource="an", alias="Maple")
    [seen] = kept_counseling.desk.acting_as("counselor").bookings(resource="an")
    assert (seen.id, seen.details.alias) == (booking.id, "Maple")  # type: ignore[attr-defined]
    assert (seen.organizer, seen.actor) == ("", "")
    for who in ("other-counselor", "boss", "spouse", "mother"):
        assert list(kept_counseling.desk.acting_as(who).bookings(resource="an")) == []


def test_the_desk_opens_no_talk_by_a_second_entry_of_its_own(kept_counseling: Counseling) -> None:
    kept_counseling.book("14:00", "maple", resource="an")
    people = kept_counseling.desk.acting_as("clerk").people
    people.register("alter", name="Alter")
    with pytest.raises(nb.Refused):
        people.link("alter", "provider_of", "an")
    with pytest.raises(nb.Refused):
        people.grant("alter", "carer", room_types=["counsel"])
    assert list(kept_counseling.desk.acting_as("alter").bookings()) == []


@pytest.mark.parametrize("who", ["spouse", "grid-7", "boss"])
def test_a_proxy_neither_finds_a_talk_nor_cancels_it(kept_counseling: Counseling, who: str) -> None:
    booking = kept_counseling.book("14:00", "maple")
    desk = kept_counseling.desk.acting_as(who)
    assert list(desk.bookings()) == []
    assert list(desk.bookings(party="maple")) == []
    assert desk.changes().changes == ()
    for call in (desk.booking, desk.cancel, desk.history):
        with pytest.raises(nb.NotFound):
            call(booking.id)
    assert kept_counseling.desk.booking(booking.id).state is nb.State.CONFIRMED
