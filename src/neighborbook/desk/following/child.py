"""A process of its own that fetches and reads one outside calendar, within hard limits.

It is asked and answers in JSON by its standard input and output: an address never stands among the
arguments, which everybody on the machine can read.
"""

from __future__ import annotations

import json
import os
import re
import signal
import sys
import threading
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any

from neighborbook.desk.following.fetching import NotHeardError, fetch
from neighborbook.desk.importing.values import MOST_KEY
from neighborbook.domain.following import LAST_AT, MOST_CLOSURES, NotHeard
from neighborbook.errors import InvalidRequest
from neighborbook.ical.entries import Entry, Window, entries_of

LOOKS_BACK = 366 * 86_400
"""Seconds before the window in which an occurrence of a series may have begun that still lasts."""

GRACE = 2
"""Seconds after which it ends by itself, past those that are waited for it."""

_BUSY = re.compile(rb"^BEGIN:VFREEBUSY\s*$", re.MULTILINE | re.IGNORECASE)


def main() -> int:
    """Answer one question."""
    asked = json.loads(sys.stdin.buffer.readline())
    end_after(asked["timeout"] + GRACE)
    limit(cpu=asked["cpu"], memory=asked["memory"])
    try:
        answer: object = {"closures": list(heard(asked))}
    except NotHeardError as failed:
        answer = {"fault": failed.fault}
    except MemoryError:
        answer = {"fault": NotHeard.LIMIT.value}
    sys.stdout.write(json.dumps(answer))
    return 0


def end_after(seconds: float) -> None:
    """End this process then, wherever it is: who has asked may be gone, and stops nobody any more.

    Where the system has no alarm, a thread ends it.
    """
    if not hasattr(signal, "setitimer"):
        timer = threading.Timer(seconds, os._exit, (1,))
        timer.daemon = True
        timer.start()
        return
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, (signal.SIGALRM,))  # both are inherited
    signal.setitimer(signal.ITIMER_REAL, seconds)


def limit(*, cpu: int, memory: int) -> None:
    """Let this process use so many seconds of the processor and bytes of memory, and no files.

    Where the system has no such limits, those of time and of size remain.
    """
    try:
        import resource
    except ImportError:
        return
    limits = {"RLIMIT_CPU": cpu, "RLIMIT_AS": memory, "RLIMIT_FSIZE": 0, "RLIMIT_CORE": 0}
    for name, most in limits.items():
        kind = getattr(resource, name, None)
        if kind is None:
            continue
        hard = resource.getrlimit(kind)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)  # noqa: PLW2901
        try:
            resource.setrlimit(kind, (most, most))
        except (OSError, ValueError):
            continue  # such as the memory on macOS


def heard(asked: Mapping[str, Any]) -> Iterator[tuple[str, int, int]]:
    """Yield key, start, and end of whatever takes up time in the window.

    Raises:
        NotHeardError: it cannot be had or read whole.
    """
    payload = fetch(asked["address"], asked["timeout"])
    start, end = asked["start"], asked["end"]
    if (busy := _BUSY.search(payload)) is not None:  # what it says would be passed over
        raise NotHeardError(NotHeard.CALENDAR, payload.count(b"\n", 0, busy.start()) + 1)
    window = Window(zone=asked["zone"], since_at=start - LOOKS_BACK, until_at=end)
    many = 0
    try:
        for entry in entries_of(payload, window):
            found = _closure(entry)
            if found is None or found[2] <= start or found[1] >= end:
                continue
            many += 1
            if many > MOST_CLOSURES:
                raise NotHeardError(NotHeard.TOO_MANY)
            yield found
    except InvalidRequest as wrong:
        line = wrong.faults[0].path.removeprefix("line ")
        raise NotHeardError(NotHeard.CALENDAR, line if line.isdigit() else 1) from None


def _closure(entry: Entry) -> tuple[str, int, int] | None:
    """Return what an entry takes up; one that was called off or is only noted takes nothing."""
    end = entry.end_at
    if entry.status == "CANCELLED" or entry.is_free or end is None or end == entry.start_at:
        return None
    if end < entry.start_at:
        raise NotHeardError(NotHeard.CALENDAR, entry.line)
    key = f"{entry.uid}/{entry.occurrence}" if entry.occurrence else entry.uid
    if len(key) > MOST_KEY:
        key = sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
    return key, max(entry.start_at, 0), min(end, LAST_AT)


if __name__ == "__main__":
    raise SystemExit(main())
