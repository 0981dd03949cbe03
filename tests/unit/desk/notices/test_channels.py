"""Channels of the center file, against real servers on the loopback."""

from __future__ import annotations

import base64
import email
import email.policy
import hashlib
import hmac
import json
import logging
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path

import icalendar
import pytest

import neighborbook as nb
from tests.unit.desk.notices.conftest import Told
from tests.unit.desk.notices.servers import Mails, Posts, mail_server, web_server

Telling = Callable[..., Told]
SECRET = "whsec_" + base64.b64encode(b"a key of some length").decode()
PASSWORD = "correct horse"


@pytest.fixture
def mails() -> Iterator[Mails]:
    with mail_server() as found:
        yield found


@pytest.fixture
def posts() -> Iterator[Posts]:
    with web_server() as found:
        yield found


def mailing(telling: Telling, mails: Mails, more: str = "") -> Told:
    return telling(f"""
[notices.channel.mail]
kind = "smtp"
host = "127.0.0.1"
port = {mails.port}
security = "none"
sender = "desk@example.org"
{more}
""")


def parsed(raw: bytes) -> EmailMessage:
    found = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(found, EmailMessage)
    return found


def calendar_of(mail: EmailMessage) -> icalendar.Calendar:
    [part] = [each for each in mail.walk() if each.get_content_type() == "text/calendar"]
    raw = part.get_payload(decode=True)
    assert isinstance(raw, bytes)
    found = icalendar.Calendar.from_ical(raw)
    assert isinstance(found, icalendar.Calendar)
    assert part.get_param("method") == str(found["METHOD"])
    return found


def test_a_mail_carries_the_booking_under_the_uid_of_the_feeds(
    telling: Telling, mails: Mails
) -> None:
    told = mailing(telling, mails)
    told.book()
    assert told.desk.settle().told == 1
    [(to, raw)] = mails.kept
    mail = parsed(raw)
    assert (to, mail["Subject"]) == ("li@example.org", "Confirmed: Board, Tue 8 Dec 2026, 10:00")
    assert mail["Auto-Submitted"] == "auto-generated"
    calendar = calendar_of(mail)
    [event] = calendar.walk("VEVENT")
    feed = icalendar.Calendar.from_ical(told.desk.calendar(resource="hall"))
    assert [each["UID"] for each in feed.walk("VEVENT")] == [event["UID"]]
    assert (calendar["METHOD"], event["ORGANIZER"]) == ("PUBLISH", "mailto:desk@example.org")
    assert "ATTENDEE" not in event
    assert event["ORGANIZER"].params["CN"] == "Anping"


def test_a_cancellation_takes_the_entry_back(telling: Telling, mails: Mails) -> None:
    told = mailing(telling, mails)
    made = told.book()
    told.desk.settle()
    told.desk.acting_as("li-wei").cancel(made.id)
    told.desk.settle()
    first, last = [calendar_of(parsed(raw)) for _, raw in mails.kept]
    [before], [after] = first.walk("VEVENT"), last.walk("VEVENT")
    assert (last["METHOD"], after["STATUS"]) == ("CANCEL", "CANCELLED")
    assert before["UID"] == after["UID"]
    assert int(str(after["SEQUENCE"])) > int(str(before["SEQUENCE"]))


def test_a_mail_that_is_sent_again_has_the_same_message_id(telling: Telling, mails: Mails) -> None:
    told = mailing(telling, mails)
    told.book()
    mails.answers["DATA"] = "451 later"
    assert told.desk.settle().told == 0
    [untold] = told.desk.notices()
    assert untold.fault == "the mail server answers 451"
    mails.answers.clear()
    told.clock.instant += 60
    assert told.desk.settle().told == 1
    assert parsed(mails.kept[0][1])["Message-ID"] == f"<{untold.id}@example.org>"


def test_an_address_that_is_refused_for_good_is_not_tried_again(
    telling: Telling, mails: Mails
) -> None:
    told = mailing(telling, mails)
    told.book()
    mails.answers["RCPT"] = "550 li@example.org is unknown"
    assert told.desk.settle().unreached == 1
    [untold] = told.desk.notices(unreached=True)
    assert untold.fault == "the mail server refuses it: 550"


@pytest.mark.parametrize("place", ["env", "file"])
@pytest.mark.parametrize("answer", [None, "535 correct horse is wrong"])
def test_a_password_lies_elsewhere_and_stands_nowhere(
    telling: Telling,
    mails: Mails,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    place: str,
    answer: str | None,
) -> None:
    secret = tmp_path / "password"
    secret.write_text(f"{PASSWORD}\n")
    monkeypatch.setenv("NEIGHBORBOOK_MAIL", PASSWORD)
    where = {"env": 'secret_env = "NEIGHBORBOOK_MAIL"', "file": f"secret_file = '{secret}'"}
    told = mailing(telling, mails, f'user = "desk"\n{where[place]}')
    if answer is not None:
        mails.answers["AUTH"] = answer
    told.book()
    with caplog.at_level(logging.DEBUG):
        assert told.desk.settle().told == (answer is None)
    [auth] = [line for line in mails.heard if line.startswith("AUTH")]
    assert base64.b64decode(auth.split()[-1]) == f"\0desk\0{PASSWORD}".encode()
    assert PASSWORD not in caplog.text + str(told.desk.notices())


def test_a_secret_that_is_not_there_is_told_by_its_place_alone(
    telling: Telling, mails: Mails, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NEIGHBORBOOK_MAIL", raising=False)
    told = mailing(telling, mails, 'user = "desk"\nsecret_env = "NEIGHBORBOOK_MAIL"')
    told.book()
    told.desk.settle()
    assert told.desk.notices()[0].fault == "no secret in NEIGHBORBOOK_MAIL"


def hooked(telling: Telling, posts: Posts, monkeypatch: pytest.MonkeyPatch) -> Told:
    monkeypatch.setenv("NEIGHBORBOOK_HOOK", SECRET)
    told = telling(f"""
[notices.channel.hook]
kind = "webhook"
url = "{posts.url}/notices?of=anping"
secret_env = "NEIGHBORBOOK_HOOK"
timeout = "5s"
""")
    told.book()
    return told


def test_a_webhook_can_be_verified_by_the_form_of_standard_webhooks(
    telling: Telling, posts: Posts, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = hooked(telling, posts, monkeypatch)
    assert told.desk.settle().told == 1
    [(path, headers, body)] = posts.kept
    assert path == "/notices?of=anping"
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    digest = hmac.new(b"a key of some length", signed, hashlib.sha256).digest()
    assert headers["webhook-signature"] == f"v1,{base64.b64encode(digest).decode()}"
    record = json.loads(body)
    assert (record["type"], record["data"]["party"]) == ("notice.confirmation", "li-wei")
    assert record["data"]["start"] == "2026-12-08T10:00"


@pytest.mark.parametrize(
    ("status", "again"), [(503, True), (429, True), (404, False), (302, False), (307, False)]
)
def test_what_a_webhook_answers_says_whether_to_try_again(
    telling: Telling, posts: Posts, monkeypatch: pytest.MonkeyPatch, status: int, again: bool
) -> None:
    told = hooked(telling, posts, monkeypatch)
    posts.status = status
    told.desk.settle()
    assert len(posts.kept) == 1  # a redirect is followed nowhere
    assert (told.desk.notices(unreached=True) == ()) == again
    assert told.desk.notices()[0].fault == f"the other side answers {status}"


def test_a_robot_reads_a_text_in_the_form_of_its_chat(
    telling: Telling, posts: Posts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEIGHBORBOOK_ROBOT", f"{posts.url}/send?key=secret")
    told = telling("""
[notices.channel.group]
kind = "robot"
secret_env = "NEIGHBORBOOK_ROBOT"
body = '{ "msgtype": "text", "text": { "content": "{text}" } }'
""")
    told.book(attendees=["wang-fang"])
    posts.status, posts.answer = 200, b'{"errcode": 45009}'
    assert told.desk.settle().told == 0
    assert told.desk.notices()[0].fault == "the robot answers 45009"
    posts.answer = b'{"errcode": 0}'
    told.clock.instant += 60
    assert told.desk.settle().told == 1
    path, _, body = posts.kept[-1]
    assert path == "/send?key=secret"
    said = json.loads(body)["text"]["content"]
    assert said.startswith("Confirmed: Booking, Tue 8 Dec 2026, 10:00\n")


def test_a_file_grows_by_a_line_for_each_notice(telling: Telling, tmp_path: Path) -> None:
    path = tmp_path / "notices.jsonl"
    told = telling(f"[notices.channel.log]\nkind = 'file'\npath = '{path}'")
    told.book()
    told.book(start="2026-12-09 10:00")
    assert told.desk.settle().told == 2
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    assert [line["data"]["subject"][:10] for line in lines] == ["Confirmed:"] * 2
    assert path.stat().st_mode & 0o077 == 0


def test_who_hands_in_something_else_than_channels_is_told_so(told: Told) -> None:
    with pytest.raises(nb.InvalidRequest, match="a function or a channel"):
        told.desk.settle(channels={"program": "mail"})  # type: ignore[dict-item]
