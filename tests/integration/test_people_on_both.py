"""People brought in and taken back on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import neighborbook as nb
from neighborbook.desk import exporting
from neighborbook.desk.importing import people, people_undoing
from neighborbook.desk.importing.people_values import LinkSaid, PartyRow
from neighborbook.desk.importing.values import Did, Outcome, Why
from neighborbook.desk.people.words import Said
from neighborbook.transfer.people import import_people
from neighborbook.transfer.people_exporting import export_people
from neighborbook.transfer.writing import Format
from tests.unit.transfer.conftest import CENTER, Clock

MANY = 60


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(database_url: str, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[nb.Desk]:
    for module in (people, people_undoing, exporting):
        monkeypatch.setattr(module, "PAGE", 7)
    with nb.open(database_url, center="center", clock=clock) as desk:
        desk.load(CENTER)
        yield desk


def row(n: int, tie: str = "", other: str = "", name: str = "P") -> PartyRow:
    links = (LinkSaid(tie=tie, other=other),) if tie else ()
    said = Said(name=name, born_on="2016-02-29")
    return PartyRow(line=n, id=f"p{n:02}", said=said, links=links)


def rows(many: int = MANY) -> Iterator[PartyRow]:
    """Each is a guardian of the next one; the last one of nobody."""
    for n in range(many):
        yield row(n, "guardian_of", f"p{n + 1:02}") if n + 1 < many else row(n)


def test_people_come_in_together_and_an_export_read_again_changes_nothing(
    desk: nb.Desk, tmp_path: Path
) -> None:
    outcomes: list[Outcome] = []
    done = desk.bring_people_in(rows(), source="rows", told=outcomes.append)
    assert (done.registered, done.written) == (MANY, True)
    assert {one.did for one in outcomes} == {Did.REGISTERED}
    assert len(list(desk.exported_people())) == MANY
    for form in Format:
        path = tmp_path / f"people.{form.value}"
        assert export_people(desk, path, form) == MANY
        assert import_people(desk, path).unchanged == MANY
    [batch] = desk.imports()
    assert (batch.source, batch.brought, batch.refused) == ("rows", MANY, 0)


def test_whoever_reads_elsewhere_learns_of_it_at_once(desk: nb.Desk, database_url: str) -> None:
    with nb.open(database_url, center="center", clock=Clock()) as other:
        times = {"start": "2026-12-01 10:00", "length": "1h", "resource": "A"}
        guardian = other.acting_as("p58")
        with pytest.raises(nb.Refused):
            guardian.book("hall", organizer="p59", **times)  # type: ignore[arg-type]
        done = desk.bring_people_in(rows())
        guardian.book("hall", organizer="p59", **times)  # type: ignore[arg-type]
        assert desk.undo_import(done.batch).taken_back == MANY - 2
        with pytest.raises(nb.Refused):
            other.acting_as("p05").book("hall", organizer="p06", **times)  # type: ignore[arg-type]


def test_an_import_is_taken_back_whole_and_may_come_again(desk: nb.Desk) -> None:
    done = desk.bring_people_in(rows())
    undone = desk.undo_import(done.batch)
    assert (undone.taken_back, undone.stayed, undone.touched) == (MANY, (), ())
    assert list(desk.exported_people()) == []
    assert desk.undo_import(done.batch).taken_back == 0
    assert desk.imports()[0].taken_back == MANY
    assert desk.bring_people_in(rows()).registered == MANY


def test_who_was_changed_is_named_or_is_tied_to_stays_and_so_do_those_of_theirs(
    desk: nb.Desk,
) -> None:
    ties = {3: "p07", 4: "p05", 5: "p08"}
    given = [row(n, "member_of_household" if n in ties else "", ties.get(n, "")) for n in range(9)]
    done = desk.bring_people_in(given)
    desk.people.change("p00", phone="5550101")
    desk.book("hall", start="2026-12-01 10:00", length="1h", organizer="p01", resource="A")
    desk.book(
        "hall",
        start="2026-12-02 10:00",
        length="1h",
        organizer="choir",
        attendees=["p02"],
        resource="A",
    )
    desk.people.register("old", name="Old")
    desk.people.link("old", "member_of_household", "p03")
    desk.people.state("p04", "residency", "yes")
    undone = desk.undo_import(done.batch)
    assert {one.id: one.why for one in undone.stayed} == {
        "p00": Why.CHANGED,
        "p01": Why.NAMED,
        "p02": Why.NAMED,
        "p03": Why.LINKED,
        "p04": Why.CHANGED,
        "p05": Why.LINKED,
        "p07": Why.LINKED,
        "p08": Why.LINKED,
    }
    assert undone.taken_back == 1
    assert "p06" not in {one.id for one in desk.exported_people()}


def test_bookings_count_in_their_batches_too(desk: nb.Desk) -> None:
    from tests.integration.test_importing_on_both import rows as bookings

    done = desk.bring_in(bookings(20), skip=True)
    desk.change(next(iter(desk.bookings())).id, title="Moved in")
    desk.undo_import(done.batch)
    [batch] = desk.imports()
    assert (batch.kind.value, batch.brought, batch.refused, batch.taken_back) == (
        *("bookings", 20, 1, 19),
    )


def test_erasing_forgets_by_which_import_somebody_came(desk: nb.Desk, tmp_path: Path) -> None:
    done = desk.bring_people_in(rows(3))
    assert "batch_party" in desk.people.export("p02").tables
    desk.people.erase("p02", ledger=tmp_path / "ledger")
    undone = desk.undo_import(done.batch)
    assert (undone.taken_back, undone.stayed) == (2, ())
    with pytest.raises(nb.Refused) as no:
        desk.people.register("p02", name="P")
    assert no.value.decision.codes == ("DUPLICATE",)


def test_by_which_import_somebody_came_is_kept_as_long_as_the_history(
    desk: nb.Desk, clock: Clock
) -> None:
    done = desk.bring_people_in(rows(3))
    clock.at += 2 * 86_400
    kept = {"history": "1d"}
    [past] = [one for one in desk.people.retain(keep=kept) if one.keeping == "history"]
    assert past.past == 3
    desk.people.retain(keep=kept, apply=True)
    assert desk.undo_import(done.batch).taken_back == 0
    assert len(list(desk.exported_people())) == 3


def test_nothing_is_written_if_anything_is_bad(desk: nb.Desk) -> None:
    done = desk.bring_people_in([*rows(10), row(50, name="")])
    assert (done.written, done.bad, done.batch) == (False, 1, "")
    assert list(desk.exported_people()) == []
    assert desk.imports() == ()


def test_what_raises_halfway_leaves_nothing(desk: nb.Desk) -> None:
    def torn(outcome: Outcome) -> None:
        if outcome.key == "p40":
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        desk.bring_people_in(rows(), told=torn)
    assert list(desk.exported_people()) == []
    assert desk.imports() == ()
