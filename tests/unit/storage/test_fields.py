"""The registry of stored columns: it names all of them, and says of each what may be said."""

from __future__ import annotations

import pytest

from neighborbook.domain.fields import FIELDS, KEPT, Erasure, Keeping, Stored, Whose
from neighborbook.room_type import Privacy
from neighborbook.storage import batch_tables, notice_tables, people_tables, tables


def columns() -> set[str]:
    assert people_tables.party.metadata is tables.metadata
    assert batch_tables.batch.metadata is tables.metadata
    assert notice_tables.delivery.metadata is tables.metadata
    return {
        f"{table.name}.{column.name}"
        for table in tables.metadata.tables.values()
        for column in table.columns
    }


def test_every_stored_column_is_classified_and_no_other() -> None:
    assert columns() == set(FIELDS)


@pytest.mark.parametrize(
    "field", FIELDS.values(), ids=lambda field: f"{field.table}.{field.column}"
)
def test_a_class_says_what_can_be_done(field: Stored) -> None:
    assert field.privacy in set(Privacy)
    assert field.is_personal == (field.privacy != "public")
    if not field.is_personal:
        assert (field.keeping, field.erasure) == (Keeping.ALWAYS, Erasure.KEEP)


def test_what_is_personal_and_kept_for_good_is_said_here() -> None:
    kept = {
        name
        for name, field in FIELDS.items()
        if field.is_personal and field.erasure is Erasure.KEEP
    }
    # The id of a tombstone, and that somebody, nobody knows who, has come.
    assert kept == {"party.id", "booking.checked_in_at"}


def test_every_class_but_for_good_has_its_time() -> None:
    assert set(KEPT) == set(Keeping) - {Keeping.ALWAYS}
    assert {field.whose for field in FIELDS.values()} == set(Whose)
