"""What the machine says of where it stands: its zone, and the country of a zone."""

from __future__ import annotations

import os
from importlib.resources import files
from pathlib import Path

from neighborbook.domain.times import TimeFault, zone

_UNPLACED = ("UTC", "Etc/", "GMT", "UCT", "Zulu", "Universal")


def zone_of_machine(root: Path = Path("/")) -> str | None:
    """Return the IANA name of the machine's zone, or ``None`` if it tells none.

    Args:
        root: where its settings are found: ``/`` but for tests.
    """
    for told in (os.environ.get("TZ", "").removeprefix(":"), *_configured(root)):
        if told and not told.startswith(_UNPLACED):  # a server's UTC is nobody's civil time
            try:
                return zone(told).key
            except TimeFault:
                continue
    return None


def _configured(root: Path) -> tuple[str, str]:
    """What Debian writes down, and to what the others link."""
    try:
        written = (root / "etc" / "timezone").read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        written = ""
    try:
        linked = (root / "etc" / "localtime").readlink().as_posix()
    except OSError:
        linked = ""
    return written, linked.partition("zoneinfo/")[2]


def country_of(zone_key: str) -> str:
    """Return the country in which a zone lies, as tzdata has it, or "".

    >>> country_of("Asia/Shanghai"), country_of("UTC")
    ('CN', '')
    """
    table = (files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8")
    for line in table.splitlines():
        cells = line.split("\t")
        if len(cells) > 2 and cells[2] == zone_key:
            return cells[0]
    return ""
