"""Ask outside calendars, each in a process of its own that is stopped when it takes too long."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

import attrs

from neighborbook.domain.catalog import Center
from neighborbook.domain.following import Follow, Heard, NotHeard, OutsideClosure
from neighborbook.domain.spans import Span

KIND = "ics"
AT_ONCE = 4
NEEDED = frozenset(
    {
        *("PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "TMPDIR", "SSL_CERT_FILE", "SSL_CERT_DIR"),
        *("PYTHONHOME", "PYTHONPATH", "PYTHONUSERBASE", "PYTHONNOUSERSITE", "PYTHONUTF8"),
        *("PYTHONPLATLIBDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "DYLD_FRAMEWORK_PATH"),
        *("SYSTEMROOT", "WINDIR", "SYSTEMDRIVE", "APPDATA", "USERPROFILE", "TEMP", "TMP"),
    }
)
"""What Python and its libraries are found by, here and on Windows; certificates, too."""

NO_WINDOW: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)
"""On Windows: a program with windows of its own shows no other one meanwhile."""

CHILD = "neighborbook.desk.following.child"


@attrs.frozen(kw_only=True)
class Limits:
    """What reading one calendar may take: seconds of the processor, and bytes of memory."""

    cpu: int = 15
    memory: int = 256 << 20


def hear_all(
    center: Center, follows: tuple[Follow, ...], window: Span, limits: Limits | None = None
) -> Mapping[str, Heard]:
    """Return what is heard of those calendars that are .ics files, by key."""
    mine = [follow for follow in follows if follow.kind == KIND]
    if not mine:
        return {}

    def one(follow: Follow) -> Heard:
        return hear(follow, window, center.zone, limits or Limits())

    with ThreadPoolExecutor(max_workers=min(AT_ONCE, len(mine))) as threads:
        return dict(zip((follow.key for follow in mine), threads.map(one, mine), strict=True))


def hear(follow: Follow, window: Span, zone: str, limits: Limits) -> Heard:
    """Return what is heard of one calendar; whatever happens to the process is a fault of it."""
    asked = {
        **attrs.asdict(limits),
        "address": follow.address,
        "timeout": follow.timeout,
        "start": window.start,
        "end": window.end,
        "zone": zone,
    }
    try:
        done = subprocess.run(  # noqa: S603 - nothing of it comes from outside
            [sys.executable, "-P", "-B", "-m", CHILD],
            input=json.dumps(asked).encode() + b"\n",
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # an error of Python may tell the address
            timeout=follow.timeout,
            check=False,
            env=environment(),
            creationflags=NO_WINDOW,
        )
    except subprocess.TimeoutExpired:
        return Heard(fault=NotHeard.TIME)
    except OSError:
        return Heard(fault=NotHeard.LIMIT)
    if done.returncode != 0:
        return Heard(fault=NotHeard.LIMIT)
    try:
        return _answer(json.loads(done.stdout))
    except (ValueError, TypeError, KeyError):
        return Heard(fault=NotHeard.LIMIT)


def environment() -> dict[str, str]:
    """Return of the environment what Python needs to start, and to know whom to trust on the net.

    Nothing else: there lie the secrets of whatever this runs beside.
    """
    return {name: word for name, word in os.environ.items() if name in NEEDED}


def _answer(said: Mapping[str, object]) -> Heard:
    """Read what a process answered.

    Raises:
        ValueError, TypeError, KeyError: it is no answer.
    """
    if "fault" in said:
        return Heard(fault=str(said["fault"]))
    listed = said["closures"]
    if not isinstance(listed, list):
        raise TypeError(type(listed).__name__)
    closures = [
        OutsideClosure(key=str(key), start_at=int(start), end_at=int(end))
        for key, start, end in listed
    ]
    return Heard(closures=tuple(closures))
