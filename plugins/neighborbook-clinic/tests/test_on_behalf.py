"""Who makes an appointment for somebody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from neighborbook_clinic.rules import on_behalf

if TYPE_CHECKING:
    from conftest import Directory, Station


@pytest.mark.parametrize("who", ["chen-jie", "wang-fang", "boss", "household"])
def test_a_stranger_is_not_authorized_for_an_elder(station: Station, who: str) -> None:
    station.book("10:00", "old-chen")
    for start in ("09:00", "10:00"):
        codes = {code for code, _ in station.acting_as(who).codes(start, "old-chen")}
        assert "NOT_AUTHORIZED_FOR" in codes
        assert codes <= {"NOT_AUTHORIZED_FOR", "NOT_MEMBER"}


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("old-chen", []),
        ("daughter", []),
        ("grid-7", []),
        ("helper-7", []),
        ("helper-8", ["NOT_AUTHORIZED_FOR"]),
        ("clerk", []),
        ("lapsed", ["NOT_AUTHORIZED_FOR"]),
        ("cook", ["NOT_AUTHORIZED_FOR"]),
        ("grid-8", ["NOT_AUTHORIZED_FOR"]),
        ("household", ["NOT_AUTHORIZED_FOR"]),
    ],
)
def test_a_proxy_acts_for_as_long_and_for_what_and_where_it_holds(
    station: Station, directory: Directory, who: str, said: list[str]
) -> None:
    station.acting_as(who).codes("09:00", "old-chen")
    assert [refusal.code for refusal in on_behalf(directory.asked[-1])] == said
