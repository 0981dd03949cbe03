"""A small center, loaded through the command line itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner, Result

from neighborbook.cli.commands import neighborbook

CENTER = """
[center]
id = "corner"
name = { en = "Corner house", zh = "街角之家" }
zone = "Asia/Shanghai"

[hours.daily]
daily = "08:00-20:00"

[resource.hall]
name = { en = "Hall", zh = "大厅" }
hours = "daily"

[resource.study]
name = { en = "Study", zh = "书房" }
hours = "daily"

[resource.bicycles]
name = { en = "Bicycles", zh = "自行车" }
capacity = 3
hours = "daily"

[offering.meeting]
name = { en = "Meeting room", zh = "会议室" }
room_type = "room"
places = [{ resource = "study", most = 6 }, { resource = "hall", most = 40 }]

[offering.bicycle]
room_type = "room"
places = ["bicycles"]
"""

Run = Callable[..., Result]


@pytest.fixture
def center_file(tmp_path: Path) -> Path:
    path = tmp_path / "center.toml"
    path.write_text(CENTER, encoding="utf-8")
    return path


@pytest.fixture
def run(tmp_path: Path, center_file: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Call the command line on a database into which the small center is loaded."""
    for name in ("NEIGHBORBOOK_DB", "NEIGHBORBOOK_CENTER", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NEIGHBORBOOK_DB", str(tmp_path / "book.db"))

    def call(*words: str) -> Result:
        return CliRunner().invoke(neighborbook, list(words))

    loaded = call("load", str(center_file))
    assert loaded.exit_code == 0, loaded.output
    return call


@pytest.fixture
def day() -> str:
    """A day within every horizon, however late the tests run."""
    return (datetime.now(ZoneInfo("Asia/Shanghai")) + timedelta(days=3)).date().isoformat()
