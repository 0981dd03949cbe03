from __future__ import annotations

from datetime import date

from neighborbook.domain.times import Span
from neighborbook.engine.horizon import bookable, last_open_day, opens_at
from tests.unit.engine.asking import ask, at, hall


def test_without_a_horizon_every_day_is_open() -> None:
    assert opens_at(ask(offering=hall(horizon=None)), date(2199, 1, 1)) is None


def test_a_day_opens_at_midnight_so_many_days_before() -> None:
    assert opens_at(ask(offering=hall(horizon=7)), date(2026, 12, 8)) == at("2026-12-01 00:00")


def test_a_horizon_of_nothing_is_today() -> None:
    assert last_open_day(ask(now="2026-11-30 23:59", offering=hall(horizon=0))) == date(
        2026, 11, 30
    )


def test_a_day_may_open_at_a_civil_hour() -> None:
    offering = hall(horizon=7, opens_at=480)
    assert opens_at(ask(offering=offering), date(2026, 12, 8)) == at("2026-12-01 08:00")
    assert last_open_day(ask(now="2026-12-01 07:59:59", offering=offering)) == date(2026, 12, 7)
    assert last_open_day(ask(now="2026-12-01 08:00", offering=offering)) == date(2026, 12, 8)


def test_what_would_open_on_a_weekend_opens_on_the_working_day_after() -> None:
    # Seven days before Saturday, 12 December, is a Saturday; people are there on Monday.
    offering = hall(horizon=7, opens_at=480)
    assert opens_at(ask(offering=offering), date(2026, 12, 12)) == at("2026-12-07 08:00")
    assert last_open_day(ask(now="2026-12-06 12:00", offering=offering)) == date(2026, 12, 11)
    assert last_open_day(ask(now="2026-12-07 08:00", offering=offering)) == date(2026, 12, 14)


MONTHS = Span(at("2026-11-01 00:00"), at("2027-11-01 00:00"))


def test_what_can_begin_now_lies_between_notice_and_horizon() -> None:
    asked = ask(now="2026-11-30 09:00", offering=hall(horizon=7, notice=7200))
    expected = Span(at("2026-11-30 11:00"), at("2026-12-08 00:00"))
    assert bookable(asked, MONTHS) == expected
    inner = Span(at("2026-12-01 00:00"), at("2026-12-02 00:00"))
    assert bookable(asked, inner) == inner


def test_beyond_the_horizon_nothing_can_begin() -> None:
    asked = ask(now="2026-11-30 09:00", offering=hall(horizon=7))
    assert bookable(asked, Span(at("2026-12-08 00:00"), at("2027-12-08 00:00"))) is None
    assert bookable(asked, Span(at("2026-11-01 00:00"), at("2026-11-30 09:00"))) is None


def test_without_a_horizon_the_window_ends_where_it_was_said_to() -> None:
    asked = ask(now="2026-11-30 09:00", offering=hall(horizon=None))
    assert bookable(asked, MONTHS) == Span(at("2026-11-30 09:00"), MONTHS.end)
