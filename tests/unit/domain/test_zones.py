import copy
import pickle
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pendulum
import pytest

from neighborbook.domain.times import (
    Span,
    UnknownZone,
    stretches,
    to_local,
    to_pendulum,
    tzdata_version,
    zone,
    zone_keys,
)

HOUR = 3600
HELSINKI = zone("Europe/Helsinki")
SHANGHAI = zone("Asia/Shanghai")


def utc(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


@pytest.mark.parametrize(("start", "end"), [(5, 5), (6, 5)])
def test_a_span_without_time_does_not_exist(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="an end after the start"):
        Span(start, end)


@pytest.mark.parametrize(
    ("other", "relations"),
    [
        (Span(0, 5), frozenset()),
        (Span(0, 10), {"touches"}),
        (Span(0, 11), {"overlaps"}),
        (Span(10, 14), {"overlaps", "contains"}),
        (Span(10, 20), {"overlaps", "contains"}),
        (Span(14, 20), {"overlaps", "contains"}),
        (Span(8, 22), {"overlaps"}),
        (Span(19, 25), {"overlaps"}),
        (Span(20, 25), {"touches"}),
        (Span(22, 25), frozenset()),
    ],
)
def test_the_drawn_boundary_cases_of_spans(other: Span, relations: set[str]) -> None:
    one = Span(10, 20)
    assert one.overlaps(other) is other.overlaps(one) is ("overlaps" in relations)
    assert one.touches(other) is other.touches(one) is ("touches" in relations)
    assert one.contains(other) is ("contains" in relations)


def test_a_span_holds_its_start_and_not_its_end() -> None:
    assert 10 in Span(10, 20)
    assert 20 not in Span(10, 20)
    assert Span(10, 20).length == 10


def test_zones_come_from_the_package_and_are_the_same_object_each_time() -> None:
    assert zone("Asia/Shanghai") is SHANGHAI
    assert SHANGHAI is not ZoneInfo("Asia/Shanghai")
    assert tzdata_version()[:4].isdigit()
    assert len(zone_keys()) > 400


@pytest.mark.parametrize("key", ["Asia/Shangai", "", "../etc/passwd", "zone.tab", "/etc/localtime"])
def test_an_unknown_zone_is_a_value_error(key: str) -> None:
    with pytest.raises(UnknownZone) as caught:
        zone(key)
    assert isinstance(caught.value, ValueError)


def test_an_unknown_zone_names_the_one_that_was_meant() -> None:
    with pytest.raises(UnknownZone, match="did you mean 'Asia/Shanghai'"):
        zone("Asia/Shangai")


def test_local_times_survive_pickling_and_copying_with_their_fold() -> None:
    second_pass = to_local(utc("2026-10-25T01:30"), HELSINKI)
    for same in (
        pickle.loads(pickle.dumps(second_pass)),
        copy.copy(second_pass),
        copy.deepcopy(second_pass),
    ):
        assert same.fold == 1
        assert same.tzinfo is HELSINKI
        assert same.timestamp() == second_pass.timestamp()


def test_the_stretches_of_a_year_in_helsinki() -> None:
    found = list(stretches(utc("2026-01-01"), utc("2027-01-01"), HELSINKI))
    assert [(s.start, s.offset // HOUR) for s in found] == [
        (utc("2026-01-01"), 2),
        (utc("2026-03-29T01:00"), 3),
        (utc("2026-10-25T01:00"), 2),
    ]


def test_stretches_are_not_cut_at_new_year() -> None:
    found = list(stretches(utc("2026-06-01"), utc("2029-06-01"), SHANGHAI))
    assert found == [(utc("2026-06-01"), utc("2029-06-01"), 8 * HOUR)]


def test_pendulum_shows_the_second_pass_as_such() -> None:
    shown = to_pendulum(utc("2026-10-25T01:30"), HELSINKI)
    assert isinstance(shown, pendulum.DateTime)
    assert (shown.isoformat(), shown.fold) == ("2026-10-25T03:30:00+02:00", 1)
    assert shown.timezone_name == "Europe/Helsinki"
    assert shown.add(hours=-1).isoformat() == "2026-10-25T03:30:00+03:00"
