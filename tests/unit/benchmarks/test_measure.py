from __future__ import annotations

from benchmarks.measure import in_turns, ratio


def test_a_ratio_is_the_median_of_the_rounds_ratios_of_medians() -> None:
    found = ratio([[2, 2, 50], [3], [8]], [[1, 1, 1], [1], [1]])
    assert found.rounds == (2, 3, 8)
    assert (found.value, found.least, found.most) == (3, 2, 8)


def test_one_slow_call_does_not_move_a_ratio() -> None:
    calm = ratio([[2.0] * 9], [[1.0] * 9])
    disturbed = ratio([[2.0] * 8 + [1000.0]], [[1.0] * 9])
    assert disturbed.value == calm.value


def test_each_of_two_is_as_often_first_as_second_and_gets_the_same_work() -> None:
    calls: list[tuple[str, int]] = []
    found = in_turns(
        range(6),
        lambda piece: calls.append(("ours", piece)),
        lambda piece: calls.append(("limit", piece)),
        rounds=3,
    )
    assert len(found.rounds) == 3
    assert calls[:4] == [("ours", 0), ("limit", 0), ("limit", 1), ("ours", 1)]
    assert sorted(piece for name, piece in calls if name == "ours") == list(range(6))
    assert sorted(piece for name, piece in calls if name == "limit") == list(range(6))
