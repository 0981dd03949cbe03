"""What the README says is so."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import attrs

import neighborbook as nb
from neighborbook_meeting_room import MeetingDetails, MeetingRoom, Settings

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")


def test_its_center_file_can_be_loaded(opened: Callable[[str], nb.Desk]) -> None:
    [text] = re.findall(r"```toml\n(.*?)```", README, re.DOTALL)
    [offering] = opened(text).offerings()
    assert offering.policy == MeetingRoom.policy
    assert offering.quotas == MeetingRoom.quotas
    assert offering.settings == Settings()


def test_it_names_every_setting_and_every_detail() -> None:
    names = [*(field.name for field in attrs.fields(Settings)), *MeetingDetails.__annotations__]
    assert [name for name in names if f"`{name}`" not in README] == []


def test_it_says_every_default_as_the_center_file_would(
    opened: Callable[[str], nb.Desk], center: str
) -> None:
    numbers = README.partition("## Numbers of an offering")[2]
    rows = re.findall(r"^\| (`.*?) \| (`.*?) \|", numbers, re.MULTILINE)
    lines = []
    for names, values in rows:
        keys, shown = re.findall(r"`(\w+)`", names), re.findall(r"`(.*?)`", values)
        if shown:
            lines += [f"{key} = {shown[min(n, len(shown) - 1)]}" for n, key in enumerate(keys)]
    assert len(lines) > 20
    [offering] = opened(center + "\n".join(lines)).offerings()
    assert offering.policy == MeetingRoom.policy
    assert offering.settings == Settings()


def test_it_names_every_rule_that_asks_for_approval() -> None:
    rules = {rule for rule in MeetingRoom.texts if rule.endswith("_approval")}
    assert rules <= set(re.findall(r"`(\w+_approval)`", README))
