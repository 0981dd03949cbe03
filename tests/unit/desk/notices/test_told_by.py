"""By what the people of a booking may be told, its room type says, up to the last moment."""

from __future__ import annotations

import enum
import logging
from collections.abc import Callable

import attrs
import pytest

import neighborbook as nb
from neighborbook.desk.notices import planning
from tests.unit.desk.conftest import Bringing, Directory
from tests.unit.desk.notices.conftest import Told

LI, WANG, CHIEF, CLERK = "li-wei", "wang-fang", "chief", "clerk"
Telling = Callable[..., Told]


class Ways(enum.StrEnum):
    """What a client may answer; ``RAISES`` is one that the room type does not get over."""

    ANY = "any"
    NONE = "none"
    MAIL = "mail"
    PHONE = "phone"
    PAGER = "pager"
    RAISES = "raises"


@nb.details
class Asked:
    """By what the client may be told."""

    by: Ways = nb.asks(label="By", label_zh="方式", privacy=nb.Privacy.SEALED, default=Ways.NONE)


class Talk(nb.RoomType):
    """Its people say by what they may be told."""

    name = "talk"
    details = Asked
    privacy = nb.Privacy.SEALED

    def told_by(self, booking: nb.Booking) -> frozenset[str] | None:
        asked = booking.details
        by = asked.by if isinstance(asked, Asked) else Ways.NONE
        if by is Ways.RAISES:
            raise RuntimeError("li-wei")
        return None if by is Ways.ANY else frozenset({by.value}) - {"none"}


class Open(Talk):
    """The same of which everybody may know."""

    privacy = nb.Privacy.PUBLIC


@attrs.define
class Post:
    """A channel that keeps what it is given, or raises."""

    needs: str = "mail"
    shared: bool = False
    error: Exception | None = None
    sender: str = ""
    kept: list[nb.Message] = attrs.field(factory=list)

    def deliver(self, message: nb.Message) -> None:
        if self.error is not None:
            raise self.error
        self.kept.append(message)

    @property
    def parties(self) -> list[str]:
        return [each.party for each in self.kept]


@pytest.fixture
def talks(telling: Telling, database_url: str) -> Told:
    return telling(kind="talk", plugins=[Bringing(Talk())], at=database_url)


def talk(told: Told, by: Ways, who: str = LI, **more: object) -> nb.Booking:
    asked: dict[str, object] = {"organizer": LI, "details": {"by": by}, **more}
    at = {"start": "2026-12-08 10:00", "length": "1h"}
    return told.desk.acting_as(who).book("hall", **{**at, **asked})  # type: ignore[arg-type]


def settle(told: Told, **channels: Post) -> nb.Settled:
    return told.desk.settle(channels=dict(channels))


def told_of(settled: nb.Settled) -> tuple[int, int]:
    return settled.told, settled.unreached


def called(told: Told) -> list[tuple[str, str]]:
    return [(each.party, each.phone) for each in told.desk.notices(unreached=True)]


@pytest.mark.parametrize(
    ("by", "mailed", "listed"),
    [
        (Ways.ANY, [LI], []),
        (Ways.MAIL, [LI], []),
        (Ways.NONE, [], []),
        (Ways.PAGER, [], []),
        (Ways.PHONE, [], [(LI, "+86 555 0101")]),
    ],
)
def test_a_mail_goes_to_whom_mail_may_tell_and_only_whom_a_phone_may_tell_is_called(
    talks: Told, by: Ways, mailed: list[str], listed: list[tuple[str, str]]
) -> None:
    talk(talks, by)
    post = Post()
    assert settle(talks, post=post).told == len(mailed)
    assert post.parties == mailed
    assert called(talks) == listed
    assert {each.fault for each in talks.desk.notices()} <= {"no address"}


@pytest.mark.parametrize(("by", "heard"), [(Ways.PAGER, [LI]), (Ways.MAIL, []), (Ways.NONE, [])])
def test_a_channel_that_needs_no_address_must_be_named(
    talks: Told, by: Ways, heard: list[str]
) -> None:
    talk(talks, by)
    pager = Post(needs="")
    settle(talks, pager=pager)
    assert pager.parties == heard
    assert called(talks) == []


@pytest.mark.parametrize("now", [Ways.NONE, Ways.PAGER])
def test_who_says_otherwise_between_planning_and_sending_is_told_nothing(
    talks: Told, now: Ways
) -> None:
    made = talk(talks, Ways.MAIL)
    settle(talks, post=Post(error=ConnectionError()))
    assert [(each.party, each.phone) for each in talks.desk.notices()] == [(LI, "")]
    talks.desk.acting_as(LI).change(made.id, details={"by": now})
    talks.clock.instant += 60
    post = Post()
    assert told_of(settle(talks, post=post)) == (0, 0)
    assert post.kept == []
    assert talks.desk.notices() == ()


def test_the_answer_of_the_last_moment_counts(telling: Telling) -> None:
    kind = Talk()
    told = telling(kind="talk", plugins=[Bringing(kind)])
    talk(told, Ways.ANY)
    settle(told, post=Post(error=ConnectionError()))
    kind.told_by = lambda booking: frozenset({"phone"})  # type: ignore[method-assign]
    told.clock.instant += 60
    post = Post()
    assert settle(told, post=post).unreached == 1
    assert post.kept == []
    assert called(told) == [(LI, "+86 555 0101")]
    kind.told_by = lambda booking: frozenset({"mail"})  # type: ignore[method-assign]
    assert called(told) == []


def test_whom_a_mail_did_not_reach_is_not_called_for_it(talks: Told) -> None:
    talk(talks, Ways.MAIL)
    never = Post(error=nb.Undeliverable("no such box"))
    assert told_of(settle(talks, post=never)) == (0, 0)
    assert talks.desk.notices() == ()


def test_who_attends_is_told_as_the_organizer_is(talks: Told) -> None:
    talk(talks, Ways.NONE, attendees=[LI, WANG])
    post = Post()
    talks.clock.set("2026-12-07 02:00")
    settle(talks, post=post)
    assert (post.kept, called(talks)) == ([], [])


def test_who_works_there_and_refers_somebody_is_told_all_the_same(telling: Telling) -> None:
    def book(center: str, parties: tuple[str, ...]) -> dict[str, nb.Addressee]:
        return {CLERK: nb.Addressee(addresses={"mail": "clerk@example.org"})}

    told = telling(kind="talk", plugins=[Bringing(Talk())], addresses=book)
    talk(told, Ways.NONE, CLERK)
    post = Post()
    settle(told, post=post)
    assert post.parties == [CLERK]


def test_who_approves_is_asked_all_the_same(telling: Telling) -> None:
    told = telling(kind="talk", offering="approval = true", plugins=[Bringing(Talk())])
    talk(told, Ways.NONE)
    post = Post()
    settle(told, post=post)
    assert post.parties == [CHIEF]


@pytest.mark.parametrize("by", [Ways.ANY, Ways.NONE])
def test_a_group_hears_nothing_of_what_is_sealed(talks: Told, by: Ways) -> None:
    talk(talks, by)
    group = Post(needs="", shared=True)
    settle(talks, group=group)
    assert (group.kept, talks.desk.notices()) == ([], ())


def test_a_group_hears_what_everybody_may_know_and_no_party_with_it(telling: Telling) -> None:
    told = telling(kind="talk", plugins=[Bringing(Open())])
    talk(told, Ways.NONE)
    group = Post(needs="", shared=True)
    settle(told, group=group)
    assert group.parties == [""]
    assert LI not in group.kept[0].text


def test_if_the_room_type_raises_nothing_is_sent_and_the_log_says_which(
    talks: Told, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.ERROR, "neighborbook")
    talk(talks, Ways.RAISES)
    post = Post()
    assert told_of(settle(talks, post=post)) == (0, 0)
    assert (post.kept, talks.desk.notices()) == ([], ())
    assert "room type talk raised RuntimeError" in caplog.text
    assert LI not in caplog.text


TWO = """
center = { id = "anping", zone = "Asia/Shanghai" }
resource.hall = {}
resource.shed = {}
offering.hall = { places = ["hall"], room_type = "talk" }
offering.shed = { places = ["shed"] }
[notices.addresses]
li-wei = { mail = "li@example.org" }
wang-fang = { mail = "wang@example.org" }
"""


def test_while_the_room_type_is_gone_its_people_wait_and_hold_up_nobody(
    telling: Telling, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planning, "BATCH", 1)
    told = telling(kind="talk", plugins=[Bringing(Talk())], at=database_url)
    told.desk.load(TWO)
    talk(told, Ways.MAIL)
    told.desk.acting_as(WANG).book(
        "shed", start="2026-12-08 10:00", length="1h", organizer=WANG, title="Tools"
    )
    post = Post()
    with nb.open(database_url, center="anping", clock=told.clock, plugins=[Directory()]) as desk:
        desk.settle(channels={"post": post})
    assert post.parties == [WANG]
    settle(told, post=post)
    assert post.parties == [WANG, LI]
