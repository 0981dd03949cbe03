"""A center goes from one kind of database to the other and back, whole or not at all."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

import pytest

import neighborbook as nb
from neighborbook.desk.importing.closure_values import ClosureRow
from neighborbook.desk.keeping.copying import copy_to
from neighborbook.testing import SetClock
from tests.crash.wholeness import contents
from tests.integration.keeping.planting import CENTER_FILE, NOW, filled

pytestmark = pytest.mark.postgres


def audit(url: str, center: str = "corner") -> nb.Audit:
    with nb.open(url, center=center, clock=SetClock(NOW)) as desk:
        return desk.check()


@pytest.fixture
def source(tmp_path: Path) -> str:
    """A file with a morning in it."""
    url = str(tmp_path / "book.db")
    filled(f"sqlite:///{url}").desk.close_database()
    return url


def test_an_audit_of_both_sides_agrees_up_to_the_head_of_the_log(
    source: str, postgres_url: str, tmp_path: Path
) -> None:
    [there] = copy_to(source, postgres_url)
    assert audit(source) == audit(postgres_url)
    assert audit(postgres_url).findings == ()
    assert [there.rows[f"party{kind}"] for kind in ("", "_fact", "_link", "_grant")] == [3, 1, 1, 1]
    assert (there.position, there.hash) == (audit(source).position, audit(source).hash)
    back = str(tmp_path / "back.db")
    [again] = copy_to(postgres_url, back)
    assert again == there
    assert audit(back) == audit(source)


def test_there_and_back_every_row_is_what_it_was(
    source: str, postgres_url: str, tmp_path: Path
) -> None:
    copy_to(source, postgres_url)
    copy_to(postgres_url, str(tmp_path / "back.db"))
    was, became = contents(Path(source)), contents(tmp_path / "back.db")
    was.pop("scope", None), became.pop("scope", None)
    assert was == became


def test_the_desk_goes_on_where_it_was(source: str, postgres_url: str) -> None:
    copy_to(source, postgres_url)
    with nb.open(postgres_url, clock=SetClock(NOW)) as desk:
        again = desk.book("hall", start="2026-12-01 10:00", length="2h", organizer="acme",
                          title="Choir", key="a")  # fmt: skip
        assert again.version == 2
        with pytest.raises(nb.Refused):
            desk.book("hall", start="2026-12-02 10:00", length="1h", organizer="acme", resource="A")
        desk.cancel(again.id)
        desk.settle()
        assert [change.version for change in desk.history(again.id)] == [1, 2, 3]
        assert desk.check().findings == ()


def test_what_was_imported_is_known_and_can_be_taken_back_in_the_copy(
    source: str, postgres_url: str
) -> None:
    row = ClosureRow(line=1, key="old", subject="A", start="2027-01-02", end="2027-01-03")
    with nb.open(source, clock=SetClock(NOW)) as desk:
        batch = desk.bring_closures_in([row]).batch
    copy_to(source, postgres_url)
    with nb.open(postgres_url, clock=SetClock(NOW)) as desk:
        assert desk.bring_closures_in([row]).unchanged == 1
        assert desk.undo_import(batch).taken_back == 1


def test_a_center_that_the_target_has_already_is_refused_and_left_alone(
    source: str, postgres_url: str
) -> None:
    copy_to(source, postgres_url)
    before = audit(postgres_url)
    with pytest.raises(nb.InvalidRequest) as refused:
        copy_to(source, postgres_url)
    assert [fault.path for fault in refused.value.faults] == ["target"]
    assert audit(postgres_url) == before


def test_one_center_of_several_can_be_copied_beside_others(
    source: str, postgres_url: str, tmp_path: Path
) -> None:
    with nb.open(source, center="other", clock=SetClock(NOW)) as desk:
        desk.load(CENTER_FILE.replace('"corner"', '"other"'))
        desk.book("hall", start="2026-12-02 10:00", length="1h", organizer="acme")
    copy_to(source, postgres_url, center="other")
    assert nb.centers(postgres_url) == ("other",)
    copy_to(source, postgres_url, center="corner")
    assert audit(postgres_url) == audit(source)
    assert audit(postgres_url, "other") == audit(source, "other")
    with pytest.raises(nb.NotFound):
        copy_to(source, str(tmp_path / "new.db"), center="third")


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_what_a_guard_of_the_target_refuses_leaves_nothing_of_any_center(
    source: str, tmp_path: Path, kind: str, request: pytest.FixtureRequest
) -> None:
    with nb.open(source, center="a-first", clock=SetClock(NOW)) as desk:
        desk.load(CENTER_FILE.replace('"corner"', '"a-first"'))
        desk.book("hall", start="2026-12-02 10:00", length="1h", organizer="acme")
    with contextlib.closing(sqlite3.connect(source)) as file:
        for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
            file.execute(f"DROP TRIGGER {name}")
        file.execute("UPDATE claim SET start_at = 1796176800, end_at = 1796184000 WHERE leaf = 'A'")
        file.commit()
    target = str(tmp_path / "t.db") if kind == "sqlite" else request.getfixturevalue("postgres_url")
    with pytest.raises(nb.InvariantBroken):
        copy_to(source, target)
    assert nb.centers(target) == ()


def test_a_book_is_not_copied_onto_itself(source: str) -> None:
    for target in (source, f"sqlite:///{source}"):
        with pytest.raises(nb.InvalidRequest):
            copy_to(source, target)
