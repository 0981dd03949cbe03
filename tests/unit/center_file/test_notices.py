"""``[notices]`` of a center file: what it declares, and every fault of it at once."""

from __future__ import annotations

import pytest

from neighborbook.center_file import parse, read
from neighborbook.domain.notice import Addressee, ChannelKind, NoticeTable, Told, Topic
from neighborbook.errors import CenterFileError
from neighborbook.room_type import RoomType

HEAD = 'center = { id = "anping", zone = "Asia/Shanghai" }\n'
DAY = 86_400
HOOK = 'kind = "webhook", url = "https://example.org/", secret_env = "NEIGHBORBOOK_HOOK"'


def table(text: str) -> NoticeTable:
    return parse(read(f"{HEAD}[notices]\n{text}"), {"room": RoomType()}).notices


def test_without_a_word_the_defaults_hold() -> None:
    assert parse(read(HEAD), {}).notices == NoticeTable()


def test_what_it_says_is_read() -> None:
    found = table(f"""
    language = "zh"
    approvers = "chief"
    duty = ["on-call", "deputy"]
    reminder = {{ lead = ["1h", "1d"], to = ["attendees"], channels = "hook", language = "en" }}
    decline = {{ off = true }}
    channel.hook = {{ {HOOK} }}
    channel.log = {{ kind = "file", path = "x.jsonl" }}
    addresses.acme = {{ managers = ["li-wei"] }}
    addresses."某人" = {{ mail = "li@example.org", sms = "123", language = "zh" }}
    """)
    reminder = found.rule(Topic.REMINDER)
    assert (reminder.leads, reminder.to) == ((DAY, 3600), (Told.ATTENDEES,))
    assert (reminder.channels, reminder.language) == (("hook",), "en")
    assert found.rule(Topic.DECLINE).to == ()
    assert found.channels == ("hook", "log")
    assert (found.language, found.approvers) == ("zh", ("chief",))
    assert found.duty == ("on-call", "deputy")
    assert found.posts["hook"].kind is ChannelKind.WEBHOOK
    assert found.addresses["acme"] == Addressee(managers=("li-wei",))
    mail = {"mail": "li@example.org", "sms": "123"}
    assert found.addresses["某人"] == Addressee(addresses=mail, language="zh")


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("remind = {}", "remind"),
        ('language = "fr"', "language"),
        ("approvers = [1]", "approvers"),
        ('reminder = { lead = "0m" }', "reminder.lead"),
        ('reminder = { lead = ["1h", "2h", "3h", "4h", "5h", "6h"] }', "reminder.lead"),
        ('change = { lead = "1d" }', "change.lead"),
        ('change = { to = "everybody" }', "change.to"),
        ('channels = "a b"', "channels"),
        ("channel.x = {}", "channel.x.kind"),
        ('channel.x = { kind = "fax" }', "channel.x.kind"),
        ('channel.x = { kind = "smtp", sender = "a@b.c" }', "channel.x.host"),
        ('channel.x = { kind = "smtp", host = "h" }', "channel.x.sender"),
        ('channel.x = { kind = "smtp", host = "h", sender = "a" }', "channel.x.sender"),
        (
            'channel.x = { kind = "smtp", host = "h", sender = "a@b.c", password = "x" }',
            "channel.x.password",
        ),
        (
            'channel.x = { kind = "smtp", host = "h", sender = "a@b.c", user = "u" }',
            "channel.x.secret_env",
        ),
        ('channel.x = { kind = "webhook", url = "https://x.org" }', "channel.x.secret_env"),
        (
            'channel.x = { kind = "webhook", url = "https://x.org", secret_env = "HOME" }',
            "channel.x.secret_env",
        ),
        (
            'channel.x = { kind = "robot", url = "file:///x", body = \'["{text}"]\' }',
            "channel.x.url",
        ),
        ('channel.x = { kind = "robot", url = "https://x.org", body = "{}" }', "channel.x.body"),
        ('channel.x = { kind = "robot", body = \'["{text}"]\' }', "channel.x.url"),
        ('channel.x = { kind = "file" }', "channel.x.path"),
        ('addresses.a = { mail = "a@b.c, d@e.f" }', "addresses.a.mail"),
        ('addresses.a = { "a b" = "c" }', 'addresses.a."a b"'),
    ],
)
def test_what_is_wrong_is_named_by_its_place(text: str, path: str) -> None:
    with pytest.raises(CenterFileError) as caught:
        table(text)
    assert f"notices.{path}" in {fault.path for fault in caught.value.faults}


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(CenterFileError) as caught:
        table('language = "fr"\nchange = { to = "x" }\nchannel.x = { kind = "file" }')
    assert len(caught.value.faults) == 3
