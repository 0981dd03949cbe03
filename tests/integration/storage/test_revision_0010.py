"""A book from before anybody was told that nobody came, brought up to date: what waits is kept."""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest

from neighborbook.domain.delivery import Delivery
from neighborbook.domain.notice import Told, Topic
from neighborbook.errors import InvariantBroken
from neighborbook.storage.abc import Writes
from neighborbook.storage.migrations import HERE
from tests.contracts.storage.values import CENTER, booking, change, claim
from tests.contracts.storage.writing import write
from tests.integration.storage.older import migrations_before
from tests.integration.storage.test_migrations import open_at

WAITING = Delivery(
    id="d",
    notice="n",
    topic=Topic.REMINDER,
    told=Told.ORGANIZER,
    booking="b",
    version=1,
    party="li-wei",
    channel="mail",
    left=("chat",),
    due_at=1,
    next_at=2,
    tries=3,
    fault="no answer",
)


def test_what_waits_is_kept_and_that_nobody_came_can_be_told(
    database_url: str, tmp_path: Path
) -> None:
    old = open_at(database_url, migrations_before("0010", tmp_path / "before"))
    old.create_center(CENTER)
    whole = Writes(insert=(booking("b"),), claims={"b": (claim("b"),)}, changes=(change("c", "b"),))
    write(old, whole)
    write(old, Writes(deliveries=(WAITING,)))
    missed = attrs.evolve(WAITING, id="missed", topic=Topic.NO_SHOW)
    with pytest.raises(InvariantBroken):
        write(old, Writes(deliveries=(missed,)))
    old.close()
    store = open_at(database_url, HERE, upgrade=True)
    write(store, Writes(deliveries=(missed,)))
    with store.snapshot(CENTER) as reader:
        assert reader.deliveries("", 9) == (WAITING, missed)
    with pytest.raises(InvariantBroken):
        write(store, Writes(deliveries=(attrs.evolve(missed, id="e", booking="nothing"),)))
    store.close()
