"""Relays as real processes: one that is killed, and several at once."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import neighborbook as nb
from tests.crash.center import FixedClock

NOW = 1_796_000_000
LEASE = 300
FILE = """
center = { id = "anping", zone = "Asia/Shanghai" }
resource.hall = {}
offering.hall = { places = ["hall"], horizon = "none" }
[notices]
channels = ["program"]
"""
RELAY = """
import os, signal, sys, time
import neighborbook as nb
from tests.crash.center import FixedClock

address, now, told, die_after = sys.argv[1], int(sys.argv[2]), sys.argv[3], int(sys.argv[4])
sent = 0

def deliver(message):
    global sent
    handle = os.open(told, os.O_APPEND | os.O_CREAT | os.O_WRONLY)
    os.write(handle, f"{message.id} {message.party}\\n".encode())
    os.fsync(handle)
    os.close(handle)
    sent += 1
    if sent == die_after:
        os.kill(os.getpid(), signal.SIGKILL)  # sent, and not yet marked

with nb.open(address, center="anping", clock=FixedClock(now), deadline=30) as desk:
    print("ready", flush=True)
    sys.stdin.readline()
    print(desk.settle(channels={"program": deliver}).told)
"""


def relay(address: str, told: Path, *, now: int = NOW, die_after: int = 0) -> subprocess.Popen[str]:
    words = [sys.executable, "-c", RELAY, address, str(now), str(told), str(die_after)]
    process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def booked(address: str, count: int) -> None:
    with nb.open(address, center="anping", clock=FixedClock(NOW)) as desk:
        desk.load(FILE)
        for number in range(count):
            start = f"2027-01-{1 + number:02} 10:00"
            desk.book("hall", start=start, length="1h", organizer=f"firm-{number}")


def sent(told: Path) -> list[str]:
    return told.read_text().splitlines()


def test_killed_between_sending_and_marking_it_is_sent_again_with_the_same_id(
    database_url: str, tmp_path: Path
) -> None:
    told = tmp_path / "told"
    booked(database_url, 3)
    killed = relay(database_url, told, die_after=2)
    killed.communicate("go\n", timeout=60)
    assert killed.returncode == -signal.SIGKILL
    first = sent(told)
    assert len(first) == 2
    # Within its lease nobody else takes over what it had claimed; the third goes out.
    out, _ = relay(database_url, told).communicate("go\n", timeout=60)
    assert (out.strip(), len(sent(told))) == ("1", 3)
    out, _ = relay(database_url, told, now=NOW + LEASE).communicate("go\n", timeout=60)
    assert out.strip() == "1"
    assert Counter(sent(told))[first[1]] == 2
    assert Counter(Counter(sent(told)).values()) == {1: 2, 2: 1}
    out, _ = relay(database_url, told, now=NOW + 2 * LEASE).communicate("go\n", timeout=60)
    assert out.strip() == "0"


def test_several_relays_at_once_send_each_notice_once(database_url: str, tmp_path: Path) -> None:
    told = tmp_path / "told"
    booked(database_url, 20)
    relays = [relay(database_url, told) for _ in range(3)]
    for process in relays:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    counts = [int(process.communicate(timeout=120)[0]) for process in relays]
    assert sum(counts) == 20
    assert Counter(Counter(sent(told)).values()) == {1: 20}
