"""What a desk promises of search, book, and explain, at centers and in stories drawn at random."""

from __future__ import annotations

from itertools import islice

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import neighborbook as nb
from neighborbook.codes import Code
from neighborbook.desk.asking import Asked, request_of
from neighborbook.domain.offering import DAY, HOUR
from neighborbook.domain.party import PROGRAM
from neighborbook.testing import requests
from tests.properties.desks import (
    FEW,
    SLOW,
    Opened,
    book,
    centers,
    explain,
    kept,
    moment,
    opened,
    play,
    stories,
    words,
)


def answer(at: Opened, request: nb.Request) -> tuple[object, ...]:
    """What booking says: state or codes, and why; the desk is left as it was if it refuses."""
    try:
        made = book(at.desk, request)
    except nb.Refused as no:
        return ("refused", no.decision.codes)
    pending = made.state is nb.State.PENDING
    return ("needs_approval" if pending else "accepted", ())


@given(st.data())
@SLOW
def test_uses_never_exceed_the_capacity_under_which_they_were_accepted(data: st.DataObject) -> None:
    catalog = data.draw(centers())
    with opened(catalog) as at:
        play(at, data.draw(stories(catalog, most=25)))
        kept(at)


@pytest.mark.prove
@given(st.data())
@settings(SLOW, max_examples=1_000)
def test_nor_do_they_in_a_thousand_long_stories(data: st.DataObject) -> None:
    catalog = data.draw(centers())
    with opened(catalog) as at:
        play(at, data.draw(stories(catalog, most=60)))
        kept(at)


@pytest.mark.postgres
@given(st.data())
@FEW
def test_nor_do_they_on_postgresql(postgres_url: str, data: st.DataObject) -> None:
    catalog = data.draw(centers())
    with opened(catalog, url=postgres_url) as at:
        play(at, data.draw(stories(catalog, most=15)))
        kept(at)


@given(st.data())
@SLOW
def test_a_listed_slot_can_be_booked(data: st.DataObject) -> None:
    catalog = data.draw(centers())
    with opened(catalog) as at:
        play(at, data.draw(stories(catalog)))
        asked = data.draw(requests(catalog))
        found = at.desk.slots(
            asked.offering,
            start=moment(asked.start),
            end=moment(asked.start + DAY),
            length=f"{asked.end - asked.start}s",
            organizer=asked.organizer,
            headcount=asked.headcount,
        )
        some = list(islice(found, 30))
        assume(some)
        slot = data.draw(st.sampled_from(some))
        made = at.desk.book(slot)
        assert (made.state is nb.State.PENDING) is slot.needs_approval
        assert (made.start, made.end, made.resource) == (slot.start, slot.end, slot.resource)
        kept(at)


@given(st.data())
@SLOW
def test_explain_and_book_give_the_same_verdict_and_the_same_codes(data: st.DataObject) -> None:
    catalog = data.draw(centers())
    with opened(catalog) as at:
        play(at, data.draw(stories(catalog)))
        request = data.draw(requests(catalog))
        said = explain(at.desk, request)
        assert answer(at, request) == (said.verdict.value, said.codes)


@given(st.data())
@SLOW
def test_a_refusal_offers_what_can_be_booked_within_seven_days(data: st.DataObject) -> None:
    catalog = data.draw(centers())
    with opened(catalog) as at:
        play(at, data.draw(stories(catalog, most=18)))
        request = data.draw(requests(catalog))
        said = explain(at.desk, request)
        assume(said.verdict is nb.Verdict.REFUSED)
        low = max(at.clock.at, request.start - 7 * DAY)
        high = max(at.clock.at, request.start) + 7 * DAY
        there = at.desk.slots(
            request.offering,
            start=moment(low),
            end=moment(high),
            length=f"{request.end - request.start}s",
            organizer=request.organizer,
            headcount=request.headcount,
        )
        assert bool(said.alternatives) is (next(there, None) is not None)
        assert len(said.alternatives) <= 5
        for slot in said.alternatives:
            assert at.desk.explain(slot).verdict is not nb.Verdict.REFUSED
        if said.alternatives:
            slot = data.draw(st.sampled_from(said.alternatives))
            assert at.desk.book(slot).resource == slot.resource


@given(st.data())
@SLOW
def test_a_narrow_fetch_gives_the_same_decision_as_a_wide_one(data: st.DataObject) -> None:
    catalog = data.draw(centers())
    with opened(catalog) as at:
        play(at, data.draw(stories(catalog, most=20)))
        house, request = at.desk._house, data.draw(requests(catalog))
        loaded = house.current()
        asked = request_of(
            Asked(what=request.offering, **words(request)),  # type: ignore[arg-type]
            loaded,
            PROGRAM,
        )
        ask = house.ask(loaded, asked, house.caller(PROGRAM, asked), at.clock.at)
        plan = house.plan(loaded, ask)
        with house.store.snapshot("center") as reader:
            narrow = house.see(reader, plan, loaded)
            wide = house.see(reader, plan, loaded, wide=True)
        assert loaded.judge((plan.candidate,), narrow) == loaded.judge((plan.candidate,), wide)


class Judge:
    """A plugin with a rule of its own about some candidates."""

    api = 1

    def __init__(self, name: str, severity: nb.Severity) -> None:
        self.name = name
        self.severity = severity

    @nb.hookimpl
    def check_booking(
        self, ask: nb.Ask, candidates: tuple[nb.Candidate, ...]
    ) -> list[tuple[nb.Candidate, nb.Refusal]]:
        code = f"X_{self.name.upper()}"
        return [
            (c, nb.Refusal(code=code, rule=self.name, severity=self.severity, subject="any"))
            for c in candidates
            if c.start // HOUR % (len(self.name) + 1) == 0
        ]


JUDGES = (
    Judge("odd", nb.Severity.SOFT),
    Judge("even", nb.Severity.HARD),
    Judge("third", nb.Severity.APPROVAL),
    Judge("warns", nb.Severity.WARNING),
)


@given(st.data())
@SLOW
def test_the_order_of_plugins_shows_in_no_decision(data: st.DataObject) -> None:
    catalog = data.draw(centers())
    story, request = data.draw(stories(catalog)), data.draw(requests(catalog))
    said = []
    for plugins in (JUDGES, data.draw(st.permutations(JUDGES))):
        with opened(catalog, plugins=plugins) as at:
            play(at, story)
            decision = explain(at.desk, request)
            said.append((decision, decision.text("en"), decision.text("zh")))
    assert said[0] == said[1]
    assert said[0][0].codes == said[1][0].codes


@given(st.data())
@SLOW
def test_the_same_key_is_the_same_booking(data: st.DataObject) -> None:
    catalog = data.draw(centers())
    with opened(catalog) as at:
        play(at, data.draw(stories(catalog)))
        request, other = data.draw(requests(catalog)), data.draw(requests(catalog))
        try:
            first = book(at.desk, request, key="k")
        except nb.Refused:
            assert at.rows(()) == at.rows(())
            return  # a refusal uses no key
        before = (at.places(), at.spent(), len(at.bookings()))
        assert book(at.desk, request, key="k").id == first.id
        assert (at.places(), at.spent(), len(at.bookings())) == before
        if other != request:
            with pytest.raises(nb.Refused) as no:
                book(at.desk, other, key="k")
            assert no.value.decision.codes == (Code.KEY_REUSED,)
        assert (at.places(), at.spent(), len(at.bookings())) == before
