"""What a room follows: every fault at once, in both languages, and no address in any of them."""

from __future__ import annotations

from datetime import date

import pytest

import neighborbook as nb
from neighborbook.center_file import parse, read

SECRET = "private-7f3a9c"
HEAD = 'center = { id = "anping", zone = "Asia/Shanghai" }\n[resource.hall.follows.old]\n'
PLAIN = {"room": nb.RoomType()}


def faults(lines: str, head: str = HEAD) -> dict[str, str]:
    with pytest.raises(nb.CenterFileError) as caught:
        parse(read(head + lines), PLAIN)
    assert SECRET not in str(caught.value) + caught.value.text("zh")
    for fault in caught.value.faults:
        assert fault.text("zh") != fault.text("en")
    return {fault.path.removeprefix("resource.hall."): fault.code for fault in caught.value.faults}


def test_everything_that_can_be_said_is_read() -> None:
    lines = (
        'from = "wall"\naddress_env = "NEIGHBORBOOK_HALL"\nevery = "5m"\ntimeout = "9s"\n'
        'until = 2027-01-01\npublic_reason = "Taken"\n'
    )
    assert parse(read(HEAD + lines), PLAIN).follows == (
        nb.Follow(
            resource="hall",
            name="old",
            kind="wall",
            address_env="NEIGHBORBOOK_HALL",
            every=300,
            timeout=9,
            until=date(2027, 1, 1),
            public_reason="Taken",
        ),
    )


@pytest.mark.parametrize(
    "address", ["https://old.example.org/hall.ics", "http://[::1]:80/a?b=1", "file:///srv/hall.ics"]
)
def test_these_are_addresses(address: str) -> None:
    [follow] = parse(read(f'{HEAD}address = "{address}"'), PLAIN).follows
    assert (follow.address, follow.every, follow.timeout) == (address, 900, 30)
    assert address not in repr(follow)


@pytest.mark.parametrize(
    "address",
    [
        f"ftp://old.example.org/{SECRET}",
        f"file://host/{SECRET}",
        f"https://li:{SECRET}@old.example.org/",
        f"https://old.example.org/{SECRET} x",
        f"https://old.example.org/{SECRET}" + "x" * 200,
        f"https://old.example.org/{SECRET}\\u202e",
        SECRET,
        "",
    ],
)
def test_these_are_none_and_are_not_repeated(address: str) -> None:
    assert list(faults(f'address = "{address}"')) == ["follows.old.address"]


def test_every_fault_is_told_at_once() -> None:
    lines = (
        f'address = 7\naddress_env = "PATH"\naddress_file = "{SECRET}"\nevery = "1s"\n'
        'timeout = "2m"\nuntil = "soon"\npublic_reason = 1\nfrom = "a b"\nevry = "15m"\n'
    )
    assert faults(lines) == {
        "follows.old.address": "INPUT_INVALID",
        "follows.old.address_env": "INPUT_INVALID",
        "follows.old.address_file": "INPUT_INVALID",
        "follows.old.every": "INPUT_INVALID",
        "follows.old.timeout": "INPUT_INVALID",
        "follows.old.until": "INPUT_INVALID",
        "follows.old.public_reason": "INPUT_INVALID",
        "follows.old.from": "INPUT_INVALID",
        "follows.old.evry": "UNKNOWN_KEY",
    }


def test_without_an_address_there_is_nothing_to_follow() -> None:
    assert faults("") == {"follows.old.address": "INPUT_MISSING"}


def test_a_room_follows_few_calendars_each_by_a_name() -> None:
    head = HEAD.partition("[")[0]
    many = "".join(f'[resource.hall.follows.c{n}]\naddress = "http://a"\n' for n in range(9))
    assert faults(many, head) == {"follows": "INPUT_TOO_LONG"}
    assert faults("[resource.hall]\nfollows = 1", head) == {"follows": "INPUT_INVALID"}
    assert faults("[resource.hall]\nfollows = { old = 1 }", head) == {
        "follows.old": "INPUT_INVALID"
    }
    assert faults('[resource.hall.follows."a b"]\naddress = "http://a"\n', head) == {
        'follows."a b"': "INPUT_INVALID"
    }
