"""The address of an outside calendar is told nobody, whatever happens to it."""

from __future__ import annotations

import contextlib
import json
import logging
import os
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import attrs
import pytest

import neighborbook as nb
from tests.integration.following.old_system import (
    DAY,
    FILE,
    SECRET,
    Clock,
    OldSystem,
    event,
    house,
)

CHOIR = event("choir", "20261201T100000", "20261201T120000")


def everything(desk: nb.Desk, settled: object) -> str:
    shown = [desk.following(), desk.closures(), desk.resources(), desk.check(), settled]
    return json.dumps(shown, default=repr) + repr(desk.exported_closures())


@pytest.mark.parametrize("where", ["address", "address_env", "address_file"])
def test_the_address_is_a_secret_wherever_it_lies(
    database_url: str,
    old: OldSystem,
    where: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setenv("NEIGHBORBOOK_HALL_ICS", old.address)
    place = tmp_path / "address"
    place.write_text(old.address + "\n")
    words = {"address": old.address, "address_env": "NEIGHBORBOOK_HALL_ICS"}
    words["address_file"] = str(place)
    text = FILE.format(address=old.address, words='every = "15m"').replace(
        f'address = "{old.address}"', f'{where} = "{words[where]}"'
    )
    clock = Clock()
    with (
        caplog.at_level(logging.DEBUG),
        nb.open(database_url, center="anping", clock=clock, deadline=30) as desk,
    ):
        desk.load(text)
        bad: list[Callable[[], None]] = [
            lambda: old.tells(CHOIR),
            lambda: old.sends(b"", status=404),
            lambda: old.sends(b"not " + old.address.encode()),
            lambda: old.leads_to("https://127.0.0.1/" + SECRET),
        ]
        for answers in bad:
            answers()
            assert SECRET not in everything(desk, desk.settle())
            clock.at += DAY
        assert desk.following()[0].closures == 1
        assert SECRET not in repr(desk._house.loaded().catalog.follows)
    assert SECRET not in caplog.text


@attrs.frozen
class Blabs:
    """A plugin that tells the address when it fails, as a whole or from a sign on."""

    since: int = 0
    name: str = "blabs"
    api: int = 1

    @nb.hookimpl
    def provide_closures(self, follows: tuple[nb.Follow, ...]) -> dict[str, nb.Heard]:
        return {
            each.key: nb.Heard(fault=f"no answer from {each.address[self.since :]}")
            for each in follows
        }


LONG = f"wss://wall.example.org/{SECRET}-4b1d/{'calendar/' * 12}basic.ics"


@pytest.mark.parametrize(
    ("address", "since"), [(f"wss://{SECRET}", 0), (SECRET[:9], 0), (LONG, 0), (LONG, 7)]
)
def test_what_a_plugin_blabs_out_is_not_kept(address: str, since: int) -> None:
    text = FILE.format(address=address, words='from = "wall"')
    with nb.open(center="anping", clock=Clock(), plugins=[Blabs(since)]) as desk:
        desk.load(text)
        assert desk.settle().stale == 1
        assert desk.following()[0].why() == "the plugin wall failed"


def test_where_no_address_is_found_the_place_is_named(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NEIGHBORBOOK_NOWHERE", raising=False)
    text = FILE.format(address="x", words='every = "15m"').replace(
        'address = "x"', 'address_env = "NEIGHBORBOOK_NOWHERE"'
    )
    with nb.open(database_url, center="anping", clock=Clock(), deadline=30) as desk:
        desk.load(text)
        assert desk.settle().stale == 1
        [following] = desk.following()
        assert following.why() == "no address is found in NEIGHBORBOOK_NOWHERE"


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="the system shows no process")
def test_who_reads_a_calendar_is_told_no_secret_of_whatever_runs_beside(
    old: OldSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://app:hunter2@db")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "hunter3")
    monkeypatch.setenv("NEIGHBORBOOK_DB", "/srv/hunter4.db")
    monkeypatch.setenv("SSL_CERT_DIR", "/etc/ssl/certs")
    seen: list[bytes] = []

    def look(to: BaseHTTPRequestHandler) -> None:
        """Read what those processes were started with that this one has started."""
        for process in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                if b"neighborbook.desk.following.child" in (process / "cmdline").read_bytes():
                    parent = (process / "stat").read_text().rpartition(")")[2].split()[1]
                    if int(parent) == os.getpid():
                        seen.append((process / "environ").read_bytes())
        to.send_error(404)

    old.answer = look
    with house("sqlite://", old.address) as desk:
        desk.settle()
    [found] = seen
    assert b"hunter" not in found
    assert b"SSL_CERT_DIR=/etc/ssl/certs" in found
