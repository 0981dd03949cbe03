"""What ties and roles of the directory give, to whom, for how long; and what a no does not tell."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

import pytest

import neighborbook as nb
from tests.unit.desk.conftest import WallClock
from tests.unit.desk.people import DAY, at, inhabited, refused


@pytest.fixture
def desk(clock: WallClock) -> Iterator[nb.Desk]:
    with inhabited(clock) as found:
        yield found


def test_nobody_is_tied_to_who_was_erased(desk: nb.Desk) -> None:
    desk.people.register("gone", name="Gone")
    desk.people.erase("gone")
    for tie in ("member_of_household", "proxy_for"):
        with pytest.raises(nb.InvalidRequest) as wrong:
            desk.people.link("li-wei", tie, "gone", until=at(10))
        assert [fault.code for fault in wrong.value.faults] == ["UNKNOWN_PARTY"]
    with pytest.raises(nb.InvalidRequest):
        desk.people.register_organization("bolt", name="Bolt", managers=["gone"])


def test_a_guardian_books_sees_and_cancels_for_a_child(desk: nb.Desk) -> None:
    li = desk.acting_as("li-wei")
    made = li.book("hall", start=at(10), length="1h", organizer="li-na")
    assert (made.organizer, made.actor) == ("li-na", "li-wei")
    assert [each.id for each in li.bookings(party="li-na")] == [made.id]
    assert desk.history(made.id)[0].actor == "li-wei"
    assert li.cancel(made.id).state is nb.State.VOID


def test_a_guardian_is_one_until_the_civil_day_of_the_eighteenth_birthday(
    desk: nb.Desk, clock: WallClock
) -> None:
    li = desk.acting_as("li-wei")
    made = li.book("hall", start=at(10), length="1h", organizer="li-na")
    clock.set("2027-12-04T15:59:59")  # a second before midnight in Shanghai
    assert li.booking(made.id).organizer == "li-na"
    clock.set("2027-12-04T16:00:00")
    assert li.booking(made.id).organizer == ""  # she wrote it, and that is all
    assert refused(li, start="2027-12-20 10:00", organizer="li-na") == ("NOT_AUTHORIZED_FOR",)


def test_nobody_is_guardian_of_whose_age_is_not_known(desk: nb.Desk) -> None:
    with pytest.raises(nb.InvalidRequest, match="birth date"):
        desk.people.link("li-wei", "guardian_of", "wang")


def test_nobody_becomes_guardian_of_a_grown_up(desk: nb.Desk, clock: WallClock) -> None:
    clock.set("2027-12-04T15:59:59")  # a second before the birthday in Shanghai
    desk.people.link("wang", "guardian_of", "li-na")
    clock.set("2027-12-04T16:00:00")
    with pytest.raises(nb.InvalidRequest, match="under 18; for a grown-up, proxy_for") as no:
        desk.people.link("wang", "guardian_of", "li-na")
    assert "未满18岁" in no.value.text("zh")


@pytest.mark.parametrize("call", ["change", "register"])
def test_people_are_written_to_in_a_language_that_is_known(desk: nb.Desk, call: str) -> None:
    for known in ("en", "zh", "zh-Hans-CN", "EN_us", ""):
        desk.people.change("wang", language=known)
    with pytest.raises(nb.InvalidRequest, match=r"language: .*expected one of en, zh"):
        getattr(desk.people, call)("wang", name="Wang", language="xx")


def test_a_proxy_of_a_grid_acts_for_its_people_in_its_time_and_its_kinds_alone(
    desk: nb.Desk, clock: WallClock
) -> None:
    until = "2026-12-01 09:00"
    desk.people.link("worker", "proxy_for", grid="3", until=until, room_types=["room"])
    worker = desk.acting_as("worker")
    made = worker.book("hall", start=at(10), length="1h", organizer="elder")
    assert [change.actor for change in worker.history(made.id)] == ["worker"]
    assert refused(worker, organizer="other") == ("NOT_AUTHORIZED_FOR",)
    seen = []
    for grid, now in (
        ("4", "2026-11-23T05:00"),
        ("3", "2026-12-01T00:59"),
        ("3", "2026-12-01T01:00"),
    ):
        clock.set(now)
        desk.people.change("elder", grid=grid)
        seen.append(worker.booking(made.id).organizer)
    assert seen == ["", "elder", ""]
    with pytest.raises(nb.Refused):
        worker.cancel(made.id)


def test_a_proxy_needs_an_end_and_somebody_to_act_for(desk: nb.Desk) -> None:
    with pytest.raises(nb.InvalidRequest) as wrong:
        desk.people.link("worker", "proxy_for")
    assert {fault.path for fault in wrong.value.faults} == {"other", "until"}


def test_who_acts_for_a_stranger_does_not_learn_whether_the_center_knows_him(
    desk: nb.Desk,
) -> None:
    desk.book("hall", start=at(10), length="1h", organizer="elder")
    stranger = desk.acting_as("zhao")
    answers = []
    for whom in ("elder", "nobody"):
        decision = stranger.explain("hall", start=at(10), length="1h", organizer=whom)
        answers.append(decision.text().replace(whom, "…"))
        with pytest.raises(nb.NotFound):
            stranger.people.person(whom)
        with pytest.raises(nb.Refused) as no:
            stranger.usage(whom)
        answers.append(no.value.decision.text().replace(whom, "…"))
        assert list(stranger.bookings(party=whom)) == []
    assert answers[:2] == answers[2:]
    assert refused(stranger, organizer="acme") == ("NOT_MEMBER",)


def test_employees_book_for_their_firm_as_long_as_they_are_employed(
    desk: nb.Desk, clock: WallClock
) -> None:
    desk.people.register("chen", name="Chen")
    desk.acting_as("wang").people.link("chen", "employee_of", "acme", until="2026-12-01")
    chen = desk.acting_as("chen")
    assert chen.book("hall", start=at(10), length="1h", organizer="acme").organizer == "acme"
    clock.set("2026-11-30T16:00")
    assert refused(chen, organizer="acme", start=f"{DAY} 12:00") == ("NOT_MEMBER",)


def test_who_may_not_override_passes_nothing_by_asking_for_it(desk: nb.Desk) -> None:
    desk.people.register("chen", name="Chen")
    chen = desk.acting_as("chen")
    said = chen.explain("hall", start=at(10), length="1h", organizer="acme", override="please")
    assert (said.verdict, said.codes) == (nb.Verdict.REFUSED, ("NOT_MEMBER",))


def test_who_is_disabled_is_to_the_desk_what_the_public_is(desk: nb.Desk) -> None:
    li = desk.acting_as("li-wei")
    made = li.book("hall", start=at(10), length="1h")
    desk.people.disable("li-wei", reason="keys")
    assert refused(li) == ("NOT_ALLOWED",)
    with pytest.raises(nb.NotFound):
        li.booking(made.id)
    with pytest.raises(nb.NotFound):
        li.people.person("li-wei")
    assert list(islice(li.slots("hall", start=DAY, end="2026-12-02", length="1h"), 1)) == []
    assert li.day(DAY) == desk.acting_as(None).day(DAY)
    assert desk.booking(made.id).state is nb.State.CONFIRMED
    desk.people.enable("li-wei")
    assert li.booking(made.id).id


def test_for_a_disabled_organization_staff_alone_book_and_say_why(desk: nb.Desk) -> None:
    desk.people.disable("acme")
    assert refused(desk.acting_as("li-wei"), organizer="acme") == ("SUSPENDED",)
    clerk = desk.acting_as("clerk")
    assert clerk.book("hall", start=at(10), length="1h", organizer="acme", override="agreed").id


def test_who_provides_a_resource_serves_what_is_booked_on_it(desk: nb.Desk) -> None:
    made = desk.book("visit", start=at(10), length="1h", organizer="elder", title="Knee")
    wang = desk.acting_as("wang")
    with pytest.raises(nb.NotFound):
        wang.booking(made.id)
    desk.people.link("wang", "provider_of", "dr-wang")
    assert wang.booking(made.id).title == "Knee"
    with pytest.raises(nb.Refused) as no:
        wang.cancel(made.id)
    assert no.value.decision.codes == ("NOT_ALLOWED",)


def test_a_role_of_some_room_types_gives_nothing_for_the_whole_center(desk: nb.Desk) -> None:
    desk.people.grant("worker", "staff", room_types=["room"])
    worker = desk.acting_as("worker")
    assert worker.book("hall", start=at(10), length="1h", organizer="elder").id
    with pytest.raises(nb.Refused):
        worker.close("hall", start=DAY, end="2026-12-02")
    with pytest.raises(nb.Refused):
        worker.people.find("Zhao")


def test_a_role_in_one_grid_is_one_for_its_people(desk: nb.Desk) -> None:
    desk.people.grant("worker", "staff", grid="3")
    worker = desk.acting_as("worker")
    assert worker.book("hall", start=at(10), length="1h", organizer="elder").id
    assert refused(worker, organizer="other", start=f"{DAY} 12:00") == ("NOT_AUTHORIZED_FOR",)
    assert worker.people.person("elder").name == "Old Zhao"
    with pytest.raises(nb.NotFound):
        worker.people.person("other")


def test_nobody_at_the_desk_ties_or_promotes_herself(desk: nb.Desk) -> None:
    people = desk.acting_as("clerk").people
    calls: tuple[Callable[[], object], ...] = (
        lambda: people.link("clerk", "proxy_for", "elder", until="2027-01-01"),
        lambda: people.link("clerk", "provider_of", "dr-wang"),
        lambda: people.grant("clerk", "administrator"),
    )
    for call in calls:
        with pytest.raises(nb.Refused) as no:
            call()
        assert no.value.decision.codes == ("NOT_ALLOWED",)
    assert people.link("worker", "proxy_for", "elder", until="2027-01-01").links


def test_asking_for_an_elder_every_hour_tells_nothing_of_the_elders_day(
    desk: nb.Desk,
) -> None:
    desk.book("visit", start=at(10), length="1h", organizer="elder", attendees=["elder"])
    for who in ("zhao", "li-wei", "worker", "other"):
        asking = desk.acting_as(who)
        told = set()
        for hour in range(8, 14):
            words = {"start": at(hour), "length": "1h", "override": "please"}
            for whom in ("elder", "nobody"):
                answer = asking.explain("hall", organizer=whom, **words)  # type: ignore[arg-type]
                told.add(answer.text().replace(whom, "…"))
        assert len(told) == 1
        found = asking.slots("hall", start=DAY, end="2026-12-02", length="1h", organizer="elder")
        assert list(found) == []
