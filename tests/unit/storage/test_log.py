"""The chain of changes: whatever is altered in it shows."""

from __future__ import annotations

from typing import Any

import pytest

from neighborbook.storage.log import commitment_to, first_broken, first_hash, sealed

Row = tuple[Any, ...]
FIRST = (0, first_hash("anping"))


def unsealed(count: int) -> list[Row]:
    return [
        (f"c{n}", "b", "book", n + 1, 100 + n, "[]", commitment_to(f"salt{n}", "li-wei", "rain"))
        for n in range(count)
    ]


def stored(rows: list[Row]) -> list[Row]:
    """What the database gives back: the row, its seal, its payload."""
    seals = sealed(FIRST, rows)
    return [
        (*row, seal.at_position, seal.with_hash, f"salt{n}", "li-wei", "rain")
        for n, (row, seal) in enumerate(zip(rows, seals, strict=True))
    ]


def test_positions_count_on_from_the_last_one_without_gaps() -> None:
    rows = unsealed(5)
    first = sealed(FIRST, rows[:2])
    second = sealed((first[-1].at_position, first[-1].with_hash), rows[2:])
    assert [seal.at_position for seal in (*first, *second)] == [1, 2, 3, 4, 5]
    assert (*first, *second) == sealed(FIRST, rows)


def test_centers_have_chains_of_their_own() -> None:
    other = sealed((0, first_hash("other")), unsealed(1))
    assert other[0].with_hash != sealed(FIRST, unsealed(1))[0].with_hash


def test_an_unbroken_chain_says_nothing() -> None:
    assert first_broken(FIRST, stored(unsealed(4))) is None
    assert first_broken(FIRST, []) is None


@pytest.mark.parametrize("column", range(12))
def test_whatever_is_altered_shows_at_its_position(column: int) -> None:
    rows = stored(unsealed(4))
    altered = list(rows[2])
    altered[column] = 99 if isinstance(altered[column], int) else "other"
    rows[2] = tuple(altered)
    assert first_broken(FIRST, rows) == 3


def test_a_change_that_was_taken_out_or_moved_shows() -> None:
    rows = stored(unsealed(4))
    assert first_broken(FIRST, [rows[0], *rows[2:]]) == 2
    assert first_broken(FIRST, [rows[0], rows[2], rows[1], rows[3]]) == 2


def test_an_erased_payload_breaks_nothing() -> None:
    rows = [(*row[:9], None, None, None) for row in stored(unsealed(4))]
    assert first_broken(FIRST, rows) is None


def test_a_commitment_tells_actor_from_reason() -> None:
    assert commitment_to("s", "ab", "c") != commitment_to("s", "a", "bc")
