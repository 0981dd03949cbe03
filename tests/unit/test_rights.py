from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neighborbook.codes import Code, Severity
from neighborbook.domain.party import (
    PROGRAM,
    PUBLIC,
    Actor,
    ActorKind,
    Attendee,
    Facts,
    Grant,
    Link,
    Tie,
)
from neighborbook.rights import (
    ROLES,
    TABLE,
    Right,
    Standing,
    audience,
    may,
    owners,
    refusal_for,
    standings,
)
from neighborbook.room_type import Audience

LI = Actor(kind=ActorKind.PERSON, party="li-wei")


def facts(*roles: str, organizations: tuple[str, ...] = ()) -> Facts:
    return Facts(party="li-wei", roles=frozenset(roles), organizations=frozenset(organizations))


def allowed(*given: Standing) -> set[Right]:
    return {right for right in Right if may(right, frozenset(given))}


def test_every_right_has_its_row() -> None:
    assert set(TABLE) == set(Right)


def test_the_trusted_program_may_do_everything() -> None:
    assert allowed(*standings(PROGRAM, Facts(party=""))) == set(Right)


def test_the_public_sees_slots_and_the_public_board_and_nothing_else() -> None:
    assert allowed(*standings(PUBLIC, Facts(party=""))) == {Right.SEE_SLOTS, Right.SEE_BOARD}


def test_a_stranger_may_besides_report_a_fault() -> None:
    assert standings(LI, facts(), organizer="acme") == {Standing.STRANGER}
    assert allowed(Standing.STRANGER) - allowed(Standing.PUBLIC) == {Right.REPORT_FAULT}


def test_no_standing_at_all_may_nothing() -> None:
    assert allowed() == set()


def test_staff_book_for_anybody_override_close_and_check_in() -> None:
    given = standings(LI, facts("staff"), organizer="acme")
    assert {
        Right.BOOK, Right.OVERRIDE, Right.CLOSE, Right.CHECK_IN, Right.MARK, Right.OUTAGE
    } <= allowed(*given)  # fmt: skip
    assert Right.APPROVE not in allowed(*given)
    assert Right.LOAD not in allowed(*given)


def test_approvers_approve_and_need_not_be_able_to_book() -> None:
    given = allowed(*standings(LI, facts("approver"), organizer="acme"))
    assert {Right.APPROVE, Right.SEE_BOOKING} <= given
    assert Right.BOOK not in given


def test_administrators_load_and_see_nobodys_bookings() -> None:
    given = allowed(*standings(LI, facts("administrator"), organizer="acme"))
    assert Right.LOAD in given
    assert Right.SEE_BOOKING not in given


def test_a_member_books_for_her_own_firm_and_for_no_other() -> None:
    own = facts(organizations=("acme",))
    assert may(Right.BOOK, standings(LI, own, organizer="acme"))
    assert not may(Right.BOOK, standings(LI, own, organizer="bolt"))


def test_a_person_books_for_herself() -> None:
    assert standings(LI, facts(), organizer="li-wei") == {Standing.ORGANIZER}
    assert may(Right.BOOK, standings(LI, facts(), organizer="li-wei"))


def test_an_attendee_sees_the_booking_and_cannot_cancel_it() -> None:
    given = standings(LI, facts(), organizer="acme", attendees=(Attendee(party="li-wei"),))
    assert given == {Standing.ATTENDEE}
    assert may(Right.SEE_BOOKING, given)
    assert not may(Right.CANCEL, given)


def test_who_wrote_a_booking_and_left_the_firm_can_no_longer_change_it() -> None:
    given = standings(LI, facts(), organizer="acme", author="li-wei")
    assert given == {Standing.AUTHOR}
    assert not may(Right.CHANGE, given)
    assert audience(given) is Audience.PUBLIC


def test_facts_of_another_party_give_nothing() -> None:
    foreign = Facts(party="boss", roles=frozenset({"staff"}), organizations=frozenset({"acme"}))
    assert standings(LI, foreign, organizer="acme") == {Standing.STRANGER}


def test_the_public_gets_nothing_from_facts_nor_from_a_booking_that_the_public_wrote() -> None:
    given = standings(PUBLIC, facts("staff"), organizer="", author="", attendees=())
    assert given == {Standing.PUBLIC}


@pytest.mark.parametrize("organizer", ["", None])
def test_an_organizer_that_was_blanked_is_nobodys_own(organizer: str | None) -> None:
    nobody = Actor(kind=ActorKind.PERSON, party="")
    member = facts(organizations=("",))
    assert standings(nobody, Facts(party=""), organizer=organizer) == {Standing.PUBLIC}
    assert standings(LI, member, organizer=organizer) == {Standing.STRANGER}


def test_a_role_that_is_no_standing_gives_nothing() -> None:
    assert standings(LI, facts("member", "program", "member-firm")) == {Standing.STRANGER}


@given(st.frozensets(st.sampled_from(Standing)), st.sampled_from(Standing))
def test_one_more_standing_never_takes_a_right_away(
    some: frozenset[Standing], more: Standing
) -> None:
    assert allowed(*some) <= allowed(*some, more)


# Refusals --------------------------------------------------------------------------------------


def test_asking_for_an_organization_that_is_not_hers_is_not_member_and_soft() -> None:
    no = refusal_for(Right.BOOK, frozenset({Standing.STRANGER}), "bolt")
    assert (no.code, no.rule, no.severity) == (Code.NOT_MEMBER, "member", Severity.SOFT)
    assert (no.subject, no.override) == ("bolt", "override")


def test_every_other_lack_is_not_allowed_and_hard_and_names_the_roles_that_may() -> None:
    no = refusal_for(Right.APPROVE, frozenset({Standing.MEMBER}), "acme")
    assert (no.code, no.rule, no.severity) == (Code.NOT_ALLOWED, "right", Severity.HARD)
    assert (no.subject, no.allowed) == ("approve", ("approver",))


def test_the_public_is_not_told_about_membership() -> None:
    assert refusal_for(Right.BOOK, frozenset({Standing.PUBLIC}), "acme").code == Code.NOT_ALLOWED


@pytest.mark.parametrize("right", sorted(set(Right) - {Right.BOOK, Right.SEE_USAGE}))
def test_a_refusal_about_an_existing_booking_does_not_tell_whose_it_is(right: Right) -> None:
    assert "bolt" not in repr(refusal_for(right, frozenset({Standing.STRANGER}), "bolt"))


# Audiences -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given_standings", "expected"),
    [
        ({Standing.PROGRAM}, Audience.STAFF),
        ({Standing.STAFF, Standing.STRANGER}, Audience.STAFF),
        ({Standing.STAFF, Standing.ATTENDEE}, Audience.STAFF),
        ({Standing.APPROVER, Standing.STRANGER}, Audience.STAFF),
        ({Standing.ADMINISTRATOR, Standing.STRANGER}, Audience.PUBLIC),
        ({Standing.ORGANIZER}, Audience.OWN),
        ({Standing.ATTENDEE}, Audience.OWN),
        ({Standing.MEMBER}, Audience.MEMBER),
        ({Standing.MEMBER, Standing.AUTHOR}, Audience.OWN),
        ({Standing.STRANGER}, Audience.PUBLIC),
        ({Standing.PUBLIC}, Audience.PUBLIC),
        (set(), Audience.PUBLIC),
    ],
)
def test_the_audience_follows_from_how_one_stands(
    given_standings: set[Standing], expected: Audience
) -> None:
    assert audience(frozenset(given_standings)) is expected


def test_roles_are_standings_by_the_same_word() -> None:
    for role in ROLES:
        assert role in standings(LI, facts(role.value))


NAMES = ("li-wei", "acme", "bolt", "na", "")
LINKS = st.builds(
    Link,
    tie=st.sampled_from(Tie),
    other=st.sampled_from(NAMES),
    grid=st.sampled_from(["", "1"]),
)
GRANTS = st.builds(
    Grant,
    role=st.sampled_from(["staff", "approver", "administrator", "carer"]),
    room_types=st.sampled_from([frozenset[str](), frozenset({"room"})]),
)
KNOWN = st.builds(
    Facts,
    party=st.just("li-wei"),
    roles=st.frozensets(st.sampled_from(["staff", "approver", "administrator"]), max_size=1),
    organizations=st.frozensets(st.sampled_from(["acme", "bolt"])),
    links=st.lists(LINKS, max_size=2).map(tuple),
    grants=st.lists(GRANTS, max_size=1).map(tuple),
    residents=st.just({"1": frozenset({"na"})}),
    disabled=st.booleans(),
)


@given(known=KNOWN, right=st.sampled_from(Right))
def test_whose_bookings_one_may_have_a_right_to_leaves_out_nobody(
    known: Facts, right: Right
) -> None:
    whose = owners(right, LI, known)
    for organizer in NAMES[:-1]:
        tied = standings(
            LI, known, organizer=organizer, room_type="room", author="li-wei", resources={"na"}
        )
        if whose is not None and may(right, tied):
            assert organizer in whose


def test_who_is_no_staff_may_see_the_changes_of_her_own_alone() -> None:
    of_acme = owners(Right.SEE_CHANGES, LI, facts(organizations=("acme",)))
    assert of_acme == frozenset({"li-wei", "acme"})
    assert owners(Right.SEE_CHANGES, LI, facts("administrator")) == frozenset({"li-wei"})
    assert owners(Right.SEE_CHANGES, LI, facts("staff")) is None
    assert owners(Right.SEE_CHANGES, PUBLIC, Facts(party="")) == frozenset()
    assert owners(Right.SEE_BOARD, LI, facts()) is None
