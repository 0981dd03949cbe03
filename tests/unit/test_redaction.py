from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neighborbook.domain.booking import Booking, State, StoredDetails, VoidReason
from neighborbook.domain.claim import Chosen, Option
from neighborbook.domain.decision import Decision, Verdict
from neighborbook.domain.party import Attendee
from neighborbook.redaction import ALLOWED, DETAILS, GONE, is_shown, privacy_of, redact
from neighborbook.room_type import Audience, Privacy, RoomType, asks, details

OPEN = (Privacy.PUBLIC, Privacy.BUSY, Privacy.MEMBER)
CLOSED = (Privacy.CARE, Privacy.SEALED)
CENTERS = {"center", "zone", "tzdata"}


@details
class Told:
    open: str = asks(label="Open", label_zh="公开", privacy=Privacy.PUBLIC, default="")
    busy: str = asks(label="Busy", label_zh="占用", privacy=Privacy.BUSY, default="")
    member: str = asks(label="Member", label_zh="成员", privacy=Privacy.MEMBER, default="")
    care: str = asks(label="Care", label_zh="照护", privacy=Privacy.CARE, default="")
    sealed: str = asks(label="Sealed", label_zh="保密", privacy=Privacy.SEALED, default="")


class Kind(RoomType):
    name = "kind"
    details = Told

    def __init__(self, privacy: Privacy = Privacy.BUSY) -> None:
        self.privacy = privacy  # type: ignore[misc]


class Neutral(Kind):
    def title(self, booking: Booking, audience: Audience) -> str:
        return booking.title if audience is Audience.CARER else "Appointment"


FULL = Booking(
    id="b1",
    uid="u1",
    center="anping",
    offering="hall",
    room_type="kind",
    start_at=1796104800,
    end_at=1796112000,
    local_start="2026-12-01T14:00",
    zone="Asia/Shanghai",
    tzdata="2026a",
    organizer="acme",
    actor="li-wei",
    fold=1,
    version=3,
    sequence=2,
    state=State.PENDING,
    void_reason=VoidReason.NO_SHOW,
    label="called",
    title="Layoffs",
    headcount=7,
    attendees=(Attendee(party="wang-fang", details={"diet": "no nuts"}),),
    resource="AB",
    chosen=(Chosen(role="place", option=Option(resource="AB", takes=())),),
    details=Told(open="o", busy="b", member="m", care="c", sealed="s"),
    created_at=1,
    changed_at=2,
    published_at=3,
    checked_in_at=4,
    late_after=5,
    lapses_at=6,
    lapses_to=State.VOID,
    lapse_reason=VoidReason.EXPIRED,
    waits_for=("evening",),
    approved=("size",),
    units=(("projector", "2"),),
    excused=True,
    overridden=("notice",),
    override_reason="the mayor asked",
    series="s1",
    original_start=7,
    features=frozenset({"step-free"}),
    lapsed_at=8,
    lapsed_from=State.HELD,
    needs_move=True,
    decision=Decision(verdict=Verdict.ACCEPTED),
)
PERSONAL = {
    "title", "organizer", "actor", "attendees", "details", "headcount", "override_reason",
    "overridden", "checked_in_at", "features",
}  # fmt: skip


def shown(booking: Booking) -> set[str]:
    """What of FULL is left: names of fields, of details, and of what attendees told."""
    names = {
        field.name
        for field in attrs.fields(Booking)
        if field.name not in {"details", "attendees"}
        and getattr(booking, field.name) == getattr(FULL, field.name)
    }
    if booking.attendees:
        names.add("attendees")
        names |= {f"attendees.{name}" for one in booking.attendees for name in one.details}
    if isinstance(booking.details, Told):
        told = attrs.asdict(booking.details)  # type: ignore[arg-type]
        names |= {f"details.{name}" for name, value in told.items() if value}
    return names


def seen(privacy: Privacy, audience: Audience) -> set[str]:
    return shown(redact(FULL, audience, Neutral(privacy)))


# The table -------------------------------------------------------------------------------------


def test_the_booking_of_these_tests_has_no_field_at_its_default() -> None:
    plain = Booking(
        **{
            field.name: "" if str(field.type) == "str" else 0
            for field in attrs.fields(Booking)
            if field.default is attrs.NOTHING
        }  # type: ignore[arg-type]
    )
    same = [
        field.name
        for field in attrs.fields(Booking)
        if getattr(plain, field.name) == getattr(FULL, field.name)
    ]
    assert same == []


def test_every_field_of_a_booking_has_been_thought_of() -> None:
    listed = {name for row in ALLOWED.values() for fields in row.values() for name in fields}
    answered = {"decision"}  # put beside what is shown, to the one who has asked alone
    assert listed | CENTERS | answered == {field.name for field in attrs.fields(Booking)}


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("privacy", Privacy)
def test_nothing_is_shown_that_the_table_does_not_list(
    privacy: Privacy, audience: Audience
) -> None:
    listed = ALLOWED[privacy][audience] | CENTERS
    assert {name.split(".")[0] for name in seen(privacy, audience)} <= listed


@pytest.mark.parametrize("privacy", OPEN)
def test_up_to_member_each_audience_sees_at_least_what_a_wider_one_does(privacy: Privacy) -> None:
    public, member, own, carer, staff = (
        seen(privacy, one)
        for one in (
            Audience.PUBLIC, Audience.MEMBER, Audience.OWN, Audience.CARER, Audience.STAFF
        )
    )  # fmt: skip
    assert public <= member <= staff
    assert public <= own <= carer


@pytest.mark.parametrize("privacy", CLOSED)
def test_of_care_and_sealed_staff_see_no_more_than_the_carer(privacy: Privacy) -> None:
    assert seen(privacy, Audience.STAFF) <= seen(privacy, Audience.CARER)


@pytest.mark.parametrize("privacy", CLOSED)
@pytest.mark.parametrize("audience", [Audience.PUBLIC, Audience.MEMBER])
def test_of_care_and_sealed_nobody_else_sees_that_there_is_one(
    privacy: Privacy, audience: Audience
) -> None:
    assert not is_shown(FULL, audience, Kind(privacy))
    assert seen(privacy, audience) == CENTERS


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("kind", [*map(Kind, Privacy), None])
def test_redacting_twice_shows_no_more_than_redacting_once(
    kind: Kind | None, audience: Audience
) -> None:
    once = redact(FULL, audience, kind)
    assert shown(redact(once, audience, kind)) <= shown(once)


# The classes -----------------------------------------------------------------------------------


@pytest.mark.parametrize("privacy", [Privacy.BUSY, Privacy.MEMBER])
def test_the_public_sees_of_a_busy_booking_its_period_and_place_alone(privacy: Privacy) -> None:
    left = seen(privacy, Audience.PUBLIC)
    assert left == CENTERS | {
        "id", "start_at", "end_at", "local_start", "fold", "state", "resource"
    }  # fmt: skip


def test_the_public_sees_the_title_of_what_is_public_but_not_whose_it_is() -> None:
    left = seen(Privacy.PUBLIC, Audience.PUBLIC)
    assert {"resource", "details.open"} <= left
    assert redact(FULL, Audience.PUBLIC, Kind(Privacy.PUBLIC)).title == "Layoffs"
    assert not left & (PERSONAL - {"title"})
    assert not {name for name in left if name.startswith("details.")} - {"details.open"}


def test_the_own_firm_sees_the_title_of_a_member_booking_but_not_who_comes() -> None:
    left = redact(FULL, Audience.MEMBER, Kind(Privacy.MEMBER))
    assert (left.title, left.organizer, left.attendees) == ("Layoffs", "acme", ())
    assert left.details == Told(open="o", member="m")


def test_of_a_busy_booking_the_own_firm_does_not_see_the_title() -> None:
    assert redact(FULL, Audience.MEMBER, Kind(Privacy.BUSY)).title == ""


def test_the_reason_of_an_override_is_for_staff() -> None:
    for audience in Audience:
        left = redact(FULL, audience, Kind(Privacy.BUSY))
        assert bool(left.override_reason) == (audience is Audience.STAFF)


def test_what_was_asked_about_each_attendee_is_for_those_who_serve() -> None:
    for privacy in Privacy:
        for audience in Audience:
            if audience is not Audience.CARER:
                assert "attendees.diet" not in seen(privacy, audience)
    assert "attendees.diet" in seen(Privacy.CARE, Audience.CARER)


def test_staff_see_of_a_care_booking_time_and_ticket() -> None:
    left = seen(Privacy.CARE, Audience.STAFF)
    assert {"start_at", "label", "version"} <= left
    assert not left & (PERSONAL | {"offering", "room_type"})


def test_staff_see_of_a_sealed_booking_that_the_room_is_occupied() -> None:
    left = redact(FULL, Audience.STAFF, Kind(Privacy.SEALED))
    assert (left.resource, left.start_at) == ("AB", FULL.start_at)
    assert (left.label, left.offering, left.title) == ("", "", "")


def test_the_own_title_of_a_care_booking_is_a_neutral_one_or_none() -> None:
    assert redact(FULL, Audience.OWN, Neutral(Privacy.CARE)).title == "Appointment"
    assert redact(FULL, Audience.OWN, Kind(Privacy.CARE)).title == ""
    assert redact(FULL, Audience.CARER, Kind(Privacy.CARE)).title == "Layoffs"


@pytest.mark.parametrize("privacy", Privacy)
def test_a_detail_is_shown_to_those_of_its_own_class_alone(privacy: Privacy) -> None:
    name = {"public": "open"}.get(privacy.value, privacy.value)
    for audience in Audience:
        if f"details.{name}" in seen(Privacy.PUBLIC, audience):
            assert audience in DETAILS[privacy]


# Room types ------------------------------------------------------------------------------------


class Consents(Kind):
    def privacy_of(self, booking: Booking) -> Privacy:
        return Privacy.PUBLIC


def test_a_type_up_to_member_may_open_a_booking_by_consent() -> None:
    assert redact(FULL, Audience.PUBLIC, Consents(Privacy.MEMBER)).title == "Layoffs"


@pytest.mark.parametrize("privacy", CLOSED)
def test_a_type_of_care_or_sealed_cannot_open_anything(privacy: Privacy) -> None:
    assert privacy_of(FULL, Consents(privacy)) is privacy
    assert not is_shown(FULL, Audience.PUBLIC, Consents(privacy))


def test_a_type_may_seal_one_booking() -> None:
    class Seals(Kind):
        def privacy_of(self, booking: Booking) -> Privacy:
            return Privacy.SEALED

    assert privacy_of(FULL, Seals(Privacy.CARE)) is Privacy.SEALED
    assert privacy_of(FULL, Seals(Privacy.PUBLIC)) is Privacy.SEALED


def test_a_privacy_method_that_raises_or_answers_nonsense_seals() -> None:
    class Raises(Kind):
        def privacy_of(self, booking: Booking) -> Privacy:
            raise RuntimeError(booking.title)

    class Odd(Kind):
        def privacy_of(self, booking: Booking) -> Privacy:
            return "everybody"  # type: ignore[return-value]

    for kind in (Raises(Privacy.PUBLIC), Odd(Privacy.PUBLIC)):
        assert privacy_of(FULL, kind) is Privacy.SEALED
        for audience in Audience:
            assert shown(redact(FULL, audience, kind)) <= seen(Privacy.SEALED, audience)


def test_a_title_method_that_raises_or_answers_nonsense_seals() -> None:
    class Raises(Kind):
        def title(self, booking: Booking, audience: Audience) -> str:
            raise RuntimeError(booking.title)

    class Odd(Kind):
        def title(self, booking: Booking, audience: Audience) -> str:
            return None  # type: ignore[return-value]

    for kind in (Raises(Privacy.PUBLIC), Odd(Privacy.PUBLIC), Raises(Privacy.SEALED)):
        for audience in Audience:
            left = redact(FULL, audience, kind)
            assert (left.title, left.details, left.attendees) == ("", None, ())
            assert shown(left) <= seen(Privacy.SEALED, audience)


def test_details_that_are_not_of_the_types_class_are_not_shown() -> None:
    stored = attrs.evolve(FULL, details=StoredDetails(version=1, body='{"care": "c"}'))
    for audience in Audience:
        assert redact(stored, audience, Kind(Privacy.PUBLIC)).details is None


def test_a_booking_whose_plugin_is_gone_is_neutral_and_its_own_can_still_cancel_it() -> None:
    stored = attrs.evolve(FULL, details=StoredDetails(version=1, body='{"care": "c"}'))
    assert set(GONE) == set(Audience)
    for audience in Audience:
        left = redact(stored, audience, None)
        assert not shown(left) & PERSONAL
        assert left.details is None
    assert not is_shown(stored, Audience.PUBLIC, None)
    own = redact(stored, Audience.OWN, None)
    assert (own.id, own.version, own.start_at) == ("b1", 3, FULL.start_at)


texts = st.text(min_size=1, max_size=6)


@given(st.sampled_from(Privacy), st.sampled_from(Audience), texts, texts)
def test_what_an_audience_may_not_see_cannot_be_told_from_what_it_sees(
    privacy: Privacy, audience: Audience, one: str, other: str
) -> None:
    def redacted(secret: str) -> Booking:
        booking = attrs.evolve(
            FULL,
            title=secret,
            organizer=secret,
            actor=secret,
            override_reason=secret,
            attendees=(Attendee(party=secret),),
            details=Told(member=secret, care=secret, sealed=secret),
        )
        return redact(booking, audience, Neutral(privacy))

    hidden = ALLOWED[privacy][audience] & PERSONAL == frozenset()
    if hidden:
        assert redacted(one) == redacted(other)


class Lists(RoomType):
    name = "lists"
    privacy: ClassVar[Privacy] = Privacy.PUBLIC

    @details
    class Asked:
        wanted: Mapping[str, int] = asks(
            label="Wanted", label_zh="所需", privacy=Privacy.CARE, default={}
        )

    details: ClassVar[type] = Asked


def test_a_hidden_detail_becomes_what_it_is_when_not_given() -> None:
    booking = attrs.evolve(FULL, details=Lists.Asked(wanted={"chair": 2}))
    assert redact(booking, Audience.PUBLIC, Lists()).details == Lists.Asked()
    assert redact(booking, Audience.CARER, Lists()).details == booking.details
