"""Sums with sets of spans."""

from __future__ import annotations

import pytest

from neighborbook.domain.spans import Span, common, union, without


def test_spans_that_overlap_or_touch_are_one() -> None:
    assert union([Span(4, 6), Span(0, 2), Span(2, 3), Span(5, 9), Span(5, 6)]) == (
        Span(0, 3),
        Span(4, 9),
    )
    assert union([]) == ()


@pytest.mark.parametrize(
    ("holes", "left"),
    [
        ([], [(0, 10), (20, 30)]),
        ([(10, 20)], [(0, 10), (20, 30)]),
        ([(0, 10)], [(20, 30)]),
        ([(3, 4), (6, 7)], [(0, 3), (4, 6), (7, 10), (20, 30)]),
        ([(8, 25)], [(0, 8), (25, 30)]),
        ([(-5, 1), (29, 40)], [(1, 10), (20, 29)]),
        ([(-5, 40)], []),
        ([(6, 7), (3, 4), (3, 5)], [(0, 3), (5, 6), (7, 10), (20, 30)]),
    ],
)
def test_what_is_left_of_some_time(
    holes: list[tuple[int, int]], left: list[tuple[int, int]]
) -> None:
    spans = [Span(0, 10), Span(20, 30)]
    assert without(spans, union(Span(*hole) for hole in holes)) == tuple(Span(*one) for one in left)


def test_what_lies_in_both() -> None:
    assert common([Span(0, 10), Span(20, 30)], [Span(5, 25), Span(30, 40)]) == (
        Span(5, 10),
        Span(20, 25),
    )
    assert common([Span(0, 10)], [Span(10, 20)]) == ()
