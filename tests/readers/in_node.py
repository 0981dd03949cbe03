"""Readers that are packages of node: `./dev` installs them where node and npm are."""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import attrs

from tests.readers.entries import Entry

SCRIPT = Path(__file__).with_name("read.mjs")
FOLDER = Path(sys.prefix) / "readers"
NEEDED = 20
"""The oldest node that the pinned node-ical runs in."""


@attrs.frozen
class InNode:
    """One process of node for all the calendars; its own zone is UTC."""

    name: str
    reads_zones: bool

    def missing(self) -> str | None:
        if _version() < NEEDED:
            return f"no node of version {NEEDED} or newer"
        if not (FOLDER / "node_modules" / self.name / "package.json").exists():
            return f"no {self.name} (./dev installs it where npm is and can fetch it)"
        return None

    def read(self, payloads: Sequence[bytes]) -> list[list[Entry]]:
        node = shutil.which("node")
        assert node is not None
        done = subprocess.run(
            [node, str(SCRIPT), self.name, str(FOLDER)],
            input=b"".join(base64.b64encode(payload) + b"\n" for payload in payloads),
            env={**os.environ, "TZ": "UTC"},
            capture_output=True,
            check=False,
        )
        if done.returncode or done.stderr:
            raise AssertionError(f"{self.name} cannot read it: {done.stderr.decode()}")
        return [_entries(line) for line in done.stdout.splitlines()]


@cache
def _version() -> int:
    """The first number of node's version; 0 if there is none."""
    node = shutil.which("node")
    if node is None:
        return 0
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.match(r"v(\d+)\.", said)
    return int(found[1]) if found else 0


def _entries(line: bytes) -> list[Entry]:
    found = json.loads(line)
    return sorted(Entry(**{**each, "properties": tuple(each["properties"])}) for each in found)
