"""What is cancelled, lapses, or is refused leaves the book as if it had never been asked for."""

from __future__ import annotations

from contextlib import suppress

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import neighborbook as nb
from neighborbook.domain.offering import MINUTE
from neighborbook.testing import CountedIds, requests
from tests.properties.desks import (
    SLOW,
    Opened,
    book,
    centers,
    explain,
    moment,
    opened,
    play,
    stories,
    words,
)


def used(at: Opened, organizer: str, instant: int) -> list[tuple[str, str, int]]:
    found = at.desk.usage(organizer, at=moment(instant))
    return [(usage.offering, usage.unit.value, usage.used) for usage in found]


def accepted(at: Opened, request: nb.Request) -> nb.Booking:
    """Book it, or show that this example says nothing."""
    try:
        return book(at.desk, request)
    except nb.Refused:
        assume(False)
        raise


@given(st.data())
@SLOW
def test_booked_and_cancelled_in_time_gives_back_places_and_limits(data: st.DataObject) -> None:
    catalog = data.draw(centers())
    with opened(catalog) as at:
        play(at, data.draw(stories(catalog)))
        before = at.places(), at.spent()
        made = accepted(at, data.draw(requests(catalog)))
        assert at.places() != before[0]
        assume(made.late_after is not None and at.clock.at <= made.late_after)
        assert at.desk.cancel(made.id).void_reason is nb.VoidReason.CANCELLED
        assert (at.places(), at.spent()) == before


@given(st.data())
@SLOW
def test_cancelled_late_gives_back_the_places_and_keeps_the_hours(data: st.DataObject) -> None:
    catalog = data.draw(centers())
    with opened(catalog) as at:
        request = data.draw(requests(catalog))
        play(at, data.draw(stories(catalog, most=5)))
        places = at.places()
        before = used(at, request.organizer, request.start)
        made = accepted(at, request)
        assume(made.state is nb.State.CONFIRMED and made.late_after is not None)
        at.clock.at = max(at.clock.at, (made.late_after or 0) + 1)
        assume(at.clock.at < made.end_at)
        during = used(at, request.organizer, request.start)  # others may have lapsed by then
        assume(not at.desk.booking(made.id).needs_move)
        lapsed_meanwhile = at.places()
        assert at.desk.cancel(made.id).void_reason is nb.VoidReason.CANCELLED_LATE
        after = used(at, request.organizer, request.start)
        assert len(at.places()) < len(lapsed_meanwhile)
        assert set(at.places()) <= set(places)
        for (_, unit, once), (_, _, then), (_, _, now) in zip(before, during, after, strict=True):
            if now > then or at.clock.at > request.start:
                continue  # others have lapsed meanwhile
            assert now == then if unit == "hours" else now <= then
            assert now >= once or now == then or unit == "bookings"


@given(st.data(), st.booleans())
@SLOW
def test_a_lapsed_hold_is_as_if_it_had_never_been_made(data: st.DataObject, settle: bool) -> None:
    catalog = data.draw(centers())
    story, hold, later = (
        data.draw(stories(catalog)),
        data.draw(requests(catalog)),
        data.draw(requests(catalog)),
    )
    said = []
    for held in (False, True):
        with opened(catalog) as at:
            play(at, story)
            if held:
                with suppress(nb.Refused):
                    at.desk.hold(hold.offering, **words(hold), ttl="10m")  # type: ignore[arg-type]
            at.clock.at += 10 * MINUTE
            if settle and held:
                at.desk.settle()
            decision = explain(at.desk, later)
            before = at.places(), at.spent()
            with suppress(nb.Refused):
                book(at.desk, later)
            said.append((decision, before, at.places(), at.spent()))
    assert said[0] == said[1]


@given(st.data())
@SLOW
def test_settling_changes_no_answer(data: st.DataObject) -> None:
    catalog = data.draw(centers())
    first, second = data.draw(stories(catalog)), data.draw(stories(catalog))
    second = [step for step in second if step[0] not in ("settle", "outage")]
    later = data.draw(requests(catalog))
    said = []
    for settling in (False, True):
        with opened(catalog) as at:
            play(at, first)
            for step in second:
                if settling:
                    at.desk.settle()
                play(at, [step])
            said.append(
                (
                    explain(at.desk, later),
                    at.places(),
                    at.spent(),
                    [
                        (b.start_at, b.state, b.void_reason, b.needs_move)
                        for b in (at.desk.booking(stored.id) for stored in at.bookings())
                    ],
                )
            )
    assert said[0] == said[1]


@given(st.data())
@SLOW
def test_a_refused_change_leaves_every_row_as_it_was(data: st.DataObject) -> None:
    catalog = data.draw(centers())
    with opened(catalog) as at:
        play(at, data.draw(stories(catalog, most=15)))
        made = accepted(at, data.draw(requests(catalog)))
        other = data.draw(requests(catalog))
        ids = [booking.id for booking in at.bookings()]
        before = at.rows(ids)
        with pytest.raises(nb.Refused):
            at.desk.change(made.id, start=moment(other.start), headcount=11, version=99)
        assert at.rows(ids) == before
        try:
            after = at.desk.change(
                made.id, start=moment(other.start), headcount=other.headcount, key="k"
            )
        except nb.Refused:
            assert at.rows(ids) == before
        else:
            assert after.start == moment(other.start)
            others = [id for id in ids if id != made.id]
            again = at.desk.change(
                made.id, start=moment(other.start), headcount=other.headcount, key="k"
            )
            assert again.version == after.version
            assert len(at.bookings()) == len(others) + 1


@given(st.data())
@SLOW
def test_a_change_takes_exactly_what_booking_it_anew_would_take(data: st.DataObject) -> None:
    """Judged without its old self: free now or held by itself alone."""
    catalog = data.draw(centers())
    story = data.draw(stories(catalog))
    first, second = data.draw(requests(catalog)), data.draw(requests(catalog))
    second = attrs.evolve(
        second, offering=first.offering, organizer=first.organizer, end=second.start + 1
    )
    with opened(catalog) as changed, opened(catalog) as anew:
        for at in (changed, anew):
            at.desk._house.ids = CountedIds()
            play(at, story)
        made = accepted(changed, first)
        wanted = attrs.evolve(
            second,
            end=second.start + first.end - first.start,
            resource=made.resource,
            headcount=first.headcount,
        )
        said = explain(anew.desk, wanted)
        if said.verdict is nb.Verdict.REFUSED:
            with pytest.raises(nb.Refused) as no:
                changed.desk.change(made.id, start=moment(wanted.start))
            assert no.value.decision.codes == said.codes
            return
        after = changed.desk.change(made.id, start=moment(wanted.start))
        assert (after.state is nb.State.PENDING) is (said.verdict is nb.Verdict.NEEDS_APPROVAL)
        book(anew.desk, wanted)
        assert changed.places() == anew.places()
        assert changed.spent() == anew.spent()
