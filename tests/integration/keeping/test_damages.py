"""Whatever somebody does to a database behind its back, an audit finds it, by its own code."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import neighborbook as nb
from neighborbook.domain.audit import Damage, Finding
from neighborbook.domain.audit_texts import FINDINGS, REMEDY_OF
from tests.integration.keeping.planting import Book, filled

CLAIM = "UPDATE claim SET {} WHERE owner = '{{confirmed}}'"
BOOKING = "UPDATE booking SET {} WHERE id = '{{confirmed}}'"
USE = "UPDATE limit_use SET {} WHERE owner = '{{confirmed}}'"
COPY_OF_BICYCLE = (
    "INSERT INTO claim (center, owner, n, leaf, kind, start_at, end_at, before, after, amount, "
    "layout, capacity, lapses_at, held, room_type, accepted) SELECT center, '{owner}', 7, leaf, "
    "kind, start_at, end_at, before, after, amount, layout, capacity, lapses_at, held, room_type, "
    "accepted + 1 FROM claim WHERE owner = '{{bicycle}}'"
)
DELIVERY = "UPDATE delivery SET {} WHERE booking = '{{both}}'"
COPY_OF_DELIVERY = (
    "INSERT INTO delivery (center, id, notice, topic, told, booking, version, party, channel, "
    "left_channels, due_at, next_at, tries, state, fault) SELECT center, 'again', notice, topic, "
    "told, booking, version, party, 'mail', left_channels, due_at, next_at, tries, state, fault "
    "FROM delivery WHERE booking = '{both}'"
)

PLANTED: dict[str, tuple[str, ...]] = {
    "claim_missing": ("DELETE FROM claim WHERE owner = '{confirmed}'",),
    "claim_unasked": (CLAIM.format("before = 600"),),
    "claim_period": (CLAIM.format("end_at = end_at + 60"),),
    "claim_lapse": (CLAIM.format("lapses_at = 1800000000"),),
    "claim_room_type": (CLAIM.format("room_type = 'disco'"),),
    "claim_of_void": ("UPDATE claim SET owner = '{cancelled}' WHERE owner = '{bicycle}'",),
    "claim_of_nobody": (COPY_OF_BICYCLE.format(owner="nobody"),),
    "over_capacity": (
        (
            "UPDATE claim SET start_at = b.start_at, end_at = b.end_at FROM booking AS b "
            "WHERE b.id = '{both}' AND owner = '{confirmed}'"
        ),
    ),
    "blocks_disagree": ("DELETE FROM claim WHERE owner = '{closure}'",),
    "limit_use_of_nobody": (USE.format("owner = 'nobody'"),),
    "limit_use_of_void": (USE.format("owner = '{cancelled}', kept_when_late = 0"),),
    "limit_use_at": (USE.format("at = at - 1"),),
    "limit_use_lapse": (USE.format("lapses_at = 1900000000"),),
    "limit_use_amount": (USE.format("amount = 60"),),
    "limit_use_missing": ("DELETE FROM limit_use",),
    "limit_use_key": (BOOKING.format("organizer = 'li-na'"),),
    "limit_exceeded": (USE.format("amount = amount + 72000"),),
    "state_impossible": ("UPDATE booking SET lapses_at = NULL WHERE id = '{held}'",),
    "lapse_incomplete": ("UPDATE booking SET lapses_to = NULL WHERE id = '{held}'",),
    "local_start": (BOOKING.format("local_start = '2026-12-01T10:30'"),),
    "details_unreadable": (BOOKING.format("details = 'half', details_version = 1"),),
    "row_unreadable": (BOOKING.format("chosen = 'half a tr'"),),
    "offering_unknown": (BOOKING.format("offering = 'ballroom'"),),
    "resource_unknown": (BOOKING.format("resource = 'Z'"),),
    "links_disagree": ("DELETE FROM booking_link WHERE booking = '{both}'",),
    "catalog_unreadable": ("UPDATE catalog_item SET body = 'half' WHERE id = 'AB'",),
    "center_revision": ("UPDATE center SET revision = 0",),
    "version_untold": (BOOKING.format("version = version + 1"),),
    "change_of_nothing": (
        "UPDATE change SET version = 9 WHERE booking = '{held}'",
        "UPDATE booking SET version = 1 WHERE id = '{held}'",
    ),
    "log_gap": ("DELETE FROM change WHERE position = 3",),
    "log_altered": ("UPDATE change SET at = at - 60 WHERE position = 3",),
    "log_payload": (
        (
            "UPDATE change_payload SET reason = 'sun' "
            "WHERE change = (SELECT id FROM change WHERE position = 3)"
        ),
    ),
    "log_unsealed": (
        (
            "UPDATE change SET position = NULL, hash = NULL, at = at - 100000 "
            "WHERE position = (SELECT max(position) FROM change)"
        ),
    ),
    "notice_of_nothing": ("UPDATE outbox SET version = 99 WHERE booking = '{both}'",),
    "delivery_of_nothing": ("UPDATE delivery SET version = 99 WHERE booking = '{both}'",),
    "delivery_id": (DELIVERY.format("notice = 'another'"),),
    "delivery_state": (DELIVERY.format("tries = -1"),),
    "delivery_untaken": (
        (
            "INSERT INTO outbox (center, id, kind, booking, version, due_at) "
            "SELECT DISTINCT center, notice, 'book', booking, version, due_at FROM delivery "
            "WHERE booking = '{both}'"
        ),
    ),
    "delivery_twice": (COPY_OF_DELIVERY,),
    "delivery_to_erased": (DELIVERY.format("party = 'gone'"),),
    "batch_item_of_nothing": ("UPDATE batch_item SET version = 7",),
    "batch_closure_of_nothing": ("UPDATE batch_closure SET closure = 'nothing'",),
    "batch_closure_of_outage": (
        "UPDATE closure SET kind = 'outage' WHERE id = '{laid}'",
        "DELETE FROM claim WHERE owner = '{laid}'",
    ),
    "batch_of_others": ("UPDATE batch SET kind = 'people' WHERE kind = 'closures'",),
    "batch_tally": ("UPDATE batch SET taken_back = brought + 1 WHERE kind = 'closures'",),
    "batch_item_twice": (
        (
            "INSERT INTO batch_item (center, key, batch, booking, version) "
            "SELECT center, 'old-2', batch, booking, version FROM batch_item"
        ),
    ),
    "of_no_party": ("UPDATE party_fact SET party = 'nobody'",),
    "tombstone_tells": ("UPDATE party SET phone = '5550102' WHERE id = 'gone'",),
    "link_to_erased": ("UPDATE party_link SET other = 'gone'",),
    "party_sought": ("UPDATE party SET sought = 'somebody' WHERE id = 'li-wei'",),
    "key_of_nothing": ("UPDATE idempotency_key SET answer = 'nobody'",),
}
"""What is done to the book, by the code under which it must be found."""

ONLY_SQLITE = {"reference_broken", "file_damaged"}
ELSEWHERE = ONLY_SQLITE | {"guard_missing", "guard_changed", "schema_changed", "log_anchor"}


@pytest.fixture
def book(database_url: str) -> Iterator[Book]:
    """A book with a morning in it."""
    book = filled(database_url)
    yield book
    book.desk.close_database()


def test_an_audit_of_a_sound_book_finds_nothing_and_counts_it(book: Book) -> None:
    audit = book.desk.check()
    assert (audit.findings, audit.more) == ((), 0)
    assert (audit.bookings, audit.closures, audit.keys, audit.parties) == (9, 2, 2, 3)
    assert (audit.deliveries > 0, audit.batch_items) == (True, 1)
    assert (audit.batches, audit.batch_closures) == (2, 1)
    assert audit.position == audit.changes


@pytest.mark.parametrize("code", sorted(PLANTED))
def test_a_planted_damage_is_found_by_its_own_code(book: Book, code: str) -> None:
    book.damage(*PLANTED[code])
    found = book.desk.check().findings
    assert code in {each.code.value for each in found}
    for each in found:
        assert str(each).endswith(each.remedy)
        assert each.text("zh") != str(each)


def test_quotas_are_judged_whatever_was_written_of_people(book: Book) -> None:
    people = book.desk.people
    people.revoke("li-wei", "staff")
    people.unlink("li-wei", "guardian_of", "li-na")
    people.disable("li-na")
    people.change("li-na", grid="4")
    assert book.codes() == set()
    book.damage(*PLANTED["limit_exceeded"])
    assert Damage.LIMIT_EXCEEDED.value in book.codes()


@pytest.mark.parametrize(
    ("table", "statement"),
    [
        ("party", "UPDATE party SET born_on = 'long ago' WHERE id = 'li-na'"),
        ("party_link", "UPDATE party_link SET room_types = 'half a li'"),
        ("party_link", "UPDATE party_link SET room_types = '\"visit\"'"),
        ("party_grant", "UPDATE party_grant SET room_types = '{{}}'"),
    ],
)
def test_a_row_about_a_person_that_cannot_be_read_is_named(
    book: Book, table: str, statement: str
) -> None:
    book.damage(statement)
    found = {(each.code, each.table) for each in book.desk.check().findings}
    assert {each for each in found if each[1] != "claim"} == {(Damage.ROW_UNREADABLE, table)}


@pytest.mark.parametrize(
    "statement",
    [
        f"UPDATE party SET {said} WHERE id = 'gone'"
        for said in ("name = 'Go', sought = 'go\n'", "born_on = '2016-01-01'", "disabled = 0")
    ]
    + ["UPDATE party_fact SET party = 'gone'", "UPDATE party_grant SET party = 'gone'"],
)
def test_whatever_is_kept_of_who_was_erased_is_found(book: Book, statement: str) -> None:
    book.damage(statement)
    assert book.codes() - {"guard_missing"} == {"tombstone_tells"}


@pytest.mark.parametrize(
    ("code", "statement"),
    [
        ("delivery_of_nothing", DELIVERY.format("version = 0")),
        ("delivery_of_nothing", DELIVERY.format("booking = 'nobody'")),
        ("delivery_id", DELIVERY.format("party = 'bolt'")),
        ("delivery_state", DELIVERY.format("channel = ''")),
        ("delivery_state", DELIVERY.format("channel = '', state = 'unreached', party = ''")),
        (
            "delivery_state",
            DELIVERY.format("channel = '', state = 'unreached', left_channels = '[\"mail\"]'"),
        ),
        ("row_unreadable", DELIVERY.format("left_channels = 'half a li'")),
        ("row_unreadable", DELIVERY.format("topic = 'gossip'")),
        ("batch_item_of_nothing", "UPDATE batch_item SET booking = 'nobody'"),
        ("batch_item_of_nothing", "UPDATE batch_item SET version = 0"),
        ("batch_item_of_nothing", "DELETE FROM batch"),
        ("batch_closure_of_nothing", "DELETE FROM batch"),
        ("batch_closure_of_nothing", "DELETE FROM closure WHERE id = '{laid}'"),
        ("batch_of_others", "UPDATE batch SET kind = 'closures' WHERE kind = 'bookings'"),
        ("batch_tally", "UPDATE batch SET taken_back = -1"),
    ],
)
def test_whatever_is_wrong_with_what_is_told_or_was_brought_is_found(
    book: Book, code: str, statement: str
) -> None:
    if "topic" in statement and not book.url.startswith("sqlite"):
        book.damage("ALTER TABLE delivery DROP CONSTRAINT delivery_topic")
    book.damage(statement)
    assert code in book.codes()


@pytest.mark.parametrize(
    ("code", "statement"),
    [
        ("blocks_disagree", "UPDATE claim SET end_at = end_at + 60 WHERE owner = '{closure}'"),
        ("blocks_disagree", "UPDATE claim SET leaf = 'A' WHERE owner = '{closure}'"),
        ("blocks_disagree", "UPDATE claim SET amount = 2 WHERE owner = '{laid}'"),
        ("blocks_disagree", "UPDATE closure SET start_at = start_at + 60 WHERE id = '{closure}'"),
        ("blocks_disagree", "UPDATE closure SET reopened_at = 1796000000 WHERE id = '{closure}'"),
        ("claim_of_nobody", "DELETE FROM closure WHERE id = '{closure}'"),
        ("resource_unknown", "UPDATE closure SET subject = 'Z' WHERE id = '{closure}'"),
        ("row_unreadable", "UPDATE closure SET takes = 'half a ta' WHERE id = '{closure}'"),
    ],
)
def test_whatever_is_wrong_with_a_closure_is_found(book: Book, code: str, statement: str) -> None:
    book.damage(statement)
    assert code in book.codes()


def test_each_kind_of_damage_is_planted_somewhere() -> None:
    assert set(PLANTED) | ELSEWHERE == {code.value for code in Damage}
    assert set(FINDINGS) == set(REMEDY_OF) == {code.value for code in Damage}


def test_an_audit_writes_nothing(book: Book) -> None:
    book.desk.book("hall", start="2026-12-20 10:00", length="1h", organizer="acme")
    before = book.desk.check()
    assert book.desk.check() == before
    assert before.changes == before.position + 1


def test_a_finding_says_nothing_that_a_person_wrote(book: Book) -> None:
    book.damage(*(statement for code in sorted(PLANTED) for statement in PLANTED[code]))
    said = str(book.desk.check())
    for word in ("Choir", "rain", "paint", "Li Wei", "5550", "2016", "half"):
        assert word not in said


def test_of_a_book_broken_everywhere_only_so_many_findings_are_kept(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("neighborbook.desk.keeping.auditing.MOST_FINDINGS", 3)
    book.damage("UPDATE claim SET room_type = 'disco'")
    audit = book.desk.check()
    assert len(audit.findings) == 3
    assert audit.more > 3
    assert not audit.clean


def test_a_log_still_holds_the_head_that_was_kept_outside(book: Book) -> None:
    head = book.desk.check().head
    book.desk.book("hall", start="2026-12-20 10:00", length="1h", organizer="acme")
    book.desk.settle()
    assert book.desk.check(anchor=head).findings == ()
    assert book.desk.check().head != head


def test_a_log_whose_end_was_cut_off_does_not_hold_it_any_more(book: Book) -> None:
    head = book.desk.check().head
    position = head.partition(":")[0]
    book.damage(
        "DELETE FROM change_payload WHERE change IN "
        f"(SELECT id FROM change WHERE position = {position})",
        f"DELETE FROM change WHERE position = {position}",
    )
    assert Damage.LOG_ANCHOR.value in book.codes(anchor=head)
    assert Damage.LOG_ANCHOR.value not in book.codes()


def test_what_was_lost_of_many_is_named_one_by_one(book: Book) -> None:
    book.damage("DELETE FROM claim WHERE owner IN ('{confirmed}', '{both}')")
    lost = [each for each in book.desk.check().findings if each.code is Damage.CLAIM_MISSING]
    assert {(each.id, each.facts["leaf"]) for each in lost} == {
        (book.confirmed, "A"),
        (book.both, "A"),
        (book.both, "B"),
    }
    assert isinstance(lost[0], Finding)


def test_a_desk_that_shows_one_moment_says_who_can_audit(book: Book) -> None:
    with book.desk.frozen() as still, pytest.raises(nb.ReadOnly, match="that it came from"):
        still.check()


def test_only_who_keeps_a_center_audits_it(book: Book) -> None:
    with pytest.raises(nb.Refused) as refused:
        book.desk.acting_as("li-wei").check()
    assert refused.value.refusals[0].allowed == ("administrator",)
